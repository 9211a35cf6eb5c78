"""How well the engine's own text scoring finds what people judged relevant."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Document
from matchmaking.scoring.dense import dense_texts
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import Embedder, EmbedderError, StoredVectors, Told
from matchmaking.scoring.judged import JudgedNeed, JudgedSet, Offer, read_judged_set
from matchmaking.scoring.relevance import RelevanceIndex, Wish

RELEVANT_FROM = 0.6
GAIN_DEPTH = 10
RECALL_DEPTH = 100

Order = NDArray[np.int64]


def rank(
    needs: Sequence[JudgedNeed],
    offers: Sequence[Offer],
    categories: CategoryIndex | None = None,
    embedder: Embedder | None = None,
) -> Iterator[tuple[JudgedNeed, list[str]]]:
    """For each need, the ids of all offers, best first, ties by offer id.

    Streams: only a block of needs' scores is in memory at a time.
    """
    ordered = sorted(offers, key=lambda offer: offer.id)
    ids = np.array([offer.id for offer in ordered], dtype=object)
    documents = [Document(o.title, o.description, o.category) for o in ordered]
    index = RelevanceIndex.of(documents, categories or CategoryIndex(()), embedder)
    wishes = [Wish((n.text,), (n.category,) if n.category else ()) for n in needs]
    for need, found in zip(needs, index.find(wishes), strict=True):
        # Candidates by their relevance, 0 or more; behind them the rest by the first stage's
        # score. A stable sort keeps the order of ids among equal scores.
        row = found.cheap - 2
        row[found.places] = found.relevance
        yield need, ids[np.argsort(-row, kind="stable")].tolist()


def evaluate(
    folder: Path,
    limit: int | None = None,
    categories: CategoryIndex | None = None,
    embedder: Embedder | None = None,
    told: Told = lambda _done, _total, _share: None,
) -> dict[str, float | int]:
    """Rank all offers of a judged set for each of its first `limit` needs.

    Stored vectors are first completed, as far as they have room: `told` hears how far that is.

    Returns `ndcg@10`, `recall@100`, `mrr` (means over the needs with a relevant offer), `needs`
    (how many those are), `offers`, `judged` (judgments of the needs read), `seconds`. Raises
    JudgedSetError.
    """
    begun = time.perf_counter()
    judged = read_judged_set(folder, limit)
    if isinstance(embedder, StoredVectors):
        titles, texts = (o.title for o in judged.offers), (n.text for n in judged.needs)
        wanted = dense_texts(titles, texts, cedict())
        # An embedder that fails is told of once it is asked again, and done without.
        with suppress(EmbedderError):
            if embedder.has_room(wanted):
                embedder.learn(wanted, told)
    figures = measure(judged, categories, embedder)
    return {
        **figures,
        "offers": len(judged.offers),
        "judged": sum(len(grades) for grades in judged.grades.values()),
        "seconds": round(time.perf_counter() - begun, 2),
    }


def measure(
    judged: JudgedSet,
    categories: CategoryIndex | None = None,
    embedder: Embedder | None = None,
) -> dict[str, float | int]:
    """`ndcg@10`, `recall@100` and `mrr` of a judged set, and over how many `needs`."""
    asked = [
        need
        for need in judged.needs
        if any(grade >= RELEVANT_FROM for grade in judged.grades[need.id].values())
    ]
    rows = [
        need_figures(ranking, judged.grades[need.id])
        for need, ranking in rank(asked, judged.offers, categories, embedder)
    ]
    means = np.mean(rows, axis=0) if rows else np.zeros(3)
    names = ("ndcg@10", "recall@100", "mrr")
    figures = {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)}
    return {**figures, "needs": len(rows)}


def need_figures(ranking: Sequence[str], grades: dict[str, float]) -> tuple[float, float, float]:
    """nDCG@10, recall@100 and reciprocal rank of one ranking with at least one relevant offer.

    nDCG after Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM
    TOIS 20 (2002): gain = grade, discount log2(rank + 1), the ideal being the grades sorted.
    """
    gains = [grades.get(offer, 0.0) for offer in ranking[:GAIN_DEPTH]]
    ideal = sorted(grades.values(), reverse=True)[:GAIN_DEPTH]
    relevant = {offer for offer, grade in grades.items() if grade >= RELEVANT_FROM}
    places = [place for place, offer in enumerate(ranking, start=1) if offer in relevant]
    found = sum(place <= RECALL_DEPTH for place in places)
    return _gain(gains) / _gain(ideal), found / len(relevant), 1 / places[0]


def _gain(grades: Sequence[float]) -> float:
    return float(sum(grade / np.log2(place + 1) for place, grade in enumerate(grades, start=1)))
