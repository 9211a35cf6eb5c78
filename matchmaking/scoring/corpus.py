"""Documents, read once: their words, letters, places in the tree and vectors."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.counting import Counted, Floats, Places, count
from matchmaking.scoring.dense import DenseIndex
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.text import character_grams, index_tokens
from matchmaking.scoring.titles import title_counts


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found; `category` is a code of the tree, or empty."""

    title: str
    body: str = ""
    category: str = ""


@dataclass(frozen=True)
class Corpus:
    """Rows of equal number for each document.

    `words`: fields title and body. `grams`: of the titles, over the statistics' columns. `codes`:
    places in the tree with their trust. `vectors`: None where no embedder was asked for all.
    """

    titles: tuple[str, ...]
    words: Counted
    grams: Counted
    codes: tuple[Mapping[str, float], ...]
    vectors: Floats | None
    statistics: Statistics

    @classmethod
    def read(
        cls,
        documents: Sequence[Document],
        tree: CategoryIndex,
        dense: DenseIndex | None = None,
        statistics: Statistics | None = None,
    ) -> "Corpus":
        """Reads documents; makes the statistics from them where none are given."""
        titles = tuple(document.title for document in documents)
        words = count(((d.title, d.body) for d in documents), (title_counts, _word_counts))
        grams = count(((title,) for title in titles), (_gram_counts,))
        frozen = statistics or Statistics.of(words, grams)
        vectors = None
        if dense and titles and dense.has_room(titles):
            vectors = dense.vectors(titles)
        return cls(
            titles, words, grams.among(frozen.gram_terms), _codes(documents, tree), vectors, frozen
        )

    def changed(self, other: "Corpus", order: Places) -> "Corpus":
        """These documents and then the other's, of the same statistics, picked and put in order."""
        vectors = None
        if self.vectors is not None:
            unknown = np.full((len(other.titles), self.vectors.shape[1]), np.nan, np.float32)
            given = unknown if other.vectors is None else other.vectors
            vectors = np.concatenate([self.vectors, given])[order]
        titles, codes = self.titles + other.titles, self.codes + other.codes
        return Corpus(
            tuple(titles[place] for place in order),
            self.words.joined(other.words).taken(order),
            self.grams.joined(other.grams).taken(order),
            tuple(codes[place] for place in order),
            vectors,
            self.statistics,
        )


def _word_counts(text: str) -> dict[str, float]:
    return dict(Counter(index_tokens(text)))


def _gram_counts(text: str) -> dict[str, float]:
    return dict(Counter(character_grams(text)))


def _codes(documents: Sequence[Document], tree: CategoryIndex) -> tuple[Mapping[str, float], ...]:
    """The code that each states, trusted fully, or those that its title points to."""
    found = [{c: 1.0} if (c := tree.resolve(d.category)) else {} for d in documents]
    silent = [place for place, codes in enumerate(found) if not codes]
    guesses = tree.infer([documents[place].title for place in silent])
    for place, guess in zip(silent, guesses, strict=True):
        found[place] = guess
    return tuple(found)
