"""The solver in a process of its own.

Killed for its memory, crashed or deaf to its time limit, it takes nobody along: the process that
asked goes on and says so. The child ends with its parent, however that ends.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import psutil

from matchmaking.scheduling.problem import ProblemError, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.problem import Problem, Solution

POLL_SECONDS = 0.2
GRACE_SECONDS = 60  # after the time limit: for reading out, handing out tables, explaining
MEMORY = 4 * 1024  # MiB resident
ROOT = Path(__file__).parents[2]
ASKED, ANSWERED, SAID, ERRORS = "problem", "solution", "progress", "errors"


class SolverDied(RuntimeError):  # noqa: N818 (it reads as what happened)
    """The process ended without an answer; `str()` says how."""


def solve_apart(
    problem: Problem,
    *,
    time_limit: float,
    workers: int = 2,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    memory: int = MEMORY,
) -> Solution:
    """As `solve`, in another process that may hold `memory` MiB.

    `progress` and `stop` are called in the caller's own thread, several times a second; an
    exception out of either ends the search. Raises ProblemError as `solve` does, SolverDied when
    the process was killed or crashed, also `GRACE_SECONDS` after its time.
    """
    options = {"time_limit": time_limit, "workers": workers, "seed": seed}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / ASKED, (problem, options))
        with (folder / ERRORS).open("wb") as errors:
            child = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [sys.executable, "-m", "matchmaking.scheduling.apart", name],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        try:
            _follow(child, folder, time_limit + GRACE_SECONDS, memory, progress, stop)
        finally:
            child.kill()
            child.communicate()
        return _answer(folder, child.returncode)


def _follow(
    child: subprocess.Popen[bytes],
    folder: Path,
    seconds: float,
    memory: int,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> None:
    """Pass on what it says until it has ended; told to stop once, it answers with its best."""
    deadline, told = monotonic() + seconds, False
    said = folder / SAID
    said.touch()
    with said.open(encoding="utf-8") as lines:
        while True:
            ended = _ended(child)
            for line in _whole_lines(lines):
                if progress:
                    progress(Progress(*json.loads(line)))
            if ended:
                return
            # Asked on, so that an exception can still end it.
            if stop and stop() and not told:
                told, deadline = True, min(deadline, monotonic() + GRACE_SECONDS)
                _tell(child)
            if _resident(child) > memory:
                raise SolverDied(f"it needed more than {memory} MiB of memory")
            if monotonic() > deadline:
                raise SolverDied("it did not end in time")


def _ended(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _whole_lines(lines: Any) -> list[str]:
    """What was written since; half a line waits for its end."""
    found: list[str] = []
    while True:
        place = lines.tell()
        line = lines.readline()
        if not line.endswith("\n"):
            lines.seek(place)
            return found
        found.append(line)


def _tell(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        try:
            child.stdin.write(b"stop\n")
            child.stdin.flush()
        except BrokenPipeError:
            pass  # it has just ended by itself


def _resident(child: subprocess.Popen[bytes]) -> float:
    try:
        return float(psutil.Process(child.pid).memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


def _answer(folder: Path, status: int) -> Solution:
    answer = folder / ANSWERED
    if not answer.exists():
        told = (folder / ERRORS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        why = f"signal {-status}, perhaps for its memory" if status < 0 else f"status {status}"
        raise SolverDied("; ".join([f"it ended with {why}", *told[-1:]]))
    found = pickle.loads(answer.read_bytes())  # noqa: S301 (our own process wrote it)
    if isinstance(found, tuple):
        text, where = found
        error = ProblemError(text)
        error.where = where
        raise error
    solution: Solution = found
    return solution


def _write(path: Path, what: object) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        pickler = pickle.Pickler(file)
        # Frozen mappings do not travel; they arrive as plain ones.
        pickler.dispatch_table = {MappingProxyType: lambda frozen: (dict, (dict(frozen),))}
        pickler.dump(what)
    part.replace(path)


def main(folder: Path) -> None:
    """The child: solves, writes the answer, ends when told to or when its parent is gone."""
    from matchmaking.scheduling.solver import solve  # noqa: PLC0415 (the parent never loads it)

    _first_to_go()
    told = Event()
    Thread(target=_listen, args=(told,), daemon=True).start()
    problem, options = pickle.loads((folder / ASKED).read_bytes())  # noqa: S301 (ours)
    began = monotonic()
    with (folder / SAID).open("a", encoding="utf-8") as said:

        def tell(sign: Progress) -> None:
            point = [sign.objective, sign.bound, round(monotonic() - began, 2)]
            said.write(json.dumps(point) + "\n")
            said.flush()

        try:
            answer: object = solve(problem, **options, progress=tell, stop=told.is_set)
        except ProblemError as error:
            answer = (str(error), error.where)
    _write(folder / ANSWERED, answer)


def _first_to_go() -> None:
    """Where memory runs out, the kernel takes this process rather than a database."""
    place = Path("/proc/self/oom_score_adj")
    if place.exists():
        place.write_text("1000", encoding="ascii")


def _listen(told: Event) -> None:
    # Without Python's buffer, whose lock a crash on the main thread would wait for.
    while os.read(sys.stdin.fileno(), 64):
        told.set()
    os._exit(1)  # the parent is gone


if __name__ == "__main__":
    main(Path(sys.argv[1]))
