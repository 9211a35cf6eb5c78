"""Other ways in which an index may write a word: joined, parted, or spelt right."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.text import deep_stem, is_unspaced

_SHORTEST_PART: Final = 3
_SHORTEST_MISSPELT: Final = 4
# In words shorter than this the first letter is taken as right.
_FIRST_RIGHT_BELOW: Final = 6
_TWO_ERRORS_FROM: Final = 8
_LONGEST: Final = 24
_LETTERS, _FIRST = 26, ord("a")
# One letter instead of another: one less of the one, one more of the other.
_ONE_OTHER: Final = 2
_KEPT_WORDS: Final = 20_000
# How much of a word's weight another writing of it has.
_JOINED: Final = 1.0
_PARTED: Final = 0.6
_CORRECTED: Final = 0.8


class Spellings:
    """A vocabulary of index tokens; `common`: in how many documents each is found."""

    def __init__(self, common: Mapping[str, int]) -> None:
        self._common = common
        self._corrected = lru_cache(maxsize=_KEPT_WORDS)(self._correction)
        self._alone = lru_cache(maxsize=_KEPT_WORDS)(self._of_word)

    @cached_property
    def _bags(self) -> tuple[list[str], NDArray[np.int16]]:
        """Words that a slip may have come from, and how often each has each letter."""
        words = [w for w in self._common if _is_word(w)]
        letters = np.zeros((len(words), _LETTERS), dtype=np.int16)
        for row, word in zip(letters, words, strict=True):
            for letter in word:
                row[ord(letter) - _FIRST] += 1
        return words, letters

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """All beginnings of the words of spaced scripts."""
        return frozenset(
            word[:size]
            for word in self._common
            if not is_unspaced(word)
            for size in range(2, len(word) + 1)
        )

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._common:
            if len(word) >= _TWO_ERRORS_FROM - 2 and _is_word(word):
                for key in _keys(word):
                    found.setdefault(key, []).append(word)
        return found

    def others(self, words: Sequence[str]) -> dict[str, float]:
        """A text's words in other writing, with their share of weight."""
        found: dict[str, float] = {}
        for word in words:
            found |= self._alone(word)
        for first, second in pairwise(words):
            both = first + second
            # Stems keep their beginnings; where no word begins so, it need not be stemmed.
            if both[: len(first) + 1] not in self._beginnings or is_unspaced(first):
                continue
            joined = deep_stem(both)
            if joined in self._common and joined.isalnum() and not joined.isdigit():
                found[joined] = _JOINED
        return found

    def right(self, word: str) -> str:
        """The word, or what it most likely was to be."""
        return self._corrected(word) or word

    def _of_word(self, word: str) -> dict[str, float]:
        if not (word.isascii() and word.isalpha()):
            return {}
        found = dict.fromkeys(self._parts(word), _PARTED)
        right = self._corrected(word)
        return found if right is None else {**found, right: _CORRECTED}

    def _parts(self, word: str) -> list[str]:
        """The commonest two words that the word is made of; both must be commoner than it."""
        least = self._common.get(word, 0)
        best: list[str] = []
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            halves = [deep_stem(word[:cut]), deep_stem(word[cut:])]
            rarest = min(self._common.get(half, 0) for half in halves)
            if rarest > least:
                best, least = halves, rarest
        return best

    def _correction(self, word: str) -> str | None:
        """The nearest word of the vocabulary, the commonest of equally near ones."""
        if word in self._common or not _is_word(word):
            return None
        near = set(self._one_off(word))
        allowed = 2 if len(word) >= _TWO_ERRORS_FROM else 1
        if allowed > 1:
            near |= {other for key in _keys(word) for other in self._keys.get(key, ())}
        if len(word) < _FIRST_RIGHT_BELOW:
            near = {other for other in near if other[0] == word[0]}
        ranked = sorted(
            (errors, -self._common[other], other)
            for other in near
            if (errors := distance(word, other)) <= allowed
        )
        return ranked[0][2] if ranked else None

    def _one_off(self, word: str) -> list[str]:
        """Every word that one slip may have made: one letter more, less, or another."""
        words, letters = self._bags
        own = np.zeros(_LETTERS, dtype=np.int16)
        for letter in word:
            own[ord(letter) - _FIRST] += 1
        apart = np.abs(letters - own).sum(axis=1)
        return [words[place] for place in np.flatnonzero(apart <= _ONE_OTHER)]


def _is_word(word: str) -> bool:
    plain = word.isascii() and word.isalpha() and word.islower()
    return plain and _SHORTEST_MISSPELT <= len(word) <= _LONGEST


def _keys(word: str) -> set[str]:
    """What misspelt words mostly share with the right one: beginning, end, or skeleton."""
    skeleton = word[0] + "".join(letter for letter in word[1:] if letter not in "aeiouy")
    return {f"<{word[:4]}", f"{word[-4:]}>", f"={skeleton}"}


def distance(first: str, second: str) -> int:
    """Edits between two words: letters added, left out, changed, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(second, start=1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                step = min(step, above[j - 2] + 1)
            row.append(step)
    return row[-1]
