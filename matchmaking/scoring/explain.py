"""Reasons and blocks of the pairs that are kept."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from matchmaking.scoring.data import (
    Block,
    BuyerProfile,
    Need,
    Product,
    Reason,
    Settings,
    Supplier,
)
from matchmaking.scoring.reasons import (
    Weighed,
    best_reasons,
    category_reason,
    term_reasons,
    word_reason,
)
from matchmaking.scoring.relevance import RelevanceIndex, Wish
from matchmaking.scoring.sides import Offered, Wanted
from matchmaking.scoring.terms import blocks
from matchmaking.scoring.words import ProductText, Translation, WishWords

# Products that are kept at hand as they were read: those of size L, a few kB each.
KEPT_PRODUCTS = 50_000
KEPT_WORDS = 100_000


class Explainer:
    """Says why needs and products belong together, and what is in their way."""

    def __init__(
        self,
        products: Sequence[Product],
        suppliers: Mapping[int, Supplier],
        relevance: RelevanceIndex,
        settings: Settings,
    ) -> None:
        self.relevance = relevance
        self.settings = settings
        # Caches that hold no `self`: a market's former engine goes as soon as nobody needs it.
        self.text = lru_cache(maxsize=KEPT_PRODUCTS)(partial(_product_text, products))
        self.offered = lru_cache(maxsize=KEPT_PRODUCTS)(
            partial(_offered, products, suppliers, settings)
        )
        self.weight = lru_cache(maxsize=KEPT_WORDS)(relevance.statistics.weight)
        self.translation = Translation(relevance.dictionary)

    def asking(
        self, wish: Wish, need: Need, buyer: BuyerProfile, codes: Mapping[str, float]
    ) -> "Asking":
        """One need, read once, to be explained beside any number of products.

        `codes`: what it asks for in the tree, with their trust.
        """
        return Asking(self, wish, Wanted.of(need, buyer, self.settings), codes)


class Asking:
    """A need beside products."""

    def __init__(
        self, explainer: Explainer, wish: Wish, wanted: Wanted, codes: Mapping[str, float]
    ) -> None:
        self._explainer, self._wish, self._wanted = explainer, wish, wanted
        relevance = explainer.relevance
        self._words = WishWords(wish.texts, explainer.weight)
        self._codes = codes
        self._stated = any(relevance.categories.resolve(each) for each in wish.categories)
        self._categories: dict[tuple[str, bool], tuple[Weighed, ...]] = {}

    def reasons(self, place: int, parts: Mapping[str, float]) -> tuple[Reason, ...]:
        """Up to REASONS_SHOWN that weigh most; `parts` of this pair."""
        explainer = self._explainer
        text = explainer.text(place)
        words = self._words.shared(text)
        translated = [] if words else explainer.translation.shared(self._wish.texts, text)
        terms = term_reasons(self._wanted, explainer.offered(place), explainer.settings)
        said = word_reason(words, _text_part(parts), translated)
        return best_reasons((*said, *self._category_reasons(place)), terms)

    def blocks(self, place: int) -> tuple[Block, ...]:
        """All that is in the way."""
        return blocks(self._wanted, self._explainer.offered(place), self._explainer.settings)

    def _category_reasons(self, place: int) -> tuple[Weighed, ...]:
        placed = self._explainer.relevance.placed
        code, stated = placed.best[place], bool(placed.stated[place])
        found = self._categories.get((code, stated))
        if found is None:
            tree = self._explainer.relevance.categories
            found = tuple(category_reason(self._codes, code, (self._stated, stated), tree))
            self._categories[code, stated] = found
        return found


def _text_part(parts: Mapping[str, float]) -> float:
    """How far the words go, by themselves or looked up."""
    return math.sqrt(max(parts.get("words", 0.0), parts.get("dictionary", 0.0)))


def _product_text(products: Sequence[Product], place: int) -> ProductText:
    product = products[place]
    return ProductText((*product.names.values(), *product.descriptions.values()))


def _offered(
    products: Sequence[Product],
    suppliers: Mapping[int, Supplier],
    settings: Settings,
    place: int,
) -> Offered:
    product = products[place]
    supplier = suppliers.get(product.exhibitor, Supplier(product.exhibitor))
    return Offered.of(product, supplier, settings)
