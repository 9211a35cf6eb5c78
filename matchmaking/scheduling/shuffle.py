"""Few gaps by swapping slots along chains of meetings, warm at first, then cooler.

To move a meeting from one slot to another, whatever its parties hold there comes back in exchange,
and so on along a chain (Kempe). Everybody inside the chain stays busy in both slots; only the two
ends of a chain have another day afterwards. So a swap is judged by two parties, however long it is,
and hundreds of thousands are tried in a second or two. (Johnson, Aragon, McGeoch and Schevon,
"Optimization by Simulated Annealing", Operations Research 39, 1991, on colouring graphs.)
"""

from __future__ import annotations

import math
import random
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.problem import Party, Quota
    from matchmaking.scheduling.shape import Shape

NOBODY = -1
WARM, COOL = 0.5, 0.12  # what a gap more costs at first and at last, as a share of one gap
GAPPED = 0.6  # of the swaps begin with a party that has gaps
LOOK = 256  # swaps between two looks at the clock
End = tuple[int, int, int]  # a party, the slot that it leaves, the slot that it takes
Chain = tuple[list[int], list[End]]


def shufflable(shape: Shape) -> bool:
    """Whether tables are all alike, seats single, and nothing else is to be kept but times.

    Every wish is held, so limits of all meetings together are kept or cannot be.
    """
    problem = shape.problem
    return (
        all(shape.forced)
        and not any(shape.homes)
        and not any(wish.fixed_table or wish.languages for wish in problem.wishes)
        and all(map(_unlimited, problem.parties, map(len, shape.wishes_of)))
        and all(map(_within, problem.quotas, map(len, shape.quotas)))
    )


def _unlimited(party: Party, wishes: int) -> bool:
    most = wishes if party.maximum is None else party.maximum
    a_day = party.maximum_a_day is not None or party.minimum_a_day
    return party.seats == 1 and party.minimum <= wishes <= most and not a_day


def _within(quota: Quota, wishes: int) -> bool:
    return wishes <= quota.maximum


class Swapper:
    """A timetable with single seats and tables that are all alike; `slot[w]` is -1 or a slot."""

    def __init__(self, shape: Shape, slots: Mapping[int, int]) -> None:
        self.shape, self.sides = shape, shape.sides
        size, parties = len(shape.slot), len(shape.party)
        self.allowed = [sum(1 << s for s in times) for times in shape.allowed]
        self.slot = [NOBODY] * len(shape.sides)
        self.who = [[NOBODY] * size for _ in range(parties)]
        self.busy = [0] * parties
        self.held = [0] * size
        self.later: dict[int, list[int]] = {}
        for w, before in enumerate(shape.after):
            for first in before:
                self.later.setdefault(first, []).append(w)
        for w, s in slots.items():
            self.place(w, s)

    def place(self, w: int, s: int) -> None:
        """Hold wish w in slot s, where both of its parties are free."""
        self.slot[w] = s
        self.held[s] += 1
        for p in self.sides[w]:
            self.who[p][s] = w
            self.busy[p] |= 1 << s

    def remove(self, w: int) -> None:
        """Hold wish w no longer."""
        s, self.slot[w] = self.slot[w], NOBODY
        self.held[s] -= 1
        for p in self.sides[w]:
            self.who[p][s] = NOBODY
            self.busy[p] &= ~(1 << s)

    def chain(self, w: int, s: int, t: int) -> Chain | None:
        """The meetings that change between s and t if w does, and the chain's ends.

        None if one of them may not be held in its new slot.
        """
        moved: list[int] = [w]
        ends: list[End] = []
        for p in self.sides[w]:
            here, there = s, t
            while True:
                v = self.who[p][there]
                if v == w:
                    return moved, ends  # a circle: nobody's day changes
                if v == NOBODY:
                    ends.append((p, here, there))
                    break
                if not self.allowed[v] >> here & 1:
                    return None
                moved.append(v)
                a, b = self.sides[v]
                p = b if p == a else a  # noqa: PLW2901 -- on along the chain
                here, there = there, here
        return moved, ends

    def room(self, moved: list[int], s: int, t: int) -> bool:
        """Whether both slots have tables enough afterwards."""
        gained = sum(1 if self.slot[v] == s else -1 for v in moved)
        fuller = t if gained > 0 else s
        return not gained or self.held[fuller] + abs(gained) <= self.shape.lounges[fuller]

    def in_order(self, moved: list[int], s: int, t: int) -> bool:
        """Whether what comes after another meeting still does."""
        new = {v: t if self.slot[v] == s else s for v in moved}
        return all(
            new.get(u, self.slot[u]) < x for v, x in new.items() for u in self.shape.after[v]
        ) and all(
            self.slot[u] == NOBODY or new.get(u, self.slot[u]) > x
            for v, x in new.items()
            for u in self.later.get(v, ())
        )

    def swap(self, chain: Chain, s: int, t: int) -> None:
        """Let the meetings of the chain change places."""
        moved, ends = chain
        for v in moved:
            here = self.slot[v]
            self.slot[v] = t if here == s else s
            for p in self.sides[v]:
                if self.who[p][here] == v:
                    self.who[p][here] = NOBODY
                # A neighbour in the chain may sit here still; it leaves only what is its own.
                self.who[p][self.slot[v]] = v
            self.held[here] -= 1
            self.held[self.slot[v]] += 1
        for p, leaves, takes in ends:
            self.busy[p] ^= (1 << leaves) | (1 << takes)


class Shuffle(Swapper):
    """A full timetable, kept valid at every swap, and the best one so far."""

    def __init__(self, shape: Shape, slots: Mapping[int, int], seed: int) -> None:
        super().__init__(shape, slots)
        self.chance = random.Random(seed)  # noqa: S311 - to vary, not to hide
        self.days = [sum(1 << s for s in day) for day in shape.days]
        self.inside = ~sum(1 << day[-1] for day in shape.days)  # slots that another one follows
        self.gaps = [self.count(mask) for mask in self.busy]
        self.total = sum(self.gaps)
        limit = shape.problem.preferences.max_break_difference
        # Parties without gaps are the rule, so the limit is taken as one on everybody's gaps.
        self.most = len(shape.slot) if limit is None else limit
        self.best: tuple[int, list[int]] | None = None
        self._remember()

    def count(self, mask: int) -> int:
        """The gaps of a party that is busy in the slots of the mask."""
        runs = (mask & ~((mask & self.inside) << 1)).bit_count()
        return runs - sum(1 for day in self.days if mask & day)

    def cool(self, swaps: int, over: Callable[[], bool]) -> None:
        """Try so many swaps, from warm to cool, until it is over or there are no gaps."""
        parties = [p for p, mine in enumerate(self.shape.wishes_of) if len(mine) > 1]
        fall, warmth = (COOL / WARM) ** (1 / swaps), WARM
        for tried in range(swaps if parties else 0):
            warmth *= fall
            w = self._pick(parties)
            times = self.shape.allowed[w]
            t = times[int(self.chance.random() * len(times))]
            if t != self.slot[w] and self._swap(w, t, warmth):
                self._remember()
            if not self.total or (not tried % LOOK and over()):
                return

    def _pick(self, parties: list[int]) -> int:
        chance = self.chance.random
        if self.total and chance() < GAPPED:
            p = parties[int(chance() * len(parties))]
            while not self.gaps[p]:
                p = parties[int(chance() * len(parties))]
            mine = self.shape.wishes_of[p]
            return mine[int(chance() * len(mine))]
        return int(chance() * len(self.slot))

    def _remember(self) -> None:
        """Keep the timetable if it has fewer gaps than any before, and nobody too many."""
        better = self.best is None or self.total < self.best[0]
        if better and max(self.gaps, default=0) <= self.most:
            self.best = self.total, list(self.slot)

    def _swap(self, w: int, t: int, warmth: float) -> bool:
        s = self.slot[w]
        chain = self.chain(w, s, t)
        if chain is None:
            return False
        moved, ends = chain
        more, days = 0, []
        for p, leaves, takes in ends:
            mask = self.busy[p] ^ (1 << leaves) ^ (1 << takes)
            gaps = self.count(mask)
            if gaps > self.most and gaps > self.gaps[p]:
                return False
            more += gaps - self.gaps[p]
            days.append((p, gaps))
        if more > 0 and self.chance.random() >= math.exp(-more / warmth):
            return False
        if not self.room(moved, s, t) or not self.in_order(moved, s, t):
            return False
        self.swap(chain, s, t)
        for p, gaps in days:
            self.gaps[p] = gaps
        self.total += more
        return True


def gaps_of(shape: Shape, slots: Mapping[int, int]) -> int:
    """The gaps of all parties in a timetable."""
    days = {s: d for d, day in enumerate(shape.days) for s in day}
    busy: dict[tuple[int, int], set[int]] = {}
    for w, s in slots.items():
        for p in shape.sides[w]:
            busy.setdefault((p, days[s]), set()).add(s)
    return sum(sum(s - 1 not in mine for s in mine) - 1 for mine in busy.values())


def shuffled(
    shape: Shape,
    slots: Mapping[int, int],
    seed: int,
    *,
    swaps: int,
    ends: float = math.inf,
    stop: Callable[[], bool] | None = None,
) -> tuple[int, list[int]] | None:
    """The fewest gaps found and the slot of each wish; None if somebody always has too many.

    `ends` is a time of the monotonic clock.
    """
    state = Shuffle(shape, slots, seed)
    state.cool(swaps, lambda: monotonic() >= ends or bool(stop and stop()))
    return state.best
