"""First prices for rules that many share: dual values of one linear program over all blocks.

Quotas, maximums, interpreters and floors that bind would take many steps to be priced from
nothing. The program sees no blocks and no tables, so its dual values only are used, and those prove
nothing by themselves: any prices do (see `bound.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.large.bound import Rows
    from matchmaking.scheduling.large.flow import Room


def broken(rows: Rows, side: Ints, wish: Ints, chosen: Bools) -> bool:
    """Whether a choice of wishes that knew nothing of the rows `side` breaks one of them."""
    matrix = _by_wish(rows, side, wish, len(chosen))
    limit = _limits(rows, side)
    return bool((matrix @ chosen.astype(np.int64) > limit).any())


def dual_prices(
    arrays: Arrays, rows: Rows, side: Ints, wish: Ints, room: Room, seconds: float
) -> tuple[Ints, Ints, Ints] | None:
    """Prices of the rows `side`, and what a place of each party is worth in its two roles.

    `wish` is each cell's wish. None if the time does not suffice.
    """
    size, parties = len(arrays.a), len(arrays.seats)
    one, at = np.ones(size), np.arange(size)
    sides = [
        csr_array(coo_array((one, (role, at)), shape=(parties, size)))
        for role in (arrays.a, arrays.b)
    ]
    shared = _by_wish(rows, side, wish, size)
    groups, cap = shared.shape[0], _caps(rows, side)
    soft = np.flatnonzero(np.isfinite(cap))
    slack = csr_array(
        coo_array(
            (-np.ones(len(soft)), (2 * parties + soft, np.arange(len(soft)))),
            shape=(2 * parties + groups, len(soft)),
        )
    )
    limit = np.concatenate([room.a, room.b, _limits(rows, side)])
    most = np.full(size + len(soft), np.inf)
    most[:size] = np.bincount(wish, minlength=size) > 0
    found = linprog(
        np.concatenate([-arrays.points.astype(float), cap[soft]]),
        A_ub=hstack([vstack([*sides, shared]), slack], format="csr"),
        b_ub=limit.astype(float),
        bounds=np.stack([np.zeros(size + len(soft)), most], axis=1),
        method="highs",
        options={"time_limit": seconds},
    )
    if found.status != 0:
        return None
    dual = np.rint(np.maximum(0, -found.ineqlin.marginals)).astype(np.int64)
    group = _groups(rows, side)
    return dual[2 * parties :][group], dual[:parties], dual[parties : 2 * parties]


def _groups(rows: Rows, side: Ints) -> Ints:
    """Rows on the same languages are one, over all blocks."""
    names: dict[tuple[str, int], int] = {}
    labels = ((rows.label[n - len(rows.once)], n) for n in side.tolist())
    keys = (label if label[0] == "languages" else ("", n) for label, n in labels)
    return np.array([names.setdefault(key, len(names)) for key in keys], dtype=np.int64)


def _limits(rows: Rows, side: Ints) -> Ints:
    group = _groups(rows, side)
    return np.bincount(group, weights=rows.limit[side]).astype(np.int64)


def _caps(rows: Rows, side: Ints) -> np.ndarray:
    """The most that a row may cost: infinite for hard rules."""
    group = _groups(rows, side)
    cap = np.zeros(int(group.max(initial=-1)) + 1)
    cap[group] = rows.cap[side]
    return cap


def _by_wish(rows: Rows, side: Ints, wish: Ints, size: int) -> csr_array:
    """The rows over wishes: whatever the block, a wish counts once."""
    matrix, group = rows.matrix, _groups(rows, side)
    counts = np.diff(matrix.indptr)[side]
    spans = [matrix.indices[matrix.indptr[n] : matrix.indptr[n + 1]] for n in side]
    columns = wish[np.concatenate([*spans, wish[:0]])]
    row = np.repeat(group, counts)
    signs = [matrix.data[matrix.indptr[n] : matrix.indptr[n + 1]] for n in side]
    sign = np.concatenate([*signs, rows.limit[:0]])
    key, first = np.unique(row * size + columns, return_index=True)
    shape = (int(group.max(initial=-1)) + 1, size)
    return csr_array(coo_array((sign[first].astype(float), (key // size, key % size)), shape=shape))
