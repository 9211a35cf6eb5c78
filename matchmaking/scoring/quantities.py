"""Quantities in base units: kg, l, m, m2, pieces, 20-foot containers, or a unit on its own."""

import math
from typing import NamedTuple

from matchmaking.scoring.data import Product, Quantity

# unit: (base unit, how many of it)
_FIXED = {
    "g": ("kg", 0.001),
    "kg": ("kg", 1.0),
    "t": ("kg", 1000.0),
    "l": ("l", 1.0),
    "m3": ("l", 1000.0),
    "m": ("m", 1.0),
    "m2": ("m2", 1.0),
    "pcs": ("pcs", 1.0),
}
_PACKS = frozenset({"bag", "carton", "pallet", "bottle", "set", "pair", "fcl20", "fcl40"})
# A full container's typical load. Mass: 320 bags of 60 kg of green coffee in a 20-foot one
# (ITC, The Coffee Guide), and the usual road limit of 26 t for a 40-foot one. Volume: 85 % of
# the 33 m3 and 67.7 m3 inside an ISO 668 container. The source of all estimates here.
CONTAINER_LOADS = {
    "fcl20": {"kg": 19_200.0, "l": 28_000.0},
    "fcl40": {"kg": 26_000.0, "l": 57_500.0},
}
# kg, l or pieces that a container holds at the very least, and kg or l on a pallet.
CONTAINER_LEAST = 1000.0
PALLET_LEAST = 50.0
TIMES_A_YEAR = {"month": 12.0, "year": 1.0, "once": 1.0}


class Measured(NamedTuple):
    """An amount in a base unit; `exact` is False where a container's load was estimated."""

    amount: float
    base: str
    exact: bool = True


def measure(quantity: Quantity | None, product: Product) -> Measured | None:
    """A quantity in base units, packs resolved by what one of the product's packs holds.

    A pack of unknown content stays a unit of its own. None for no quantity, or an amount that is
    not a positive number.
    """
    if quantity is None or not _positive(quantity.amount):
        return None
    unit, amount = quantity.unit, quantity.amount
    if product.unit_size and unit in _PACKS and unit == pack_of(product):
        unit, amount = product.unit_size.unit, amount * product.unit_size.amount
    base, factor = _FIXED.get(unit, (unit, 1.0))
    return Measured(amount * factor, base) if _positive(amount * factor) else None


def _positive(amount: float) -> bool:
    return math.isfinite(amount) and amount > 0


def pack_unit(product: Product) -> str:
    """The pack that the product's `unit_size` tells about: of its MOQ, price or capacity.

    A size below CONTAINER_LEAST is one of a bag inside a container, never of the container; and of
    cartons on pallets it is that of a carton.
    """
    candidates = (product.moq, product.price, product.capacity)
    units = [c.unit for c in candidates if c is not None and c.unit in _PACKS]
    if product.unit_size is not None:
        base, factor = _FIXED.get(product.unit_size.unit, ("", 1.0))
        size = product.unit_size.amount * factor
        if size < CONTAINER_LEAST:
            units = [unit for unit in units if unit not in CONTAINER_LOADS]
        if {*units} - {"pallet"} or (base in {"kg", "l"} and size < PALLET_LEAST):
            units = [unit for unit in units if unit != "pallet"]
    return next(iter(units), "")


def pack_of(product: Product) -> str:
    """The pack whose content is known, or empty."""
    size = product.unit_size
    return pack_unit(product) if size and _positive(size.amount) else ""


def ratio(first: Measured | None, second: Measured | None) -> Measured | None:
    """How many times the second goes into the first; None if they cannot be compared."""
    if first is None or second is None:
        return None
    if first.base == second.base:
        return Measured(first.amount / second.amount, "", first.exact and second.exact)
    first, second = _load(first, second.base), _load(second, first.base)
    if first.base != second.base:
        return None
    return Measured(first.amount / second.amount, "", exact=False)


def _load(measured: Measured, base: str) -> Measured:
    """A number of containers as the load it typically holds, where the other side asks for it."""
    if base in CONTAINER_LOADS:
        # Containers of two sizes meet in kilograms.
        base = "kg"
    loads = CONTAINER_LOADS.get(measured.base, {})
    if base not in loads:
        return measured
    return Measured(measured.amount * loads[base], base, exact=False)


def a_year(measured: Measured | None, period: str) -> Measured | None:
    """A rate for a month or year as one for a year; a single order is one year's quantity.

    None for an unknown period.
    """
    if measured is None or period not in TIMES_A_YEAR:
        return None
    return Measured(measured.amount * TIMES_A_YEAR[period], measured.base, measured.exact)
