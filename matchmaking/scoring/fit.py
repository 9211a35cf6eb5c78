"""The soft terms: how well a product's price, origin and market suit a need. All 0..1."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.data import BuyerProfile, Need, Product, Settings, Supplier
from matchmaking.scoring.prices import price_for, target_for
from matchmaking.scoring.weights import PRICE_TOLERANCE, SOFT_TERMS, UNKNOWN_FIT

Column = NDArray[np.float64]
Places = NDArray[np.intp]


class FitIndex:
    """Products as columns, one for each thing that needs and buyers ask about.

    A column is made when it is first asked for and kept: units, countries, channels are few.
    """

    def __init__(
        self, products: Sequence[Product], suppliers: Mapping[int, Supplier], settings: Settings
    ) -> None:
        self._products = products
        self._owners = [suppliers.get(p.exhibitor, Supplier(p.exhibitor)) for p in products]
        self._settings = settings
        self._columns: dict[tuple[str, ...], Column] = {}

    def parts(self, need: Need, buyer: BuyerProfile, places: Places) -> dict[str, Column]:
        """The soft parts of a need against the products at `places`; NaN where unknown."""
        return {
            "price": self._price(need, places),
            "origin": self._origin(need, places),
            "market": self._market(buyer)[places],
            "channel": self._channel(buyer)[places],
        }

    def _column(self, key: tuple[str, ...], value: Callable[[int], float | None]) -> Column:
        if key not in self._columns:
            values = [value(place) for place in range(len(self._products))]
            self._columns[key] = np.array(
                [np.nan if v is None else float(v) for v in values], dtype=np.float64
            )
        return self._columns[key]

    def _unknown(self) -> Column:
        return self._column(("unknown",), lambda _: None)

    def _price(self, need: Need, places: Places) -> Column:
        target = target_for(need.target_price, self._settings)
        if need.target_price is None or target is None:
            return self._unknown()[places]
        unit = need.target_price.unit
        prices = self._column(
            ("price", unit), lambda place: price_for(self._products[place], unit, self._settings)
        )
        with np.errstate(over="ignore"):
            above = prices[places] / target - 1
        return np.clip(1 - above / PRICE_TOLERANCE, 0, 1)

    def _origin(self, need: Need, places: Places) -> Column:
        wanted = tuple(sorted(set(need.origins_wanted)))
        if not wanted:
            return self._unknown()[places]
        return self._column(
            ("origin", *wanted),
            lambda place: _among(self._products[place].origin, wanted),
        )[places]

    def _market(self, buyer: BuyerProfile) -> Column:
        if not buyer.country:
            return self._unknown()
        return self._column(
            ("market", buyer.country),
            lambda place: _any_of(self._owners[place].target_markets, (buyer.country,)),
        )

    def _channel(self, buyer: BuyerProfile) -> Column:
        wanted = tuple(sorted(set(buyer.channels)))
        if not wanted:
            return self._unknown()
        return self._column(
            ("channel", *wanted), lambda place: _any_of(self._owners[place].channels, wanted)
        )


def _among(value: str, wanted: Sequence[str]) -> bool | None:
    return value in wanted if value else None


def _any_of(offered: Sequence[str], wanted: Sequence[str]) -> bool | None:
    return not set(wanted).isdisjoint(offered) if offered else None


def fit(parts: Mapping[str, Column]) -> Column:
    """The weighted mean of soft parts, an unknown one counting as UNKNOWN_FIT."""
    total = sum(SOFT_TERMS.values())
    known = {name: np.nan_to_num(part, nan=UNKNOWN_FIT) for name, part in parts.items()}
    mean: Column = np.sum([SOFT_TERMS[name] * known[name] for name in SOFT_TERMS], axis=0) / total
    return mean
