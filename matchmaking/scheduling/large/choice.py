"""Which wish is held in which block: made from a bound's own choice, then improved block by block.

Under prices a wish may be chosen in several blocks, or a quota be broken. Here it keeps one block,
rules are restored by leaving out the least valuable, and then every block in turn chooses anew
among its own and all free wishes, exactly: no step makes the choice worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.flow import Room, best_flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchmaking.scheduling.large.arrays import Bools, Ints
    from matchmaking.scheduling.large.bound import Bound

ROUNDS = 2
URGENT = 64  # a must weighs as much as this many of the best wishes


class Choice:
    """`block[w]` is the block of wish w, or -1. `weight` is what the choice goes by."""

    def __init__(self, bound: Bound) -> None:
        self.bound, self.arrays, self.blocks = bound, bound.arrays, bound.blocks
        self.block = np.full(len(self.arrays.a), -1, dtype=np.int64)
        self.weight = _weights(bound)
        cells = [np.zeros(0, dtype=np.int64), *self.blocks.cells]
        self.wish = np.concatenate(cells)
        self.where = np.repeat(np.arange(len(self.blocks.cells)), [len(c) for c in cells[1:]])
        limits = {p: most for p, (most, _) in self.arrays.limited.items() if most is not None}
        self.capped = np.array(list(limits), dtype=np.int64)
        self.most = np.zeros(len(self.arrays.seats), dtype=np.int64)
        self.most[self.capped] = list(limits.values())
        self.both = np.intersect1d(self.arrays.a, self.arrays.b)
        self.rules = [n for n, (kind, _) in bound.rows.labelled() if kind in {"quota", "languages"}]

    @property
    def total(self) -> int:
        """The weight of all that is held."""
        return int(self.weight[self.block >= 0].sum())

    def fill(self, chosen: Sequence[Bools]) -> None:
        """Take over a choice of cells, block by block, and improve it."""
        self.block[:] = -1
        for k, (cells, taken) in enumerate(zip(self.blocks.cells, chosen, strict=True)):
            some = cells[taken]
            self.block[some[self.block[some] < 0]] = k
        self._limit_parties()
        self._limit_rules()
        for _ in range(ROUNDS):
            before = self.total
            for k in self._order():
                self._renew(k)
            if self.total == before:
                break

    def _order(self) -> Ints:
        """Blocks with the fewest rivals for a place first."""
        held = np.bincount(self.block[self.block >= 0], minlength=len(self.blocks.cells))
        return np.argsort(held, kind="stable")

    def _renew(self, k: int) -> None:
        cells, room = self.blocks.cells[k], self.blocks.rooms[k]
        some = cells[((self.block[cells] < 0) & ~self._barred(k)) | (self.block[cells] == k)]
        some = some[self.weight[some] > 0]
        room = self._left(k, room)
        before = self.block[some]
        _, taken = best_flow(self.arrays.a[some], self.arrays.b[some], self.weight[some], room)
        total = self.total
        self.block[some] = np.where(taken, k, -1)
        self._limit_parties()
        self._limit_rules()
        if self.total < total:
            self.block[some] = before

    def _left(self, k: int, room: Room) -> Room:
        """The room of block k, less what parties used of their maximum in other blocks."""
        if not len(self.capped):
            return room
        left = np.maximum(0, self.most - self._counts((self.block >= 0) & (self.block != k)))
        most_a, most_b = room.a.copy(), room.b.copy()
        for most in (most_a, most_b):
            most[self.capped] = np.minimum(most[self.capped], left[self.capped])
        return Room(most_a, most_b, np.minimum(room.home, most_a), room.lounges)

    def _counts(self, held: Bools) -> Ints:
        """How many of the wishes each party has."""
        parties = len(self.arrays.seats)
        sides = (self.arrays.a[held], self.arrays.b[held])
        return sum((np.bincount(side, minlength=parties) for side in sides), np.zeros(parties, int))

    def _barred(self, k: int) -> Bools:
        """Which cells of block k are under a rule that is used up."""
        first = int(np.searchsorted(self.where, k))
        barred = np.zeros(len(self.blocks.cells[k]), dtype=bool)
        for n in self.rules:
            inside = self._cells_of(n)
            if self._held(inside).sum() >= self.bound.rows.limit[n]:
                here = inside[self.where[inside] == k]
                barred[here - first] = True
        return barred

    def _cells_of(self, n: int) -> Ints:
        matrix = self.bound.rows.matrix
        found: Ints = matrix.indices[matrix.indptr[n] : matrix.indptr[n + 1]]
        return found

    def _held(self, cells: Ints) -> Bools:
        held: Bools = self.block[self.wish[cells]] == self.where[cells]
        return held

    def _limit_rules(self) -> None:
        for n in self.rules:
            inside = self._cells_of(n)
            held = self.wish[inside[self._held(inside)]]
            self._drop(held, int(self.bound.rows.limit[n]))

    def _limit_parties(self) -> None:
        """Parties in both roles, or with a maximum, may have been given too much."""
        for k, room in enumerate(self.blocks.rooms) if len(self.both) else ():
            count = self._counts(self.block == k)
            for p in self.both[count[self.both] > room.a[self.both]].tolist():
                mine = self.arrays.wishes_of(p)
                self._drop(mine[self.block[mine] == k], int(room.a[p]))
        if len(self.capped):
            count = self._counts(self.block >= 0)
            for p in self.capped[count[self.capped] > self.most[self.capped]].tolist():
                mine = self.arrays.wishes_of(p)
                self._drop(mine[self.block[mine] >= 0], int(self.most[p]))

    def _drop(self, wishes: Ints, most: int) -> None:
        if len(wishes) > most:
            order = np.argsort(-self.weight[wishes], kind="stable")
            self.block[wishes[order[most:]]] = -1


def _weights(bound: Bound) -> Ints:
    """Points; musts, and the best wishes of parties with a minimum, weigh more than all others."""
    arrays = bound.arrays
    weight = arrays.points + bound.bonus() + 1  # a wish worth nothing may still be held
    extra = URGENT * (int(weight.max(initial=1)) + 1)
    urgent = arrays.must.copy()
    for p, party in enumerate(arrays.problem.parties):
        if party.minimum:
            mine = arrays.wishes_of(p)
            mine = mine[bound.blocks.count[mine] > 0]
            urgent[mine[np.argsort(-weight[mine], kind="stable")[: party.minimum]]] = True
    return weight + extra * urgent
