"""Needs against products, and from their pairs the matches of buyers and exhibitors."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    BuyerProfile,
    Category,
    Match,
    Need,
    Product,
    Settings,
    Supplier,
)
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.explain import Explainer
from matchmaking.scoring.fit import FitIndex, joined
from matchmaking.scoring.pairs import Group, Pairs, group_pairs
from matchmaking.scoring.reading.guesses import indexed_body, read_need
from matchmaking.scoring.relevance import Document, RelevanceIndex, Wish
from matchmaking.scoring.weights import CANDIDATES, RELEVANCE_FLOOR

# Needs scored at once: at 41,080 products one array of single-precision scores is 10 MB.
CHUNK = 64


class Engine:
    """The products of an edition, indexed once; needs are matched in any chunks.

    The same inputs give the same matches in any order and any chunking of whole buyers.
    """

    def __init__(
        self,
        categories: CategoryIndex | Iterable[Category],
        products: Iterable[Product],
        suppliers: Iterable[Supplier],
        settings: Settings,
        embedder: Embedder | None = None,
    ) -> None:
        tree = categories if isinstance(categories, CategoryIndex) else CategoryIndex(categories)
        self._settings = settings
        self._products = sorted(products, key=lambda product: product.id)
        self._suppliers = {supplier.id: supplier for supplier in suppliers}
        self._exhibitors = np.array([p.exhibitor for p in self._products], dtype=np.int64)
        documents = [
            Document(
                " ; ".join(product.names.values()),
                indexed_body(product),
                tree.resolve(product.category, product.hs_code),
            )
            for product in self._products
        ]
        self._relevance = RelevanceIndex(documents, tree, embedder)
        self._fit = FitIndex(self._products, self._suppliers, settings)
        self._explainer = Explainer(self._products, self._suppliers, self._relevance, settings)
        #: Need-product pairs looked at so far, for the run's record.
        self.pairs_scored = 0

    def match(self, needs: Iterable[Need], buyers: Iterable[BuyerProfile]) -> list[Match]:
        """The matches of the given buyers, sorted by buyer, then best first, ties by exhibitor.

        Every need of a buyer has to be in the same call. Needs of buyers that are not given are
        matched against an empty profile.
        """
        profiles = {buyer.id: buyer for buyer in buyers}
        ordered = [read_need(n) for n in sorted(needs, key=lambda need: (need.buyer, need.id))]
        for need in ordered:
            profiles.setdefault(need.buyer, BuyerProfile(need.buyer))
        if not ordered or not self._products:
            return []
        chunks = [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
        scored = [self._score(chunk, profiles) for chunk in chunks]
        pairs = Pairs.joined([part for chunk in scored for part in chunk])
        groups = group_pairs(pairs, self._settings.floor, self._settings.top_per_buyer)
        wanted = {need.id: need for need in ordered}
        return [self._match(group, wanted, profiles[group.buyer]) for group in groups]

    def _score(self, needs: Sequence[Need], profiles: dict[int, BuyerProfile]) -> list[Pairs]:
        """Each need's candidates with their scores and parts."""
        relevance = self._relevance.score([wish(need) for need in needs])
        self.pairs_scored += relevance.total.size
        found = []
        for row, need in enumerate(needs):
            places = candidates(relevance.total[row])
            soft = self._fit.parts(need, profiles[need.buyer], places)
            total = relevance.total[row, places].astype(np.float64)
            parts = {
                "text": relevance.text[row, places].astype(np.float64),
                "category": relevance.category[row, places].astype(np.float64),
                **soft,
            }
            scores, views = joined(total, need, soft)
            parts |= views
            found.append(
                Pairs.of(need, self._exhibitors[places], places, scores.clip(0, 1).round(6), parts)
            )
        return found

    def _match(self, group: Group, needs: dict[int, Need], buyer: BuyerProfile) -> Match:
        best = group.pairs[0]
        need, product = needs[best.need], self._products[group.place]
        reasons, blocks = self._explainer.explain(wish(need), need, group.place, buyer, best.parts)
        return Match(
            exhibitor=product.exhibitor,
            buyer=buyer.id,
            score=group.score,
            parts=best.parts,
            reasons=reasons,
            blocks=blocks,
            pairs=tuple(
                type(pair)(pair.need, self._products[pair.product].id, pair.score, pair.parts)
                for pair in group.pairs
            ),
        )


def wish(need: Need) -> Wish:
    """What the text and category scoring sees of a need."""
    return Wish(tuple(text for _, text in sorted(need.texts.items())), need.categories)


def candidates(row: NDArray[np.float32]) -> NDArray[np.intp]:
    """Places of the highest relevances, at most CANDIDATES, ties by place; sorted by place."""
    usable = np.flatnonzero(row >= RELEVANCE_FLOOR)
    if usable.size <= CANDIDATES:
        return usable
    values = row[usable]
    least = np.partition(values, usable.size - CANDIDATES)[usable.size - CANDIDATES]
    above = usable[values > least]
    level = usable[values == least][: CANDIDATES - above.size]
    return np.sort(np.concatenate([above, level]))
