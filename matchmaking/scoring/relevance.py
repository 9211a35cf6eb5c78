"""How much each product is what a need asks for: its words, and its place in the category tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.dense import DenseIndex
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.glosses import GlossIndex
from matchmaking.scoring.lexical import Floats, TextIndex
from matchmaking.scoring.text import has_chinese
from matchmaking.scoring.weights import CATEGORY, TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found; `category` is a code of the tree, or empty."""

    title: str
    body: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: the same wish in one or more languages, and the codes stated."""

    texts: tuple[str, ...]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relevance:
    """Arrays of shape (wishes, documents), all 0..1. `text` is the square root of the coverage."""

    text: Floats
    category: Floats
    total: Floats


class RelevanceIndex:
    """Documents, ready to be scored against any number of wishes.

    A document or wish that states no category of the tree takes the ones its words point to.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        categories: CategoryIndex,
        embedder: Embedder | None = None,
    ) -> None:
        self.categories = categories
        self.texts = TextIndex([d.title for d in documents], [d.body for d in documents])
        self.glosses = GlossIndex(self.texts, cedict())
        self.dense = DenseIndex([d.title for d in documents], embedder) if embedder else None
        found = [{c: 1.0} if (c := categories.resolve(d.category)) else {} for d in documents]
        silent = [place for place, codes in enumerate(found) if not codes]
        titles = [documents[place].title for place in silent]
        for place, guess in zip(silent, categories.infer(titles), strict=True):
            found[place] = guess
        #: The best code of each document, empty outside the tree.
        self.codes = tuple(next(iter(codes), "") for codes in found)
        self._distinct = sorted({code for codes in found for code in codes} | {""})
        self._columns, self._trusts = _slots(found, self._distinct)
        self._rows: dict[str, NDArray[np.float32]] = {}

    def wanted(self, wishes: Sequence[Wish]) -> list[dict[str, float]]:
        """For each wish the codes it asks for with their trust: 1 where stated, less if guessed."""
        stated = [
            {code: 1.0 for c in wish.categories if (code := self.categories.resolve(c))}
            for wish in wishes
        ]
        silent = [place for place, codes in enumerate(stated) if not codes]
        texts = [" ".join(wishes[place].texts) for place in silent]
        for place, guess in zip(silent, self.categories.infer(texts), strict=True):
            stated[place] = guess
        return stated

    def score(self, wishes: Sequence[Wish]) -> Relevance:
        """Every wish against every document; each row depends on its own wish only."""
        text = np.sqrt(self._best_text(wishes))
        category = self._category(self.wanted(wishes))
        total = 1 - (1 - np.float32(TEXT) * text) * (1 - np.float32(CATEGORY) * category)
        return Relevance(text, category, total)

    def _best_text(self, wishes: Sequence[Wish]) -> Floats:
        """The best of a wish's languages, each scored on its own."""
        texts = [text for wish in wishes for text in wish.texts]
        scores = self.texts.score(texts)
        for row, text in zip(scores, texts, strict=True):
            row[:] = self._across(row, text)
        counts = np.array([len(wish.texts) for wish in wishes], dtype=np.intp)
        best = np.zeros((len(wishes), self.texts.size), dtype=np.float32)
        if scores.size:
            starts = (np.cumsum(counts) - counts)[counts > 0]
            best[counts > 0] = np.maximum.reduceat(scores, starts, axis=0)
        return best

    def _across(self, scores: Floats, text: str) -> Floats:
        """One text's scores, with what dictionary and embedder add to the words themselves."""
        english = ""
        if has_chinese(text):
            english = self.glosses.english(text)
            scores = np.maximum(scores, self.glosses.score(text))
        return self.dense.blend(scores, [text, english]) if self.dense else scores

    def _category(self, wanted: Sequence[Mapping[str, float]]) -> Floats:
        near = np.zeros((len(wanted), len(self._distinct)), dtype=np.float32)
        for row, codes in zip(near, wanted, strict=True):
            for code, trust in codes.items():
                np.maximum(row, np.float32(trust) * self._similarities(code), out=row)
        best: Floats = near[:, self._columns[0]] * self._trusts[0]
        for columns, trusts in zip(self._columns[1:], self._trusts[1:], strict=True):
            np.maximum(best, near[:, columns] * trusts, out=best)
        return best

    def _similarities(self, code: str) -> NDArray[np.float32]:
        """The similarity of one wanted code to each distinct code of the documents."""
        if code not in self._rows:
            similar = [self.categories.similarity(code, other) for other in self._distinct]
            self._rows[code] = np.array(similar, dtype=np.float32)
        return self._rows[code]


def _slots(
    found: Sequence[Mapping[str, float]], distinct: Sequence[str]
) -> tuple[NDArray[np.intp], Floats]:
    """Columns and trusts of shape (codes a document has at most, documents)."""
    column_of = {code: column for column, code in enumerate(distinct)}
    depth = max((len(codes) for codes in found), default=0) or 1
    columns = np.full((depth, len(found)), column_of[""], dtype=np.intp)
    trusts = np.zeros((depth, len(found)), dtype=np.float32)
    for place, codes in enumerate(found):
        for slot, (code, trust) in enumerate(codes.items()):
            columns[slot, place], trusts[slot, place] = column_of[code], trust
    return columns, trusts
