"""A first timetable in moments: best wish first, each where it fits its parties' day best.

It is the solver's starting point, and the answer if time runs out before the solver finds one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from matchmaking.scheduling.teams import groups_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaking.scheduling.shape import Shape
    from matchmaking.scheduling.teams import Group

LOUNGE = -1


@dataclass(slots=True)
class Draft:
    """A timetable under construction: slots and serving groups of wishes, and what is used up."""

    shape: Shape
    groups: tuple[Group, ...]
    kept: dict[int, int | None]
    slots: dict[int, int] = field(default_factory=dict)
    serving: dict[int, int] = field(default_factory=dict)
    hosts: dict[int, int] = field(default_factory=dict)
    seats: Counter[tuple[int, int]] = field(default_factory=Counter)
    today: Counter[tuple[int, int]] = field(default_factory=Counter)
    total: Counter[int] = field(default_factory=Counter)
    counted: Counter[int] = field(default_factory=Counter)
    hosted: Counter[tuple[int, int]] = field(default_factory=Counter)
    fixed: set[tuple[str, int]] = field(default_factory=set)
    load: Counter[tuple[int, int]] = field(default_factory=Counter)
    days: dict[int, int] = field(default_factory=dict)
    quotas: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, shape: Shape) -> Draft:
        """An empty draft."""
        kept = {shape.wish[k.wish]: shape.slot.get(k.slot) for k in shape.problem.kept}
        draft = cls(shape, groups_of(shape), kept)
        draft.days = {s: d for d, day in enumerate(shape.days) for s in day}
        for q, wishes in enumerate(shape.quotas):
            for w in wishes:
                draft.quotas.setdefault(w, []).append(q)
        return draft

    def place(self, w: int, day: int | None = None) -> bool:
        """Give wish w the best slot (of the day) that has all it needs, if there is one."""
        shape = self.shape
        earliest = 0
        for first in shape.after[w]:
            if first not in self.slots:
                return False
            earliest = max(earliest, self.slots[first] + 1)
        times = [
            s
            for s in shape.allowed[w]
            if s >= earliest and day in {None, self.days[s]} and self.parties_free(w, s)
        ]
        if not times or self.over_limit(w):
            return False
        return any(self.put(w, s) for s in sorted(times, key=lambda s: self.discomfort(w, s)))

    def put(self, w: int, s: int) -> bool:
        """Put wish w into slot s, if a table and an interpreter are left; seats are not asked."""
        host, group = self.host(w, s), self.group(w, s)
        if host is None or group is None:
            return False
        self.take(w, s, host, group)
        return True

    def over_limit(self, w: int) -> bool:
        """Whether a party of wish w or a quota that counts it has all its meetings."""
        problem = self.shape.problem
        for p in self.shape.sides[w]:
            most = problem.parties[p].maximum
            if most is not None and self.total[p] >= most:
                return True
        return any(self.counted[q] >= problem.quotas[q].maximum for q in self.quotas.get(w, ()))

    def parties_free(self, w: int, s: int) -> bool:
        """Whether both parties have a seat in the slot and room on the day."""
        for p in self.shape.sides[w]:
            party = self.shape.problem.parties[p]
            if self.seats[p, s] >= party.seats:
                return False
            most = party.maximum_a_day
            if most is not None and self.today[p, self.days[s]] >= most:
                return False
        return True

    def discomfort(self, w: int, s: int) -> tuple[bool, int, int]:
        """Kept slot first, then next to other meetings of the parties, then early."""
        near = sum(self.seats[p, t] > 0 for p in self.shape.sides[w] for t in (s - 1, s + 1))
        return self.kept.get(w) != s, -near, s

    def host(self, w: int, s: int) -> int | None:
        """The home party or LOUNGE that has a table left, None if nobody has."""
        shape, wish = self.shape, self.shape.problem.wishes[w]
        homes = shape.homes[s]
        owners = [*(p for p in shape.sides[w] if p in homes), LOUNGE]
        if wish.fixed_table is not None:
            table = next(t for t in shape.problem.tables if t.id == wish.fixed_table)
            opened = table.slots is None or shape.problem.slots[s].id in table.slots
            if (table.id, s) in self.fixed or not opened:
                return None
            owners = [shape.party[table.home] if table.home else LOUNGE]
        for owner in owners:
            room = shape.lounges[s] if owner == LOUNGE else homes[owner]
            if self.hosted[owner, s] < room:
                return owner
        return None

    def group(self, w: int, s: int) -> int | None:
        """A group of interpreters with somebody rested; -1 if none is needed, None if none can."""
        languages = self.shape.problem.wishes[w].languages
        if languages is None:
            return -1
        for g, group in enumerate(self.groups):
            if s in group.slots and group.languages.issuperset(languages) and self.rested(g, s):
                return g
        return None

    def rested(self, g: int, s: int) -> bool:
        """Whether the group can serve one meeting more in the slot and keep its breaks."""
        group = self.groups[g]
        if self.load[g, s] >= len(group.members):
            return False
        if group.max_run is None:
            return True
        day = next(day for day in self.shape.days if s in day)
        last = min(s, day.stop - 1 - group.max_run)
        for start in range(max(day.start, s - group.max_run), last + 1):
            load = sum(self.load[g, t] for t in range(start, start + group.max_run + 1))
            if load >= group.max_run * len(group.members):
                return False
        return True

    def take(self, w: int, s: int, host: int, group: int) -> None:
        """Put wish w into slot s."""
        self.slots[w], self.hosts[w] = s, host
        self._count(w, s, 1)
        fixed = self.shape.problem.wishes[w].fixed_table
        if fixed is not None:
            self.fixed.add((fixed, s))
        if group >= 0:
            self.serving[w] = group
            self.load[group, s] += 1

    def remove(self, w: int) -> None:
        """Take wish w out of its slot again."""
        s = self.slots.pop(w)
        self._count(w, s, -1)
        fixed = self.shape.problem.wishes[w].fixed_table
        if fixed is not None:
            self.fixed.discard((fixed, s))
        if w in self.serving:
            self.load[self.serving.pop(w), s] -= 1
        del self.hosts[w]

    def _count(self, w: int, s: int, step: int) -> None:
        for p in self.shape.sides[w]:
            self.seats[p, s] += step
            self.today[p, self.days[s]] += step
            self.total[p] += step
        for q in self.quotas.get(w, ()):
            self.counted[q] += step
        self.hosted[self.hosts[w], s] += step


def greedy(
    shape: Shape,
    days: Mapping[int, int] | None = None,
    settled: Mapping[int, int] | None = None,
) -> Draft:
    """Musts first, then the most points; a wish comes after those it waits for.

    With `days`, only the wishes there are placed, each on its day: kept meetings first, which go
    together since they did before, then those that need one of the few interpreters. Slots that
    are `settled` come before all.
    """
    draft = Draft.of(shape)
    for w, s in (settled or {}).items():
        if draft.parties_free(w, s):
            draft.put(w, s)
    stay = {
        w
        for w, s in draft.kept.items()
        if days is not None and s is not None and days.get(w) == draft.days[s]
    }
    order = TopologicalSorter({w: shape.after[w] for w in range(len(shape.allowed))})
    order.prepare()
    while order.is_active():
        ready = sorted(
            order.get_ready(),
            key=lambda w: (
                w not in stay,
                not shape.forced[w],
                len(shape.allowed[w]) > 1,
                days is not None and shape.problem.wishes[w].languages is None,
                -shape.points(w),
                w,
            ),
        )
        for w in ready:
            if w not in draft.slots and (days is None or w in days):
                draft.place(w, None if days is None else days[w])
        order.done(*ready)
    return draft
