"""What speaks for a need and a product: each reason is literally true of the data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Reason, Settings
from matchmaking.scoring.quantities import a_year, ratio
from matchmaking.scoring.sides import Offered, Wanted
from matchmaking.scoring.terms import compared_prices, days_late, shared_language
from matchmaking.scoring.weights import NEAR_CATEGORY, QUANTITY_NEAR, REASON_WEIGHTS, REASONS_SHOWN

Weighed = tuple[float, Reason]


def best_reasons(found: Iterable[Weighed]) -> tuple[Reason, ...]:
    """The reasons that weigh most, one of each code; ties by code and parameters."""
    by_code: dict[str, Weighed] = {}
    for weight, reason in found:
        known = by_code.get(reason.code)
        if known is None or (-weight, _said(reason)) < (-known[0], _said(known[1])):
            by_code[reason.code] = weight, reason
    order = sorted(by_code.values(), key=lambda weighed: (-weighed[0], weighed[1].code))
    return tuple(reason for _, reason in order[:REASONS_SHOWN])


def _said(reason: Reason) -> list[str]:
    return sorted(map(str, reason.params.items()))


def term_reasons(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Weighed]:
    """Reasons from everything but texts and categories, each with what it weighs."""
    found: list[Reason] = []
    # Most needs state few terms, and there are many pairs to look at.
    if wanted.welcome:
        found += _certificate_reasons(wanted, offered)
    if wanted.volume is not None:
        found += _quantity_reasons(wanted, offered)
    if wanted.limit is not None and offered.lowest is not None:
        found += _price_reasons(wanted, offered, settings)
    found += _trade_reasons(wanted, offered, settings)
    found += _party_reasons(wanted, offered)
    for reason in found:
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


def _certificate_reasons(wanted: Wanted, offered: Offered) -> Iterator[Reason]:
    """`certificate_held`, or `certificate_named` where a paper only stands in the texts."""
    for standard in wanted.welcome:
        held, _ = offered.held.get(standard, (None, None))
        if held:
            yield Reason("certificate_held", {"standard": standard, "issuer": held.issuer})
        elif standard in wanted.certificates and standard in offered.claims[0]:
            named = {"standard": standard, "issuer": offered.claims[1]}
            yield Reason("certificate_named", named)


def _quantity_reasons(wanted: Wanted, offered: Offered) -> Iterator[Reason]:
    """`quantity_fits`: MOQ and capacity are both known and hold what is wanted, exactly.

    `quantity_near`: so does the lot that only the product's texts tell, nearly.
    """
    volume, moq, lot = wanted.volume, offered.product.moq, offered.product.guessed.quantity
    if volume is None:
        return
    params: dict[str, str | float] = {"volume": volume.amount, "volume_unit": volume.unit}
    measured = wanted.volume_of(offered)
    if moq is not None and offered.a_year is not None:
        orders = ratio(offered.moq, measured)
        share = ratio(a_year(measured, wanted.period), offered.a_year)
        if orders and share and orders.amount <= 1 and share.amount <= 1:
            yield Reason("quantity_fits", {**params, "moq": moq.amount, "moq_unit": moq.unit})
    if lot is not None:
        near = ratio(offered.lot, measured)
        if near and QUANTITY_NEAR <= near.amount <= 1 / QUANTITY_NEAR:
            yield Reason("quantity_near", {**params, "lot": lot.amount, "lot_unit": lot.unit})


def _price_reasons(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Reason]:
    found, target = compared_prices(wanted, offered), wanted.need.target_price
    if target is None or found is None or found[0] > 1:
        return
    params: dict[str, str | float] = {"currency": settings.currency, "unit": target.unit}
    params |= {"price": round(found[1], 4), "target": round(found[2], 4)}
    yield Reason("price_within_target", params)


def _trade_reasons(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Reason]:
    """What the product states or tells, asked for in a field or, where that is empty, in text."""
    product = offered.product
    if wanted.origins:
        if product.origin and product.origin in wanted.origins:
            yield Reason("origin_wanted", {"origin": product.origin})
        for origin in product.guessed.origins:
            if origin in wanted.origins:
                yield Reason("origin_named", {"origin": origin})
    if product.incoterm and product.incoterm in wanted.incoterms:
        yield Reason("incoterm_offered", {"incoterm": product.incoterm})
    lead, due = product.lead_time_days, wanted.deadline
    if due is not None and lead is not None and days_late(lead, due, settings.today) <= 0:
        params: dict[str, str | float] = {"lead_time_days": lead, "deadline": due.isoformat()}
        yield Reason("lead_time_in_time", params)
    least, life = wanted.shelf_life_days, product.shelf_life_days
    if least is not None and life is not None and life >= least:
        yield Reason(
            "shelf_life_long_enough", {"shelf_life_days": life, "min_shelf_life_days": least}
        )
    cold = wanted.need.guessed.cold
    if cold and cold == offered.cold:
        yield Reason("cold_chain_kept", {"cold": cold})


def _party_reasons(wanted: Wanted, offered: Offered) -> Iterator[Reason]:
    country = wanted.buyer.country
    if country and country in offered.supplier.target_markets:
        yield Reason("market_targeted", {"country": country})
    language = shared_language(wanted, offered)
    if language:
        yield Reason("language_in_common", {"language": language})
