"""The embedded PostgreSQL: made once, started, adopted when it runs, stopped.

TCP on 127.0.0.1 only: a Unix socket's path may not pass 107 bytes, a clone's may.
"""

import contextlib
import dataclasses
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from config.services import processes
from config.services.errors import ServiceError
from config.services.places import Place, choose, environment
from config.services.state import Server

PROGRAM = "postgres"
NAME = "fairlead"
MAJOR = "18"
ATTEMPTS = 5
START_SECONDS = 120  # recovery after a crash may take that long on a slow disk
STOP = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0))  # "fast", then "immediate" shutdown

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_connections": "100",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "lc_messages": "C",  # errors are read below
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# For tests: a crash may lose the data, which nobody wants back.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(
    var: Path, known: Server | None, save: Callable[[Server], None], *, durable: bool
) -> Server:
    """The running server: the one found, or one started now, with its database in place.

    `save` is called with each state worth keeping should we be killed on the way. ServiceError
    with one line when it cannot start.
    """
    place = choose(var)
    if known and (running := _adopt(place, known)):
        return running
    processes.end(processes.find(PROGRAM, place.data), STOP)
    server = Server(
        port=known.port if known else 0,
        password=known.password if known else secrets.token_urlsafe(24),
        folder=str(place.data),
        user=NAME,
        database=NAME,
    )
    save(server)
    if not _made(place):
        _make(place, server.password, durable=durable)
    elif known is None:  # the data outlived the file that knew its password
        _set_password(place, server.password)
    server = _launch(place, server, var / "postgres.log", durable=durable)
    save(server)
    _create_database(server)
    return server


def stop(known: Server | None, folders: list[Path]) -> None:
    """End what runs in the known folder or in one of `folders`."""
    places = {Path(known.folder)} if known else set()
    for data in places | {folder / "data" for folder in folders}:
        processes.end(processes.find(PROGRAM, data, known.pid if known else None), STOP)


def pid(server: Server) -> int | None:
    """The id of the server's process if it lives."""
    found = processes.find(PROGRAM, Path(server.folder), server.pid)
    return found[0].pid if found else None


def answers(server: Server) -> bool:
    """Whether it takes a connection with the password we know."""
    try:
        _connect(server, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _adopt(place: Place, known: Server) -> Server | None:
    found = processes.find(PROGRAM, place.data, known.pid)
    if known.folder != str(place.data) or not found or not answers(known):
        return None
    adopted = dataclasses.replace(known, pid=found[0].pid)
    _create_database(adopted)
    return adopted


def _made(place: Place) -> bool:
    """Whether the data folder is whole; ServiceError when it is another major version's."""
    try:
        version = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError:
        return False
    if version != MAJOR:
        raise ServiceError(
            f"{place.data} is of PostgreSQL {version}, not {MAJOR}: run make clean, then again"
        )
    return True


def _make(place: Place, password: str, *, durable: bool) -> None:
    """Run `initdb` in a folder beside, renamed when whole: a kill leaves nothing half-made."""
    partial = place.folder / "data.partial"
    secret = place.folder / "password"
    for leftover in (partial, place.data):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        secret.write_text(password, encoding="ascii")
        secret.chmod(0o600)
        if place.account:
            os.chown(secret, *place.account)
        # pg_trgm sees letters beyond ASCII only under a UTF-8 LC_CTYPE.
        for locale in ("C.UTF-8", "en_US.UTF-8", "C"):
            done = _run(place, [
                "initdb", "-D", str(partial), f"--username={NAME}", f"--pwfile={secret}",
                "--auth=scram-sha-256", "--encoding=UTF8", f"--locale={locale}",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                *([] if durable else ["--no-sync"]),
            ])  # fmt: skip
            if done.returncode == 0:
                break
            if "locale" not in done.stderr:
                break
        if done.returncode != 0:
            raise ServiceError(f"PostgreSQL's initdb failed: {_last_line(done.stderr)}")
        partial.rename(place.data)
    finally:
        secret.unlink(missing_ok=True)


def _set_password(place: Place, password: str) -> None:
    """Give the stopped server our password, in single-user mode."""
    _remove_stale_pid(place)
    statement = f"ALTER ROLE {NAME} PASSWORD '{password}'\n"  # URL-safe characters only
    done = _run(place, ["postgres", "--single", "-D", str(place.data), "postgres"], statement)
    if done.returncode != 0:
        raise ServiceError(f"PostgreSQL's password cannot be set: {_last_line(done.stderr)}")


def _run(
    place: Place, command: list[str], text: str | None = None
) -> subprocess.CompletedProcess[str]:
    uid, gid = place.account or (None, None)
    return subprocess.run(  # noqa: S603 (our own command)
        [str(place.programs / command[0]), *command[1:]],
        cwd=place.folder,
        env=environment(place.folder),
        input=text or "",
        capture_output=True,
        text=True,
        check=False,
        user=uid,
        group=gid,
        extra_groups=[] if place.account else None,
        umask=0o077,
        start_new_session=True,  # Ctrl-C is for the command that waits
    )


def _remove_stale_pid(place: Place) -> None:
    """Nothing of ours runs there (`start` saw to it): the pid left is dead or somebody else's."""
    (place.data / "postmaster.pid").unlink(missing_ok=True)


def _launch(place: Place, server: Server, log: Path, *, durable: bool) -> Server:
    settings = SETTINGS if durable else SETTINGS | NOT_DURABLE
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(place.programs / PROGRAM), "-D", str(place.data), *options]
    said = ""
    for attempt in range(ATTEMPTS):
        _remove_stale_pid(place)
        server = dataclasses.replace(server, port=processes.free_port(server.port))
        offset = log.stat().st_size if log.exists() else 0
        process = processes.launch(
            [*command, "-p", str(server.port)],
            folder=place.data,
            log=log,
            account=place.account,
            env=environment(place.folder),
        )
        server = dataclasses.replace(server, pid=process.pid)
        if _wait(server, process):
            return server
        said = processes.log_since(log, offset)
        if "password authentication failed" in said:
            processes.end(processes.find(PROGRAM, place.data), STOP)
            _set_password(place, server.password)
        elif "pre-existing shared memory" in said:  # children of a killed server still end
            time.sleep(1 + attempt)
        elif "Address already in use" not in said:
            break
    processes.end(processes.find(PROGRAM, place.data), STOP)
    raise ServiceError(f"PostgreSQL does not start: {_last_line(said)} (see {log})")


def _wait(server: Server, process: subprocess.Popen[bytes]) -> bool:
    """Until it takes connections; False when it ended, refuses the password or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _connect(server, "postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                return False
            processes.pause()
        else:
            return process.poll() is None  # else another program answered on that port
    return False


def _connect(server: Server, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        dbname=database,
        connect_timeout=5,
        sslmode="disable",
        autocommit=True,
    )


def _create_database(server: Server) -> None:
    with contextlib.closing(_connect(server, "postgres")) as connection:
        row = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [server.database]
        ).fetchone()
        if row is None:
            name = sql.Identifier(server.database)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _last_line(text: str) -> str:
    """The most telling line: the last FATAL or error, else the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]
