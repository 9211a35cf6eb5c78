"""Judged searches as samples to learn from: the candidates of each need, their parts and grades."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.blend import INPUTS, Column, inputs_of
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Document
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.judged import JudgedNeed, JudgedSet, read_judged_set
from matchmaking.scoring.relevance import Found, RelevanceIndex, Wish

Values = NDArray[np.float64]

#: Offers kept of a need's candidates: so many by each input, and of the rest one in so many.
BEST_BY_INPUT: Final = 30
ONE_IN: Final = 16
FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """One need: columns of one length. `judged`: the grades of all its offers, best first."""

    need: str
    inputs: Mapping[str, Column]
    parts: Mapping[str, Column]
    grades: Values
    judged: Values

    @property
    def fold(self) -> int:
        """Which of the `FOLDS` parts it belongs to, by a hash of its id."""
        digest = hashlib.blake2b(self.need.encode(), digest_size=8).digest()
        return int.from_bytes(digest) % FOLDS


@dataclass(frozen=True, slots=True)
class SampledSet:
    """The needs of one judged set that have a relevant offer."""

    name: str
    samples: tuple[Sample, ...]


def sample_set(
    folder: Path, categories: CategoryIndex, embedder: Embedder | None, relevant_from: float
) -> SampledSet:
    """A judged set's needs with an offer of grade `relevant_from` or more.

    What nobody judged counts as grade 0. Raises JudgedSetError.
    """
    judged = read_judged_set(folder)
    needs = [
        n for n in judged.needs if max(judged.grades[n.id].values(), default=0) >= relevant_from
    ]
    samples = tuple(_samples(judged, needs, categories, embedder))
    return SampledSet(folder.name, samples)


def _samples(
    judged: JudgedSet,
    needs: Sequence[JudgedNeed],
    categories: CategoryIndex,
    embedder: Embedder | None,
) -> Iterator[Sample]:
    offers = sorted(judged.offers, key=lambda offer: offer.id)
    documents = [Document(o.title, o.description, o.category) for o in offers]
    index = RelevanceIndex.of(documents, categories, embedder)
    wishes = [Wish((n.text,), (n.category,) if n.category else ()) for n in needs]
    for need, found in zip(needs, index.find(wishes), strict=True):
        grades = judged.grades[need.id]
        ids = [offers[place].id for place in found.places]
        yield _sample(need.id, found, np.array([grades.get(i, 0.0) for i in ids]), grades)


def _sample(need: str, found: Found, grades: Values, judged: Mapping[str, float]) -> Sample:
    inputs = inputs_of(found.parts)
    kept = grades > 0
    for name in INPUTS:
        kept[np.argsort(-inputs[name], kind="stable")[:BEST_BY_INPUT]] = True
    kept[::ONE_IN] = True
    return Sample(
        need=need,
        inputs={name: column[kept] for name, column in inputs.items()},
        parts={name: column[kept] for name, column in found.parts.items()},
        grades=grades[kept],
        judged=np.sort(np.array(list(judged.values())))[::-1],
    )
