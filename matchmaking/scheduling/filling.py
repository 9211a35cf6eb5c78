"""A first timetable that holds every wish: swaps along chains make room, and throwing out does.

A wish whose parties have no free slot in common gets one by a swap along a chain (`shuffle.py`). If
none helps, it takes the slot where it throws out what has been thrown out least often, and that is
placed anew.
"""

from __future__ import annotations

import random
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.shuffle import NOBODY, Swapper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.shape import Shape

SWAPS = 6  # pairs of slots tried for a wish before anything is thrown out


class Filling(Swapper):
    """A timetable under construction."""

    def __init__(self, shape: Shape, slots: Mapping[int, int], seed: int) -> None:
        super().__init__(shape, slots)
        self.chance = random.Random(seed)  # noqa: S311 - to vary, not to hide
        self.thrown = [0] * len(shape.sides)

    def fill(self, over: Callable[[], bool]) -> bool:
        """Place what is missing; whether all is held before it is over."""
        left = [w for w, s in enumerate(self.slot) if s == NOBODY]
        while left:
            if over():
                return False
            w = left.pop(int(self.chance.random() * len(left)))
            if not self.shape.allowed[w]:
                return False
            s = self._free(w)
            left += [] if s is not None else self._throw_out(w)
        return True

    def _free(self, w: int) -> int | None:
        """Hold wish w without throwing anything out, if a swap or none makes that possible."""
        a, b = self.sides[w]
        options = [s for s in self.shape.allowed[w] if self._fits(w, s)]
        if options:
            return self._hold(w, options[int(self.chance.random() * len(options))])
        free_a = [s for s in self.shape.allowed[w] if not self.busy[a] >> s & 1]
        for _ in range(SWAPS if free_a else 0):
            s = free_a[int(self.chance.random() * len(free_a))]
            v = self.who[b][s]
            if v == NOBODY:
                continue
            away = [t for t in self.shape.allowed[v] if not self.busy[b] >> t & 1]
            t = away[int(self.chance.random() * len(away))] if away else NOBODY
            if t != NOBODY and self._swapped(v, s, t) and self._fits(w, s):
                return self._hold(w, s)
        return None

    def _fits(self, w: int, s: int) -> bool:
        a, b = self.sides[w]
        room = self.held[s] < self.shape.lounges[s]
        free = not (self.busy[a] | self.busy[b]) >> s & 1
        return room and free and not self._against(w, s)

    def _against(self, w: int, s: int) -> list[int]:
        """Held wishes whose order says that w must not be in slot s."""
        too_late = [u for u in self.shape.after[w] if self.slot[u] >= s]
        return too_late + [u for u in self.later.get(w, ()) if NOBODY != self.slot[u] <= s]

    def _swapped(self, v: int, s: int, t: int) -> bool:
        chain = self.chain(v, s, t)
        if chain is None or not self.room(chain[0], s, t) or not self.in_order(chain[0], s, t):
            return False
        self.swap(chain, s, t)
        return True

    def _hold(self, w: int, s: int) -> int:
        self.place(w, s)
        return s

    def _throw_out(self, w: int) -> list[int]:
        """Hold wish w where it costs others least; who lost the slot."""
        chosen: list[int] = []
        least = float("inf")
        where = NOBODY
        for s in self.shape.allowed[w]:
            out = {v for p in self.sides[w] if (v := self.who[p][s]) != NOBODY}
            out.update(self._against(w, s))
            if self.held[s] >= self.shape.lounges[s] and not any(self.slot[v] == s for v in out):
                here = [v for v, at in enumerate(self.slot) if at == s]
                if not here:
                    continue  # no table at all
                out.add(here[int(self.chance.random() * len(here))])
            cost = sum(1 + self.thrown[v] for v in out) + self.chance.random()
            if cost < least:
                least, chosen, where = cost, sorted(out), s
        if where == NOBODY:
            return [w]
        for v in chosen:
            self.thrown[v] += 1
            self.remove(v)
        self.place(w, where)
        return chosen


def filled(
    shape: Shape,
    slots: Mapping[int, int],
    seed: int,
    ends: float,
    stop: Callable[[], bool] | None,
) -> dict[int, int] | None:
    """The slots given and those of all other wishes, some of them changed; None if it takes longer.

    The slots given may be of any draft, as long as it keeps all rules. `ends`: monotonic.
    """
    state = Filling(shape, slots, seed)
    done = state.fill(lambda: monotonic() >= ends or bool(stop and stop()))
    return dict(enumerate(state.slot)) if done else None
