"""Needs against products, and from their pairs the matches of buyers and exhibitors."""

import pickle
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from matchmaking.scoring.candidates import Reach, best_places
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    Block,
    BuyerProfile,
    Category,
    Match,
    Need,
    PairScore,
    Product,
    Settings,
    Supplier,
)
from matchmaking.scoring.dictionary import Dictionary
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.explain import Asking, Explainer
from matchmaking.scoring.fit import FitIndex, joined
from matchmaking.scoring.glossary import Glossary
from matchmaking.scoring.pairs import Group, Pairs, group_pairs, parts_of
from matchmaking.scoring.products import ReadProducts, document
from matchmaking.scoring.reading.guesses import goods_words, read_need, read_product
from matchmaking.scoring.relevance import RelevanceIndex, Wish
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.weights import CANDIDATES, LEAD_MARGIN, RELEVANCE_FLOOR

# Which pair of a group is shown, and its blocks.
Lead = tuple[int, tuple[Block, ...]]


class Engine:
    """The products of an edition, indexed once; needs are matched in any chunks.

    The same inputs and statistics give the same matches in any order and any chunking of whole
    buyers. `statistics` are made from the products where none are given; `relevance` is an index
    over the same products, which then have been read, and so is `fit`.
    """

    def __init__(
        self,
        categories: CategoryIndex | Iterable[Category],
        products: Iterable[Product],
        suppliers: Iterable[Supplier],
        settings: Settings,
        embedder: Embedder | None = None,
        statistics: Statistics | None = None,
        dictionary: Dictionary | None = None,
        relevance: RelevanceIndex | None = None,
        fit: FitIndex | None = None,
    ) -> None:
        tree = categories if isinstance(categories, CategoryIndex) else CategoryIndex(categories)
        if relevance is None:
            read = ReadProducts.of(products, tree)
            relevance = RelevanceIndex.read(read.texts, tree, embedder, statistics, dictionary)
            products = read.products
        products = sorted(products, key=lambda product: product.id)
        self.products = products
        self._suppliers = {supplier.id: supplier for supplier in suppliers}
        self._settings = settings
        self._glossary = Glossary(settings.glossary)
        self.relevance = relevance
        self.relevance.blend = settings.blend
        self._factors = settings.blend.fit if settings.blend else {}
        self._exhibitors = np.array([p.exhibitor for p in products], dtype=np.int64)
        self._ids = np.array([p.id for p in products], dtype=np.int64)
        self._fit = fit or FitIndex(products, self._suppliers, settings)
        self._explainer = Explainer(products, self._suppliers, relevance, settings)
        self._wishes: dict[int, tuple[Need, Wish]] = {}
        #: Need-product pairs looked at so far, for the run's record.
        self.pairs_scored = 0
        #: How good a product has to be to be a candidate of each need matched so far.
        self.reaches: dict[int, Reach] = {}

    @property
    def statistics(self) -> Statistics:
        """What the scores take from the whole set of products."""
        return self.relevance.statistics

    @property
    def failure(self) -> str:
        """Why the embedder is no longer asked; empty while it works or where there is none."""
        return self.relevance.dense.failure if self.relevance.dense else ""

    def match(
        self,
        needs: Iterable[Need],
        buyers: Iterable[BuyerProfile],
        settled: Callable[[Group, int], bool] | None = None,
    ) -> list[Match]:
        """The matches of the given buyers, sorted by buyer, then best first, ties by exhibitor.

        Every need of a buyer has to be in the same call. Needs of buyers that are not given are
        matched against an empty profile. `settled`: whether a buyer's match with an exhibitor is
        known already; such ones are left out, for putting them into words takes longest.
        """
        profiles = {buyer.id: buyer for buyer in buyers}
        ordered = [read_need(n) for n in sorted(needs, key=lambda need: (need.buyer, need.id))]
        for need in ordered:
            profiles.setdefault(need.buyer, BuyerProfile(need.buyer))
        if not ordered or not self.products:
            return []
        wishes = [wish(need, self._glossary) for need in ordered]
        scored, codes = self._score(ordered, wishes, profiles)
        pairs = Pairs.joined(scored)
        limits = self._settings.floor, self._settings.top_per_buyer
        groups = group_pairs(pairs, *limits, self._ids)
        if settled:
            groups = [g for g in groups if not settled(g, self.products[g.places[0]].exhibitor)]
        wanted = {
            n.id: (wish, n, profiles[n.buyer], own)
            for n, wish, own in zip(ordered, wishes, codes, strict=True)
        }
        asking = {n: self._explainer.asking(*wanted[n]) for n in _shown_needs(groups)}
        leads = [_lead(group, asking) for group in groups]
        parts = parts_of(pairs, [g.rows[at] for g, (at, _) in zip(groups, leads, strict=True)])
        return [
            self._match(group, asking, lead, own)
            for group, lead, own in zip(groups, leads, parts, strict=True)
        ]

    def touched(
        self, products: Iterable[Product], needs: Sequence[Need], reaches: Mapping[int, Reach]
    ) -> set[int]:
        """The needs whose matches any of the products can change; every need without a reach.

        `products`: those that are new, and of those changed or withdrawn both versions there
        are. `reaches`: as `match` left them in `reaches` when it last saw each need. Matching
        the buyers of the needs returned, by an engine with the change, leaves the same matches
        as matching all.
        """
        tree = self.relevance.categories
        unknown = {need.id for need in needs if need.id not in reaches}
        documents = [document(product, tree) for product in products]
        if not documents:
            return unknown
        small = self.relevance.alone(documents)
        known = [need for need in needs if need.id in reaches]
        near = small.reached(self._wishes_of(known), [reaches[n.id] for n in known])
        return unknown | {need.id for need, reached in zip(known, near, strict=True) if reached}

    def remember(self, needs: Sequence[Need]) -> None:
        """Read the needs ahead, for `touched`; at size L a quarter of a minute."""
        self.relevance.remember(self._wishes_of(needs))

    def _wishes_of(self, needs: Sequence[Need]) -> list[Wish]:
        """Those of needs that have been asked about before are at hand."""
        for need in needs:
            if self._wishes.get(need.id, (None,))[0] is not need:
                self._wishes[need.id] = need, wish(need, self._glossary)
        return [self._wishes[need.id][1] for need in needs]

    def updated(
        self,
        products: Iterable[Product] = (),
        removed: Collection[int] = (),
        suppliers: Iterable[Supplier] | None = None,
    ) -> "Engine":
        """An engine with products added, changed or taken out; the statistics stay as they are.

        `suppliers`: all of them, where any has changed.
        """
        new = {product.id: read_product(product) for product in products}
        both = [*self.products, *new.values()]
        kept = ~np.isin(self._ids, [*new, *removed])
        rows = np.append(np.flatnonzero(kept), np.arange(len(self.products), len(both)))
        numbers = np.append(self._ids[kept], np.array([*new], dtype=np.int64))
        order = rows[np.argsort(numbers)]
        everything = [both[row] for row in order.tolist()]
        tree = self.relevance.categories
        relevance = self.relevance.changed([document(p, tree) for p in new.values()], order)
        owners = list(self._suppliers.values() if suppliers is None else suppliers)
        by_id = {owner.id: owner for owner in owners}
        fit = self._fit.changed(list(new.values()), everything, order, by_id)
        other = Engine(tree, everything, owners, self._settings, relevance=relevance, fit=fit)
        other._wishes = self._wishes  # of the same glossary
        return other

    def save(self, path: Path) -> None:
        """Writes a file that `load` reads in a fraction of the time that indexing takes."""
        part = path.with_suffix(".part")
        state = (self.products, list(self._suppliers.values()), self._settings)
        with part.open("wb") as file:
            pickle.dump((*state, self.relevance.categories, self.relevance.corpus), file, 5)
        part.replace(path)

    @classmethod
    def load(
        cls, path: Path, embedder: Embedder | None = None, dictionary: Dictionary | None = None
    ) -> "Engine":
        """The engine that `save` wrote.

        Read files of this installation's own making only: they may run code. Raises OSError, or
        whatever unpickling a damaged or outdated file gives.
        """
        with path.open("rb") as file:
            products, suppliers, settings, tree, corpus = pickle.load(file)  # noqa: S301 -- own file
        relevance = RelevanceIndex.over(corpus, tree, embedder, dictionary)
        return cls(tree, products, suppliers, settings, relevance=relevance)

    def _score(
        self, needs: Sequence[Need], wishes: Sequence[Wish], profiles: Mapping[int, BuyerProfile]
    ) -> tuple[list[Pairs], list[Mapping[str, float]]]:
        """Each need's candidates with their scores and parts, and the codes that it asks for."""
        pairs, codes = [], []
        for need, found in zip(needs, self.relevance.find(wishes), strict=True):
            best, _ = best_places(found.relevance, CANDIDATES, RELEVANCE_FLOOR)
            places = found.places[best]
            soft = self._fit.parts(need, profiles[need.buyer], places)
            parts = {name: part[best].astype(np.float64) for name, part in found.parts.items()}
            relevance = found.relevance[best].astype(np.float64)
            scores, views = joined(relevance, need, soft, self._factors)
            columns = {**parts, **soft, **views}
            owners = self._exhibitors[places]
            pairs.append(Pairs.of(need, owners, places, scores.clip(0, 1).round(6), columns))
            codes.append(found.wanted)
            self.reaches[need.id] = found.reach
        self.pairs_scored += len(needs) * len(self.products)
        return pairs, codes

    def _match(
        self, group: Group, asking: Mapping[int, Asking], lead: Lead, parts: Mapping[str, float]
    ) -> Match:
        at, blocks = lead
        first, place = group.pairs[at], group.places[at]
        others = (pair for number, pair in enumerate(group.pairs) if number != at)
        return Match(
            exhibitor=self.products[place].exhibitor,
            buyer=group.buyer,
            score=group.score,
            parts=parts,
            reasons=asking[first.need].reasons(place, parts),
            blocks=blocks,
            pairs=(first, *others),
        )


def _shown_needs(groups: Iterable[Group]) -> set[int]:
    """The needs of all pairs that may be shown."""
    return {pair.need for group in groups for pair in _near_best(group)}


def _near_best(group: Group) -> list[PairScore]:
    least = group.pairs[0].score - LEAD_MARGIN
    return [pair for pair in group.pairs if pair.score >= least]


def _lead(group: Group, asking: Mapping[int, Asking]) -> Lead:
    """Which pair of a group is shown: of those about as good as the best, the one with the fewest
    blocks, so that nobody reads of a paper missing where the exhibitor's next product has it.
    """
    found: Lead | None = None
    for at, pair in enumerate(_near_best(group)):
        blocks = asking[pair.need].blocks(group.places[at])
        if found is None or len(blocks) < len(found[1]):
            found = at, blocks
        if not blocks:
            break
    return found or (0, ())


def wish(need: Need, glossary: Glossary) -> Wish:
    """What the text and category scoring sees of a need: its texts without their terms, and what
    the glossary says in other languages for them.
    """
    texts = [goods_words(text) for _, text in sorted(need.texts.items())]
    otherwise = [said for text in texts for said in glossary.said_otherwise(text)]
    return Wish(tuple(dict.fromkeys([*texts, *otherwise])), need.categories)
