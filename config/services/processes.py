"""Starting, finding and ending server processes.

A server is known by its program's name and the folder it works in, never by a pid alone:
pids are reused, files get lost, and both survive a `kill -9`.
"""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from config.services.errors import ServiceError

# Kept so that children which end are reaped and never reported as leaked.
_started: list[subprocess.Popen[bytes]] = []


def find(program: str, folder: Path, pid: int | None = None) -> list[psutil.Process]:
    """The live processes of `program` working in `folder`; only `pid` is looked at when it is one.

    The oldest comes first: the server itself, then what it started.
    """
    if pid is not None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if _is(process, program, folder):
                return [process]
    found = [process for process in psutil.process_iter() if _is(process, program, folder)]
    return sorted(found, key=_age_then_pid)


def _is(process: psutil.Process, program: str, folder: Path) -> bool:
    try:
        return (
            process.name() == program
            and process.status() != psutil.STATUS_ZOMBIE
            and process.cwd() == str(folder)
        )
    except (psutil.Error, OSError):  # gone meanwhile, or another user's
        return False


def _age_then_pid(process: psutil.Process) -> tuple[float, int]:
    try:
        return process.create_time(), process.pid
    except psutil.Error:
        return 0.0, process.pid


def launch(
    command: Sequence[str],
    *,
    folder: Path,
    log: Path,
    account: "tuple[int, int] | None" = None,
    env: Mapping[str, str],
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, with the log as its only output."""
    uid, gid = account or (None, None)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
            user=uid,
            group=gid,
            extra_groups=[] if account else None,
        )
    _started.append(process)
    return process


def end(processes: Sequence[psutil.Process], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn to what still lives, waiting up to its seconds; then SIGKILL."""
    alive = list(processes)
    for number, seconds in (*steps, (signal.SIGKILL, 10.0)):
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                try:
                    process.send_signal(number)
                except psutil.AccessDenied:
                    raise ServiceError(
                        f"process {process.pid} belongs to another user: stop it as that user"
                    ) from None
        _, alive = psutil.wait_procs(alive, timeout=seconds)
        if not alive:
            break
    _started[:] = [child for child in _started if child.poll() is None]
    if alive:
        raise ServiceError(f"process {alive[0].pid} does not end: see what it waits for")


def free_port(last: int | None) -> int:
    """The port used last time if it is free, or any free one of 127.0.0.1."""
    for port in (last or 0, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            chosen: int = probe.getsockname()[1]
            return chosen
    raise ServiceError("no free port on 127.0.0.1: end programs that hold many connections")


def pause() -> None:
    """Between two looks at a server that is starting."""
    time.sleep(0.05)


def log_since(log: Path, offset: int) -> str:
    """What the log says after `offset` bytes."""
    with log.open("rb") as file:
        file.seek(offset)
        return file.read().decode(errors="replace")
