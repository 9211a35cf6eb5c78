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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from matchmaking.scheduling.large.blocks import whole
from matchmaking.scheduling.large.flow import best_flow, prices

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.large.blocks import Blocks

UNLIMITED = 2**40


@dataclass(frozen=True, slots=True)
class Rows:
    """Rules over cells: matrix @ chosen <= limit. `label[n]` says whose rule row n is.

    Labels: ("once", w), ("must", w), ("maximum", p), ("minimum", p), ("quota", q),
    ("languages", k).
    """

    matrix: csr_array
    limit: Ints
    label: tuple[tuple[str, int], ...]


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
    chosen: list[Bools] = field(default_factory=list)

    def step(self, known: int) -> None:
        """Solve all blocks under the present prices, then move these; `known` is attained."""
        total, self.chosen = self._relaxed()
        self.best = min(self.best, total)
        x = np.concatenate(self.chosen) if self.chosen else np.zeros(0, dtype=bool)
        lacking = self.rows.matrix @ x.astype(np.int64) - self.rows.limit
        lacking[(self.price == 0) & (lacking < 0)] = 0
        norm = int((lacking.astype(np.float64) ** 2).sum())
        length = max(0, total - known) / max(1, norm)
        self.price = np.maximum(0, self.price + np.rint(length * lacking).astype(np.int64))

    def _relaxed(self) -> tuple[int, list[Bools]]:
        arrays, blocks = self.arrays, self.blocks
        charge = self.rows.matrix.T @ self.price
        total, chosen, first = int(self.price @ self.rows.limit), [], 0
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


def first_bound(arrays: Arrays, blocks: Blocks) -> Bound:
    """The bound of the one b-matching over all blocks, and prices to go on with."""
    maximum = np.full(len(arrays.seats), UNLIMITED)
    for p, (most, _) in arrays.limited.items():
        maximum[p] = UNLIMITED if most is None else most
    rows = rows_of(arrays, blocks)
    some = np.flatnonzero((blocks.count > 0) & (arrays.points > 0))
    a, b, weight, room = arrays.a[some], arrays.b[some], arrays.points[some], whole(blocks, maximum)
    best, chosen = best_flow(a, b, weight, room)
    of_a, of_b = prices(a, b, weight, room, chosen)
    price = np.zeros(len(rows.limit), dtype=np.int64)
    once = np.array([n for n, (kind, _) in enumerate(rows.label) if kind == "once"], dtype=np.int64)
    wishes = np.array([w for kind, w in rows.label if kind == "once"], dtype=np.int64)
    left = arrays.points[wishes] - of_a[arrays.a[wishes]] - of_b[arrays.b[wishes]]
    price[once] = np.maximum(0, left)
    return Bound(arrays, blocks, rows, price, (of_a, of_b), best)


def rows_of(arrays: Arrays, blocks: Blocks) -> Rows:
    """The rules that blocks share."""
    cells = np.concatenate(blocks.cells) if blocks.cells else np.zeros(0, dtype=np.int64)
    made = _Made(cells, len(arrays.a))
    for w in np.flatnonzero(blocks.count > 1):
        made.add(("once", int(w)), [int(w)], 1)
    for w in np.flatnonzero(arrays.must & (blocks.count > 0)):
        made.add(("must", int(w)), [int(w)], -1, sign=-1)
    mine = {p: np.zeros(0, dtype=np.int64) for p in arrays.limited}
    lows = {p: party.minimum for p, party in enumerate(arrays.problem.parties) if party.minimum}
    for p in [*mine, *lows]:
        mine[p] = np.flatnonzero((arrays.a == p) | (arrays.b == p))
    for p, (most, _) in arrays.limited.items():
        if most is not None and most < blocks.count[mine[p]].sum():
            made.add(("maximum", p), mine[p], most)
    for p, least in lows.items():
        made.add(("minimum", p), mine[p], -least, sign=-1)
    for q, quota in enumerate(arrays.problem.quotas):
        members = np.zeros(len(arrays.seats), dtype=bool)
        members[[arrays.party[name] for name in quota.parties]] = True
        counted = np.flatnonzero(members[arrays.a] | members[arrays.b])
        if quota.maximum < len(counted):
            made.add(("quota", q), counted, quota.maximum)
    _languages(arrays, blocks, made)
    return made.rows()


def _languages(arrays: Arrays, blocks: Blocks, made: _Made) -> None:
    """In a block, no more meetings of a language pair than people who speak it have slots."""
    needing: dict[frozenset[str], list[int]] = {}
    for w, wish in enumerate(arrays.problem.wishes):
        if wish.languages is not None:
            needing.setdefault(frozenset(wish.languages), []).append(w)
    people = [
        (i.languages, np.array([i.slots is None or s in i.slots for s in arrays.slot]))
        for i in arrays.problem.interpreters
        if needing
    ]
    first = 0
    for k, (block, cells) in enumerate(zip(blocks.slots, blocks.cells, strict=True)):
        for pair, wishes in needing.items():
            shifts = sum(int(open_[block].sum()) for spoken, open_ in people if pair <= spoken)
            here = first + np.flatnonzero(np.isin(cells, wishes))
            if shifts < len(here):
                made.add_cells(("languages", k), here, shifts)
        first += len(cells)


class _Made:
    """Rows being made, over cells given by their wishes."""

    def __init__(self, cells: Ints, wishes: int) -> None:
        order = np.argsort(cells, kind="stable")
        self.size, self.order = len(cells), order
        self.starts = np.searchsorted(cells[order], np.arange(wishes + 1))
        self.columns: list[Ints] = []
        self.signs: list[int] = []
        self.limits: list[int] = []
        self.labels: list[tuple[str, int]] = []

    def add(
        self, label: tuple[str, int], wishes: Ints | list[int], limit: int, sign: int = 1
    ) -> None:
        """A rule on all cells of the wishes."""
        spans = [self.order[self.starts[w] : self.starts[w + 1]] for w in wishes]
        self.add_cells(label, np.concatenate(spans) if spans else self.order[:0], limit, sign)

    def add_cells(self, label: tuple[str, int], cells: Ints, limit: int, sign: int = 1) -> None:
        """A rule on cells."""
        self.columns.append(cells)
        self.signs.append(sign)
        self.limits.append(limit)
        self.labels.append(label)

    def rows(self) -> Rows:
        """All of them."""
        lengths = np.array([len(cells) for cells in self.columns], dtype=np.int64)
        columns = np.concatenate([*self.columns, self.order[:0]])
        data = np.repeat(np.array(self.signs, dtype=np.int64), lengths)
        heads = np.concatenate([[0], np.cumsum(lengths)])
        matrix = csr_array((data, columns, heads), shape=(len(lengths), self.size))
        return Rows(matrix, np.array(self.limits, dtype=np.int64), tuple(self.labels))
