"""One run of CP-SAT: its settings, its signs of life, and how it is stopped."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from ortools.sat.python import cp_model

from matchmaking.scheduling.problem import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """CP-SAT's status and bound; the values of all variables if it found a timetable."""

    status: cp_model.CpSolverStatus
    bound: float
    values: list[int] | None


class Stoppable(Protocol):
    """A search that another thread may end."""

    def stop_search(self) -> None:
        """End it soon."""


class _Reporter(cp_model.CpSolverSolutionCallback):
    """Passes on each better timetable and each better bound."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        super().__init__()
        self.tell = tell
        self.best: int | None = None
        self.bound: int | None = None
        self.began = monotonic()

    def on_solution_callback(self) -> None:
        self.best = round(self.objective_value)
        self.report(self.best_objective_bound)

    def report(self, bound: float) -> None:
        self.bound = round(bound)
        self.tell(Progress(self.best, self.bound, monotonic() - self.began))


def run(
    cp: cp_model.CpModel,
    seconds: float,
    workers: int,
    seed: int,
    *,
    proving: bool,
    effort: float = math.inf,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> Found:
    """Solve the model within the time, and within `effort` deterministic seconds.

    `proving`: the bound is the hard part, not the timetable.
    """
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.max_deterministic_time = effort
    solver.parameters.num_workers = max(1, workers)
    solver.parameters.random_seed = seed
    if proving and workers > 1:
        # Measured on the published instances: cores raise the bound and the strong linear
        # relaxation (from three workers on) closes it; the usual mixture spends its time looking
        # for timetables.
        solver.parameters.subsolvers.extend(["core", "no_lp", "max_lp", "default_lp"][:workers])
    reporter = _Reporter(progress) if progress else None
    if reporter:
        solver.best_bound_callback = reporter.report
    with watched(solver, stop):
        status = solver.solve(cp, reporter)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError(f"the model is not valid: {cp.validate()}")
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    values = list(solver.response_proto.solution) if found else None
    # Stopped too early, CP-SAT calls its bound 0, which proves nothing; of gaps it is true.
    bound = solver.best_objective_bound if found or proving else math.inf
    return Found(status, bound, values)


@contextmanager
def watched(search: Stoppable, stop: Callable[[], bool] | None) -> Iterator[None]:
    """Inside, `stop` is asked several times a second and ends the search when true."""
    done = Event()
    if stop:
        Thread(target=_watch, args=(search, stop, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _watch(search: Stoppable, stop: Callable[[], bool], done: Event) -> None:
    while not done.wait(POLL_SECONDS):
        if stop():
            search.stop_search()
