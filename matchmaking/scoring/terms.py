"""The hard terms: what stands between a need and a product, as blocks that never lower a score.

A term is either hard (here) or soft (`fit`), save the price: soft up to `PRICE_TOLERANCE` above
the target, a block beyond. What is not stated on either side blocks nothing.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from matchmaking.scoring.data import Block, Settings
from matchmaking.scoring.prices import usable
from matchmaking.scoring.quantities import Measured, a_year, ratio
from matchmaking.scoring.sides import Offered, Wanted, primary_languages
from matchmaking.scoring.weights import ESTIMATE_TOLERANCE, PRICE_TOLERANCE


def blocks(wanted: Wanted, offered: Offered, settings: Settings) -> tuple[Block, ...]:
    """Everything in the way of one need and product, each with what would lift it."""
    need = wanted.need
    found: list[Block] = []
    # Most needs state few terms, and there are many pairs to look at.
    if need.certificates:
        found += certificate_blocks(wanted, offered)
    if need.guessed.certificates or need.guessed.quantity:
        found += hint_blocks(wanted, offered)
    if need.volume is not None:
        found += quantity_blocks(wanted, offered)
    found += term_blocks(wanted, offered, settings)
    if wanted.limit is not None and offered.lowest is not None:
        found += price_blocks(wanted, offered, settings)
    if not shared_language(wanted, offered):
        found += language_blocks(wanted, offered, settings)
    return tuple(found)


def certificate_blocks(wanted: Wanted, offered: Offered) -> Iterator[Block]:
    """What is asked for and not covered: today, or not until the goods are wanted.

    `certificate_missing` (with `named`: who certified, or the standard again, where the product's
    texts name it), `certificate_expired`, `certificate_ends_early`.
    """
    due = wanted.need.deadline
    for standard in wanted.need.certificates:
        held, ended = offered.held.get(standard, (None, None))
        if held and held.valid_until and due and held.valid_until < due:
            yield Block(
                "certificate_ends_early",
                {
                    "standard": standard,
                    "valid_until": held.valid_until.isoformat(),
                    "deadline": due.isoformat(),
                },
            )
        if held:
            continue
        if ended:
            params = {"standard": standard, "valid_until": ended.isoformat()}
            yield Block("certificate_expired", params)
        else:
            claimed = offered.claims
            named = {"named": claimed[standard] or standard} if standard in claimed else {}
            yield Block("certificate_missing", {"standard": standard} | named)


def hint_blocks(wanted: Wanted, offered: Offered) -> Iterator[Block]:
    """What texts ask for where the fields are empty: things to clear up, never in the way.

    `certificate_to_show`, `moq_maybe_above_volume`.
    """
    told = wanted.need.guessed
    for standard in told.certificates:
        if not offered.held.get(standard, (None, None))[0]:
            yield Block("certificate_to_show", {"standard": standard})
    moq = offered.product.moq
    if told.quantity is None or moq is None or wanted.need.volume:
        return
    orders = ratio(offered.moq, wanted.volume_of(offered))
    if orders and _exceeds(orders):
        yield Block(
            "moq_maybe_above_volume",
            {
                "volume": told.quantity.amount,
                "volume_unit": told.quantity.unit,
                "volume_period": told.period,
                "moq": moq.amount,
                "moq_unit": moq.unit,
            },
        )


def _exceeds(times: Measured) -> bool:
    """Whether one amount is above the other, an estimated one by far."""
    return times.amount > (1 if times.exact else ESTIMATE_TOLERANCE)


def quantity_blocks(wanted: Wanted, offered: Offered) -> Iterator[Block]:
    """`moq_above_volume` and `capacity_below_volume`, in the amounts and units as stated.

    A single order is compared with the MOQ: what is wanted once or in a month, or the whole of a
    year. Capacity is compared over a year.
    """
    need, product = wanted.need, offered.product
    volume = wanted.volume_of(offered)
    if need.volume is None or volume is None:
        return
    asked: dict[str, str | float] = {
        "volume": need.volume.amount,
        "volume_unit": need.volume.unit,
        "volume_period": need.volume_period,
    }
    orders = ratio(offered.moq, volume)
    if product.moq and orders and _exceeds(orders):
        yield Block(
            "moq_above_volume", {**asked, "moq": product.moq.amount, "moq_unit": product.moq.unit}
        )
    share = ratio(a_year(volume, need.volume_period), offered.a_year)
    if product.capacity and share and _exceeds(share):
        given: dict[str, str | float] = {
            "capacity": product.capacity.amount,
            "capacity_unit": product.capacity.unit,
            "capacity_period": product.capacity_period,
        }
        yield Block("capacity_below_volume", {**asked, **given})


def term_blocks(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Block]:
    """Incoterm, deadline, shelf life and origin."""
    need, product = wanted.need, offered.product
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
    least, life = need.min_shelf_life_days, product.shelf_life_days
    if least is not None and life is not None and life < least:
        yield Block("shelf_life_too_short", {"shelf_life_days": life, "min_shelf_life_days": least})
    if product.origin and product.origin in need.origins_unwanted:
        yield Block("origin_unwanted", {"origin": product.origin})


def days_late(lead_time_days: int, deadline: date, today: date) -> int:
    """Days after the deadline that goods ordered today would ship; zero or less is in time."""
    # A lead time beyond the calendar's end is as late as any.
    longest = date.max.toordinal() - today.toordinal()
    return min(lead_time_days, longest) + today.toordinal() - deadline.toordinal()


def price_blocks(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Block]:
    """`price_above_target` where even the lowest price is beyond the tolerance."""
    found = compared_prices(wanted, offered)
    target = wanted.need.target_price
    if target is None or found is None or found[0] <= 1 + PRICE_TOLERANCE:
        return
    above, price, limit = found
    yield Block(
        "price_above_target",
        {
            "price": round(price, 4),
            "target": round(limit, 4),
            "currency": settings.currency,
            "unit": target.unit,
            "percent_above": round(100 * (above - 1)),
        },
    )


def compared_prices(wanted: Wanted, offered: Offered) -> tuple[float, float, float] | None:
    """The lowest price as a multiple of the target, and both; None if they do not compare."""
    limit, price = wanted.limit, wanted.price_of(offered)
    if limit is None or price is None or not usable(price / limit):
        return None
    return price / limit, price, limit


def shared_language(wanted: Wanted, offered: Offered) -> str:
    """The buyer's first language that both speak, or empty; `pt-BR` and `pt` meet."""
    return _first_shared(wanted.languages, offered.languages)


@lru_cache(maxsize=4096)
def _first_shared(wanted: tuple[str, ...], offered: tuple[str, ...]) -> str:
    return next((language for language in wanted if language in offered), "")


def language_blocks(wanted: Wanted, offered: Offered, settings: Settings) -> Iterator[Block]:
    """`no_common_language` where no interpreter joins any of their languages either."""
    theirs, ours = wanted.languages, offered.languages
    if not theirs or not ours or shared_language(wanted, offered):
        return
    for spoken in settings.interpreter_languages:
        known = set(primary_languages(tuple(spoken)))
        if known.intersection(theirs) and known.intersection(ours):
            return
    yield Block(
        "no_common_language",
        {"buyer_languages": ", ".join(theirs), "exhibitor_languages": ", ".join(ours)},
    )
