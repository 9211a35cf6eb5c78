"""What speaks for a need and a product: each reason is literally true of the data."""

from collections.abc import Iterator, Mapping, Sequence

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    BuyerProfile,
    Need,
    Product,
    Reason,
    Settings,
    Supplier,
)
from matchmaking.scoring.prices import price_for, price_ratio, target_for
from matchmaking.scoring.quantities import a_year, measure, ratio
from matchmaking.scoring.terms import cold_of, days_late, shared_languages, valid_certificate
from matchmaking.scoring.weights import NEAR_CATEGORY, QUANTITY_NEAR, REASON_WEIGHTS, REASONS_SHOWN

Weighed = tuple[float, Reason]


def best_reasons(found: Sequence[Weighed]) -> tuple[Reason, ...]:
    """The reasons that weigh most, one of each code; ties by code and parameters."""
    order = sorted(found, key=lambda w: (-w[0], w[1].code, sorted(map(str, w[1].params.items()))))
    by_code: dict[str, Reason] = {}
    for _, reason in order:
        by_code.setdefault(reason.code, reason)
    return tuple(by_code.values())[:REASONS_SHOWN]


def term_reasons(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> Iterator[Weighed]:
    """Reasons from everything but texts and categories, each with what it weighs."""
    for reason in (
        *_certificate_reasons(need, product, settings),
        *_quantity_reasons(need, product),
        *_price_reasons(need, product, settings),
        *_trade_reasons(need, product, settings),
        *_party_reasons(buyer, supplier),
        *_text_reasons(need, product, settings),
    ):
        yield REASON_WEIGHTS[reason.code], reason


def word_reason(
    words: Sequence[str], text_part: float, translated: Sequence[tuple[str, str]] = ()
) -> Iterator[Weighed]:
    """`words_in_common`, or else `words_translated`, weighing as much as the text part.

    `translated`: words of the need with what they are in the product's text.
    """
    reason = Reason("words_in_common", {"words": ", ".join(words)})
    if not words and translated:
        pairs = ", ".join(f"{word} ({sense})" for word, sense in translated)
        reason = Reason("words_translated", {"words": pairs})
    if words or translated:
        yield REASON_WEIGHTS[reason.code] * text_part, reason


def category_reason(
    wanted: Mapping[str, float], code: str, stated: tuple[bool, bool], tree: CategoryIndex
) -> Iterator[Weighed]:
    """Where need and product meet in the tree.

    `wanted`: codes that the need asks for, with their trust. `code`: the product's. `stated`:
    whether need and product state theirs; a code taken from words on either side makes it
    `category_from_words`.
    """
    if not code or not wanted:
        return
    like = {asked: tree.similarity(asked, code) for asked in wanted}
    asked = max(wanted, key=lambda c: (wanted[c] * like[c], c))
    if all(stated) and like[asked] == 1:
        reason = Reason("same_category", {"code": asked})
    elif all(stated) and like[asked] >= NEAR_CATEGORY:
        reason = Reason("near_category", {"wanted": asked, "code": code})
    elif not all(stated) and like[asked] == 1:
        reason = Reason("category_from_words", {"code": asked})
    else:
        return
    yield REASON_WEIGHTS[reason.code] * wanted[asked] * like[asked], reason


def _certificate_reasons(need: Need, product: Product, settings: Settings) -> Iterator[Reason]:
    asked = need.certificates or need.guessed.certificates
    for standard in dict.fromkeys((*asked, *need.certificates_nice)):
        held = valid_certificate(product, standard, settings.today)
        if held:
            yield Reason("certificate_held", {"standard": standard, "issuer": held.issuer})


def _quantity_reasons(need: Need, product: Product) -> Iterator[Reason]:
    """`quantity_fits`: MOQ and capacity are both known and hold what is wanted, exactly."""
    wanted = need.volume or need.guessed.quantity
    period = need.volume_period if need.volume else need.guessed.period
    volume = measure(wanted, product)
    orders = ratio(measure(product.moq, product), volume)
    capacity = a_year(measure(product.capacity, product), product.capacity_period)
    share = ratio(a_year(volume, period), capacity)
    if wanted is None or product.moq is None or orders is None or share is None:
        return
    if orders.amount <= 1 and share.amount <= 1:
        params: dict[str, str | float] = {
            "volume": wanted.amount,
            "volume_unit": wanted.unit,
            "moq": product.moq.amount,
            "moq_unit": product.moq.unit,
        }
        yield Reason("quantity_fits", params)


def _price_reasons(need: Need, product: Product, settings: Settings) -> Iterator[Reason]:
    above = price_ratio(need.target_price, product, settings)
    if need.target_price is None or above is None or above > 1:
        return
    unit = need.target_price.unit
    price, target = price_for(product, unit, settings), target_for(need.target_price, settings)
    params: dict[str, str | float] = {"currency": settings.currency, "unit": unit}
    params |= {"price": round(price or 0.0, 4), "target": round(target or 0.0, 4)}
    yield Reason("price_within_target", params)


def _trade_reasons(need: Need, product: Product, settings: Settings) -> Iterator[Reason]:
    """What the product states, asked for in a field or, where that is empty, in the text."""
    if product.origin and product.origin in (need.origins_wanted or need.guessed.origins):
        yield Reason("origin_wanted", {"origin": product.origin})
    if product.incoterm and product.incoterm in (need.incoterms or need.guessed.incoterms):
        yield Reason("incoterm_offered", {"incoterm": product.incoterm})
    lead, due = product.lead_time_days, need.deadline or need.guessed.deadline
    if due is not None and lead is not None and days_late(lead, due, settings.today) <= 0:
        params: dict[str, str | float] = {"lead_time_days": lead, "deadline": due.isoformat()}
        yield Reason("lead_time_in_time", params)
    wanted, offered = need.min_shelf_life_days, product.shelf_life_days
    if wanted is None:
        wanted = need.guessed.shelf_life_days
    if wanted is not None and offered is not None and offered >= wanted:
        yield Reason(
            "shelf_life_long_enough", {"shelf_life_days": offered, "min_shelf_life_days": wanted}
        )


def _text_reasons(need: Need, product: Product, settings: Settings) -> Iterator[Reason]:
    """What only the product's texts tell: a paper, an origin, a lot, cold storage."""
    told = product.guessed
    for standard in need.certificates or need.guessed.certificates:
        held = valid_certificate(product, standard, settings.today)
        if standard in told.certificates and not held:
            yield Reason("certificate_named", {"standard": standard, "issuer": told.issuer})
    for origin in told.origins:
        if origin in (need.origins_wanted or need.guessed.origins):
            yield Reason("origin_named", {"origin": origin})
    wanted = need.volume or need.guessed.quantity
    near = ratio(measure(told.quantity, product), measure(wanted, product))
    if wanted and told.quantity and near and QUANTITY_NEAR <= near.amount <= 1 / QUANTITY_NEAR:
        params: dict[str, str | float] = {
            "volume": wanted.amount,
            "volume_unit": wanted.unit,
            "lot": told.quantity.amount,
            "lot_unit": told.quantity.unit,
        }
        yield Reason("quantity_near", params)
    if need.guessed.cold and need.guessed.cold == cold_of(product):
        yield Reason("cold_chain_kept", {"cold": need.guessed.cold})


def _party_reasons(buyer: BuyerProfile, supplier: Supplier) -> Iterator[Reason]:
    if buyer.country and buyer.country in supplier.target_markets:
        yield Reason("market_targeted", {"country": buyer.country})
    for language in shared_languages(buyer, supplier)[:1]:
        yield Reason("language_in_common", {"language": language})
