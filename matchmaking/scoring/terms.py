"""The hard terms: what stands between a need and a product, as blocks that never lower a score.

A term is either hard (here) or soft (`fit`), save the price: soft up to `PRICE_TOLERANCE` above
the target, a block beyond. What is not stated on either side blocks nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

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
from matchmaking.scoring.quantities import Measured, a_year, measure, ratio
from matchmaking.scoring.weights import CHILLED, ESTIMATE_TOLERANCE, FROZEN, PRICE_TOLERANCE


def blocks(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> tuple[Block, ...]:
    """Everything in the way of one need and product, each with what would lift it."""
    return (
        *certificate_blocks(need, product, settings.today),
        *hint_blocks(need, product, settings.today),
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
    """What is asked for and not covered: today, or not until the goods are wanted.

    `certificate_missing` (with `named`: who certified, or the standard again, where the product's
    texts name it), `certificate_expired`, `certificate_ends_early`.
    """
    for standard in need.certificates:
        held = valid_certificate(product, standard, today)
        if held and held.valid_until and need.deadline and held.valid_until < need.deadline:
            yield Block(
                "certificate_ends_early",
                {
                    "standard": standard,
                    "valid_until": held.valid_until.isoformat(),
                    "deadline": need.deadline.isoformat(),
                },
            )
        if held:
            continue
        past = [c.valid_until for c in product.certificates if c.standard == standard]
        ended = [day for day in past if day is not None]
        if ended:
            params = {"standard": standard, "valid_until": max(ended).isoformat()}
            yield Block("certificate_expired", params)
        else:
            named = {"named": product.guessed.issuer or standard}
            known = standard in product.guessed.certificates
            yield Block("certificate_missing", {"standard": standard} | (named if known else {}))


def hint_blocks(need: Need, product: Product, today: date) -> Iterator[Block]:
    """What texts ask for where the fields are empty: things to clear up, never in the way.

    `certificate_to_show`, `moq_maybe_above_volume`.
    """
    for standard in need.guessed.certificates:
        if not valid_certificate(product, standard, today):
            yield Block("certificate_to_show", {"standard": standard})
    volume = need.guessed.quantity
    if volume is None or product.moq is None:
        return
    orders = ratio(measure(product.moq, product), measure(volume, product))
    if orders and _exceeds(orders):
        yield Block(
            "moq_maybe_above_volume",
            {
                "volume": volume.amount,
                "volume_unit": volume.unit,
                "volume_period": need.guessed.period,
                "moq": product.moq.amount,
                "moq_unit": product.moq.unit,
            },
        )


def _exceeds(times: Measured) -> bool:
    """Whether one amount is above the other, an estimated one by far."""
    return times.amount > (1 if times.exact else ESTIMATE_TOLERANCE)


def quantity_blocks(need: Need, product: Product) -> Iterator[Block]:
    """`moq_above_volume` and `capacity_below_volume`, in the amounts and units as stated.

    A single order is compared with the MOQ: what is wanted once or in a month, or the whole of a
    year. Capacity is compared over a year.
    """
    if need.volume is None or (product.moq is None and product.capacity is None):
        return
    volume = measure(need.volume, product)
    if volume is None:
        return
    wanted: dict[str, str | float] = {
        "volume": need.volume.amount,
        "volume_unit": need.volume.unit,
        "volume_period": need.volume_period,
    }
    orders = ratio(measure(product.moq, product), volume)
    if product.moq and orders and _exceeds(orders):
        yield Block(
            "moq_above_volume", {**wanted, "moq": product.moq.amount, "moq_unit": product.moq.unit}
        )
    capacity = a_year(measure(product.capacity, product), product.capacity_period)
    share = ratio(a_year(volume, need.volume_period), capacity)
    if product.capacity and share and _exceeds(share):
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


@lru_cache(maxsize=4096)
def _in_both(wanted: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    known = primary_languages(offered)
    return tuple(language for language in primary_languages(wanted) if language in known)


def shared_languages(buyer: BuyerProfile, supplier: Supplier) -> tuple[str, ...]:
    """Languages both speak, by primary subtag (`pt-BR` and `pt` meet), in the buyer's order."""
    return _in_both(buyer.languages, supplier.languages)


def language_blocks(buyer: BuyerProfile, supplier: Supplier, settings: Settings) -> Iterator[Block]:
    """`no_common_language` where no interpreter joins any of their languages either."""
    theirs, ours = primary_languages(buyer.languages), primary_languages(supplier.languages)
    if not theirs or not ours or shared_languages(buyer, supplier):
        return
    for spoken in settings.interpreter_languages:
        known = set(primary_languages(spoken))
        if known.intersection(theirs) and known.intersection(ours):
            return
    yield Block(
        "no_common_language",
        {"buyer_languages": ", ".join(theirs), "exhibitor_languages": ", ".join(ours)},
    )


@lru_cache(maxsize=4096)
def primary_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Primary subtags, each once."""
    return tuple(dict.fromkeys(language.split("-")[0].lower() for language in languages))


def cold_of(product: Product) -> str:
    """`frozen`, `chilled` or `ambient` by its upper temperature, else by its texts; or empty."""
    if product.temperature_max is None:
        return product.guessed.cold
    if product.temperature_max <= FROZEN:
        return "frozen"
    return "chilled" if product.temperature_max <= CHILLED else "ambient"
