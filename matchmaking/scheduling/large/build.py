"""From a choice of blocks to a timetable, and its improvement wish by wish."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.board import NOBODY, Board
from matchmaking.scheduling.large.chains import Mover
from matchmaking.scheduling.large.load import load
from matchmaking.scheduling.large.masks import mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from matchmaking.scheduling.large.arrays import Arrays, Ints
    from matchmaking.scheduling.large.blocks import Blocks

CHECK_EVERY = 256  # wishes between two looks at the clock


def new_board(arrays: Arrays, start: Mapping[int, int], bonus: Ints) -> tuple[Board, Mover]:
    """A board with what cannot be moved on it, and with what an earlier timetable held.

    `bonus` is what each wish is worth beyond its points.

    Not moved are the wishes of `start` (wish to slot, from the exact engine), fixed ones and those
    in an order.
    """
    board = Board(arrays)
    board.points = (arrays.points + bonus).tolist()
    mover = Mover(board, {**arrays.kept, **start}, arrays.problem.preferences.moved)
    place_fixed(board, mover)
    for w, s in start.items():
        fits = w not in mover.unable and board.slot[w] == NOBODY
        if fits and board.times(w) >> s & 1:
            board.place(w, s)
        if board.slot[w] != NOBODY:
            board.fixed.add(w)
    mover.kept = arrays.kept
    load(board, arrays.kept, mover.unable)
    return board, mover


def place_fixed(board: Board, mover: Mover) -> None:
    """Wishes with a slot or table of their own or in an order: earlier first, musts before all."""
    arrays, wishes = board.arrays, board.arrays.problem.wishes
    after = {
        w: [arrays.wish[i] for i in wishes[w].after] for w in arrays.special if wishes[w].after
    }
    ordered = {v for w, earlier in after.items() for v in (w, *earlier)}
    special = ordered | {
        w
        for w in arrays.special
        if wishes[w].fixed_table is not None or wishes[w].fixed_slot is not None
    }
    needed = {w for w in special if arrays.must[w]}
    for w in TopologicalSorter(after).static_order() if after else ():
        needed.update(after.get(w, ()) if w in needed else ())
    ranks = TopologicalSorter({w: after.get(w, ()) for w in special})
    ranks.prepare()
    tables = _Fixed(board)
    while ranks.is_active():
        ready = sorted(
            ranks.get_ready(),
            key=lambda w: (w not in needed, wishes[w].fixed_slot is None, -board.points[w], w),
        )
        for w in ready:
            earlier = after.get(w, [])
            if all(board.slot[v] != NOBODY for v in earlier):
                least = max((board.slot[v] + 1 for v in earlier), default=0)
                tables.place(w, least, mover)
        ranks.done(*ready)


class _Fixed:
    """Fixed tables, each for one meeting in a slot."""

    def __init__(self, board: Board) -> None:
        self.board = board
        arrays = board.arrays
        names = {w.fixed_table for w in arrays.problem.wishes if w.fixed_table is not None}
        self.tables = {t.id: t for t in arrays.problem.tables if t.id in names}
        self.taken: set[tuple[str, int]] = set()

    def place(self, w: int, least: int, mover: Mover) -> None:
        """Hold wish w from slot `least` on, if it can be, and keep it there."""
        board, arrays = self.board, self.board.arrays
        times = board.times(w) >> least << least
        name = arrays.problem.wishes[w].fixed_table
        home = NOBODY
        if name is not None:
            table = self.tables[name]
            home = arrays.party[table.home] if table.home else NOBODY
            open_ = arrays.slot if table.slots is None else table.slots
            times &= sum(
                1 << arrays.slot[i] for i in open_ if (name, arrays.slot[i]) not in self.taken
            )
            times &= board.home[home] if table.home else board.lounge
        if not times:
            return
        s = mover.best_of(w, times)
        if name is not None:
            self.taken.add((name, s))
            board.reserve(w, s, home)
        board.place(w, s)
        board.fixed.add(w)


def spread(board: Board, mover: Mover, blocks: Blocks, block: Ints) -> list[int]:
    """Give every chosen wish a slot of its block; those that found none."""
    arrays = board.arrays
    masks = [mask_of(slots) for slots in blocks.slots]
    held = np.flatnonzero(block >= 0)
    load = np.bincount(arrays.a[held], minlength=len(arrays.seats))
    tight = load / np.maximum(1, arrays.present.sum(axis=1) * arrays.seats)
    order = np.lexsort((-arrays.points[held], -tight[arrays.a[held]], ~arrays.must[held]))
    return [
        w
        for w in held[order].tolist()
        if board.slot[w] == NOBODY and w not in mover.unable and not mover.put(w, masks[block[w]])
    ]


def improve(board: Board, mover: Mover, wishes: Iterable[int], stop: Callable[[], bool]) -> int:
    """Place the wishes that pay, in the order given; how many exchanges were made.

    Whoever loses its slot is tried again at the end, as long as that leads to anything.
    """
    queue, changes = list(wishes), 0
    for tried, w in enumerate(queue):
        if not tried % CHECK_EVERY and stop():
            break
        if board.slot[w] != NOBODY or w in mover.unable:
            continue
        if board.times(w):
            mover.put(w)
            changes += 1
            continue
        out = mover.displace(w)
        if out is not None:
            changes += 1
            queue.extend(out)
    return changes
