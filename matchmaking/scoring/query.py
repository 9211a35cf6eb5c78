"""A need's text, read once: what it asks of words, letters and dictionary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.dictionary import Dictionary, Glossed
from matchmaking.scoring.glossing import chinese_words, english_of
from matchmaking.scoring.spelling import Spellings
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.text import (
    character_grams,
    index_tokens,
    is_chinese,
    is_unspaced,
)
from matchmaking.scoring.titles import weighed_words
from matchmaking.scoring.weights import (
    GLOSS_HEAD,
    GLOSS_RARITY,
    GLOSS_UNKNOWN,
)

_SHORTEST_COMPOUND = 3
_KEPT_WORDS = 20_000
_KEPT_TEXTS = 30_000
# A text longer than this asks the dictionary for nothing more. Words.
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Sense:
    """One translation: its index tokens in order, and how rare they are taken together."""

    words: tuple[str, ...]
    rarity: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A Chinese word with its senses, all their words, and how much of the text it weighs."""

    word: str
    senses: tuple[Sense, ...]
    words: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks of any index with the same statistics.

    `sequence`: the words as they follow each other, each once, spelt right, with their weights in a
    name; empty where scripts write no spaces. `shares`: index tokens in alphabetical order with the
    share of their weight that counts, less than 1 for other writings; `most`: what all its words
    could reach. `grams` and `strengths`: a TF-IDF vector of length one. `english`, `asked` and the
    words of all its senses, `translations`: empty where the text has no Chinese.
    """

    text: str
    sequence: tuple[tuple[str, float], ...]
    shares: Mapping[str, float]
    most: float
    grams: Places
    strengths: Floats
    english: str
    asked: tuple[Asked, ...]
    translations: frozenset[str]


class Reader:
    """Reads texts with an edition's statistics, a tree and a dictionary; remembers what it read.

    Reading a need takes a millisecond, and up to twenty more to guess what it asks for.
    """

    def __init__(
        self, statistics: Statistics, dictionary: Dictionary, categories: CategoryIndex
    ) -> None:
        self._statistics = statistics
        self._dictionary = dictionary
        self._categories = categories
        self._guesses: dict[str, dict[str, float]] = {}
        self._spellings = Spellings(statistics.words)
        self._senses = lru_cache(maxsize=_KEPT_WORDS)(self._find_senses)
        self.query = lru_cache(maxsize=_KEPT_TEXTS)(self._query)

    def guesses(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """What each text asks for, as `CategoryIndex.infer` says."""
        new = [text for text in dict.fromkeys(texts) if text not in self._guesses]
        if len(self._guesses) + len(new) > _KEPT_TEXTS:
            self._guesses.clear()
            new = list(dict.fromkeys(texts))
        self._guesses.update(zip(new, self._categories.infer(new), strict=True))
        return [self._guesses[text] for text in texts]

    def _query(self, text: str) -> Query:
        words = index_tokens(text)
        distinct = sorted(set(words))
        # A word said twice is not wanted twice as much.
        shares = self._spellings.others(words) | dict.fromkeys(distinct, 1.0)
        glossed = chinese_words(text, self._dictionary)
        english = english_of(glossed)
        grams, strengths = self._letters(english or text)
        asked = self._asked(glossed[:_MOST_WORDS])
        return Query(
            text=text,
            sequence=self._sequence(text),
            shares=dict(sorted(shares.items())),
            most=sum(self._statistics.rarity(self._spellings.right(word)) for word in distinct),
            grams=grams,
            strengths=strengths,
            english=english,
            asked=asked,
            translations=frozenset[str]().union(*(each.words for each in asked)),
        )

    def _sequence(self, text: str) -> tuple[tuple[str, float], ...]:
        found: dict[str, float] = {}
        for word, weight in weighed_words(text)[:_MOST_WORDS]:
            if is_unspaced(word):
                return ()
            right = self._spellings.right(word)
            found[right] = max(weight, found.get(right, 0))
        return tuple(found.items())

    def _letters(self, text: str) -> tuple[Places, Floats]:
        column_of = self._statistics.gram_column
        found = {
            column_of[g]: n for g, n in Counter(character_grams(text)).items() if g in column_of
        }
        columns = np.fromiter(found, dtype=np.intp, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        weights = tf_idf(counts, self._statistics.gram_rarity[columns])
        length = float(np.sqrt(np.square(weights, dtype=np.float64).sum()))
        return columns, (weights / max(length, 1e-9)).astype(np.float32)

    def _asked(self, glossed: list[Glossed]) -> tuple[Asked, ...]:
        found = []
        for place, word in enumerate(glossed):
            senses, words = self._senses(word)
            weight = min((s.rarity for s in senses), default=GLOSS_UNKNOWN) ** GLOSS_RARITY
            # Chinese compounds end with what the thing is.
            weight *= GLOSS_HEAD if place == len(glossed) - 1 else 1.0
            found.append(Asked(word.word, senses, words, weight))
        return tuple(found)

    def _find_senses(self, word: Glossed) -> tuple[tuple[Sense, ...], frozenset[str]]:
        """The senses that any product has a word of, and all words of these."""
        senses = [*word.senses]
        if len(word.word) >= _SHORTEST_COMPOUND and is_chinese(word.word):
            parts = self._dictionary.gloss(word.word, len(word.word) - 1)
            if all(part.senses for part in parts):
                senses.append(" ".join(part.senses[0] for part in parts))
        read = [tuple(sorted(set(index_tokens(sense)))) for sense in senses]
        found = [Sense(words, sum(map(self._statistics.rarity, words))) for words in read]
        kept = tuple(sense for sense in found if sense.rarity > 0)
        return kept, frozenset(word for sense in kept for word in sense.words)


def tf_idf(counts: Floats, rarity: Floats) -> Floats:
    """Term weights before they are brought to length one: (1 + log count) times rarity."""
    found: Floats = (1 + np.log(counts)) * rarity
    return found
