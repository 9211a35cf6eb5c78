"""A proof in parts, so that two threads need not do the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from matchmaking.scheduling.model import Expr


@dataclass(slots=True)
class Halves:
    """The parts of a level in which nobody has found a timetable yet, and who looks at which."""

    level: int
    left: dict[int, list[Expr]]
    looks: Counter[int] = field(default_factory=Counter)
    running: dict[cp_model.CpSolver, int] = field(default_factory=dict)

    def take(self, solver: cp_model.CpSolver) -> tuple[int, list[Expr]] | None:
        """The part looked at least often, and the literals that make it; None if none is left."""
        part = min(self.left.copy(), key=self.looks.__getitem__, default=None)
        if part is None or (literals := self.left.get(part)) is None:
            return None
        self.looks[part] += 1
        self.running[solver] = part
        return part, literals

    def leave(self, solver: cp_model.CpSolver) -> None:
        """The solver has ended."""
        self.running.pop(solver, None)

    def close(self, part: int) -> bool:
        """There is nothing in the part; true for the last one. Nobody need look at it any more."""
        self.left.pop(part, None)
        for solver, other in tuple(self.running.items()):
            if other == part:
                solver.stop_search()
        return not self.left
