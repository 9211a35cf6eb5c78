"""Other ways in which an index may write a word: joined, parted, or spelt right."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from matchmaking.scoring.text import deep_stem, is_unspaced

_SHORTEST_PART: Final = 3
_SHORTEST_MISSPELT: Final = 5
_TWO_ERRORS_FROM: Final = 8
_KEPT_WORDS: Final = 20_000
# How much of a word's weight another writing of it has.
_JOINED: Final = 1.0
_PARTED: Final = 0.6
_CORRECTED: Final = 0.8


class Spellings:
    """A vocabulary of index tokens, each with the column of an index.

    `common`: in how many documents each column's word is found.
    """

    def __init__(self, vocabulary: Mapping[str, int], common: Sequence[int]) -> None:
        self._vocabulary = vocabulary
        self._common = common
        self._keys: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= _SHORTEST_MISSPELT and word.isalpha() and word.isascii():
                for key in _keys(word):
                    self._keys.setdefault(key, []).append(word)
        self._alone = lru_cache(maxsize=_KEPT_WORDS)(self._of_word)

    def others(self, words: Sequence[str]) -> dict[int, float]:
        """Columns that stand for a text's words in other writing, with their share of weight."""
        found: dict[int, float] = {}
        for word in words:
            found |= self._alone(word)
        for first, second in pairwise(words):
            joined = self._vocabulary.get(deep_stem(first + second))
            if joined is not None and (first + second).isalpha() and not is_unspaced(first):
                found[joined] = _JOINED
        return found

    def _of_word(self, word: str) -> dict[int, float]:
        if not (word.isascii() and word.isalpha()):
            return {}
        parts = self._parts(word)
        if parts:
            return dict.fromkeys(parts, _PARTED)
        right = None if word in self._vocabulary else self._correction(word)
        return {} if right is None else {right: _CORRECTED}

    def _parts(self, word: str) -> list[int]:
        """The commonest two words that the word is made of; both must be commoner than it."""
        own = self._vocabulary.get(word)
        least = 0 if own is None else self._common[own]
        best: list[int] = []
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            halves = [
                self._vocabulary.get(deep_stem(part), -1) for part in (word[:cut], word[cut:])
            ]
            if min(halves) >= 0:
                rarest = min(self._common[half] for half in halves)
                if rarest > least:
                    best, least = halves, rarest
        return best

    def _correction(self, word: str) -> int | None:
        """The nearest word of the vocabulary, the commonest of equally near ones."""
        if len(word) < _SHORTEST_MISSPELT:
            return None
        allowed = 2 if len(word) >= _TWO_ERRORS_FROM else 1
        near = {other for key in _keys(word) for other in self._keys.get(key, ())}
        ranked = sorted(
            (errors, -self._common[self._vocabulary[other]], other)
            for other in near
            if (errors := distance(word, other)) <= allowed
        )
        return self._vocabulary[ranked[0][2]] if ranked else None


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
