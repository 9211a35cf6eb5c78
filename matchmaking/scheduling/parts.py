"""A proof in parts, so that two threads need not do the same.

Glucose, which sees clauses alone, refutes several times as fast as CP-SAT on these models.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import get_ident
from typing import TYPE_CHECKING

from pysat.solvers import Solver

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from matchmaking.scheduling.clauses import Clauses
    from matchmaking.scheduling.model import Expr

SOLVER = "glucose3"
CONFLICTS = 250  # between two looks at the clock and at the other thread: a tenth of a second
A_SECOND = 4_000  # conflicts, that count as a deterministic second


@dataclass(slots=True)
class Parts:
    """The parts of a level in which nobody has found a timetable yet, and who looks at which.

    Each part is the literals that hold in it. With `clauses` they are asked of Glucose; a thread
    keeps its solver for all parts, with all that it has learnt.
    """

    level: int
    left: dict[int, list[Expr]]
    clauses: Clauses | None = None
    looks: Counter[int] = field(default_factory=Counter)
    running: dict[cp_model.CpSolver, int] = field(default_factory=dict)
    solvers: dict[int, Solver] = field(default_factory=dict)

    def take(self) -> int | None:
        """The part looked at least often; None if none is left."""
        part = min(self.left.copy(), key=self.looks.__getitem__, default=None)
        if part is not None:
            self.looks[part] += 1
        return part

    def ask(
        self, part: int, effort: float, over: Callable[[], bool]
    ) -> tuple[bool | None, list[int] | None, float]:
        """Whether there is a timetable in the part, its values, and deterministic seconds spent.

        None if that took more than `effort`, or the part was closed meanwhile, or all is over.
        """
        if self.clauses is None:
            raise ValueError("these parts are not worded as clauses")
        solver, spent = self._solver(self.clauses), 0.0
        while (part_of := self.left.get(part)) is not None and spent < effort and not over():
            solver.conf_budget(CONFLICTS)
            literals = [self.clauses.literal(literal.index) for literal in part_of]
            # Without `expect_interrupt` it would hold all other threads up.
            found = solver.solve_limited(assumptions=literals, expect_interrupt=True)
            spent += CONFLICTS / A_SECOND
            if found is not None:
                return found, self.clauses.values(solver.get_model()) if found else None, spent
        return None, None, spent

    def close(self, part: int) -> bool:
        """There is nothing in the part; true for the last one. Nobody need look at it any more."""
        there = self.left.pop(part, None) is not None
        for solver, other in tuple(self.running.items()):
            if other == part:
                solver.stop_search()
        return there and not self.left

    def _solver(self, clauses: Clauses) -> Solver:
        mine = get_ident()
        if mine not in self.solvers:
            self.solvers[mine] = Solver(SOLVER, bootstrap_with=clauses.rows)
        return self.solvers[mine]
