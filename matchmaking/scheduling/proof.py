"""The fewest gaps that there may be: what is known, and the proof that there are no fewer."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.clauses import Clauses
    from matchmaking.scheduling.model import Expr
    from matchmaking.scheduling.windows import GapBound

LEAST_SECONDS = 0.01
SPLITS = 3  # parties by which a proof is divided into parts
TOLERANCE = 1e-3


@dataclass(slots=True)
class Proof:
    """The best timetable known, the proven `bound` on its gaps, and how that is raised.

    `broken[p]` is true if party p has a gap. `clauses` hold for timetables with fewer gaps than
    parties. `ends` is monotonic. Two threads may work on the same proof.
    """

    cp: cp_model.CpModel
    at: list[dict[int, Expr]]
    broken: dict[int, Expr]
    gaps: Expr
    clauses: Clauses
    seed: int
    bound: int
    ends: float
    tell: Callable[[int | None, int], None] = lambda _best, _bound: None
    best: tuple[int, list[int]] | None = None
    infeasible: bool = False
    first: int = 0  # the bound before anything was refuted
    relaxed: GapBound | None = None
    parts: Parts | None = None
    lock: Lock = field(default_factory=Lock)
    total: float = 0.0
    tries: int = 0
    solvers: set[cp_model.CpSolver] = field(default_factory=set)

    def over(self) -> bool:
        """Whether all is settled or the time has run out."""
        settled = self.best is not None and self.best[0] <= self.bound
        return settled or self.infeasible or monotonic() >= self.ends

    def relax(self, relaxed: GapBound | None) -> None:
        """Take in what the relaxation says."""
        if relaxed:
            self.relaxed = relaxed
            self.bound = max(self.bound, math.ceil(relaxed.value - TOLERANCE))
        self.first = self.bound

    def prove(self, effort: float = math.inf) -> None:
        """Look at a part of all timetables within the bound; it rises once no part has any.

        The first bound is seldom reached: clauses alone, which refute soonest. Where it has been
        refuted, the next one often is, and CP-SAT also finds.
        """
        with self.lock:
            parts = self.parts_at(self.bound)
        if (part := parts.take()) is None:
            return  # the other thread has just looked at what was left
        if parts.clauses:
            found, values, spent = parts.ask(part, effort, self.over)
            self.total += spent
        else:
            found, values = self.look_at(parts, part, effort)
        if values is not None:
            self.keep(parts.level, values)
        elif found is False and parts.close(part):
            self.refuse(parts.level)

    def look_at(
        self, parts: Parts, part: int, effort: float
    ) -> tuple[bool | None, list[int] | None]:
        """Whether CP-SAT finds a timetable in a part, and its values; None if it cannot say."""
        cp, solver = self.within(parts.level), self.solver(effort)
        solver.parameters.random_seed = self.seed + (self.tries if math.isfinite(effort) else 0)
        cp.add_bool_and(parts.left.get(part, ()))
        parts.running[solver] = part
        status, values = self.run(solver, cp)
        parts.running.pop(solver, None)
        return (False if status == cp_model.INFEASIBLE else None), values

    def parts_at(self, level: int) -> Parts:
        """All timetables of a level, in parts: by whether each of the parties is broken of which
        the relaxation is least sure.
        """
        if self.parts is None or self.parts.level != level:
            shares = self.relaxed.share if self.relaxed else {}
            first = self.parts is None and level < len(self.broken) - 1  # see `clauses`
            unsure = sorted(shares, key=lambda p: (abs(shares[p] - 0.5), p))
            broken = [self.broken[p] for p in unsure[: SPLITS if first else 1]]
            found = map(list, product(*((literal, ~literal) for literal in broken)))
            clauses = self.clauses.extended(self.within(level)) if first else None
            self.parts = Parts(level, dict(enumerate(found)), clauses)
        return self.parts

    def refuse(self, level: int) -> None:
        """There is no timetable with so few gaps."""
        if level >= self.bound and level >= len(self.at) * 2:
            self.infeasible = True
        elif level >= self.bound:
            self.bound = level + 1
            self.tell(self.best[0] if self.best else None, self.bound)

    def keep(self, level: int, values: list[int]) -> None:
        """A timetable with at most so many gaps."""
        if self.best is None or level < self.best[0]:
            self.best = level, values
            self.tell(level, self.bound)

    def within(self, level: int) -> cp_model.CpModel:
        """All timetables with at most so many gaps."""
        cp, slack = self.cp.clone(), self.slack(level)
        cp.add(self.gaps <= level)
        if self.relaxed:
            parties, slots = self.relaxed.party_cost, self.relaxed.slot_cost
            cp.add_bool_and([~self.broken[p] for p, cost in parties.items() if cost > slack])
            cp.add_bool_and([~self.at[w][s] for (w, s), cost in slots.items() if cost > slack])
        return cp

    def slack(self, level: int) -> float:
        """How much more than the relaxation a timetable within the level may cost."""
        return level - self.relaxed.value + TOLERANCE if self.relaxed else math.inf

    def solver(self, effort: float) -> cp_model.CpSolver:
        """One thread, clauses only, for `effort` deterministic seconds."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 0
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, self.ends - monotonic())
        return solver

    def run(
        self, solver: cp_model.CpSolver, cp: cp_model.CpModel
    ) -> tuple[cp_model.CpSolverStatus, list[int] | None]:
        """Status, and the values of a timetable if there is one."""
        self.solvers.add(solver)
        status = solver.solve(cp)
        self.solvers.discard(solver)
        self.total += solver.response_proto.deterministic_time
        found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return status, list(solver.response_proto.solution) if found else None

    def stop_search(self) -> None:
        """Ends what is running, and what would follow."""
        self.ends = -math.inf
        for solver in tuple(self.solvers):
            solver.stop_search()
