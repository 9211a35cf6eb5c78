"""Minutes of walking: between halls, and of parties from meeting to meeting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matchmaking.scheduling.problem import Problem
    from matchmaking.scheduling.shape import Shape


@dataclass(frozen=True, slots=True)
class Distances:
    """Minutes between any two halls: none within a hall, `far` where none are given."""

    minutes: Mapping[tuple[str, str], int]
    far: int

    @classmethod
    def of(cls, problem: Problem) -> Distances:
        """The problem's own; a pair that it leaves out is as far as the farthest that it gives."""
        both = dict(problem.distances)
        for (one, other), minutes in problem.distances.items():
            both[other, one] = min(minutes, both.get((other, one), minutes))
            both[one, other] = both[other, one]
        return cls(both, max(both.values(), default=0))

    def between(self, one: str, other: str) -> int:
        """Minutes from one hall to another, the same in both directions."""
        return 0 if one == other else self.minutes.get((one, other), self.far)


def walked(
    shape: Shape,
    slots: Mapping[int, int],
    halls: Mapping[int, str],
    parties: Iterable[int] | None = None,
) -> int:
    """Minutes that the parties (None: all) walk, from the slot and the hall of each held wish.

    A party walks to each of its meetings from the nearest hall in which it met in its latest slot
    with meetings before, on the same day. The first way of a day is not counted.
    """
    distances = Distances.of(shape.problem)
    if not distances.far:
        return 0
    day_of = {s: n for n, day in enumerate(shape.days) for s in day}
    minutes = 0
    for p in range(len(shape.party)) if parties is None else parties:
        stops: dict[int, list[str]] = {}
        for w in shape.wishes_of[p]:
            if w in slots:
                stops.setdefault(slots[w], []).append(halls[w])
        for before, s in pairwise(sorted(stops)):
            if day_of[before] == day_of[s]:
                minutes += ways(distances, stops[before], stops[s])
    return minutes


def ways(distances: Distances, come_from: Iterable[str], go_to: Iterable[str]) -> int:
    """Minutes to each of the second halls from the nearest of the first."""
    return sum(min(distances.between(one, other) for one in come_from) for other in go_to)
