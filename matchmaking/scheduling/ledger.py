"""A finished timetable by position: who sits where and when, and what is left free."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matchmaking.scheduling.problem import Placement, Table
    from matchmaking.scheduling.shape import Shape


@dataclass(slots=True)
class Ledger:
    """Slots, tables (positions) and interpreters (ids) of held wishes, and who is busy when.

    `busy[p]` are the slots of party p's meetings, one entry for each. `working[i]` are the slots
    of interpreter i. `free[s]` are the tables of slot s that can be had, if others move over.
    """

    shape: Shape
    slots: dict[int, int] = field(default_factory=dict)
    tables: dict[int, int] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    busy: dict[int, list[int]] = field(default_factory=dict)
    working: dict[str, set[int]] = field(default_factory=dict)
    here: dict[int, list[int]] = field(default_factory=dict)
    free: dict[int, set[int]] = field(default_factory=dict)
    days: dict[int, range] = field(default_factory=dict)
    open_tables: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, shape: Shape, meetings: Iterable[Placement]) -> Ledger:
        """The ledger of a timetable."""
        ledger = cls(shape)
        ledger.days = {s: day for day in shape.days for s in day}
        ledger.open_tables = [[] for _ in shape.slot]
        names = {table.id: t for t, table in enumerate(shape.problem.tables)}
        for t, table in enumerate(shape.problem.tables):
            for s in shape.open_slots(table.slots):
                ledger.open_tables[s].append(t)
        for m in meetings:
            w, s = shape.wish[m.wish], shape.slot[m.slot]
            ledger.slots[w], ledger.tables[w] = s, names[m.table]
            ledger.here.setdefault(s, []).append(w)
            for p in shape.sides[w]:
                ledger.busy.setdefault(p, []).append(s)
            if m.interpreter is not None:
                ledger.people[w] = m.interpreter
                ledger.working.setdefault(m.interpreter, set()).add(s)
        return ledger

    def held_by(self, p: int) -> list[int]:
        """The held wishes of party p."""
        return [w for w in self.shape.wishes_of[p] if w in self.slots]

    def seat(self, p: int, s: int) -> bool:
        """Whether party p has a seat free in slot s and may have one meeting more that day."""
        party, times = self.shape.problem.parties[p], self.busy.get(p, [])
        most, day = party.maximum_a_day, self.days[s]
        return times.count(s) < party.seats and (
            most is None or sum(t in day for t in times) < most
        )

    def table(self, w: int, s: int) -> bool:
        """Whether one table more can be had for wish w in slot s."""
        if s not in self.free:
            self.free[s] = self._free(s)
        return any(self.usable(w, t) for t in self.free[s])

    def usable(self, w: int, t: int) -> bool:
        """Whether wish w may use table t at all."""
        table: Table = self.shape.problem.tables[t]
        wish = self.shape.problem.wishes[w]
        return table.home in {"", wish.a, wish.b} and wish.fixed_table in {None, table.id}

    def _free(self, s: int) -> set[int]:
        """Free tables, and those whose meeting can move over to one of these: augmenting paths."""
        taken = {self.tables[w]: w for w in self.here.get(s, ())}
        free = {t for t in self.open_tables[s] if t not in taken}
        waiting = dict(taken)
        grown = True
        while grown:
            movable = [t for t, w in waiting.items() if any(self.usable(w, u) for u in free)]
            grown = bool(movable)
            for t in movable:
                free.add(t)
                del waiting[t]
        return free

    def interpreter(self, w: int, s: int) -> bool:
        """Whether somebody is free to interpret for wish w in slot s, or nobody needs to."""
        languages = self.shape.problem.wishes[w].languages
        if languages is None:
            return True
        for person in self.shape.problem.interpreters:
            busy = self.working.get(person.id, set())
            on_shift = s in self.shape.open_slots(person.slots)
            if s in busy or not on_shift or not person.languages.issuperset(languages):
                continue
            if person.max_run is None or _run(busy | {s}, s, self.days[s]) <= person.max_run:
                return True
        return False


def _run(busy: set[int], s: int, day: Sequence[int]) -> int:
    """The length of the unbroken run of work around slot s."""
    first = last = s
    while first - 1 in busy and first - 1 in day:
        first -= 1
    while last + 1 in busy and last + 1 in day:
        last += 1
    return last - first + 1
