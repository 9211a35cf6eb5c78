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
from matchmaking.scoring.terms import days_late, shared_languages, valid_certificate
from matchmaking.scoring.weights import NEAR_CATEGORY, REASON_WEIGHTS, REASONS_SHOWN

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
    ):
        yield REASON_WEIGHTS[reason.code], reason


def word_reason(words: Sequence[str], text_part: float) -> Iterator[Weighed]:
    """`words_in_common`, weighing as much as the text part."""
    if words:
        reason = Reason("words_in_common", {"words": ", ".join(words)})
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
    for standard in need.certificates:
        held = valid_certificate(product, standard, settings.today)
        if held:
            yield Reason("certificate_held", {"standard": standard, "issuer": held.issuer})


def _quantity_reasons(need: Need, product: Product) -> Iterator[Reason]:
    """`quantity_fits`: MOQ and capacity are both known and hold what is wanted, exactly."""
    volume = measure(need.volume, product)
    orders = ratio(measure(product.moq, product), volume)
    capacity = a_year(measure(product.capacity, product), product.capacity_period)
    share = ratio(a_year(volume, need.volume_period), capacity)
    if need.volume is None or product.moq is None or orders is None or share is None:
        return
    if orders.amount <= 1 and share.amount <= 1:
        params: dict[str, str | float] = {
            "volume": need.volume.amount,
            "volume_unit": need.volume.unit,
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
    if product.origin and product.origin in need.origins_wanted:
        yield Reason("origin_wanted", {"origin": product.origin})
    if product.incoterm and product.incoterm in need.incoterms:
        yield Reason("incoterm_offered", {"incoterm": product.incoterm})
    lead = product.lead_time_days
    if need.deadline is not None and lead is not None:
        late = days_late(lead, need.deadline, settings.today)
        if late <= 0:
            deadline = need.deadline.isoformat()
            yield Reason("lead_time_in_time", {"lead_time_days": lead, "deadline": deadline})
    wanted, offered = need.min_shelf_life_days, product.shelf_life_days
    if wanted is not None and offered is not None and offered >= wanted:
        yield Reason(
            "shelf_life_long_enough", {"shelf_life_days": offered, "min_shelf_life_days": wanted}
        )


def _party_reasons(buyer: BuyerProfile, supplier: Supplier) -> Iterator[Reason]:
    if buyer.country and buyer.country in supplier.target_markets:
        yield Reason("market_targeted", {"country": buyer.country})
    for language in shared_languages(buyer, supplier)[:1]:
        yield Reason("language_in_common", {"language": language})
