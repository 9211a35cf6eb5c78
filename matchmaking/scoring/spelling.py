"""Other ways in which an index may write a word: joined, parted, or spelt right."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
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
    """A vocabulary of index tokens; `common`: in how many documents each is found."""

    def __init__(self, common: Mapping[str, int]) -> None:
        self._common = common
        self._alone = lru_cache(maxsize=_KEPT_WORDS)(self._of_word)

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._common:
            if len(word) >= _SHORTEST_MISSPELT and word.isalpha() and word.isascii():
                for key in _keys(word):
                    found.setdefault(key, []).append(word)
        return found

    def others(self, words: Sequence[str]) -> dict[str, float]:
        """A text's words in other writing, with their share of weight."""
        found: dict[str, float] = {}
        for word in words:
            found |= self._alone(word)
        for first, second in pairwise(words):
            joined = deep_stem(first + second)
            if joined in self._common and joined.isalpha() and not is_unspaced(first):
                found[joined] = _JOINED
        return found

    def _of_word(self, word: str) -> dict[str, float]:
        if not (word.isascii() and word.isalpha()):
            return {}
        parts = self._parts(word)
        if parts:
            return dict.fromkeys(parts, _PARTED)
        right = None if word in self._common else self._correction(word)
        return {} if right is None else {right: _CORRECTED}

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
        if len(word) < _SHORTEST_MISSPELT:
            return None
        allowed = 2 if len(word) >= _TWO_ERRORS_FROM else 1
        near = {other for key in _keys(word) for other in self._keys.get(key, ())}
        ranked = sorted(
            (errors, -self._common[other], other)
            for other in near
            if (errors := distance(word, other)) <= allowed
        )
        return ranked[0][2] if ranked else None


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
