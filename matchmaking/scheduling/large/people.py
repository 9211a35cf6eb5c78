"""Interpreters of a large timetable: groups of equal people, and how many of each work when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays

Pair = frozenset[str]


class People:
    """Which group serves a language pair in a slot, with everyone's shifts and rests kept.

    As in the exact engine (`teams.py`), a group of k works at most k * r meetings in any r + 1
    neighbouring slots of a day; then giving each rest to whoever rested longest ago succeeds.
    """

    def __init__(self, arrays: Arrays) -> None:
        slots, people = len(arrays.day), arrays.problem.interpreters
        self.day = arrays.day.tolist()
        found: dict[tuple[frozenset[str], frozenset[str] | None, int | None], list[int]] = {}
        for n, person in enumerate(people):
            found.setdefault((person.languages, person.slots, person.max_run), []).append(n)
        self.members = list(found.values())
        self.languages = [languages for languages, _, _ in found]
        self.runs = [run for _, _, run in found]
        self.load = [[0] * slots for _ in found]
        every = frozenset(arrays.slot)
        self.open = [
            sum(1 << arrays.slot[i] for i in (every if ids is None else ids)) for _, ids, _ in found
        ]
        self.able: dict[Pair, list[int]] = {}
        self.rested = [
            mask if members else 0 for mask, members in zip(self.open, self.members, strict=True)
        ]

    def groups(self, pair: Pair) -> list[int]:
        """The groups that interpret between the pair."""
        if pair not in self.able:
            self.able[pair] = [g for g, spoken in enumerate(self.languages) if pair <= spoken]
        return self.able[pair]

    def slots(self, pair: Pair) -> int:
        """A mask of the slots in which somebody is free and rested."""
        mask = 0
        for g in self.groups(pair):
            mask |= self.rested[g]
        return mask

    def take(self, pair: Pair, s: int, before: int | None = None) -> int:
        """A group that serves the pair in slot s, one of `slots`: the one of `before` if it can."""
        able = [g for g in self.groups(pair) if self.rested[g] >> s & 1]
        g = before if before is not None and before in able else able[0]
        self.change(g, s, 1)
        return g

    def change(self, g: int, s: int, by: int) -> None:
        """One meeting more or less for group g in slot s."""
        self.load[g][s] += by
        reach = self.runs[g] or 0
        for t in range(max(0, s - reach), min(len(self.day), s + reach + 1)):
            if self._can(g, t):
                self.rested[g] |= 1 << t
            else:
                self.rested[g] &= ~(1 << t)

    def _can(self, g: int, s: int) -> bool:
        size, run, load = len(self.members[g]), self.runs[g], self.load[g]
        if not self.open[g] >> s & 1 or load[s] >= size:
            return False
        if run is None:
            return True
        # Only where a day is longer than the run: a window ends in the day in which it begins.
        for start in range(max(0, s - run), min(s, len(self.day) - 1 - run) + 1):
            end = start + run
            if self.day[start] == self.day[end] and sum(load[start : end + 1]) >= run * size:
                return False
        return True
