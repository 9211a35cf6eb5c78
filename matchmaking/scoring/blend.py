"""From the parts of need-product pairs to one relevance: the one place where they are weighed."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.weights import (
    CATEGORY,
    CHARACTERS,
    DENSE,
    DENSE_LEVEL,
    GLOSS_CHARACTERS,
    TEXT,
)

#: What is known of a pair, each 0-1 (`dense`, a cosine, may lie below 0), NaN where unknown:
#: `words` BM25 as a share of the most the need's words can reach; `letters` cosine of character
#: n-grams of the names; `dictionary` Chinese words answered by their senses; `dense` cosine of
#: centred embeddings; `category_stated` likeness in the tree, both sides saying where they stand;
#: `category_guessed` the same where one side's place was guessed, times the trust in the guess.
PARTS: Final = (
    "words",
    "letters",
    "dictionary",
    "dense",
    "category_stated",
    "category_guessed",
)

Column = NDArray[np.float32]


def relevance(parts: Mapping[str, NDArray[np.float32]]) -> Column:
    """Relevance 0-1 of pairs from the columns of `PARTS`, all of one shape.

    Each pair by itself: equal parts give equal relevance. A part that is unknown, or not given,
    says nothing either way. No part that grows lowers the relevance.
    """
    category = _known(parts, "category_stated", "category_guessed")
    return 1 - (1 - np.float32(TEXT) * np.sqrt(text(parts))) * (1 - np.float32(CATEGORY) * category)


def text(parts: Mapping[str, NDArray[np.float32]]) -> Column:
    """What words, letters, dictionary and embedding say together, 0-1."""
    letters = _known(parts, "letters")
    spelt = (1 - CHARACTERS) * _known(parts, "words") + CHARACTERS * letters
    looked_up = (1 - GLOSS_CHARACTERS) * _known(parts, "dictionary")
    looked_up = np.where(looked_up > 0, looked_up + GLOSS_CHARACTERS * letters, 0)
    found = np.maximum(spelt, looked_up)
    dense = parts.get("dense")
    if dense is not None:
        mixed = (found + DENSE * (dense - DENSE_LEVEL)) / (1 + DENSE * (1 - DENSE_LEVEL))
        found = np.where(np.isnan(dense), found, mixed)
    clipped: Column = found.clip(0, 1).astype(np.float32)
    return clipped


def _known(parts: Mapping[str, NDArray[np.float32]], *names: str) -> Column:
    """The largest of the columns named, 0 where none is known."""
    given = [np.nan_to_num(parts[name], nan=0.0) for name in names if name in parts]
    shape = np.shape(next(iter(parts.values())))
    zero = np.zeros(shape, dtype=np.float32)
    found: Column = np.maximum.reduce([zero, *given])
    return found
