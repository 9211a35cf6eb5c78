"""The hard terms: what stands between a need and a product, as blocks that never lower a score.

A term is either hard (here) or soft (`fit`), save the price: soft up to `PRICE_TOLERANCE` above
the target, a block beyond. What is not stated on either side blocks nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from matchmaking.scoring.data import (
    Block,
    BuyerProfile,
    Certificate,
    Need,
    Product,
    Settings,
    Supplier,
)
from matchmaking.scoring.prices import price_for, price_ratio, target_for
from matchmaking.scoring.quantities import a_year, measure, ratio
from matchmaking.scoring.weights import ESTIMATE_TOLERANCE, PRICE_TOLERANCE


def blocks(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> tuple[Block, ...]:
    """Everything in the way of one need and product, each with what would lift it."""
    return (
        *certificate_blocks(need, product, settings.today),
        *quantity_blocks(need, product),
        *term_blocks(need, product, settings),
        *price_blocks(need, product, settings),
        *language_blocks(buyer, supplier, settings),
    )


def valid_certificate(product: Product, standard: str, today: date) -> Certificate | None:
    """The product's certificate for a standard that is valid today, the longest one."""
    held = [
        c
        for c in product.certificates
        if c.standard == standard and (c.valid_until is None or c.valid_until >= today)
    ]
    return max(held, key=lambda c: (c.valid_until or date.max, c.issuer), default=None)


def certificate_blocks(need: Need, product: Product, today: date) -> Iterator[Block]:
    """`certificate_missing` or `certificate_expired` for each standard not covered today."""
    for standard in need.certificates:
        if valid_certificate(product, standard, today):
            continue
        past = [c.valid_until for c in product.certificates if c.standard == standard]
        ended = [day for day in past if day is not None]
        if ended:
            params = {"standard": standard, "valid_until": max(ended).isoformat()}
            yield Block("certificate_expired", params)
        else:
            yield Block("certificate_missing", {"standard": standard})


def quantity_blocks(need: Need, product: Product) -> Iterator[Block]:
    """`moq_above_volume` and `capacity_below_volume`, in the amounts and units as stated.

    A single order is compared with the MOQ: what is wanted once or in a month, or the whole of a
    year. Capacity is compared over a year.
    """
    volume = measure(need.volume, product)
    if volume is None or need.volume is None:
        return
    wanted: dict[str, str | float] = {
        "volume": need.volume.amount,
        "volume_unit": need.volume.unit,
        "volume_period": need.volume_period,
    }
    orders = ratio(measure(product.moq, product), volume)
    if product.moq and orders and orders.amount > (1 if orders.exact else ESTIMATE_TOLERANCE):
        yield Block(
            "moq_above_volume", {**wanted, "moq": product.moq.amount, "moq_unit": product.moq.unit}
        )
    capacity = a_year(measure(product.capacity, product), product.capacity_period)
    share = ratio(a_year(volume, need.volume_period), capacity)
    if product.capacity and share and share.amount > (1 if share.exact else ESTIMATE_TOLERANCE):
        offered: dict[str, str | float] = {
            "capacity": product.capacity.amount,
            "capacity_unit": product.capacity.unit,
            "capacity_period": product.capacity_period,
        }
        yield Block("capacity_below_volume", {**wanted, **offered})


def term_blocks(need: Need, product: Product, settings: Settings) -> Iterator[Block]:
    """Incoterm, deadline, shelf life and origin."""
    if need.incoterms and product.incoterm and product.incoterm not in need.incoterms:
        accepted = ", ".join(need.incoterms)
        yield Block("incoterm_not_accepted", {"incoterm": product.incoterm, "accepted": accepted})
    if need.deadline is not None and product.lead_time_days is not None:
        late = days_late(product.lead_time_days, need.deadline, settings.today)
        if late > 0:
            yield Block(
                "lead_time_after_deadline",
                {
                    "lead_time_days": product.lead_time_days,
                    "deadline": need.deadline.isoformat(),
                    "days_late": late,
                },
            )
    wanted, offered = need.min_shelf_life_days, product.shelf_life_days
    if wanted is not None and offered is not None and offered < wanted:
        yield Block(
            "shelf_life_too_short", {"shelf_life_days": offered, "min_shelf_life_days": wanted}
        )
    if product.origin and product.origin in need.origins_unwanted:
        yield Block("origin_unwanted", {"origin": product.origin})


def days_late(lead_time_days: int, deadline: date, today: date) -> int:
    """Days after the deadline that goods ordered today would ship; zero or less is in time."""
    # A lead time beyond the calendar's end is as late as any.
    longest = (date.max - today).days
    return (today + timedelta(days=min(lead_time_days, longest)) - deadline).days


def price_blocks(need: Need, product: Product, settings: Settings) -> Iterator[Block]:
    """`price_above_target` where even the lowest price is beyond the tolerance."""
    above = price_ratio(need.target_price, product, settings)
    if need.target_price is None or above is None or above <= 1 + PRICE_TOLERANCE:
        return
    unit = need.target_price.unit
    price, target = price_for(product, unit, settings), target_for(need.target_price, settings)
    yield Block(
        "price_above_target",
        {
            "price": round(price or 0.0, 4),
            "target": round(target or 0.0, 4),
            "currency": settings.currency,
            "unit": unit,
            "percent_above": round(100 * (above - 1)),
        },
    )


def shared_languages(buyer: BuyerProfile, supplier: Supplier) -> tuple[str, ...]:
    """Languages both speak, by primary subtag (`pt-BR` and `pt` meet), in the buyer's order."""
    offered = _primary(supplier.languages)
    return tuple(language for language in _primary(buyer.languages) if language in offered)


def language_blocks(buyer: BuyerProfile, supplier: Supplier, settings: Settings) -> Iterator[Block]:
    """`no_common_language` where no interpreter joins any of their languages either."""
    theirs, ours = _primary(buyer.languages), _primary(supplier.languages)
    if not theirs or not ours or shared_languages(buyer, supplier):
        return
    for spoken in settings.interpreter_languages:
        known = set(_primary(spoken))
        if known.intersection(theirs) and known.intersection(ours):
            return
    yield Block(
        "no_common_language",
        {"buyer_languages": ", ".join(theirs), "exhibitor_languages": ", ".join(ours)},
    )


def _primary(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language.split("-")[0].lower() for language in languages))
