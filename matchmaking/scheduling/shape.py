"""A problem by numbers: where slots, parties and wishes lie, and what could go where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matchmaking.scheduling.problem import Problem


@dataclass(frozen=True, slots=True)
class Shape:
    """Positions in the problem's tuples, and for each wish the slots that both sides have open.

    `wishes_of[p]` are the wishes of party p in either role; `days` are ranges of neighbouring
    slots; `after[w]` are positions of wishes; `lounges[t]` counts the open tables without a home,
    `homes[t]` those of each party. `forced[w]`: the wish has to be held. `quotas[q]` are the
    wishes that quota q counts, `never` the pairs of ids that must not meet.
    """

    problem: Problem
    slot: dict[str, int]
    party: dict[str, int]
    wish: dict[str, int]
    days: tuple[range, ...]
    sides: tuple[tuple[int, int], ...]
    wishes_of: tuple[tuple[int, ...], ...]
    present: tuple[frozenset[int], ...]
    allowed: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    lounges: tuple[int, ...]
    homes: tuple[dict[int, int], ...]
    forced: tuple[bool, ...]
    quotas: tuple[frozenset[int], ...]
    never: frozenset[frozenset[str]]

    def open_slots(self, ids: frozenset[str] | None) -> frozenset[int]:
        """Positions of the named slots, or of all."""
        return frozenset(self.slot.values() if ids is None else (self.slot[i] for i in ids))

    def windows(self, size: int) -> Iterator[range]:
        """Every stretch of so many neighbouring slots of a day; none of a day that is shorter."""
        for day in self.days:
            for start in range(day.start, day.stop - size + 1):
                yield range(start, start + size)

    def points(self, w: int) -> int:
        """What holding a wish earns under objective "value"."""
        wish, weights = self.problem.wishes[w], self.problem.preferences
        return wish.value * weights.value + (weights.should if wish.level == "should" else 0)


def shape_of(problem: Problem) -> Shape:
    """Number the parts of a checked problem."""
    slot = {s.id: n for n, s in enumerate(problem.slots)}
    party = {p.id: n for n, p in enumerate(problem.parties)}
    wish = {w.id: n for n, w in enumerate(problem.wishes)}
    sides = tuple((party[w.a], party[w.b]) for w in problem.wishes)
    wishes_of: list[list[int]] = [[] for _ in party]
    for n, pair in enumerate(sides):
        for p in pair:
            wishes_of[p].append(n)
    every = frozenset(slot.values())
    present = tuple(
        every if p.slots is None else frozenset(slot[i] for i in p.slots) for p in problem.parties
    )
    lounges, homes = _tables(problem, slot, party)
    never = frozenset(map(frozenset, problem.forbidden))
    return Shape(
        problem=problem,
        slot=slot,
        party=party,
        wish=wish,
        days=_days(problem),
        sides=sides,
        wishes_of=tuple(tuple(mine) for mine in wishes_of),
        present=present,
        allowed=_allowed(problem, slot, sides, present, never),
        after=tuple(tuple(wish[i] for i in w.after) for w in problem.wishes),
        lounges=lounges,
        homes=homes,
        forced=tuple(problem.objective == "breaks" or w.level == "must" for w in problem.wishes),
        quotas=tuple(
            frozenset(w for name in quota.parties for w in wishes_of[party[name]])
            for quota in problem.quotas
        ),
        never=never,
    )


def _days(problem: Problem) -> tuple[range, ...]:
    starts = [n for n, s in enumerate(problem.slots) if not n or problem.slots[n - 1].day != s.day]
    return tuple(map(range, starts, [*starts[1:], len(problem.slots)]))


def _allowed(
    problem: Problem,
    slot: dict[str, int],
    sides: tuple[tuple[int, int], ...],
    present: tuple[frozenset[int], ...],
    never: frozenset[frozenset[str]],
) -> tuple[tuple[int, ...], ...]:
    found = []
    for wish, (a, b) in zip(problem.wishes, sides, strict=True):
        times = present[a] & present[b]
        if wish.slots is not None:
            times &= {slot[i] for i in wish.slots}
        if wish.fixed_slot is not None:
            times &= {slot[wish.fixed_slot]}
        if frozenset((wish.a, wish.b)) in never:
            times = frozenset()
        found.append(tuple(sorted(times)))
    return tuple(found)


def _tables(
    problem: Problem, slot: dict[str, int], party: dict[str, int]
) -> tuple[tuple[int, ...], tuple[dict[int, int], ...]]:
    lounges = [0] * len(slot)
    homes: tuple[dict[int, int], ...] = tuple({} for _ in slot)
    for table in problem.tables:
        for t in slot.values() if table.slots is None else (slot[i] for i in table.slots):
            if table.home:
                owner = party[table.home]
                homes[t][owner] = homes[t].get(owner, 0) + 1
            else:
                lounges[t] += 1
    return tuple(lounges), homes
