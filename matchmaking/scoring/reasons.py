"""What speaks for a need and a product: each reason is literally true of the data."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Quantity, Reason, Settings
from matchmaking.scoring.quantities import Measured, a_year, ratio
from matchmaking.scoring.sides import Offered, Wanted
from matchmaking.scoring.terms import compared_prices, days_late, shared_language
from matchmaking.scoring.weights import (
    ESTIMATE_TOLERANCE,
    NEAR_CATEGORY,
    QUANTITY_NEAR,
    REASON_WEIGHTS,
    REASONS_SHOWN,
)

Weighed = tuple[float, Reason]


def best_reasons(found: Iterable[Weighed], terms: Iterable[Weighed] = ()) -> tuple[Reason, ...]:
    """The reasons that weigh most, one of each code; ties by code and parameters.

    `terms`: others, one of each code, in this order; no more are asked for than may be shown.
    """
    by_code: dict[str, Weighed] = {}
    for weighed in found:
        code = weighed[1].code
        if code not in by_code or _exactly(weighed) < _exactly(by_code[code]):
            by_code[code] = weighed
    best = sorted(by_code.values(), key=_place)
    for weighed in terms:
        place = bisect(best, _place(weighed), key=_place)
        best.insert(place, weighed)
        if place >= REASONS_SHOWN - 1:
            break
    return tuple(reason for _, reason in best[:REASONS_SHOWN])


def _place(weighed: Weighed) -> tuple[float, str]:
    return -weighed[0], weighed[1].code


def _exactly(weighed: Weighed) -> tuple[float, list[str]]:
    """In what order reasons of one code stand."""
    return -weighed[0], _said(weighed[1])


def _said(reason: Reason) -> list[str]:
    return sorted(map(str, reason.params.items()))


def term_reasons(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Weighed]:
    """Reasons from everything but texts and categories with what each weighs, best first, one of
    each code. Each is looked for when it is asked for.
    """
    for weight, look in _TERMS:
        reason = look(wanted, offered, settings)
        if reason is not None:
            yield weight, reason


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


def _certificate_held(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    papers = [(standard, offered.held.get(standard, _NONE)[0]) for standard in wanted.welcome]
    return _first(
        Reason("certificate_held", {"standard": standard, "issuer": held.issuer})
        for standard, held in papers
        if held
    )


def _certificate_named(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    """A paper asked for only stands in the texts."""
    if not wanted.certificates:
        return None
    claimed = offered.claims
    return _first(
        Reason("certificate_named", {"standard": standard, "issuer": claimed[standard]})
        for standard in wanted.certificates
        if standard in claimed and not offered.held.get(standard, _NONE)[0]
    )


def _quantity_fits(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    """MOQ and capacity are both known and hold what is wanted."""
    volume, moq, most = wanted.volume, offered.product.moq, offered.a_year
    if volume is None or moq is None or most is None:
        return None
    measured = wanted.volume_of(offered)
    orders, share = ratio(offered.moq, measured), ratio(a_year(measured, wanted.period), most)
    if not orders or not share or not _surely(orders) or not _surely(share):
        return None
    return Reason("quantity_fits", {**_asked(volume), "moq": moq.amount, "moq_unit": moq.unit})


def _surely(part: Measured) -> bool:
    """Whether it is no more than the whole, even if a container holds less or more than usual."""
    return part.amount <= (1 if part.exact else 1 / ESTIMATE_TOLERANCE)


def _quantity_near(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    """The lot that only the product's texts tell is nearly what is wanted."""
    volume, lot = wanted.volume, offered.product.guessed.quantity
    if volume is None or lot is None:
        return None
    near = ratio(offered.lot, wanted.volume_of(offered))
    if not near or not QUANTITY_NEAR <= near.amount <= 1 / QUANTITY_NEAR:
        return None
    return Reason("quantity_near", {**_asked(volume), "lot": lot.amount, "lot_unit": lot.unit})


def _asked(volume: Quantity) -> dict[str, str | float]:
    return {"volume": volume.amount, "volume_unit": volume.unit}


def _price_within_target(wanted: Wanted, offered: Offered, settings: Settings) -> Reason | None:
    target = wanted.need.target_price
    if target is None or wanted.limit is None or offered.lowest is None:
        return None
    found = compared_prices(wanted, offered)
    if found is None or found[0] > 1:
        return None
    params: dict[str, str | float] = {"currency": settings.currency, "unit": target.unit}
    params |= {"price": round(found[1], 4), "target": round(found[2], 4)}
    return Reason("price_within_target", params)


def _origin_wanted(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    origin = offered.product.origin
    return Reason("origin_wanted", {"origin": origin}) if origin in wanted.origins else None


def _origin_named(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    return _first(
        Reason("origin_named", {"origin": origin})
        for origin in offered.product.guessed.origins
        if origin in wanted.origins
    )


def _cold_chain_kept(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    cold = wanted.need.guessed.cold
    return Reason("cold_chain_kept", {"cold": cold}) if cold and cold == offered.cold else None


def _incoterm_offered(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    incoterm = offered.product.incoterm
    known = incoterm and incoterm in wanted.incoterms
    return Reason("incoterm_offered", {"incoterm": incoterm}) if known else None


def _lead_time_in_time(wanted: Wanted, offered: Offered, settings: Settings) -> Reason | None:
    lead, due = offered.product.lead_time_days, wanted.deadline
    if due is None or lead is None or days_late(lead, due, settings.today) > 0:
        return None
    return Reason("lead_time_in_time", {"lead_time_days": lead, "deadline": due.isoformat()})


def _shelf_life_long_enough(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    least, life = wanted.shelf_life_days, offered.product.shelf_life_days
    if least is None or life is None or life < least:
        return None
    params: dict[str, str | float] = {"shelf_life_days": life, "min_shelf_life_days": least}
    return Reason("shelf_life_long_enough", params)


def _market_targeted(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    country = wanted.buyer.country
    known = country and country in offered.supplier.target_markets
    return Reason("market_targeted", {"country": country}) if known else None


def _language_in_common(wanted: Wanted, offered: Offered, _: Settings) -> Reason | None:
    language = shared_language(wanted, offered)
    return Reason("language_in_common", {"language": language}) if language else None


def _first(reasons: Iterable[Reason]) -> Reason | None:
    found = list(reasons)
    return min(found, key=_said) if len(found) > 1 else next(iter(found), None)


_NONE = (None, None)
_LOOKS = (
    _certificate_held,
    _certificate_named,
    _origin_wanted,
    _origin_named,
    _price_within_target,
    _cold_chain_kept,
    _incoterm_offered,
    _quantity_fits,
    _quantity_near,
    _lead_time_in_time,
    _shelf_life_long_enough,
    _market_targeted,
    _language_in_common,
)
# Each is named after the code that it looks for; the heaviest come first.
_TERMS = sorted(
    ((REASON_WEIGHTS[look.__name__[1:]], look) for look in _LOOKS),
    key=lambda term: (-term[0], term[1].__name__),
)
