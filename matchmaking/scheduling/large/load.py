"""An earlier timetable put on a board all at once: what is plain is counted, not tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.large.masks import at, masks, packed, some

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from matchmaking.scheduling.large.arrays import Bools, Ints
    from matchmaking.scheduling.large.board import Board


def load(board: Board, kept: Mapping[int, int], special: Collection[int]) -> None:
    """Hold what was held and still can be: plain meetings together, all others one by one.

    Plain is a meeting without interpreter, quota or limit that takes places nobody has yet. The
    `special` ones, with a fixed table or an order, are left alone: they have been tried before.
    """
    if not kept or not board.slots:
        return
    wish = np.fromiter(kept, np.int64, len(kept))
    slot = np.fromiter(kept.values(), np.int64, len(kept))
    plain = _plain(board, wish, slot, special)
    plain[plain] = _seated(board, wish[plain], slot[plain])
    plain[plain] = _at_tables(board, wish[plain], slot[plain])
    _hold(board, wish[plain], slot[plain])
    for w, s in zip(wish[~plain].tolist(), slot[~plain].tolist(), strict=True):
        fits = s >= 0 and w not in special
        if fits and board.slot[w] == NOBODY and board.times(w) >> s & 1:
            board.place(w, s)


def at_once(board: Board) -> Ints:
    """The wishes that are not held and could be, as far as seats and tables go."""
    arrays = board.arrays
    out = np.flatnonzero(np.array(board.slot, dtype=np.int64) == NOBODY)
    free, lounge = packed(board.free, board.slots), packed([board.lounge], board.slots)
    tables = np.zeros((len(free) + 1, free.shape[1]), dtype=free.dtype)
    if board.home:
        tables[list(board.home)] = packed(list(board.home.values()), board.slots)
    tables |= lounge  # the last row, -1, is that of wishes without a host
    room = free[arrays.a[out]] & free[arrays.b[out]]
    room &= tables[arrays.host[out]] & arrays.allowed[out]
    return out[some(room)]


def _plain(board: Board, wish: Ints, slot: Ints, special: Collection[int]) -> Bools:
    arrays = board.arrays
    odd = np.zeros(len(arrays.a), dtype=bool)
    for wishes in (special, board.pair, board.quotas, board.reserved, board.fixed):
        odd[list(wishes)] = True
    limited = np.zeros(len(arrays.seats), dtype=bool)
    limited[list(board.limited)] = True
    odd |= limited[arrays.a] | limited[arrays.b]
    odd |= np.array(board.slot, dtype=np.int64) != NOBODY
    plain: Bools = ~odd[wish] & (slot >= 0)
    plain &= at(arrays.allowed, wish, slot.clip(0))
    return plain


def _seats(board: Board, wish: Ints, slot: Ints) -> tuple[Ints, Ints]:
    """How many of the meetings come before each at its `a` in its slot, and at its `b`."""
    arrays, size = board.arrays, len(wish)
    key = np.concatenate([arrays.a[wish], arrays.b[wish]]) * board.slots + np.tile(slot, 2)
    rank = np.zeros(2 * size, dtype=np.int64)
    several = np.flatnonzero(np.bincount(key)[key] > 1) if size else rank
    points = np.tile(arrays.points[wish] + arrays.must[wish] * (1 + arrays.points.max()), 2)
    order = several[np.lexsort((-points[several], key[several]))]
    inside = key[order]
    rank[order] = np.arange(len(order)) - np.searchsorted(inside, inside)
    return rank[:size], rank[size:]


def _seated(board: Board, wish: Ints, slot: Ints) -> Bools:
    """Which of the meetings find seats that nobody has yet."""
    arrays = board.arrays
    taken = np.zeros((len(arrays.seats), board.slots), dtype=bool)
    for w in np.flatnonzero(np.array(board.slot, dtype=np.int64) != NOBODY).tolist():
        taken[[board.a[w], board.b[w]], board.slot[w]] = True
    rank_a, rank_b = _seats(board, wish, slot)
    a, b = arrays.a[wish], arrays.b[wish]
    seated: Bools = (rank_a < arrays.seats[a]) & (rank_b < arrays.seats[b])
    return seated & ~taken[a, slot] & ~taken[b, slot]


def _at_tables(board: Board, wish: Ints, slot: Ints) -> Bools:
    """Which of the meetings have a table; of a slot without enough lounges only those at home."""
    arrays, slots = board.arrays, board.slots
    homes = np.zeros((len(arrays.seats), slots), dtype=np.int64)
    for p, left in board.home_left.items():
        homes[p] = np.maximum(0, left)
    host = arrays.host[wish]
    key = np.where(host >= 0, host, len(arrays.seats)) * slots + slot
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(wish), dtype=np.int64)
    rank[order] = np.arange(len(wish)) - np.searchsorted(key[order], key[order])
    at_home = (host >= 0) & (rank < homes[host, slot])
    guests = np.bincount(slot[~at_home], minlength=slots)
    enough = guests <= np.array(board.lounge_left)
    seated: Bools = at_home | enough[slot]
    return seated


def _hold(board: Board, wish: Ints, slot: Ints) -> None:
    """Hold meetings that are known to fit: what `place` does, for all at once."""
    arrays, slots = board.arrays, board.slots
    first = np.array(board.first)
    rank_a, rank_b = _seats(board, wish, slot)
    chair_a, chair_b = first[arrays.a[wish]] + rank_a, first[arrays.b[wish]] + rank_b
    at_a, at_b = chair_a * slots + slot, chair_b * slots + slot
    columns = (column.tolist() for column in (wish, slot, chair_a, chair_b, at_a, at_b))
    who = board.who
    for w, s, c, d, i, j in zip(*columns, strict=True):
        board.slot[w], board.chair_a[w], board.chair_b[w] = s, c, d
        who[i] = who[j] = w
    board.total += int(np.array(board.points)[wish].sum())
    keys = np.concatenate([at_a, at_b])
    taken = np.zeros(len(board.chair_free) * slots, dtype=bool)
    taken[keys] = True
    board.chair_free = _without(board.chair_free, taken)
    sides = np.concatenate([arrays.a[wish], arrays.b[wish]])
    seated = np.bincount(sides * slots + np.tile(slot, 2), minlength=len(arrays.seats) * slots)
    board.free = _without(board.free, (seated > 0) & (seated >= np.repeat(arrays.seats, slots)))
    _sit_down(board, arrays.host[wish], slot)


def _without(free: list[int], taken: Bools) -> list[int]:
    """Masks without the slots taken, a row of slots for each."""
    rows = masks(taken.reshape(len(free), -1)) if free else []
    return [mask & ~out for mask, out in zip(free, rows, strict=True)]


def _sit_down(board: Board, host: Ints, slot: Ints) -> None:
    """Take tables: of each host's home as long as there are any, then of the lounges."""
    slots = board.slots
    used = np.zeros((len(board.arrays.seats) + 1, slots), dtype=np.int64)
    np.add.at(used, (host, slot), 1)  # the last row is that of wishes without a home
    guests = used[-1]
    if board.home_left:
        owners = list(board.home_left)
        left, mine = np.array([board.home_left[p] for p in owners]), used[owners]
        guests = guests + np.maximum(0, mine - np.maximum(0, left)).sum(axis=0)
        board.home_left = dict(zip(owners, (left - mine).tolist(), strict=True))
        board.home = dict(zip(owners, masks(left - mine > 0), strict=True))
    lounges = np.array(board.lounge_left) - guests
    board.lounge_left = lounges.tolist()
    board.lounge = masks((lounges > 0)[None])[0]
