"""Sets of slots as bits: whole numbers for one at a time, words of 64 bits for half a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matchmaking.scheduling.large.arrays import Bools, Ints

Words = NDArray[np.uint64]
BYTES = 8  # of a word


def words_of(rows: Bools) -> Words:
    """Each row of booleans as words: column s is bit s % 64 of word s // 64."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    filled = np.zeros((len(rows), BYTES * _width(rows.shape[1])), dtype=np.uint8)
    filled[:, : packed.shape[1]] = packed
    return filled.view("<u8")


def packed(masks: Sequence[int], slots: int) -> Words:
    """Each mask as words."""
    size = BYTES * _width(slots)
    data = b"".join([mask.to_bytes(size, "little") for mask in masks])
    return np.frombuffer(data, dtype="<u8").reshape(len(masks), -1)


def masks_of(words: Words) -> list[int]:
    """Each row of words as a mask, slot s being bit s."""
    *lower, found = words.T.tolist()
    for column in reversed(lower):
        found = [high << 64 | low for high, low in zip(found, column, strict=True)]
    return list(found)


def masks(rows: Bools) -> list[int]:
    """Each row of booleans as a mask."""
    return masks_of(words_of(rows))


def at(words: Words, row: Ints, slot: Ints) -> Bools:
    """Whether each row has its slot."""
    word = words[row, slot // 64]
    return np.asarray(word >> (slot % 64).astype(np.uint64) & np.uint64(1), dtype=bool)


def some(words: Words) -> Bools:
    """Which rows have any slot."""
    found = np.zeros(len(words), dtype=bool)
    for column in words.T:
        found |= column != 0
    return found


def mask_of(slots: Iterable[int]) -> int:
    """The mask of some slots."""
    return sum(1 << int(s) for s in slots)


def bits(mask: int) -> list[int]:
    """The positions of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _width(slots: int) -> int:
    return max(1, -(-slots // 64))
