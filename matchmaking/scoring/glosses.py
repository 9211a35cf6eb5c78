"""Chinese texts against English documents, through the dictionary."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.dictionary import Dictionary, Glossed
from matchmaking.scoring.lexical import Floats, TextIndex
from matchmaking.scoring.text import (
    STOP_WORDS,
    index_tokens,
    is_chinese,
    is_function_word,
    normalise,
    runs,
)
from matchmaking.scoring.weights import (
    GLOSS_CHARACTERS,
    GLOSS_HEAD,
    GLOSS_LENGTH,
    GLOSS_RARITY,
    GLOSS_SENSE,
    GLOSS_UNKNOWN,
)

_SHORTEST_COMPOUND = 3
_KEPT_WORDS = 20_000
_KEPT_TEXTS = 256
# A text longer than this asks for nothing more. Words.
_MOST_WORDS = 60

# The columns of a sense's words in the index, and the sum of their rarities.
Sense = tuple[NDArray[np.intp], float]


class GlossIndex:
    """The documents of a text index, to be asked in Chinese.

    Each word of a text counts by the best of its senses, so that a word of many meanings gains
    nothing by their number. A document's score is the share of the text's words it answers, times
    a power of the share of its title that they account for; to that a little of the likeness of
    letters between the title and the text's most usual senses, for what is spelt in two ways.
    """

    def __init__(self, texts: TextIndex, dictionary: Dictionary) -> None:
        self._texts = texts
        self._dictionary = dictionary
        self._senses = lru_cache(maxsize=_KEPT_WORDS)(self._find_senses)
        # A text is asked for its English and for its scores.
        self._words = lru_cache(maxsize=_KEPT_TEXTS)(self._find_words)

    def english(self, text: str) -> str:
        """The text in English, each word by its most usual sense; empty if it has no Chinese."""
        words = self._words(text)
        return " ".join(word.senses[0] for word in words if word.senses)

    def score(self, text: str) -> Floats:
        """Every document's score, 0..1; all 0 where the text has no Chinese or nothing to match."""
        words = self._words(text)[:_MOST_WORDS]
        if not words or not self._texts.has_words:
            return np.zeros(self._texts.size, dtype=np.float32)
        got, used = (np.zeros(self._texts.size, dtype=np.float32) for _ in range(2))
        most = 0.0
        for place, word in enumerate(words):
            senses = self._senses(word)
            weight = min((rarity for _, rarity in senses), default=GLOSS_UNKNOWN) ** GLOSS_RARITY
            # Chinese compounds end with what the thing is.
            weight *= GLOSS_HEAD if place == len(words) - 1 else 1.0
            most += weight
            self._add(senses, weight, got, used)
        covered = np.minimum(used / self._texts.title_rarity, 1)
        scores = got / np.float32(most) * covered ** np.float32(GLOSS_LENGTH)
        letters = self._texts.gram_scores([self.english(text)])[0]
        found: Floats = (1 - GLOSS_CHARACTERS) * scores + GLOSS_CHARACTERS * letters
        return found

    def _add(self, senses: Sequence[Sense], weight: float, got: Floats, used: Floats) -> None:
        """Adds one word's best senses to what documents got, and the rarity of words used."""
        best, rare = np.zeros_like(got), np.zeros_like(used)
        for number, (columns, rarity) in enumerate(senses):
            places, matched = self._texts.matched(columns)
            share = matched * np.float32(GLOSS_SENSE**number / rarity)
            better = share > best[places]
            best[places[better]] = share[better]
            rare[places[better]] = matched[better]
        got += np.float32(weight) * best
        used += rare

    def _find_words(self, text: str) -> list[Glossed]:
        found: list[Glossed] = []
        chinese = False
        for run in runs(normalise(text)):
            if is_chinese(run):
                chinese = True
                found += [w for w in self._dictionary.gloss(run) if not self._is_empty(w)]
            elif run not in STOP_WORDS:
                found.append(Glossed(run, (run,)))
        return found if chinese else []

    def _is_empty(self, word: Glossed) -> bool:
        return is_function_word(word.word) or self._dictionary.is_silent(word.word)

    def _find_senses(self, word: Glossed) -> tuple[Sense, ...]:
        senses = [*word.senses]
        if len(word.word) >= _SHORTEST_COMPOUND and is_chinese(word.word):
            parts = self._dictionary.gloss(word.word, len(word.word) - 1)
            if all(part.senses for part in parts):
                senses.append(" ".join(part.senses[0] for part in parts))
        found = [self._texts.columns(index_tokens(sense)) for sense in senses]
        return tuple(sense for sense in found if sense[1] > 0)
