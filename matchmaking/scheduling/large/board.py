"""A large timetable under construction: who sits where in which slot, in bit masks.

Every rule but musts, minimums and orders is kept at all times. A party with several seats has as
many chairs; a meeting takes one chair of each side, which stays its own while it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.masks import bits, masks
from matchmaking.scheduling.large.people import People

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays
    from matchmaking.scheduling.large.people import Pair

NOBODY = -1


class Board:
    """The timetable and what is left of everything.

    `slot[w]` is the slot of wish w or -1. `free[p]`: mask of the slots in which party p has a chair
    free. `who[chair * S + s]` is the wish on a chair. `lounge` and `home[p]`: masks of the slots
    with a table left. `fixed` wishes are never moved or removed by `chains.py`.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays, self.slots = arrays, len(arrays.day)
        self.a, self.b = arrays.a.tolist(), arrays.b.tolist()
        self.choices, self.points = arrays.choices, arrays.points.tolist()
        self.host: list[int] = arrays.host.tolist()
        self.slot = [NOBODY] * len(self.a)
        self.free = list(arrays.presence)
        seats = arrays.seats.tolist()
        self.first = [0]
        for number in seats:
            self.first.append(self.first[-1] + number)
        self.chair_free = [m for m, n in zip(arrays.presence, seats, strict=True) for _ in range(n)]
        self.who = [NOBODY] * (self.first[-1] * self.slots)
        self.chair_a, self.chair_b = [0] * len(self.a), [0] * len(self.a)
        self.fixed: set[int] = set()
        self.total = 0  # points of all that is held
        self._tables(arrays)
        self._limits(arrays)
        self.people = People(arrays)
        needing = ((w, arrays.problem.wishes[w].languages) for w in arrays.special)
        self.pair: dict[int, Pair] = {
            w: frozenset(languages) for w, languages in needing if languages is not None
        }
        self.group: dict[int, int] = {}
        self.before = self._before(arrays)

    def _before(self, arrays: Arrays) -> dict[int, int]:
        """The groups of those who interpreted the kept meetings."""
        names = [person.id for person in arrays.problem.interpreters]
        group = {names[n]: g for g, mine in enumerate(self.people.members) for n in mine}
        helped = ((n, k.interpreter) for n, k in enumerate(arrays.problem.kept) if k.interpreter)
        return {int(arrays.kept_wish[n]): group[name] for n, name in helped if name in group}

    def _tables(self, arrays: Arrays) -> None:
        self.lounge_left: list[int] = arrays.lounges.tolist()
        self.lounge = sum(1 << s for s, n in enumerate(self.lounge_left) if n > 0)
        left = np.array([*arrays.homes.values()]).reshape(len(arrays.homes), self.slots)
        self.home_left: dict[int, list[int]] = dict(zip(arrays.homes, left.tolist(), strict=True))
        self.home = dict(zip(arrays.homes, masks(left > 0), strict=True))
        self.reserved: dict[int, int] = {}  # wish with a table of its own: whose home it was

    def _limits(self, arrays: Arrays) -> None:
        """Maximums: `gate[p]` are the slots in which a limited party may have one meeting more."""
        self.day_mask: dict[int, int] = {}
        for s, day in enumerate(arrays.day.tolist()):
            self.day_mask[day] = self.day_mask.get(day, 0) | 1 << s
        self.day: list[int] = arrays.day.tolist()
        every = (1 << self.slots) - 1
        self.limited = arrays.limited
        self.gate = {
            p: 0 if most == 0 or a_day == 0 else every for p, (most, a_day) in self.limited.items()
        }
        self.held_by = {p: [0] * (len(self.day_mask) + 1) for p in self.limited}
        self.quotas: dict[int, list[int]] = {}
        self.quota_left = [quota.maximum for quota in arrays.problem.quotas]
        for q, quota in enumerate(arrays.problem.quotas):
            members = np.zeros(len(arrays.seats), dtype=bool)
            members[[arrays.party[name] for name in quota.parties]] = True
            for w in np.flatnonzero(members[arrays.a] | members[arrays.b]).tolist():
                self.quotas.setdefault(w, []).append(q)

    def times(self, w: int) -> int:
        """Mask of the slots in which wish w, which is not held, could be held at once."""
        a, b = self.a[w], self.b[w]
        mask: int = self.choices[w] & self.free[a] & self.free[b]
        if not mask:
            return 0
        if w not in self.reserved:
            mask &= self.lounge | self.home.get(self.host[w], 0)
        if self.limited:
            mask &= self.gate.get(a, -1) & self.gate.get(b, -1)
        if w in self.pair:
            mask &= int(self.people.slots(self.pair[w]))
        if w in self.quotas and any(self.quota_left[q] <= 0 for q in self.quotas[w]):
            return 0
        return mask

    def place(self, w: int, s: int) -> None:
        """Hold wish w in slot s, one of its `times`."""
        self.slot[w] = s
        self.total += self.points[w]
        self.chair_a[w] = self._sit(w, self.a[w], s)
        self.chair_b[w] = self._sit(w, self.b[w], s)
        if w not in self.reserved:
            self._table(self.host[w], s, 1)
        if w in self.pair:
            self.group[w] = self.people.take(self.pair[w], s, self.before.get(w))
        self._count(w, s, 1)

    def remove(self, w: int) -> int:
        """Hold wish w no longer; the slot it had."""
        s, bit = self.slot[w], 1 << self.slot[w]
        self.slot[w] = NOBODY
        self.total -= self.points[w]
        for p, chair in ((self.a[w], self.chair_a[w]), (self.b[w], self.chair_b[w])):
            self.who[chair * self.slots + s] = NOBODY
            self.chair_free[chair] |= bit
            self.free[p] |= bit
        if w not in self.reserved:
            self._table(self.host[w], s, -1)
        if w in self.pair:
            self.people.change(self.group.pop(w), s, -1)
        self._count(w, s, -1)
        return s

    def _sit(self, w: int, p: int, s: int) -> int:
        bit, chair, end = 1 << s, self.first[p], self.first[p + 1]
        while not self.chair_free[chair] & bit:
            chair += 1
        self.chair_free[chair] ^= bit
        self.who[chair * self.slots + s] = w
        if not any(self.chair_free[c] & bit for c in range(chair + 1, end)):
            self.free[p] &= ~bit
        return chair

    def _table(self, host: int, s: int, taken: int) -> None:
        """Home tables go first, and come back last: only their number counts."""
        home = self.home_left.get(host)
        if home is not None:
            home[s] -= taken
            # What a full home cannot take is below zero and sits in the lounges.
            over = home[s] < 0 if taken > 0 else home[s] <= 0
            self.home[host] = (
                self.home[host] | 1 << s if home[s] > 0 else self.home[host] & ~(1 << s)
            )
            if not over:
                return
        self.lounge_left[s] -= taken
        self.lounge = self.lounge | 1 << s if self.lounge_left[s] > 0 else self.lounge & ~(1 << s)

    def _count(self, w: int, s: int, by: int) -> None:
        for q in self.quotas.get(w, ()):
            self.quota_left[q] -= by
        for p in (self.a[w], self.b[w]) if self.limited else ():
            if p not in self.limited:
                continue
            (most, a_day), held, day = self.limited[p], self.held_by[p], self.day[s]
            held[-1] += by
            held[day] += by
            full = most is not None and held[-1] >= most
            self.gate[p] = (
                0
                if full
                else sum(
                    mask for d, mask in self.day_mask.items() if a_day is None or held[d] < a_day
                )
            )

    def reserve(self, w: int, s: int, home: int) -> None:
        """Set aside a table for wish w in slot s, of the party `home` or of the lounges (-1).

        The table then counts as taken, whether or not the wish is held there.
        """
        self._table(home, s, 1)
        self.reserved[w] = home

    def meetings(self, p: int, s: int) -> list[int]:
        """The wishes that party p holds in slot s."""
        chairs = range(self.first[p], self.first[p + 1])
        found = (self.who[c * self.slots + s] for c in chairs)
        return [w for w in found if w != NOBODY]

    def held(self, p: int) -> list[int]:
        """The wishes that party p holds."""
        return [w for s in bits(self.arrays.presence[p]) for w in self.meetings(p, s)]
