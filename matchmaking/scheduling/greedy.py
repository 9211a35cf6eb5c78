"""A first timetable in moments: best wish first, each where it fits its parties' day best.

It is the solver's starting point, and the answer if time runs out before the solver finds one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from matchmaking.scheduling.teams import groups_of

if TYPE_CHECKING:
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
    seats: dict[tuple[int, int], int] = field(default_factory=dict)
    hosted: dict[tuple[int, int], int] = field(default_factory=dict)
    fixed: set[tuple[str, int]] = field(default_factory=set)
    load: dict[tuple[int, int], int] = field(default_factory=dict)

    def place(self, w: int) -> None:
        """Give wish w the best slot that has all it needs, if there is one."""
        shape = self.shape
        if self.over_quota(w):
            return
        earliest = 0
        for first in shape.after[w]:
            if first not in self.slots:
                return
            earliest = max(earliest, self.slots[first] + 1)
        times = [s for s in shape.allowed[w] if s >= earliest and self.parties_free(w, s)]
        for s in sorted(times, key=lambda s: self.discomfort(w, s)):
            host, group = self.host(w, s), self.group(w, s)
            if host is not None and group is not None:
                self.take(w, s, host, group)
                return

    def over_quota(self, w: int) -> bool:
        """Whether a quota that counts wish w is used up."""
        quotas = zip(self.shape.problem.quotas, self.shape.quotas, strict=True)
        return any(
            w in counted and sum(v in self.slots for v in counted) >= quota.maximum
            for quota, counted in quotas
        )

    def parties_free(self, w: int, s: int) -> bool:
        """Whether both parties have a seat in the slot and room on the day and overall."""
        shape = self.shape
        day = next(day for day in shape.days if s in day)
        for p in shape.sides[w]:
            party = shape.problem.parties[p]
            if self.seats.get((p, s), 0) >= party.seats:
                return False
            today = sum(self.seats.get((p, t), 0) for t in day)
            if party.maximum_a_day is not None and today >= party.maximum_a_day:
                return False
            total = sum(v in self.slots for v in shape.wishes_of[p])
            if party.maximum is not None and total >= party.maximum:
                return False
        return True

    def discomfort(self, w: int, s: int) -> tuple[bool, int, int]:
        """Kept slot first, then next to other meetings of the parties, then early."""
        near = sum(
            self.seats.get((p, t), 0) > 0 for p in self.shape.sides[w] for t in (s - 1, s + 1)
        )
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
            if self.hosted.get((owner, s), 0) < room:
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
        if self.load.get((g, s), 0) >= len(group.members):
            return False
        if group.max_run is None:
            return True
        day = next(day for day in self.shape.days if s in day)
        for start in range(max(day.start, s - group.max_run), s + 1):
            window = range(start, start + group.max_run + 1)
            inside = window.stop <= day.stop
            load = sum(self.load.get((g, t), 0) for t in window)
            if inside and load >= group.max_run * len(group.members):
                return False
        return True

    def take(self, w: int, s: int, host: int, group: int) -> None:
        """Put wish w into slot s."""
        self.slots[w] = s
        for p in self.shape.sides[w]:
            self.seats[p, s] = self.seats.get((p, s), 0) + 1
        self.hosted[host, s] = self.hosted.get((host, s), 0) + 1
        fixed = self.shape.problem.wishes[w].fixed_table
        if fixed is not None:
            self.fixed.add((fixed, s))
        if group >= 0:
            self.serving[w] = group
            self.load[group, s] = self.load.get((group, s), 0) + 1


def greedy(shape: Shape) -> Draft:
    """Musts first, then the most points; a wish comes after those it waits for."""
    kept = {shape.wish[k.wish]: shape.slot.get(k.slot) for k in shape.problem.kept}
    draft = Draft(shape, groups_of(shape), kept)
    order = TopologicalSorter({w: shape.after[w] for w in range(len(shape.allowed))})
    order.prepare()
    while order.is_active():
        ready = sorted(
            order.get_ready(),
            key=lambda w: (not shape.forced[w], len(shape.allowed[w]) > 1, -shape.points(w), w),
        )
        for w in ready:
            draft.place(w)
        order.done(*ready)
    return draft
