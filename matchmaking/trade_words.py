"""Trade terms of needs and products, said in the reader's language."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from foundation.units import unit_word
from matchmaking.wording import PERIODS, SPOKEN, listed

if TYPE_CHECKING:
    from buyers.models import SourcingNeed
    from exhibitors.models import Product

_number = SPOKEN["volume"]


def say_amount(amount: Decimal | None, unit: str, period: str = "") -> str:
    """2 containers (20 ft) a month; empty without an amount."""
    if amount is None:
        return ""
    word = unit_word(unit, float(amount))
    return " ".join(filter(None, (_number(amount), word, str(PERIODS.get(period, "")))))


def say_price(low: Decimal | None, high: Decimal | None, currency: str, unit: str) -> str:
    """6.20–7.40 USD / kg; empty without a price."""
    if low is None and high is None:
        return ""
    ends = [_money(end) for end in dict.fromkeys((low, high)) if end is not None]
    return _("%(price)s %(currency)s / %(unit)s") % {
        "price": "–".join(ends),
        "currency": currency,
        "unit": unit_word(unit),
    }


def _money(amount: Decimal) -> str:
    """With cents, and what is finer only where it is said."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return formats.number_format(amount, places, use_l10n=True, force_grouping=True)


def say_days(days: int | None) -> str:
    """45 days; empty without a number."""
    return say_amount(None if days is None else Decimal(days), "day")


def product_terms(product: "Product") -> list[tuple[str, str]]:
    """Names and words of the terms that a product states."""
    country = SPOKEN["country"]
    said = [
        (_("Price"), product_price(product)),
        (_("Minimum order"), say_amount(product.moq, product.moq_unit)),
        (_("Incoterm"), f"{product.incoterm} {product.incoterm_place}".strip()),
        (
            _("Capacity"),
            say_amount(product.capacity, product.capacity_unit, product.capacity_period),
        ),
        (_("Lead time"), say_days(product.lead_time_days)),
        (_("Shelf life"), say_days(product.shelf_life_days)),
        (_("Origin"), country(product.origin) if product.origin else ""),
        (_("One package holds"), say_amount(product.unit_size, product.unit_size_unit)),
        (_("Kept at"), _kept_at(product.temperature_min, product.temperature_max)),
    ]
    return [(name, words) for name, words in said if words]


def _kept_at(low: float | None, high: float | None) -> str:
    ends = [_number(end) if end is not None else "…" for end in (low, high)]
    return "" if low is None and high is None else f"{ends[0]} – {ends[1]} °C"


def product_price(product: "Product") -> str:
    """Its band."""
    return say_price(
        product.price_min, product.price_max, product.price_currency, product.price_unit
    )


def need_terms(need: "SourcingNeed", *, own: bool) -> list[tuple[str, str]]:
    """Names and words of the terms that a need states; the target price only to its own side."""
    standards, countries = SPOKEN["standard"], SPOKEN["country"]
    price = need.target_price
    said = [
        (_("Volume"), say_amount(need.volume, need.volume_unit, need.volume_period)),
        (
            _("Target price"),
            say_price(price, price, need.target_price_currency, need.target_price_unit)
            if own
            else "",
        ),
        (_("Must be certified"), listed(map(standards, need.certificates))),
        (_("Better if certified"), listed(map(standards, need.certificates_nice))),
        (_("Incoterms"), f"{listed(need.incoterms)} {need.incoterm_place}".strip()),
        (_("Origins wanted"), listed(map(countries, need.origins_wanted))),
        (_("Origins not accepted"), listed(map(countries, need.origins_unwanted))),
        (_("Wanted by"), SPOKEN["deadline"](need.deadline) if need.deadline else ""),
        (_("Shelf life at least"), say_days(need.min_shelf_life_days)),
    ]
    return [(name, words) for name, words in said if words]
