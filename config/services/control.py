"""Start, stop and report both servers, leaving alone what the environment names itself."""

import contextlib
import dataclasses
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit

from config.services import broker, places, postgres
from config.services.errors import ServiceError
from config.services.state import Server, State, locked, read, var_folder, write

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass(frozen=True)
class Report:
    """One server as `services … --json` shows it; `pid` only where it is ours."""

    embedded: bool
    running: bool
    host: str | None = None
    port: int | None = None
    pid: int | None = None


def start(var: Path, *, durable: bool = True) -> State:
    """Both servers running, except those that DATABASE_URL or REDIS_URL name.

    Safe to repeat and to run twice at once. `durable=False` trades a crash's safety for speed.
    ServiceError says in one line what to do.
    """
    with locked(var):
        if embedded("DATABASE_URL"):

            def save_postgres(server: Server) -> None:
                write(var, dataclasses.replace(read(var), postgres=server))

            save_postgres(postgres.start(var, read(var).postgres, save_postgres, durable=durable))
        if embedded("REDIS_URL"):

            def save_broker(server: Server) -> None:
                write(var, dataclasses.replace(read(var), broker=server))

            save_broker(broker.start(var, read(var).broker, save_broker))
        return read(var)


def stop(var: Path, names: Collection[str] = ("postgres", "broker")) -> None:
    """These servers stopped, except those that the environment names; nothing when none runs."""
    if not var.is_dir():
        return
    with locked(var):
        state = read(var)
        if "broker" in names and embedded("REDIS_URL"):
            broker.stop(state.broker, var)
            state = dataclasses.replace(state, broker=_stopped(state.broker))
        if "postgres" in names and embedded("DATABASE_URL"):
            postgres.stop(state.postgres, _postgres_folders(var))
            state = dataclasses.replace(state, postgres=_stopped(state.postgres))
        if state != read(var):
            write(var, state)


def clean(var: Path) -> None:
    """Stop both servers and remove their data, wherever it lies."""
    stop(var)
    for folder in places.outside_folders(var):
        if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder)
    with contextlib.suppress(OSError):  # others' data may still be there
        places.OUTSIDE[0].rmdir()
    shutil.rmtree(var, ignore_errors=True)


def status(var: Path) -> dict[str, Report]:
    """What runs now, by `postgres` and `broker`."""
    state = read(var)
    return {
        "postgres": _report(state.postgres, postgres.pid, postgres.answers)
        if embedded("DATABASE_URL")
        else _named("DATABASE_URL", 5432),
        "broker": _report(state.broker, broker.pid, broker.answers)
        if embedded("REDIS_URL")
        else _named("REDIS_URL", 6379),
    }


def embedded(variable: str) -> bool:
    """Whether the environment leaves this server to us."""
    return not os.environ.get(variable)


def run(action: str, *, as_json: bool) -> int:
    """`manage.py services start|stop|status`: the exit status; words go to stderr."""
    var = var_folder(ROOT)
    try:
        if action == "start":
            start(var)
        elif action == "stop":
            stop(var)
    except ServiceError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    reports = status(var)
    for name, report in reports.items():
        print(f"{name}: {_in_words(report)}", file=sys.stderr)  # noqa: T201
    if as_json:
        running = all(report.running for report in reports.values())
        shown = {name: dataclasses.asdict(report) for name, report in reports.items()}
        print(json.dumps({**shown, "running": running}))  # noqa: T201
    return 0


def _postgres_folders(var: Path) -> list[Path]:
    return [var / "postgres", *(base / "postgres" for base in places.outside_folders(var))]


def _stopped(server: Server | None) -> Server | None:
    return dataclasses.replace(server, pid=None) if server else None


def _report(
    server: Server | None, pid: Callable[[Server], int | None], answers: Callable[[Server], bool]
) -> Report:
    if server is None:
        return Report(embedded=True, running=False)
    found = pid(server)
    running = found is not None and answers(server)
    return Report(embedded=True, running=running, host=server.host, port=server.port, pid=found)


def _named(variable: str, usual_port: int) -> Report:
    """A server of somebody else's: whether its port takes connections."""
    address = urlsplit(os.environ[variable])
    host, port = address.hostname, address.port or usual_port
    if not host:  # a Unix socket; asking is the application's business
        return Report(embedded=False, running=True)
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return Report(embedded=False, running=False, host=host, port=port)
    return Report(embedded=False, running=True, host=host, port=port)


def _in_words(report: Report) -> str:
    if not report.embedded:
        answer = "answers" if report.running else "does not answer"
        return f"named by the environment, left alone; {answer}"
    if not report.running:
        return "stopped"
    return f"running on {report.host}:{report.port} (process {report.pid})"
