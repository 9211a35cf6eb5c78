"""Texts against documents: BM25 over tokens of two fields, and cosine over character n-grams."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from matchmaking.scoring.spelling import Spellings
from matchmaking.scoring.text import character_grams, deep_stem, index_tokens
from matchmaking.scoring.weights import (
    BM25_B,
    BM25_K1,
    BODY_PRESENCE,
    CHARACTERS,
    GRAM_COMMON,
    GRAM_MAX_SHARE,
    TITLE_WEIGHT,
)

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


class TextIndex:
    """Documents of a title and a body, ready to be scored against any number of texts.

    The word score is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
    Framework", 2009) over the weighted term frequencies of both fields (BM25F with one length
    norm), as a share of the most that the text's words could reach; words that no document has
    count in that most. The character score is the cosine of TF-IDF vectors of 3-5-grams of the
    titles. Both lie in 0..1; the result is their mean, weighted by `CHARACTERS`.
    """

    def __init__(self, titles: Sequence[str], bodies: Sequence[str]) -> None:
        self.size = len(titles)
        self._words = CountVectorizer(analyzer=index_tokens, dtype=np.float32)
        self._grams = TfidfVectorizer(
            analyzer=character_grams,
            dtype=np.float32,
            sublinear_tf=True,
            max_df=max(GRAM_COMMON, int(GRAM_MAX_SHARE * len(titles))),
        )
        self._index_words(titles, bodies)
        self._gram_weights = self._index_grams(titles)

    def _index_words(self, titles: Sequence[str], bodies: Sequence[str]) -> None:
        found = fitted(self._words, [*titles, *bodies])
        self.has_words = found is not None
        if found is None:
            return
        titled = found[: self.size]
        counts = (titled * TITLE_WEIGHT + found[self.size :]).tocsr()
        present = np.bincount(counts.indices, minlength=counts.shape[1])
        self.idf = np.log1p((self.size - present + 0.5) / (present + 0.5)).astype(np.float32)
        # A word that no document has weighs as much as one that a single document has.
        self._unknown_idf = float(np.log1p((self.size + 0.5) / 1.5))
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        norms = BM25_K1 * (1 - BM25_B + BM25_B * lengths / max(float(lengths.mean()), 1e-9))
        rows = np.repeat(np.arange(self.size), np.diff(counts.indptr))
        saturated = counts.data / (counts.data + norms[rows])
        weights = (saturated * self.idf[counts.indices]).astype(np.float32)
        by_document = sparse.csr_matrix((weights, counts.indices, counts.indptr), counts.shape)
        self._word_weights = by_document.T.tocsr()
        self._index_presence(titled, counts)
        self._spellings = Spellings(self._words.vocabulary_, present.tolist())

    def _index_presence(self, titled: Any, counts: Any) -> None:
        """Which document has a word, each time with the word's rarity; less outside the title."""
        in_title, anywhere = titled.sign(), counts.sign()
        presence = in_title * (1 - BODY_PRESENCE) + anywhere * BODY_PRESENCE
        self._presence = presence.multiply(self.idf).T.tocsr().astype(np.float32)
        self.title_rarity = np.maximum(in_title @ self.idf, np.float32(1e-9))

    def _index_grams(self, titles: Sequence[str]) -> Any:
        found = fitted(self._grams, titles)
        return None if found is None else found.T.tocsr()

    def score(self, texts: Sequence[str]) -> Floats:
        """Scores 0..1 of shape (texts, documents); each row depends on its own text only."""
        scores = self._word_scores(texts) * np.float32(1 - CHARACTERS)
        scores += self.gram_scores(texts) * np.float32(CHARACTERS)
        return np.clip(scores, 0, 1, out=scores)

    def gram_scores(self, texts: Sequence[str]) -> Floats:
        """The likeness of letters between texts and titles, 0..1."""
        if self._gram_weights is None or not texts:
            return np.zeros((len(texts), self.size), dtype=np.float32)
        found: Floats = (self._grams.transform(texts) @ self._gram_weights).toarray()
        return found

    def columns(self, words: Sequence[str]) -> tuple[Places, float]:
        """Where the index holds index tokens, and how rare they are taken together.

        Words that no document has count as one that a single document has.
        """
        known = self._words.vocabulary_ if self.has_words else {}
        wanted = sorted(set(words))
        places = np.array([known[w] for w in wanted if w in known], dtype=np.intp)
        absent = len(wanted) - places.size
        return places, float(self.idf[places].sum() + absent * self._unknown_idf)

    def matched(self, columns: Places) -> tuple[Places, Floats]:
        """The documents that have any of the words, and how rare the ones they have are."""
        bounds = self._presence.indptr
        parts = [slice(bounds[column], bounds[column + 1]) for column in columns]
        if not parts:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        places = np.concatenate([self._presence.indices[part] for part in parts])
        rarity = np.concatenate([self._presence.data[part] for part in parts])
        if len(parts) == 1:
            return places, rarity
        distinct, inverse = np.unique(places, return_inverse=True)
        return distinct, np.bincount(inverse, weights=rarity).astype(np.float32)

    def _word_scores(self, texts: Sequence[str]) -> Floats:
        if not self.has_words or not texts:
            return np.zeros((len(texts), self.size), dtype=np.float32)
        queries = sparse.lil_matrix((len(texts), self.idf.size), dtype=np.float32)
        most = np.full(len(texts), 1e-9, dtype=np.float32)
        for row, text in enumerate(texts):
            words = index_tokens(text)
            columns, most[row] = self.columns(words)
            for column, share in self._spellings.others(words).items():
                queries[row, column] = share
            # A word said twice is not wanted twice as much.
            queries[row, columns] = 1
        scale = sparse.diags(1 / np.maximum(most, 1e-9), dtype=np.float32)
        found: Floats = (scale @ queries.tocsr() @ self._word_weights).toarray()
        return found

    def weight(self, token: str) -> float:
        """How rare a token is in the documents (its BM25 idf); 0 if none has it."""
        column = self._words.vocabulary_.get(deep_stem(token)) if self.has_words else None
        return 0.0 if column is None else float(self.idf[column])


def fitted(vectorizer: Any, texts: Sequence[str]) -> Any:
    """The texts as a sparse matrix, the vocabulary learnt; None where they hold no token."""
    try:
        return vectorizer.fit_transform(texts)
    except ValueError as error:
        if "empty vocabulary" in str(error) or "no terms remain" in str(error):
            return None
        raise
