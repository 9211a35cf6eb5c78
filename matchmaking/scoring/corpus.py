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
class Reading:
    """What documents say by themselves, whatever stands beside them; `grams` over all n-grams."""

    titles: tuple[str, ...]
    words: Counted
    grams: Counted
    codes: tuple[Mapping[str, float], ...]

    @classmethod
    def of(cls, documents: Sequence[Document], tree: CategoryIndex) -> "Reading":
        """Reads them: nearly all of the time that an index takes."""
        titles = tuple(document.title for document in documents)
        words = count(((d.title, d.body) for d in documents), (title_counts, _word_counts))
        grams = count(((title,) for title in titles), (_gram_counts,))
        return cls(titles, words, grams, _codes(documents, tree))

    def joined(self, other: "Reading") -> "Reading":
        """These documents and then the other's, as if read at once."""
        return Reading(
            self.titles + other.titles,
            self.words.joined(other.words),
            self.grams.joined(other.grams),
            self.codes + other.codes,
        )


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
        return cls.of(Reading.of(documents, tree), dense, statistics)

    @classmethod
    def of(
        cls,
        read: Reading,
        dense: DenseIndex | None = None,
        statistics: Statistics | None = None,
    ) -> "Corpus":
        """Of documents that were read before."""
        frozen = statistics or Statistics.of(read.words, read.grams)
        vectors = None
        if dense and read.titles and dense.has_room(read.titles):
            vectors = dense.vectors(read.titles)
        grams = read.grams.among(frozen.gram_terms)
        return cls(read.titles, read.words, grams, read.codes, vectors, frozen)

    def joined(self, other: "Corpus") -> "Corpus":
        """These documents and then the other's, of the same statistics."""
        vectors = None
        known = next((v for v in (self.vectors, other.vectors) if v is not None), None)
        if known is not None:
            both = [one.known_or_not(known.shape[1]) for one in (self, other)]
            vectors = np.concatenate(both)
        return Corpus(
            self.titles + other.titles,
            self.words.joined(other.words),
            self.grams.joined(other.grams),
            self.codes + other.codes,
            vectors,
            self.statistics,
        )

    def known_or_not(self, length: int) -> Floats:
        """The vectors; not a number where there are none."""
        unknown = np.full((len(self.titles), length), np.nan, np.float32)
        return unknown if self.vectors is None else self.vectors

    def taken(self, rows: Places) -> "Corpus":
        """The documents named, in that order."""
        return Corpus(
            tuple(self.titles[row] for row in rows),
            self.words.taken(rows),
            self.grams.taken(rows),
            tuple(self.codes[row] for row in rows),
            None if self.vectors is None else self.vectors[rows],
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
