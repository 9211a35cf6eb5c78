"""The driver's own processes: started so that none outlives it, ended with all they started."""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

from config.services import processes
from config.services.control import ROOT
from config.services.errors import ServiceError

PR_SET_PDEATHSIG = 1
# Loaded before any fork: nothing may be imported between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
GENTLY = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 3.0))


class StepFailed(Exception):  # noqa: N818 (it reads as what happened)
    """One or more lines in plain words."""


def _die_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: int | IO[bytes],
    errors: int | IO[bytes] = subprocess.STDOUT,
) -> subprocess.Popen[bytes]:
    """Start Python with these arguments in the clone; a terminal's Ctrl-C does not reach it."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 (one system call, loaded before)
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started; quick when it has ended already."""
    family: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(process.pid)
        family = [parent, *parent.children(recursive=True)]
    with contextlib.suppress(ServiceError, psutil.Error):
        # The parent ends its children; what it leaves is ended by force.
        processes.end(family[:1], GENTLY)
        processes.end(family[1:], ((signal.SIGTERM, 2.0),))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def end_stale(marker: str) -> None:
    """End what an earlier, killed driver left: ours with `marker` on the command line."""
    stale = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd() == str(ROOT) and marker in process.cmdline():
                stale.append(process)
    stale.sort(key=lambda process: process.pid)
    processes.end(stale, GENTLY)


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path,
    watch: Sequence[subprocess.Popen[bytes]] = (),
    heard: Callable[[str], None] | None = None,
) -> str:
    """Run to the end and return its stdout; each line of stderr goes to the log and to `heard`.

    StepFailed when it fails, or when a process of `watch` ends meanwhile.
    """
    process = start(command, env=env, output=subprocess.PIPE, errors=subprocess.PIPE)
    said: list[str] = []
    told: list[str] = []

    def listen() -> None:
        assert process.stderr is not None  # noqa: S101 (a pipe was asked for)
        with log.open("a", encoding="utf-8") as file:
            for raw in process.stderr:
                line = raw.decode(errors="replace").rstrip()
                file.write(line + "\n")
                told.append(line)
                if heard:
                    heard(line)

    def collect() -> None:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        said.append(process.stdout.read().decode(errors="replace"))

    threads = [threading.Thread(target=work, daemon=True) for work in (listen, collect)]
    try:
        for thread in threads:
            thread.start()
        _wait(process, watch)
    finally:
        end(process)
        for thread in threads:
            thread.join(timeout=5)
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()
    if process.returncode:
        raise StepFailed(_tail(told, "".join(said), log))
    return "".join(said)


def _wait(process: subprocess.Popen[bytes], watch: Sequence[subprocess.Popen[bytes]]) -> None:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
            return
        for other in watch:
            if other.poll() is not None:
                raise StepFailed("a process that it needs ended")


def tail(log: Path) -> str:
    """The telling end of a log."""
    return _tail(log.read_text(encoding="utf-8", errors="replace").splitlines(), "", log)


def _tail(told: list[str], said: str, log: Path) -> str:
    """The last lines; of a traceback only what it says, the whole is in the log."""
    lines = [line for line in told if line.strip()]
    if any(line.startswith("Traceback") for line in lines):
        lines = lines[-1:]
    shown = lines[-12:] or said.strip().splitlines()[-3:] or ["it said nothing"]
    return "\n".join([*shown, f"(all of it: {log})"])


@contextlib.contextmanager
def only_one(var: Path, name: str) -> Iterator[None]:
    """One driver at a time in this folder; StepFailed for the second."""
    with (var / f"{name}.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StepFailed(
                f"make {name} runs here already (process {file.read().strip() or '?'}): "
                "end it first"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
