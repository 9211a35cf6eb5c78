"""The upper bound: flows under prices (a Lagrangian relaxation).

A timetable chooses cells, pairs of a wish and a block of slots. Within one block the choice is a
b-matching, which `flow.py` solves exactly. Rules that tie blocks together are rows R x <= r: a
wish is held once, a party has a maximum in all, a quota, interpreters of a language. Give each row
a price y >= 0. For every timetable x that keeps the rules,

    points(x) <= points(x) + y (r - R x) = y r + (points - y R) x
              <= y r + sum over blocks of the best b-matching under the weights points - y R,

so the last line is a bound for any prices, good or bad. Prices and points are whole numbers and
the flows are exact, so nothing is rounded. Gaps, walking and all other terms of the objective only
cost, but for kept meetings that cannot stay where they are: those lose their points in any
timetable, which is taken off.

The first prices are dual values of the one b-matching over all blocks, which already make the sum
no more than that matching; subgradient steps (Polyak's rule) then bring it down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from matchmaking.scheduling.large.blocks import whole
from matchmaking.scheduling.large.flow import best_flow, prices
from matchmaking.scheduling.large.start import broken, dual_prices
from matchmaking.scheduling.large.terms import group_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.large.blocks import Blocks

UNLIMITED = 2**40


@dataclass(frozen=True, slots=True)
class Rows:
    """Rules over cells: matrix @ chosen <= limit.

    The first rows say of each of the wishes `once` that it is held once. `label` says whose rules
    the others are: ("must", w), ("maximum", p), ("minimum", p), ("quota", q), ("languages", pair),
    ("floor", f). No price is above `cap[n]`: infinite for hard rules, what a missing meeting costs
    for floors, which may be broken at that price.
    """

    matrix: csr_array
    limit: Ints
    cap: NDArray[np.float64]
    once: Ints
    label: tuple[tuple[str, int], ...]

    def labelled(self) -> Iterator[tuple[int, tuple[str, int]]]:
        """The numbers of the rows that have a label, with it."""
        return enumerate(self.label, len(self.once))


@dataclass(slots=True)
class Bound:
    """A proven bound in the making: `best` so far, and the choice of cells under the last prices.

    `price` (rows) are the prices of the next step, `value` (P x 2) what a place of a party is
    worth in its two roles, in all blocks alike.
    """

    arrays: Arrays
    blocks: Blocks
    rows: Rows
    price: Ints
    value: tuple[Ints, Ints]
    best: int
    best_price: Ints
    chosen: list[Bools] = field(default_factory=list)

    def step(self, known: int) -> None:
        """Solve all blocks under the present prices, then move these; `known` is attained."""
        total, self.chosen = self._relaxed(self.price)
        if total < self.best:
            self.best, self.best_price = total, self.price
        x = np.concatenate(self.chosen) if self.chosen else np.zeros(0, dtype=bool)
        lacking = self.rows.matrix @ x.astype(np.int64) - self.rows.limit
        lacking[(self.price == 0) & (lacking < 0)] = 0
        # A rule on thousands of cells moves by what it lacks a cell, or it would swing to and fro.
        step = lacking / np.maximum(1, np.diff(self.rows.matrix.indptr))
        length = max(0, total - known) / max(1.0, float(step @ lacking))
        price = np.maximum(0, self.price + np.rint(length * step).astype(np.int64))
        self.price = np.minimum(price, self.rows.cap).astype(np.int64)

    def without(self, floor: int) -> int:
        """A bound for the problem without one of its floors."""
        price = self.best_price.copy()
        mine = [n for n, label in self.rows.labelled() if label == ("floor", floor)]
        if not price[mine].any():
            return self.best
        price[mine] = 0
        return self._relaxed(price)[0]

    def bonus(self) -> Ints:
        """What wishes are worth to floors, at the present prices."""
        bonus = np.zeros(len(self.arrays.a), dtype=np.int64)
        matrix = self.rows.matrix
        wish = np.concatenate([*self.blocks.cells, bonus[:0]])
        for n, (kind, _) in self.rows.labelled():
            if kind == "floor" and self.price[n]:
                span = slice(matrix.indptr[n], matrix.indptr[n + 1])
                bonus[np.unique(wish[matrix.indices[span]])] += self.price[n]
        return bonus

    def _relaxed(self, price: Ints) -> tuple[int, list[Bools]]:
        arrays, blocks = self.arrays, self.blocks
        charge = self.rows.matrix.T @ price
        total, chosen, first = int(price @ self.rows.limit), [], 0
        for cells, room in zip(blocks.cells, blocks.rooms, strict=True):
            weight = arrays.points[cells] - charge[first : first + len(cells)]
            first += len(cells)
            worth = np.flatnonzero(weight > 0)
            some = cells[worth]
            points, taken = best_flow(arrays.a[some], arrays.b[some], weight[worth], room)
            full = np.zeros(len(cells), dtype=bool)
            full[worth[taken]] = True
            total += points
            chosen.append(full)
        return total, chosen


def first_bound(arrays: Arrays, blocks: Blocks, seconds: float = math.inf) -> Bound:
    """The bound of the one b-matching over all blocks, and prices to go on with.

    `seconds` may be spent on pricing rules that the matching breaks.
    """
    maximum = np.full(len(arrays.seats), UNLIMITED)
    for p, (most, _) in arrays.limited.items():
        maximum[p] = UNLIMITED if most is None else most
    rows, room = rows_of(arrays, blocks), whole(blocks, maximum)
    some = np.flatnonzero((blocks.count > 0) & (arrays.points > 0))
    a, b, weight = arrays.a[some], arrays.b[some], arrays.points[some]
    best, chosen = best_flow(a, b, weight, room)
    value = prices(a, b, weight, room, chosen)
    once, wish = len(rows.once), np.concatenate([*blocks.cells, some[:0]])
    side = np.arange(once, len(rows.limit))
    held = np.zeros(len(arrays.a), dtype=bool)
    held[some[chosen]] = True
    price = np.zeros(len(rows.limit), dtype=np.int64)
    if len(side) and broken(rows, side, wish, held):
        found = dual_prices(arrays, rows, side, wish, room, seconds)
        if found is not None:
            price[side] = np.minimum(found[0], rows.cap[side])
            value = found[1], found[2]
    bound = Bound(arrays, blocks, rows, price, value, best, np.zeros_like(price))
    charge = np.zeros(len(arrays.a), dtype=np.int64)
    charge[wish] = rows.matrix.T @ price  # of one of a wish's cells: they differ by little
    left = arrays.points - charge - value[0][arrays.a] - value[1][arrays.b]
    price[:once] = np.maximum(0, left[rows.once])
    return bound


def rows_of(arrays: Arrays, blocks: Blocks) -> Rows:
    """The rules that blocks share."""
    cells = np.concatenate(blocks.cells) if blocks.cells else np.zeros(0, dtype=np.int64)
    made = _Made(cells, len(arrays.a), np.flatnonzero(blocks.count > 1))
    for w in np.flatnonzero(arrays.must & (blocks.count > 0)):
        made.add(("must", int(w)), [int(w)], -1, sign=-1)
    for p, (most, _) in arrays.limited.items():
        mine = arrays.wishes_of(p)
        if most is not None and most < blocks.count[mine].sum():
            made.add(("maximum", p), mine, most)
    for p, party in enumerate(arrays.problem.parties):
        if party.minimum:
            made.add(("minimum", p), arrays.wishes_of(p), -party.minimum, sign=-1)
    for q, quota in enumerate(arrays.problem.quotas):
        members = np.zeros(len(arrays.seats), dtype=bool)
        members[[arrays.party[name] for name in quota.parties]] = True
        counted = np.flatnonzero(members[arrays.a] | members[arrays.b])
        if quota.maximum < len(counted):
            made.add(("quota", q), counted, quota.maximum)
    _languages(arrays, blocks, made)
    _floors(arrays, made)
    return made.rows()


def _floors(arrays: Arrays, made: _Made) -> None:
    """Soft: at least so many meetings of a group, of all together or of each."""
    weight = arrays.problem.preferences.exposure
    for f, floor in enumerate(arrays.problem.floors if weight else ()):
        members = group_of(arrays, floor.group, floor.parties)
        mine = [arrays.wishes_of(p) for p in members]
        together = np.unique(np.concatenate([*mine, arrays.a[:0]]))
        for wishes in mine if floor.each else (together,):
            if floor.minimum and len(wishes):
                made.add(("floor", f), wishes, -floor.minimum, sign=-1, cap=weight)


def _languages(arrays: Arrays, blocks: Blocks, made: _Made) -> None:
    """In a block, no more meetings of a language pair than people who speak it have slots."""
    needing: dict[frozenset[str], list[int]] = {}
    for w in arrays.special:
        languages = arrays.problem.wishes[w].languages
        if languages is not None:
            needing.setdefault(frozenset(languages), []).append(w)
    people = [
        (i.languages, np.array([i.slots is None or s in i.slots for s in arrays.slot]))
        for i in arrays.problem.interpreters
        if needing
    ]
    first = 0
    for block, cells in zip(blocks.slots, blocks.cells, strict=True):
        for n, (pair, wishes) in enumerate(needing.items()):
            shifts = sum(int(open_[block].sum()) for spoken, open_ in people if pair <= spoken)
            here = first + np.flatnonzero(np.isin(cells, wishes))
            if shifts < len(here):
                made.add_cells(("languages", n), here, shifts)
        first += len(cells)


class _Made:
    """Rows being made, over cells given by their wishes; `once` are wishes held once, at most."""

    def __init__(self, cells: Ints, wishes: int, once: Ints) -> None:
        order = np.argsort(cells, kind="stable")
        self.size, self.order, self.once = len(cells), order, once
        self.starts = np.searchsorted(cells[order], np.arange(wishes + 1))
        self.columns: list[Ints] = []
        self.signs: list[int] = []
        self.limits: list[int] = []
        self.caps: list[float] = []
        self.labels: list[tuple[str, int]] = []

    def add(
        self,
        label: tuple[str, int],
        wishes: Ints | list[int],
        limit: int,
        sign: int = 1,
        cap: float = math.inf,
    ) -> None:
        """A rule on all cells of the wishes."""
        spans = [self.order[self.starts[w] : self.starts[w + 1]] for w in wishes]
        cells = np.concatenate(spans) if spans else self.order[:0]
        self.add_cells(label, cells, limit, sign, cap)

    def add_cells(
        self,
        label: tuple[str, int],
        cells: Ints,
        limit: int,
        sign: int = 1,
        cap: float = math.inf,
    ) -> None:
        """A rule on cells."""
        self.columns.append(cells)
        self.signs.append(sign)
        self.limits.append(limit)
        self.caps.append(cap)
        self.labels.append(label)

    def rows(self) -> Rows:
        """All of them."""
        ones = np.ones(len(self.once), dtype=np.int64)
        first = self.starts[self.once]
        cells = self.starts[self.once + 1] - first
        before = np.cumsum(cells) - cells
        own = self.order[np.repeat(first - before, cells) + np.arange(cells.sum())]
        others = np.array([len(some) for some in self.columns], dtype=np.int64)
        lengths = np.concatenate([cells, others])
        signs = np.concatenate([ones, np.array(self.signs, dtype=np.int64)])
        heads = np.concatenate([[0], np.cumsum(lengths)])
        columns = np.concatenate([own, *self.columns])
        data = np.repeat(signs, lengths)
        matrix = csr_array((data, columns, heads), shape=(len(lengths), self.size))
        limits = np.concatenate([ones, np.array(self.limits, dtype=np.int64)])
        caps = np.concatenate([ones * math.inf, self.caps])
        return Rows(matrix, limits, caps, self.once, tuple(self.labels))
