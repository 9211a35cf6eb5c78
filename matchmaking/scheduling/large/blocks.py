"""Slots that are alike for everybody, taken together: who meets on which day comes before when.

Within a block, any meetings that keep within each party's and the tables' room can be spread over
its slots, because the edges of a bipartite graph can be coloured with as many colours as its
greatest degree (König). So a choice of blocks loses nothing against a choice of slots where
availability does not vary within a block; where it does, rooms are upper limits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.flow import Room
from matchmaking.scheduling.large.masks import mask_of, packed, some

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays, Ints

MOST_BLOCKS = 24  # above that, whole days; likewise where limits a day would be counted in parts
COMMON = 0.01  # a share of the wishes: sets of allowed slots rarer than that make no blocks


@dataclass(frozen=True, slots=True)
class Blocks:
    """`slots[k]` are the positions of block k's slots, `rooms[k]` what they have room for.

    Cells are pairs of a wish and a block in which it may be held, block by block:
    `cells[k]` are the wishes of block k. `count[w]` is the number of cells of wish w.
    """

    slots: tuple[Ints, ...]
    rooms: tuple[Room, ...]
    cells: tuple[Ints, ...]
    count: Ints


def blocks_of(arrays: Arrays) -> Blocks:
    """The blocks of a problem, with the room that each has."""
    slots = _alike(arrays)
    limited = any(a_day is not None for _, a_day in arrays.limited.values())
    if len(slots) > (len(np.unique(arrays.day)) if limited else MOST_BLOCKS):
        slots = tuple(np.flatnonzero(arrays.day == day) for day in np.unique(arrays.day))
    inside = packed([mask_of(block) for block in slots], len(arrays.day))
    cells = tuple(np.flatnonzero(some(arrays.allowed & mask)) for mask in inside)
    count = np.bincount(np.concatenate(cells), minlength=len(arrays.a)) if cells else arrays.a
    return Blocks(slots, tuple(_room(arrays, block) for block in slots), cells, count)


def _alike(arrays: Arrays) -> tuple[Ints, ...]:
    """Groups of slots in which the same parties are there and the same wishes may be held.

    Days are kept apart only if a limit a day asks for it.
    """
    limited = any(a_day is not None for _, a_day in arrays.limited.values())
    patterns = [arrays.present]
    some = (arrays.problem.wishes[w].slots for w in arrays.special)
    sets = Counter(ids for ids in some if ids is not None)
    least = COMMON * len(arrays.a)
    for ids, times in sets.items():
        if times >= least:
            row = np.zeros(len(arrays.day), dtype=bool)
            row[[arrays.slot[i] for i in ids]] = True
            patterns.append(row[None])
    table = np.vstack([*patterns, arrays.day[None] if limited else 0 * arrays.day[None]])
    groups: dict[bytes, list[int]] = {}
    for s, column in enumerate(np.ascontiguousarray(table.T)):
        groups.setdefault(column.tobytes(), []).append(s)
    return tuple(np.array(group, dtype=np.int64) for group in groups.values())


def _room(arrays: Arrays, block: Ints) -> Room:
    most = arrays.present[:, block].sum(axis=1) * arrays.seats
    for p, (maximum, a_day) in arrays.limited.items():
        days = len(np.unique(arrays.day[block][arrays.present[p, block]]))
        limits = [m for m in (maximum, None if a_day is None else a_day * days) if m is not None]
        most[p] = min([most[p], *limits])
    home = np.zeros_like(most)
    guests = np.zeros(len(most), dtype=bool)
    guests[arrays.b] = True
    lounges = int(arrays.lounges[block].sum())
    if arrays.homes:
        owners = list(arrays.homes)
        tables = np.array([arrays.homes[p][block] for p in owners])
        usable = np.minimum(tables, arrays.seats[owners][:, None])
        mine = (usable * arrays.present[owners][:, block]).sum(axis=1)
        home[owners] = np.minimum(mine, most[owners])
        # The tables of a `b` help whoever meets it there; counting them as lounges is generous.
        lounges += int(tables[guests[owners]].sum())
    return Room(most, most.copy(), home, lounges)


def whole(blocks: Blocks, maximum: Ints) -> Room:
    """All blocks' room together, at most `maximum` meetings for each party."""
    rooms = blocks.rooms
    most = np.minimum(sum(room.a for room in rooms), maximum)
    home = np.minimum(sum(room.home for room in rooms), most)
    return Room(most, most.copy(), home, sum(room.lounges for room in rooms))
