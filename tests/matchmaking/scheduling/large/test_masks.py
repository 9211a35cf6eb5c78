"""Slots as words of bits say the same as rows of booleans, across the borders of words too."""

import numpy as np
import pytest

from matchmaking.scheduling.large.masks import at, bits, mask_of, masks, masks_of, packed, some
from matchmaking.scheduling.large.masks import words_of as words_of_rows


@pytest.mark.parametrize("slots", [1, 8, 63, 64, 65, 96, 128, 130])
def test_words_masks_and_rows_agree(slots: int) -> None:
    rows = np.random.default_rng(slots).random((50, slots)) < 0.1
    rows[0], rows[1] = False, True
    words = words_of_rows(rows)
    expected = [mask_of(np.flatnonzero(row)) for row in rows]
    assert masks(rows) == masks_of(words) == expected
    assert np.array_equal(packed(expected, slots), words)
    assert np.array_equal(some(words), rows.any(axis=1))
    assert [bits(mask) for mask in expected] == [np.flatnonzero(row).tolist() for row in rows]
    row, slot = np.divmod(np.arange(50 * slots), slots)
    assert np.array_equal(at(words, row, slot), rows[row, slot])


def test_nothing_at_all() -> None:
    words = words_of_rows(np.zeros((0, 7), dtype=bool))
    assert masks_of(words) == []
    assert not some(words).size
