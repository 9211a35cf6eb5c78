"""Needs and products with what their texts say where a field is empty."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from matchmaking.scoring.data import Guesses, Need, Product
from matchmaking.scoring.reading.amounts import find_price, offered_lot, wanted_amount
from matchmaking.scoring.reading.places import (
    country_words,
    find_goods,
    find_origins,
    unwanted_places,
)
from matchmaking.scoring.reading.terms import (
    find_certificates,
    find_cold,
    find_deadline,
    find_incoterms,
    find_shelf_life,
)
from matchmaking.scoring.reading.vocabulary import Found, joined

T = TypeVar("T")


def read_need(need: Need) -> Need:
    """The need with guesses for its empty fields, from the first of its texts that tells each."""
    texts = _ordered(need.texts, need.language)
    amount = None if need.volume else _first(texts, wanted_amount)
    deadline = None if need.deadline else _first(texts, find_deadline)
    life = None if need.min_shelf_life_days is not None else _first(texts, find_shelf_life)
    cold = _first(texts, find_cold)
    return replace(
        need,
        guessed=Guesses(
            quantity=amount.value.quantity if amount else None,
            period=(amount.value.period or "once") if amount else "",
            certificates=(
                () if need.certificates or need.certificates_nice else tuple(_certificates(texts))
            ),
            incoterms=() if need.incoterms else _incoterms(texts),
            origins=() if need.origins_wanted else _origins(texts, need.origins_unwanted),
            deadline=deadline.value if deadline else None,
            shelf_life_days=life.value if life else None,
            cold=cold.value if cold else "",
        ),
    )


def read_product(product: Product) -> Product:
    """The product with guesses for what the soft terms ask of it: lot, origin, cold chain."""
    texts = _product_texts(product)
    stated = product.moq is not None or product.capacity is not None
    lot = None if stated else _first(texts, offered_lot)
    origins = () if product.origin else _origins(texts)[:1]
    warm = product.temperature_max is None
    cold = _first(texts, find_cold) if warm else None
    if lot is None and not origins and cold is None:
        return product
    guessed = Guesses(
        quantity=lot.value.quantity if lot else None,
        origins=origins,
        cold=cold.value if cold else "",
    )
    return replace(product, guessed=guessed)


def indexed_body(product: Product) -> str:
    """A product's descriptions with what its origin and growing region tell, for the text index.

    So a product from Ethiopia is found by the country, and Yirgacheffe beans by coffee.
    """
    texts = _product_texts(product)
    origin = product.origin or next(iter(_origins(texts)), "")
    goods = dict.fromkeys(word for text in texts for word in find_goods(text))
    told = (country_words(origin) if origin else "", *goods)
    return " ; ".join(filter(None, (*product.descriptions.values(), *told)))


@lru_cache(maxsize=20_000)
def goods_words(text: str) -> str:
    """A need's text without its terms: amount, price, Incoterms, days, unwanted origins.

    They are compared as terms; as words they would only make what is left look poorly answered.
    A text of nothing else stays as it is.
    """
    amount = wanted_amount(text)
    one_each = (amount, find_price(text), find_deadline(text), find_shelf_life(text))
    spans = [(found.start, found.end) for found in (*find_incoterms(text), *one_each) if found]
    if amount and amount.value.period_at:
        spans.append(amount.value.period_at)
    # "Not from Brazil" is no wish for what has Brazil in its name.
    spans += unwanted_places(text)
    kept = text
    for start, end in reversed(joined(text, spans)):
        kept = f"{kept[:start]} {kept[end:]}"
    return kept if any(char.isalpha() for char in kept) else text


def claimed_certificates(product: Product) -> dict[str, str]:
    """The standards that a product's texts name with the issuer of each, empty if none is named."""
    return _certificates(_product_texts(product))


def _product_texts(product: Product) -> list[str]:
    names = _ordered(product.names, product.language)
    return [*names, *_ordered(product.descriptions, product.language)]


def _ordered(texts: Mapping[str, str], own: str) -> list[str]:
    """The text in the row's own language first."""
    return [text for _, text in sorted(texts.items(), key=lambda pair: (pair[0] != own, pair[0]))]


def _first(texts: Iterable[str], find: Callable[[str], Found[T] | None]) -> Found[T] | None:
    return next((found for text in texts if (found := find(text)) is not None), None)


def _certificates(texts: Iterable[str]) -> dict[str, str]:
    issuers: dict[str, str] = {}
    for standard, by in (one.value for text in texts for one in find_certificates(text)):
        issuers[standard] = issuers.get(standard) or by
    return issuers


def _incoterms(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value[0] for text in texts for one in find_incoterms(text)))


def _origins(texts: Iterable[str], unwanted: Collection[str] = ()) -> tuple[str, ...]:
    found = [one.value for text in texts for one in find_origins(text)]
    wanted = (country for country, said in found if said == "wanted")
    return tuple(country for country in dict.fromkeys(wanted) if country not in unwanted)
