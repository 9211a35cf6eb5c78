"""A bound on gaps where linear programs grow too large: each party's day by itself, under prices.

Let every party pay a price for each slot that it is busy in, and let every meeting receive the
prices of its two parties in the slot that it chooses. If parties then choose the cheapest days that
hold as many meetings as they have, and meetings the dearest slots, what they come to is a bound on
the gaps, whatever the prices (Lagrange). The best prices make it as strong as a linear program over
all patterns of all days. A slot too full for its tables has a price of its own.

Prices move against what parties and meetings disagree on, by Polyak's steps towards a bound a
little better than the best so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.shape import Shape

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FAR = 1e9  # the cost of what cannot be
FRESH, BUSY, IDLE = range(3)  # today: no meeting yet, one now, one before
PATIENCE = 25  # steps without a better bound, after which less is aimed at
REACH = 0.1  # of the distance to the gaps known: so much better a bound is aimed at
LEAST_REACH = 0.02  # gaps
SMOOTH = 0.6  # of the last direction goes into the next
BETTER = 1e-4  # gaps: less is no progress


class Days:
    """All parties' days, chosen at once; for each slot, where each state came from."""

    def __init__(self, shape: Shape) -> None:
        parties, slots = len(shape.party), len(shape.slot)
        self.never = np.ones((parties, slots), dtype=bool)
        for p, mine in enumerate(shape.wishes_of):
            self.never[p, sorted({s for w in mine for s in shape.allowed[w]})] = False
        self.number = np.array([len(mine) for mine in shape.wishes_of], dtype=np.int64)
        self.starts = {day[0] for day in shape.days} - {0}

    def cheapest(self, price: Floats) -> tuple[float, Floats]:
        """The cost of everybody's cheapest days, gaps and prices; who is busy when (1 or 0)."""
        pay = np.where(self.never, FAR, price)
        cost = np.full((len(pay), int(self.number.max(initial=0)) + 1, 3), FAR)
        cost[:, 0, FRESH] = 0.0
        came: list[tuple[Ints | None, Ints, Ints]] = []
        for s in range(pay.shape[1]):
            over = None
            if s in self.starts:
                over = cost.argmin(axis=2)
                least = cost.min(axis=2)
                cost = np.full_like(cost, FAR)
                cost[:, :, FRESH] = least
            new = np.full_like(cost, FAR)
            new[:, :, FRESH] = cost[:, :, FRESH]
            new[:, :, IDLE] = np.minimum(cost[:, :, BUSY], cost[:, :, IDLE])
            stays = np.where(cost[:, :, BUSY] <= cost[:, :, IDLE], BUSY, IDLE)
            before = cost[:, :-1] + np.array([0.0, 0.0, 1.0])  # a meeting after a pause: a gap
            new[:, 1:, BUSY] = before.min(axis=2) + pay[:, s, None]
            came.append((over, stays, before.argmin(axis=2)))
            cost = new
        rows = np.arange(len(pay))
        return float(cost[rows, self.number].min(axis=1).sum()), self._back(cost, came)

    def _back(self, cost: Floats, came: list[tuple[Ints | None, Ints, Ints]]) -> Floats:
        rows = np.arange(len(cost))
        count = self.number.copy()
        state = cost[rows, count].argmin(axis=1)
        busy = np.zeros((len(cost), len(came)))
        for s in range(len(came) - 1, -1, -1):
            over, stays, before = came[s]
            here = state == BUSY
            busy[here, s] = 1
            state = np.where(state == IDLE, stays[rows, count], state)
            state[here] = before[rows[here], count[here] - 1]
            count[here] -= 1
            if over is not None:
                state = over[rows, count]
        return busy


class Prices:
    """Prices of parties' slots and of full slots, and the best bound that any of them gave."""

    def __init__(self, shape: Shape) -> None:
        self.days = Days(shape)
        parties, slots = self.days.never.shape
        self.sides = np.array(shape.sides, dtype=np.int64).reshape(-1, 2)
        self.closed = np.ones((len(self.sides), slots), dtype=bool)
        for w, times in enumerate(shape.allowed):
            self.closed[w, list(times)] = False
        homes = [sum(home.values()) for home in shape.homes]
        self.tables = np.array(shape.lounges, dtype=np.float64) + homes
        self.price = np.zeros((parties, slots))
        self.full = np.zeros(slots)
        self.best = 0.0

    def look(self) -> tuple[float, Floats, Floats]:
        """The bound at these prices, and what parties and meetings, and tables, disagree on."""
        cost, busy = self.days.cheapest(self.price)
        a, b = self.sides.T
        gain = np.where(self.closed, -FAR, self.price[a] + self.price[b] - self.full)
        slot = gain.argmax(axis=1)
        got = gain[np.arange(len(slot)), slot].sum()
        met = np.zeros_like(busy)
        np.add.at(met, (a, slot), 1)
        np.add.at(met, (b, slot), 1)
        used = np.bincount(slot, minlength=len(self.full))
        bound = cost - got - float(self.full @ self.tables)
        return bound, busy - met, used - self.tables

    def improve(self, known: int, over: Callable[[], bool]) -> float:
        """Steps of the prices until they lead nowhere, reach `known`, or it is over; the bound."""
        reach, stale = REACH * max(1.0, known - self.best), 0
        kept = self.price.copy(), self.full.copy()
        along = np.zeros_like(self.price), np.zeros_like(self.full)
        while reach > LEAST_REACH and not over():
            bound, parties, tables = self.look()
            if bound > self.best + BETTER:
                stale = 0
            else:
                stale += 1
            if bound > self.best:
                self.best, kept = bound, (self.price.copy(), self.full.copy())
            if self.best > known - 1 + BETTER:
                break
            if stale >= PATIENCE:
                reach, stale = reach / 2, 0
                self.price, self.full = kept[0].copy(), kept[1].copy()
                along = np.zeros_like(self.price), np.zeros_like(self.full)
                continue
            along = parties + SMOOTH * along[0], tables + SMOOTH * along[1]
            size = float((along[0] ** 2).sum() + (along[1] ** 2).sum())
            if not size:
                break  # they agree: this is the best of all prices
            length = (self.best + reach - bound) / size
            self.price += length * along[0]
            self.full = np.maximum(0.0, self.full + length * along[1])
        return self.best


def pattern_bound(shape: Shape, known: int, over: Callable[[], bool]) -> float:
    """A bound on the gaps of a problem that holds every wish, single seats; `known`: gaps found."""
    return Prices(shape).improve(known, over)
