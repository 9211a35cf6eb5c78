"""What the preferences ask of whole groups and days: exposure floors and fair shares.

Both are linear in which wishes are held, whatever their slots, so they cost a solver little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from matchmaking.scheduling.shape import Shape


@dataclass(frozen=True, slots=True)
class Ask:
    """At least `minimum` of `wishes` should be held; `floor` is its floor's position."""

    floor: int
    wishes: frozenset[int]
    minimum: int

    def missing(self, held: Collection[int]) -> int:
        """How many of the wishes are lacking, given all wishes that are held."""
        return max(0, self.minimum - sum(w in held for w in self.wishes))


def asks_of(shape: Shape) -> tuple[Ask, ...]:
    """What the floors ask for: one thing each, or one for each party of the group."""
    asks = []
    labels: dict[str, set[int]] = {}
    for p, party in enumerate(shape.problem.parties):
        labels.setdefault(party.group, set()).add(p)
    for f, floor in enumerate(shape.problem.floors):
        group = {shape.party[name] for name in floor.parties}
        if floor.group:
            group |= labels.get(floor.group, set())
        mine = [frozenset(shape.wishes_of[p]) for p in sorted(group)]
        asked = mine if floor.each else [frozenset[int]().union(*mine)]
        asks += [Ask(f, wishes, floor.minimum) for wishes in asked]
    return tuple(asks)


def fair_share(shape: Shape, p: int) -> int:
    """The units of value that party p should get.

    That is `fair_share` percent, rounded up, of its most valued possible meetings, as many as its
    seats, slots and limits have room for.
    """
    party = shape.problem.parties[p]
    values = sorted(
        (shape.problem.wishes[w].value for w in shape.wishes_of[p] if shape.allowed[w]),
        reverse=True,
    )
    days = [sum(s in shape.present[p] for s in day) * party.seats for day in shape.days]
    if party.maximum_a_day is not None:
        days = [min(slots, party.maximum_a_day) for slots in days]
    most = sum(days) if party.maximum is None else min(sum(days), party.maximum)
    return -(-shape.problem.preferences.fair_share * sum(values[:most]) // 100)
