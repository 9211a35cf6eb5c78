"""Reasons and blocks of the pairs that are kept."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from matchmaking.scoring.data import (
    Block,
    BuyerProfile,
    Need,
    Product,
    Reason,
    Settings,
    Supplier,
)
from matchmaking.scoring.reading.guesses import claimed_certificates
from matchmaking.scoring.reasons import (
    Weighed,
    best_reasons,
    category_reason,
    term_reasons,
    word_reason,
)
from matchmaking.scoring.relevance import RelevanceIndex, Wish
from matchmaking.scoring.terms import blocks
from matchmaking.scoring.words import ProductText, Translation, shared_words

# Products whose normalised texts are kept at hand: those of size L, a few kB each.
KEPT_TEXTS = 50_000
KEPT_WISHES = 256
KEPT_PLACES = 4096


class Explainer:
    """Says why a need and a product belong together, and what is in their way."""

    def __init__(
        self,
        products: Sequence[Product],
        suppliers: Mapping[int, Supplier],
        relevance: RelevanceIndex,
        settings: Settings,
    ) -> None:
        self._products = products
        self._suppliers = suppliers
        self._relevance = relevance
        self._settings = settings
        self._texts = lru_cache(maxsize=KEPT_TEXTS)(self._product_text)
        self._read = lru_cache(maxsize=KEPT_TEXTS)(self._read_product)
        self._translation = Translation(relevance.dictionary)
        self._categories = lru_cache(maxsize=KEPT_PLACES)(self._category_reasons)
        # A buyer's matches come one after the other, so its few wishes are asked again and again.
        self._wanted = lru_cache(maxsize=KEPT_WISHES)(lambda wish: relevance.wanted([wish])[0])

    def explain(
        self,
        wish: Wish,
        need: Need,
        place: int,
        buyer: BuyerProfile,
        parts: Mapping[str, float],
    ) -> tuple[tuple[Reason, ...], tuple[Block, ...]]:
        """Up to REASONS_SHOWN reasons that weigh most, and all blocks."""
        product = self._read(place)
        supplier = self._suppliers.get(product.exhibitor, Supplier(product.exhibitor))
        weight = self._relevance.corpus.statistics.weight
        words = shared_words(wish.texts, self._texts(place), weight)
        translated = [] if words else self._translation.shared(wish.texts, self._texts(place))
        stated = bool(self._relevance.placement.stated[place])
        code = self._relevance.placement.best[place]
        reasons = best_reasons(
            [
                *word_reason(words, _text_part(parts), translated),
                *self._categories(wish, code, stated),
                *term_reasons(need, product, buyer, supplier, self._settings),
            ]
        )
        return reasons, blocks(need, product, buyer, supplier, self._settings)

    def _category_reasons(self, wish: Wish, code: str, stated: bool) -> tuple[Weighed, ...]:
        tree = self._relevance.categories
        asked = any(tree.resolve(each) for each in wish.categories)
        return tuple(category_reason(self._wanted(wish), code, (asked, stated), tree))

    def _product_text(self, place: int) -> ProductText:
        product = self._products[place]
        return ProductText((*product.names.values(), *product.descriptions.values()))

    def _read_product(self, place: int) -> Product:
        """With the papers that its texts name."""
        product = self._products[place]
        standards, issuer = claimed_certificates(product)
        if not standards and not issuer:
            return product
        told = replace(product.guessed, certificates=standards, issuer=issuer)
        return replace(product, guessed=told)


def _text_part(parts: Mapping[str, float]) -> float:
    """How far the words go, by themselves or looked up."""
    return math.sqrt(max(parts.get("words", 0.0), parts.get("dictionary", 0.0)))
