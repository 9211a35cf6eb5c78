"""Amounts wanted against minimum orders, capacities and lots offered, for many products at once."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.data import Need, Product, Quantity
from matchmaking.scoring.quantities import (
    CONTAINER_LOADS,
    TIMES_A_YEAR,
    Measured,
    a_year,
    measure,
    pack_unit,
)

Column = NDArray[np.float64]
Places = NDArray[np.intp]


class _Amounts:
    """An amount for each product in base units, NaN where there is none; `base` are codes."""

    def __init__(self, measured: Iterable[Measured | None], bases: dict[str, int]) -> None:
        measured = list(measured)
        self.amount = np.array([m.amount if m else np.nan for m in measured], dtype=np.float64)
        self.base = np.array(
            [bases.setdefault(m.base, len(bases)) if m else 0 for m in measured], dtype=np.intp
        )

    def then(self, other: "_Amounts", order: Places) -> "_Amounts":
        """These and the other's, which share their codes, picked and put in order."""
        found = _Amounts((), {})
        found.amount = np.concatenate([self.amount, other.amount])[order]
        found.base = np.concatenate([self.base, other.base])[order]
        return found

    def repeated(self, times: int) -> "_Amounts":
        """The same again and again."""
        found = _Amounts((), {})
        found.amount, found.base = np.repeat(self.amount, times), np.repeat(self.base, times)
        return found


class SizeColumns:
    """Products' minimum orders, yearly capacities and lots, to be compared with volumes."""

    def __init__(self, products: Sequence[Product], bases: dict[str, int] | None = None) -> None:
        self.products = products
        # Base units' codes, of which further ones may come.
        self.bases = {"kg": 0, "l": 1, "fcl20": 2, "fcl40": 3} if bases is None else bases
        self.least = self._column(lambda p: measure(p.moq, p))
        self.most = self._column(lambda p: a_year(measure(p.capacity, p), p.capacity_period))
        self.lots = self._column(lambda p: measure(p.guessed.quantity, p))
        self.units: dict[str, _Amounts] = {}
        self.packs = np.array([pack_unit(product) for product in products], dtype=object)
        quoted = (measure(Quantity(1, p.price.unit), p) if p.price else None for p in products)
        self.quoted = _Amounts(quoted, self.bases)

    def changed(
        self, other: "SizeColumns", products: Sequence[Product], order: Places
    ) -> "SizeColumns":
        """Of `products`: these and then the other's, made with `bases`, picked and put in order."""
        found = SizeColumns((), self.bases)
        found.products = products
        found.least = self.least.then(other.least, order)
        found.most = self.most.then(other.most, order)
        found.lots = self.lots.then(other.lots, order)
        found.quoted = self.quoted.then(other.quoted, order)
        found.packs = np.concatenate([self.packs, other.packs])[order]
        found.units = {u: own.then(other.unit(u), order) for u, own in self.units.items()}
        return found

    def parts(self, need: Need, places: Places) -> tuple[Column, Column]:
        """Quantity in the buyer's eyes, and the order in the exhibitor's; NaN where unknown.

        What both sides state counts 1 once it can be compared: what does not fit is a block, and a
        block lowers nothing. Where one side is a guess, the share by which it falls short.
        """
        volume = need.volume or need.guessed.quantity
        period = need.volume_period if need.volume else need.guessed.period
        if volume is None or not volume.amount > 0 or not np.isfinite(volume.amount):
            return np.full(places.size, np.nan), np.full(places.size, np.nan)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            return self._parts(need, volume, period, places)

    def _parts(
        self, need: Need, volume: Quantity, period: str, places: Places
    ) -> tuple[Column, Column]:
        one = self.unit(volume.unit)
        amount, base = one.amount[places] * volume.amount, one.base[places]
        year = amount * TIMES_A_YEAR.get(period, np.nan)
        order = np.minimum(1, 1 / self._against(self.least, places, amount, base))
        supply = np.minimum(1, self._against(self.most, places, year, base))
        if need.volume is not None:
            order, supply = (np.where(np.isnan(part), np.nan, 1.0) for part in (order, supply))
        lot = self._against(self.lots, places, amount, base)
        return np.fmin(np.fmin(order, supply), np.minimum(lot, 1 / lot)), order

    def prices(self, lowest: Column, unit: str) -> Column:
        """Prices (one for each product, for its own unit) for one `unit`; NaN if not comparable."""
        asked = self.unit(unit)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            price = lowest / self.quoted.amount * asked.amount
        return np.where(asked.base == self.quoted.base, price, np.nan)

    def _against(self, own: _Amounts, places: Places, amount: Column, base: Places) -> Column:
        """The products' amounts as multiples of the wanted ones; NaN where they do not compare.

        Containers are taken as their typical loads where the other side is not one of the same.
        """
        theirs, kind = own.amount[places], own.base[places]
        same = kind == base
        size = len(self.bases)
        loads = np.full((size, size), np.nan)
        np.fill_diagonal(loads, 1.0)
        for container, held in CONTAINER_LOADS.items():
            for unit, load in held.items():
                loads[self.bases[container], self.bases[unit]] = load
        # A container is asked for what the other is measured in, two of different sizes for kg.
        plain = np.arange(size)
        plain[[self.bases[container] for container in CONTAINER_LOADS]] = self.bases["kg"]
        met = np.where(np.isnan(loads[kind, plain[base]]), kind, plain[base])
        asked = np.where(np.isnan(loads[base, plain[kind]]), base, plain[kind])
        estimate = (theirs * loads[kind, met]) / (amount * loads[base, asked])
        return np.where(same, theirs / amount, np.where(met == asked, estimate, np.nan))

    def _column(self, of: Callable[[Product], Measured | None]) -> _Amounts:
        return _Amounts([of(product) for product in self.products], self.bases)

    def unit(self, unit: str) -> _Amounts:
        """What one `unit` is of each product; units are few, so each is kept."""
        if unit not in self.units:
            one = Quantity(1, unit)
            plain = _Amounts([measure(one, Product(0, 0, {}))], self.bases)
            packs = np.flatnonzero(self.packs == unit)
            packed = _Amounts([measure(one, self.products[p]) for p in packs.tolist()], self.bases)
            found = plain.repeated(len(self.products))
            found.amount[packs], found.base[packs] = packed.amount, packed.base
            self.units[unit] = found
        return self.units[unit]
