"""Embedded servers for as long as a driver runs, and no longer."""

import contextlib
import json
import signal
from collections.abc import Iterator
from pathlib import Path

from config.services import control
from config.services.state import make_var, replace_file


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Cleaning up is not cut short by a second Ctrl-C."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(var: Path, *, durable: bool) -> Iterator[None]:
    """Both servers; on leaving, those stop that we started, now or in a run that was killed."""
    make_var(var)
    mine = var / "driver.json"
    before = control.status(var)
    started_earlier = _pids(mine)
    names = [
        name
        for name, report in before.items()
        if report.embedded and (not report.running or report.pid in started_earlier)
    ]
    try:
        control.start(var, durable=durable)
        after = control.status(var)
        replace_file(mine, json.dumps([after[name].pid for name in names]))
        yield
    finally:
        with uninterrupted():
            control.stop(var, names)
            mine.unlink(missing_ok=True)


def _pids(file: Path) -> list[int]:
    try:
        pids = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return pids if isinstance(pids, list) else []
