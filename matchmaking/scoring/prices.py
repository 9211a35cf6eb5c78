"""Prices in one currency and for one unit, so that they can be compared."""

import math

from matchmaking.scoring.data import PriceBand, Product, Settings
from matchmaking.scoring.quantities import Measured


def exchange(amount: float, currency: str, settings: Settings) -> float | None:
    """An amount in the edition's currency; None without a positive rate."""
    if currency == settings.currency:
        return amount
    rate = settings.rates.get(currency)
    return amount * rate if rate and rate > 0 else None


def lowest_price(product: Product, settings: Settings) -> float | None:
    """The product's lowest price for its own unit, in the edition's currency."""
    if product.price is None or not usable(product.price.low):
        return None
    return exchange(product.price.low, product.price.currency, settings)


def price_of(lowest: float, quoted: Measured | None, asked: Measured | None) -> float | None:
    """What `asked` costs where the lowest price is for `quoted`.

    None where the units do not convert exactly.
    """
    if quoted is None or asked is None or quoted.base != asked.base:
        return None
    price = lowest / quoted.amount * asked.amount
    return price if usable(price) else None


def target_for(target: PriceBand | None, settings: Settings) -> float | None:
    """The most a buyer aims to pay for one of its units, in the edition's currency."""
    if target is None or not usable(target.high):
        return None
    limit = exchange(target.high, target.currency, settings)
    return limit if limit is not None and usable(limit) else None


def usable(amount: float) -> bool:
    """Whether an amount can be compared: a positive number."""
    return math.isfinite(amount) and amount > 0
