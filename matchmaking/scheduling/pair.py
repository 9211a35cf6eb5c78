"""Two searches side by side for few breaks: CP-SAT raises the bound, neighbourhoods better a
timetable; whichever closes the gap first ends both.
"""

from __future__ import annotations

import math
from dataclasses import replace
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from matchmaking.scheduling.neighbourhoods import Betterment, part_solver
from matchmaking.scheduling.problem import Progress
from matchmaking.scheduling.search import Found, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Model
    from matchmaking.scheduling.shape import Shape

GRACE = 4.0  # seconds; most published instances are settled by then, and neither needs the other
SETTLED = {cp_model.OPTIMAL, cp_model.INFEASIBLE}
LEAST_LEFT = 0.5  # seconds; for less no neighbourhood is begun


class Finder:
    """A thread that looks for timetables, and what both searches know."""

    def __init__(
        self,
        shape: Shape,
        word: Callable[[Shape], tuple[Model, list[Any]]],
        seconds: float,
        seed: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.shape, self.word, self.seed, self.progress = shape, word, seed, progress
        self.began = monotonic()
        self.until = self.began + seconds
        self.lock, self.done = Lock(), Event()
        self.solver = part_solver(seed)
        self.slots: dict[int, int] | None = None
        self.best: int | None = None
        self.bound = 0

    def hear(self, news: Progress) -> None:
        """Take in what either search found, and pass it on if it is news."""
        with self.lock:
            known = [best for best in (self.best, news.objective) if best is not None]
            before = self.best, self.bound
            self.best = min(known, default=None)
            self.bound = max(self.bound, news.bound or 0)
            now = self.best, self.bound
        if self.progress and now != before:
            self.progress(Progress(*now, monotonic() - self.began))

    def settled(self) -> bool:
        """Whether a timetable meets the bound."""
        return self.best is not None and self.best <= self.bound

    def look(self) -> None:
        """Better a first timetable until both are done."""
        model, _ = self.word(self.shape)
        if not self._time(math.inf):
            return
        if self.solver.solve(model.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return
        slots = {w: s for w, at in enumerate(model.at) for s in at if self.solver.value(at[s])}
        work = Betterment(self.shape, self.word, slots, self.seed)
        while not self.settled() and self._time(work.seconds):
            self.slots = work.slots
            self.hear(Progress(work.gaps, self.bound, 0.0))
            work.step(self.solver)
        self.slots = work.slots
        self.hear(Progress(work.gaps, self.bound, 0.0))

    def _time(self, wanted: float) -> bool:
        left = self.until - monotonic()
        self.solver.parameters.max_time_in_seconds = min(wanted, max(left, LEAST_LEFT))
        return left > LEAST_LEFT and not self.done.is_set()


def run_pair(
    model: Model,
    word: Callable[[Shape], tuple[Model, list[Any]]],
    seconds: float,
    workers: int,
    seed: int,
    *,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> tuple[Found, dict[int, int] | None]:
    """As `run`, and the slots of the other search's timetable if it has one."""
    finder = Finder(model.shape, word, seconds, seed, progress)
    found = run(
        model.cp,
        min(GRACE, seconds),
        workers,
        seed,
        proving=True,
        progress=finder.hear,
        stop=stop,
    )
    if found.status not in SETTLED and seconds > GRACE and not (stop and stop()):
        thread = Thread(target=finder.look, daemon=True)
        thread.start()
        try:
            found = run(
                model.cp,
                seconds - GRACE,
                max(1, workers - 1),
                seed,
                proving=True,
                progress=finder.hear,
                stop=lambda: finder.settled() or bool(stop and stop()),
            )
        finally:
            finder.done.set()
            finder.solver.stop_search()
            thread.join()
    # Stopped before it has a timetable, CP-SAT names no bound, but it did report some.
    bound = finder.bound if found.values is None else max(found.bound, finder.bound)
    return replace(found, bound=bound), finder.slots
