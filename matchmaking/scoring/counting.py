"""Texts as rows of counted terms, which can be joined, picked from and stored."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Counted:
    """Documents as rows of distinct terms, each row in the order in which its texts have them.

    That order depends on nothing but the row itself, so sums over a row come out the same to the
    last bit wherever the row stands. `counts` has a line for each field.
    """

    terms: Sequence[str]
    bounds: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: Floats

    @property
    def size(self) -> int:
        """How many documents."""
        return len(self.bounds) - 1

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Where each term stands."""
        return {term: column for column, term in enumerate(self.terms)}

    @cached_property
    def rows(self) -> Places:
        """The row of each entry."""
        return np.repeat(np.arange(self.size), np.diff(self.bounds))

    def sums(self, values: NDArray[np.floating]) -> Floats:
        """The sum of an entry's values over each row, in the row's order."""
        return np.bincount(self.rows, weights=values, minlength=self.size).astype(np.float32)

    def documents_with(self) -> dict[str, int]:
        """In how many documents each term is found."""
        found = np.bincount(self.columns, minlength=len(self.terms))
        return dict(zip(self.terms, found.tolist(), strict=True))

    def taken(self, rows: Places) -> "Counted":
        """The rows named, in that order."""
        sizes = np.diff(self.bounds)[rows]
        bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        entries = np.arange(bounds[-1]) + np.repeat(self.bounds[rows] - bounds[:-1], sizes)
        return Counted(self.terms, bounds, self.columns[entries], self.counts[:, entries])

    def joined(self, other: "Counted") -> "Counted":
        """These rows, then the other's."""
        if other.terms is self.terms:
            return self._with(other, self.terms, other.columns)
        new = [term for term in other.terms if term not in self.column_of]
        terms = [*self.terms, *new] if new else self.terms
        fresh = {term: len(self.terms) + place for place, term in enumerate(new)}
        places = [fresh[t] if t in fresh else self.column_of[t] for t in other.terms]
        return self._with(other, terms, np.array(places, dtype=np.int32)[other.columns])

    def _with(
        self, other: "Counted", terms: Sequence[str], columns: NDArray[np.int32]
    ) -> "Counted":
        return Counted(
            terms,
            np.concatenate([self.bounds, self.bounds[-1] + other.bounds[1:]]),
            np.concatenate([self.columns, columns]),
            np.concatenate([self.counts, other.counts], axis=1),
        )

    def among(self, terms: Sequence[str]) -> "Counted":
        """The same rows over other columns; entries of terms not among them are left out."""
        column_of = {term: column for column, term in enumerate(terms)}
        places = np.array([column_of.get(t, -1) for t in self.terms], dtype=np.int32)
        columns = places[self.columns] if len(places) else self.columns
        kept = columns >= 0
        sizes = np.bincount(self.rows[kept], minlength=self.size)
        bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return Counted(terms, bounds, columns[kept], self.counts[:, kept])


Analyzer = Callable[[str], Mapping[str, float]]


def count(documents: Iterable[tuple[str, ...]], analyzers: Sequence[Analyzer]) -> Counted:
    """The terms of documents with a text for each analyzer, which says how much each counts."""
    column_of: dict[str, int] = {}
    columns = array("i")
    counts = [array("f") for _ in analyzers]
    bounds = [0]
    for texts in documents:
        found = [analyze(text) for analyze, text in zip(analyzers, texts, strict=True)]
        terms = list(dict.fromkeys(chain(*found)))
        places = [column_of.setdefault(term, len(column_of)) for term in terms]
        columns.extend(places)
        for field, own in zip(counts, found, strict=True):
            field.extend([own.get(term, 0) for term in terms])
        bounds.append(len(columns))
    return Counted(
        list(column_of),
        np.array(bounds, dtype=np.int64),
        np.array(columns, dtype=np.int32),
        np.array(counts, dtype=np.float32),
    )
