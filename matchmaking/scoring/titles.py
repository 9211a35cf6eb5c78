"""Names of goods, word by word: which words say what the thing is, which what comes with it.

In most languages with prepositions a name ends with what the thing is where its first preposition,
bracket or comma stands: "Halvorsen 12 in. steel shower door with towel bar for alcoves" is a door,
no bar and no alcove. Category paths ("Electronics > Audio > Headphones") end with it as well.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from matchmaking.scoring.measures import plain_measures
from matchmaking.scoring.text import (
    MAX_WORD,
    STOP_WORDS,
    deep_stem,
    grams,
    is_unspaced,
    normalise,
    pieces,
    stem,
)
from matchmaking.scoring.weights import ABOVE_WEIGHT, HEAD_WEIGHT, TAIL_WEIGHT

Weighed = tuple[str, float]

# What comes after these goes with the thing, or says what it is for.
_TAIL_WORDS_IN = (
    "with without for in featuring including compatible avec sans pour dans con sin para en mit"
    " ohne für с со для без в مع بدون ل"
)
_TAIL_WORDS = frozenset(_TAIL_WORDS_IN.split())
_PATH = re.compile(r"\s*[>›»→]\s*|\s+/\s+")
_LETTERS_BEFORE = r"(?<![^\W_])"
# z-wave, r-30, t-shirt, sc-141: catalogues write them in one word too.
_HYPHEN = re.compile(rf"{_LETTERS_BEFORE}([^\W\d_]{{1,3}})-([^\W_]{{1,12}})(?![^\W_])")
_CORE = 2


def path_parts(text: str) -> list[str]:
    """The steps of a category path, the last of them the thing itself; any other text is one."""
    return [part for part in _PATH.split(text) if part] or [text]


@lru_cache(maxsize=4096)
def weighed_words(text: str) -> tuple[Weighed, ...]:
    """A name's index tokens in order, each with its weight; the steps above a path's end last."""
    *above, leaf = path_parts(plain_measures(normalise(text)))
    return (
        *_leaf(leaf),
        *((word, ABOVE_WEIGHT) for part in above for word, _ in _leaf(part)),
    )


def title_counts(text: str) -> dict[str, float]:
    """How much each index token of a name counts, in the order in which it has them."""
    found: dict[str, float] = {}
    for word, weight in weighed_words(text):
        found[word] = found.get(word, 0.0) + weight
    for first, second in _HYPHEN.findall(normalise(text)):
        found.setdefault(deep_stem(stem(first + second)), 1.0)
    return found


def _leaf(text: str) -> Iterator[Weighed]:
    found: list[Weighed] = []
    head, core, tail = -1, 0, False
    for piece in pieces(text):
        if piece in "(,;[":
            tail = tail or core >= _CORE
        elif is_unspaced(piece):
            found += [(gram, 1.0) for gram in grams(piece)]
        elif piece in _TAIL_WORDS:
            tail = tail or core > 0
        elif piece not in STOP_WORDS:
            if not tail:
                core += 1
                head = len(found) if piece.isalpha() else head
            found.append((deep_stem(stem(piece[:MAX_WORD])), TAIL_WEIGHT if tail else 1.0))
    if head >= 0:
        found[head] = (found[head][0], HEAD_WEIGHT)
    yield from found
