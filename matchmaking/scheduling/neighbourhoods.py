"""Betters a timetable with few breaks by solving small parts of it anew, the rest held fast.

For objective "breaks" the bound is soon found, while a search from scratch that must place every
meeting hardly ever reaches it. A stretch of the day, or the meetings of some parties, is solved to
the end in moments; stretches grow as long as that works out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from matchmaking.scheduling.measure import gaps_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Model
    from matchmaking.scheduling.shape import Shape

SECONDS = 1.0  # for one neighbourhood
GROWTH, SHRINKAGE = 1.05, 0.95
FIRST_STRETCH, FIRST_PARTIES = 6.0, 12.0
STRETCHES = 2 / 3  # of the neighbourhoods: measured, they gain the most breaks for their time


@dataclass(slots=True)
class Betterment:
    """A timetable that holds every wish, and how large a part of it can be solved in its time."""

    shape: Shape
    word: Callable[[Shape], tuple[Model, list[Any]]]
    slots: dict[int, int]
    seed: int
    stretch: float = FIRST_STRETCH
    parties: float = FIRST_PARTIES
    seconds: float = SECONDS
    random: Random = field(init=False)
    gaps: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the gaps."""
        self.random = Random(self.seed)  # noqa: S311 - no secret, and the same each time
        self.gaps = sum(gaps_of(self.shape, self.slots))

    def step(self, solver: cp_model.CpSolver) -> None:
        """Solve one neighbourhood anew and take what is no worse."""
        along_day = self.random.random() < STRETCHES
        free = self._stretch() if along_day else self._parties()
        proven = self._solve(free, solver)
        factor = GROWTH if proven else SHRINKAGE
        if along_day:
            self.stretch = max(3.0, min(self.stretch * factor, len(self.shape.slot)))
        else:
            self.parties = max(3.0, min(self.parties * factor, len(self.shape.party)))

    def _stretch(self) -> set[int]:
        length = min(len(self.shape.slot), round(self.stretch) + self.random.randint(-1, 1))
        begin = self.random.randint(0, len(self.shape.slot) - length)
        return {w for w, s in self.slots.items() if begin <= s < begin + length}

    def _parties(self) -> set[int]:
        counts = gaps_of(self.shape, self.slots)
        with_gaps = [p for p, count in enumerate(counts) if count]
        chosen = set(self.random.sample(with_gaps, min(len(with_gaps), round(self.parties / 3))))
        chosen |= set(self.random.sample(range(len(counts)), round(self.parties * 2 / 3)))
        return {w for w, pair in enumerate(self.shape.sides) if chosen.intersection(pair)}

    def _solve(self, free: set[int], solver: cp_model.CpSolver) -> bool:
        allowed = tuple(
            times if w in free else (self.slots[w],) for w, times in enumerate(self.shape.allowed)
        )
        model, gaps = self.word(replace(self.shape, allowed=allowed))
        model.cp.minimize(sum(gaps))
        for w in free:
            for s, literal in model.at[w].items():
                model.cp.add_hint(literal, self.slots[w] == s)
        status = solver.solve(model.cp)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            slots = {w: s for w, at in enumerate(model.at) for s in at if solver.value(at[s])}
            gaps_now = sum(gaps_of(self.shape, slots))
            if gaps_now <= self.gaps:
                self.slots, self.gaps = slots, gaps_now
        return status == cp_model.OPTIMAL


def part_solver(seed: int) -> cp_model.CpSolver:
    """A solver for one neighbourhood: one thread, no linear relaxation, little presolve."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.linearization_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver
