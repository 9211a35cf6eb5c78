"""The first stage: which documents a wish may mean, by scores that are cheap to have for all."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Corpus
from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.dense import Vectors
from matchmaking.scoring.glosses import GlossIndex
from matchmaking.scoring.lexical import TextIndex
from matchmaking.scoring.phrases import PhraseIndex
from matchmaking.scoring.placement import Placed, Placement
from matchmaking.scoring.query import Query
from matchmaking.scoring.weights import (
    CATEGORY,
    CHEAP_CANDIDATES,
    CHEAP_FLOOR,
    DENSE_CANDIDATES,
    DENSE_LEVEL,
    LETTER_CANDIDATES,
    LETTER_FLOOR,
    PHRASE,
    TEXT,
)

# How many are made at once: at 41,080 documents those of 15 wishes, 2.5 MB an array.
SCORES = 650_000


@dataclass(frozen=True, slots=True)
class Read:
    """A block of wishes: each one's queries, the codes it asks for, and its texts' vectors."""

    queries: Sequence[Sequence[Query]]
    wanted: Sequence[Mapping[str, float]]
    vectors: Floats | None


@dataclass(frozen=True, slots=True)
class Reach:
    """The scores from which on a document is one of a wish's candidates, by any of them."""

    cheap: float
    letters: float
    dense: float


@dataclass(frozen=True, slots=True)
class Cheap:
    """The first stage of some wishes, of shape (wishes, documents); `looked_up` row by row."""

    total: Floats
    words: Floats
    category: Floats
    looked_up: Sequence[tuple[Places, Floats] | None]
    dense: Floats | None = None


class Stage(ABC):
    """Scores of every document, and the candidates that they give.

    Candidates of a wish are the best by words, dictionary and category together, and the best by
    embedding; where words and category find few, the best by letters too.
    """

    #: How many documents.
    size: int
    #: Where they stand in the tree.
    placed: Placed
    vectors: Vectors | None

    @property
    @abstractmethod
    def corpus(self) -> Corpus:
        """The documents."""

    @abstractmethod
    def cheap(self, read: Read) -> Cheap:
        """Every document's scores but `dense`; each row depends on its own wish only."""

    @abstractmethod
    def dense(self, read: Read) -> Floats | None:
        """The likeness of meaning, of shape (wishes, documents); None where nothing is known."""

    @abstractmethod
    def together(self, queries: Sequence[Query], places: Places) -> Floats:
        """What is left 0..1 of the word scores of documents that have words as they were asked."""

    @abstractmethod
    def letters(self, queries: Sequence[Query], places: Places | None = None) -> Floats:
        """The likeness of letters to the best of a wish's texts; NaN where it has none."""

    def score(self, read: Read) -> Iterator[tuple[Read, Cheap]]:
        """All scores of a block, some wishes at a time: what has just been made is at hand, where
        memory is slower than arithmetic. Vectors are long and are gone through once for all.
        """
        dense = self.dense(read)
        step = max(1, SCORES // max(1, self.size))
        for start in range(0, len(read.queries), step):
            rows = slice(start, start + step)
            some = Read(read.queries[rows], read.wanted[rows], None)
            found = self.cheap(some)
            yield some, found if dense is None else replace(found, dense=dense[rows])

    def candidates(self, queries: Sequence[Query], cheap: Cheap, row: int) -> tuple[Places, Reach]:
        """A row's candidates, ascending, and what a further one would need."""
        places, least = best_places(cheap.total[row], CHEAP_CANDIDATES, CHEAP_FLOOR)
        spelt, near = math.inf, DENSE_LEVEL
        if places.size < CHEAP_CANDIDATES:
            letters = self.letters(queries)
            alike, spelt = best_places(letters, LETTER_CANDIDATES, LETTER_FLOOR)
            places = np.union1d(places, alike)
        if cheap.dense is not None:
            # Comparisons with NaN are false: what has no vector is no candidate here.
            close, near = best_places(cheap.dense[row], DENSE_CANDIDATES, DENSE_LEVEL)
            places = np.union1d(places, close)
        return places, Reach(least, spelt, near)

    def within(self, queries: Sequence[Query], cheap: Cheap, row: int, reach: Reach) -> bool:
        """Whether any document would be a candidate of a wish whose reach is known."""
        if (cheap.total[row] >= reach.cheap).any():
            return True
        if cheap.dense is not None and (cheap.dense[row] >= reach.dense).any():
            return True
        return reach.letters <= 1 and bool((self.letters(queries) >= reach.letters).any())


class FirstStage(Stage):
    """Over documents as they were read."""

    def __init__(self, corpus: Corpus, categories: CategoryIndex) -> None:
        self._corpus = corpus
        self.texts = TextIndex(corpus.words, corpus.grams, corpus.statistics)
        self.size = self.texts.size
        self._placement = Placement(corpus.codes, categories)
        self.placed = self._placement.documents
        self.vectors = None if corpus.vectors is None else Vectors(corpus.vectors)
        self._phrases = PhraseIndex(corpus.words, corpus.statistics)
        self._glosses = GlossIndex(self.texts)

    @property
    def corpus(self) -> Corpus:
        return self._corpus

    def cheap(self, read: Read) -> Cheap:
        flat = [query for own in read.queries for query in own]
        words = best_rows(self.texts.word_scores(flat), _counts(read))
        text = words.copy()
        looked_up = [self._look_up(own, row) for own, row in zip(read.queries, text, strict=True)]
        category = self._placement.near(read.wanted)
        # 1 - (1 - t * sqrt(text)) * (1 - c * category), in place: memory is slower than arithmetic.
        total = np.sqrt(text, out=text)
        total *= np.float32(-TEXT)
        total += 1
        total *= 1 - np.float32(CATEGORY) * category
        np.subtract(1, total, out=total)
        return Cheap(total, words, category, looked_up)

    def dense(self, read: Read) -> Floats | None:
        if read.vectors is None or self.vectors is None:
            return None
        return best_rows(self.vectors.cosines(read.vectors), _counts(read), np.nan)

    def together(self, queries: Sequence[Query], places: Places) -> Floats:
        scores = [self._phrases.scores(query, places) for query in queries]
        best = np.maximum.reduce(scores) if scores else np.ones(places.size, dtype=np.float32)
        return 1 - np.float32(PHRASE) * (1 - best)

    def letters(self, queries: Sequence[Query], places: Places | None = None) -> Floats:
        scores = [self.texts.letter_scores(query, places) for query in queries]
        size = self.size if places is None else places.size
        unknown = np.full(size, np.nan, dtype=np.float32)
        return np.maximum.reduce(scores) if scores else unknown

    def _look_up(self, queries: Sequence[Query], text: Floats) -> tuple[Places, Floats] | None:
        """What the dictionary finds for a wish, raised into its text scores; None: no Chinese."""
        found = [self._glosses.scores(query) for query in queries if query.asked]
        if not found:
            return None
        for places, scores in found:
            text[places] = np.maximum(text[places], scores)
        if len(found) == 1:
            return found[0]
        row = np.zeros(self.size, dtype=np.float32)
        for places, scores in found:
            row[places] = np.maximum(row[places], scores)
        places = np.flatnonzero(row > 0)
        return places, row[places]


def _counts(read: Read) -> list[int]:
    return [len(own) for own in read.queries]


def best_rows(scores: Floats, counts: Sequence[int], empty: float = 0.0) -> Floats:
    """The largest of each group of rows, `counts` telling how many belong to each."""
    if all(count == 1 for count in counts):
        return scores
    sizes = np.array(counts, dtype=np.intp)
    best = np.full((len(counts), scores.shape[1]), empty, dtype=np.float32)
    if scores.size:
        starts = (np.cumsum(sizes) - sizes)[sizes > 0]
        best[sizes > 0] = np.fmax.reduceat(scores, starts, axis=0)
    return best


def best_places(row: Floats, most: int, floor: float) -> tuple[Places, float]:
    """Places of the highest scores from `floor` on, at most so many, ascending; ties by place.

    Also the score that a further one would need at least to be among them.
    """
    # Comparisons with NaN are false. Few are above the floor, so only those are put in order.
    found = np.flatnonzero(row >= np.float32(floor))
    if found.size < most:
        return found, floor
    scores = row[found]
    least = max(floor, float(np.partition(scores, found.size - most)[found.size - most]))
    found = found[scores >= np.float32(least)]
    if found.size <= most:
        return found, least
    above = row[found] > np.float32(least)
    level = found[~above][: most - int(above.sum())]
    return np.sort(np.concatenate([found[above], level])), least
