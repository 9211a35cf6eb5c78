"""Texts against documents: BM25 over tokens of two fields, and cosine over character n-grams."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from matchmaking.scoring.counting import Counted, Floats, Places
from matchmaking.scoring.query import Query, Sense, tf_idf
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.weights import BM25_B, BM25_K1, BODY_PRESENCE, TAIL_WEIGHT, TITLE_WEIGHT


class TextIndex:
    """Documents of a title and a body, ready to be asked any number of queries.

    The word score is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
    Framework", 2009) over the weighted term frequencies of both fields (BM25F with one length
    norm), as a share of the most that the text's words could reach; words that no document has
    count in that most. The letter score is the cosine of TF-IDF vectors of 3-5-grams of the
    titles. Both lie in 0..1.

    `words`: the fields title and body; `grams`: of the titles, over the statistics' columns.
    """

    def __init__(self, words: Counted, grams: Counted, statistics: Statistics) -> None:
        self.size = words.size
        self.words, self.grams, self.statistics = words, grams, statistics
        self._column_of = words.column_of
        rarity = np.array([statistics.rarity(word) for word in words.terms], dtype=np.float32)
        self._rarity = rarity[words.columns] if words.terms else np.zeros(0, dtype=np.float32)
        self._postings = self._by_word(self._saturated())
        self._index_letters()

    def _saturated(self) -> Floats:
        """What each word of each document counts where it is asked for."""
        frequency = self.words.counts[0] * np.float32(TITLE_WEIGHT) + self.words.counts[1]
        lengths = self.words.sums(frequency)
        usual = max(self.statistics.mean_length, 1e-9)
        norms = BM25_K1 * (1 - BM25_B + BM25_B * lengths / usual)
        found: Floats = frequency / (frequency + norms[self.words.rows]) * self._rarity
        return found.astype(np.float32)

    def _by_word(self, values: Floats) -> Any:
        shape = (self.size, max(len(self.words.terms), 1))
        rows = sparse.csr_matrix((values, self.words.columns, self.words.bounds), shape)
        return rows.T.tocsr()

    @cached_property
    def _titled(self) -> Floats:
        """1 for the words of a title, less for the steps above the end of a path, else 0."""
        titled = self.words.counts[0]
        return np.where(titled >= TAIL_WEIGHT, np.float32(1), titled)

    @cached_property
    def _presence(self) -> Any:
        """Which document has a word, each time with the word's rarity; less outside the title."""
        field = np.where(self._titled > 0, self._titled, BODY_PRESENCE)
        return self._by_word((field * self._rarity).astype(np.float32))

    @cached_property
    def title_rarity(self) -> Floats:
        """How rare the words of each title are taken together."""
        titled = self.words.sums(self._titled * self._rarity)
        return np.maximum(titled, np.float32(1e-9))

    def _index_letters(self) -> None:
        rarity = self.statistics.gram_rarity[self.grams.columns]
        weights = tf_idf(self.grams.counts[0], rarity)
        lengths = np.sqrt(self.grams.sums(weights * weights)).clip(1e-9)
        strengths = (weights / lengths[self.grams.rows]).astype(np.float32)
        shape = (self.size, len(self.grams.terms))
        self._letters = sparse.csr_matrix((strengths, self.grams.columns, self.grams.bounds), shape)
        self._scatter = np.zeros(len(self.grams.terms), dtype=np.float32)

    def word_scores(self, queries: Sequence[Query]) -> Floats:
        """Scores 0..1 of shape (queries, documents); each row depends on its own query only."""
        columns: list[int] = []
        values: list[float] = []
        bounds = [0]
        for query in queries:
            # Of a few documents most texts ask nothing.
            if not self.has_none(query.shares):
                most = max(query.most, 1e-9)
                for word, share in query.shares.items():
                    if word in self._column_of:
                        columns.append(self._column_of[word])
                        values.append(share / most)
            bounds.append(len(columns))
        shape = (len(queries), self._postings.shape[0])
        asked = sparse.csr_matrix((np.array(values, dtype=np.float32), columns, bounds), shape)
        found: Floats = (asked @ self._postings).toarray()
        return np.minimum(found, 1, out=found)

    def letter_scores(self, query: Query, places: Places | None = None) -> Floats:
        """The likeness of letters between a query and the titles of documents, of all or of those
        named, 0..1.
        """
        asked = self._scatter
        asked[query.grams] = query.strengths
        found: Floats = (self._letters if places is None else self._letters[places]) @ asked
        asked[query.grams] = 0
        return found.clip(0, 1)

    def has_none(self, words: Collection[str]) -> bool:
        """Whether no document has any of the words."""
        return self._column_of.keys().isdisjoint(words)

    def matched(self, sense: Sense) -> tuple[Places, Floats]:
        """The documents that have any word of a sense, and how rare the ones they have are."""
        known = [self._column_of[word] for word in sense.words if word in self._column_of]
        bounds = self._presence.indptr
        parts = [slice(bounds[column], bounds[column + 1]) for column in known]
        if not parts:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        if len(parts) == 1:
            return self._presence.indices[parts[0]], self._presence.data[parts[0]]
        rarity = np.zeros(self.size, dtype=np.float32)
        for part in parts:
            rarity[self._presence.indices[part]] += self._presence.data[part]
        places = np.flatnonzero(rarity > 0)
        return places, rarity[places]
