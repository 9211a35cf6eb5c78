"""Prices in one currency and for one unit, so that they can be compared."""

import math

from matchmaking.scoring.data import PriceBand, Product, Quantity, Settings
from matchmaking.scoring.quantities import measure


def exchange(amount: float, currency: str, settings: Settings) -> float | None:
    """An amount in the edition's currency; None without a positive rate."""
    if currency == settings.currency:
        return amount
    rate = settings.rates.get(currency)
    return amount * rate if rate and rate > 0 else None


def lowest_price(product: Product, settings: Settings) -> float | None:
    """The product's lowest price for its own unit, in the edition's currency."""
    if product.price is None or not _usable(product.price.low):
        return None
    return exchange(product.price.low, product.price.currency, settings)


def price_for(product: Product, unit: str, settings: Settings) -> float | None:
    """The product's lowest price for one `unit`, in the edition's currency.

    None without a price or rate, or where the units do not convert exactly.
    """
    amount = lowest_price(product, settings)
    if amount is None or product.price is None:
        return None
    quoted = measure(Quantity(1, product.price.unit), product)
    asked = measure(Quantity(1, unit), product)
    if quoted is None or asked is None or quoted.base != asked.base:
        return None
    price = amount / quoted.amount * asked.amount
    return price if _usable(price) else None


def target_for(target: PriceBand | None, settings: Settings) -> float | None:
    """The most a buyer aims to pay for one of its units, in the edition's currency."""
    if target is None or not _usable(target.high):
        return None
    limit = exchange(target.high, target.currency, settings)
    return limit if limit is not None and _usable(limit) else None


def price_ratio(target: PriceBand | None, product: Product, settings: Settings) -> float | None:
    """The product's lowest price as a multiple of the target; None if they do not compare."""
    limit = target_for(target, settings)
    if target is None or limit is None:
        return None
    price = price_for(product, target.unit, settings)
    return price / limit if price is not None and _usable(price / limit) else None


def _usable(amount: float) -> bool:
    return math.isfinite(amount) and amount > 0
