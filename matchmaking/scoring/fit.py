"""The soft terms: how well a product's terms suit a need, and a buyer its exhibitor. All 0..1.

Two views of a pair: the buyer's (price, origin, quantity, time, shelf life, cold chain) and the
exhibitor's (its markets, channels, languages, minimum order). A match needs both.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.data import BuyerProfile, Need, Product, Settings, Supplier
from matchmaking.scoring.parties import PartyColumns
from matchmaking.scoring.prices import lowest_price, target_for
from matchmaking.scoring.sides import cold_of
from matchmaking.scoring.sizes import SizeColumns
from matchmaking.scoring.terms import days_late
from matchmaking.scoring.weights import (
    BUYER_SHARE,
    BUYER_TERMS,
    EXHIBITOR_TERMS,
    FIT_SHARE,
    LATE_DAYS,
    PRICE_TOLERANCE,
    PRIORITY,
    UNKNOWN_FIT,
)

Column = NDArray[np.float64]
Places = NDArray[np.intp]


class FitIndex:
    """Products, read for guesses, as columns; needs are compared at the places of candidates."""

    def __init__(
        self,
        products: Sequence[Product],
        suppliers: Mapping[int, Supplier],
        settings: Settings,
        bases: dict[str, int] | None = None,
    ) -> None:
        self._settings = settings
        self._parties = PartyColumns([p.exhibitor for p in products], suppliers, settings)
        self._sizes = SizeColumns(products, bases)
        self._prices: dict[str, Column] = {}
        self._columns = {
            "lowest": _numbers(lowest_price(p, settings) for p in products),
            "origin": np.array([_origin_of(p) for p in products], dtype=str),
            "lead": _numbers(p.lead_time_days for p in products),
            "life": _numbers(p.shelf_life_days for p in products),
            "cold": np.array([cold_of(p) for p in products], dtype="<U7"),
        }

    def changed(
        self,
        new: Sequence[Product],
        products: Sequence[Product],
        order: Places,
        suppliers: Mapping[int, Supplier],
    ) -> "FitIndex":
        """An index of `products`: these and then the new ones, picked and put in order."""
        other = FitIndex(new, suppliers, self._settings, self._sizes.bases)
        found = FitIndex((), {}, self._settings)
        found._parties = self._parties.changed([p.exhibitor for p in new], order, suppliers)
        found._sizes = self._sizes.changed(other._sizes, products, order)
        found._columns = {
            name: np.concatenate([column, other._columns[name]])[order]
            for name, column in self._columns.items()
        }
        return found

    def parts(self, need: Need, buyer: BuyerProfile, places: Places) -> dict[str, Column]:
        """The soft parts of a need against the products at `places`; NaN where unknown.

        A part that a block tells about counts as if the block were lifted, save the price.
        """
        quantity, order = self._sizes.parts(need, places)
        return {
            "price": self._price(need, places),
            "origin": self._origin(need, places),
            "quantity": quantity,
            "lead_time": self._lead_time(need, places),
            "shelf_life": self._shelf_life(need, places),
            "cold": self._cold_chain(need, places),
            "market": self._parties.market(buyer, places),
            "channel": self._parties.channel(buyer, places),
            "language": self._parties.language(buyer, places),
            "order": order,
        }

    def _price(self, need: Need, places: Places) -> Column:
        target = target_for(need.target_price, self._settings)
        if need.target_price is None or target is None:
            return _unknown(places)
        prices = self._prices_for(need.target_price.unit)[places]
        with np.errstate(over="ignore"):
            above = prices / target - 1
        return np.clip(1 - above / PRICE_TOLERANCE, 0, 1)

    def _prices_for(self, unit: str) -> Column:
        """What `price_for` says of every product; units are few, so each is kept."""
        if unit not in self._prices:
            found = self._sizes.prices(self._columns["lowest"], unit)
            self._prices[unit] = np.where(np.isfinite(found) & (found > 0), found, np.nan)
        return self._prices[unit]

    def _origin(self, need: Need, places: Places) -> Column:
        wanted = need.origins_wanted or need.guessed.origins
        if not wanted:
            return _unknown(places)
        origins = self._columns["origin"][places]
        return np.where(origins != "", np.isin(origins, wanted), np.nan)

    def _lead_time(self, need: Need, places: Places) -> Column:
        """1 for what is stated, late or not; against a guessed day less for each day late."""
        deadline = need.deadline or need.guessed.deadline
        if deadline is None:
            return _unknown(places)
        left = -days_late(0, deadline, self._settings.today)
        late = self._columns["lead"][places] - left
        if need.deadline is not None:
            late = np.minimum(late, 0)
        return np.clip(1 - late / LATE_DAYS, 0, 1)

    def _shelf_life(self, need: Need, places: Places) -> Column:
        """1 for what is stated; against a guess the share of the days asked for."""
        wanted = need.min_shelf_life_days or need.guessed.shelf_life_days
        if not wanted:
            return _unknown(places)
        share = self._columns["life"][places] / wanted
        if need.min_shelf_life_days is not None:
            share = np.where(np.isnan(share), np.nan, 1.0)
        return np.clip(share, 0, 1)

    def _cold_chain(self, need: Need, places: Places) -> Column:
        """Whether goods are kept as cold as the need's words say."""
        if not need.guessed.cold:
            return _unknown(places)
        kept = self._columns["cold"][places]
        return np.where(kept == "", np.nan, (kept == need.guessed.cold).astype(np.float64))


def joined(
    relevance: Column,
    need: Need,
    parts: Mapping[str, Column],
    factors: Mapping[str, float] | None = None,
) -> tuple[Column, dict[str, Column]]:
    """The scores of pairs, 0..1, and the two views that they join.

    Each view is `relevance * (1 - FIT_SHARE + FIT_SHARE * fit)`, its fit the weighted mean of its
    soft terms. The score is the weighted geometric mean of both views, so that neither side's
    view makes up for the other's, raised or lowered by the need's priority: `1 - (1 - s)^p`.
    `factors`: what the weights of soft terms are multiplied by; 1 where absent.
    """
    by = factors or {}
    buyer = relevance * (1 - FIT_SHARE + FIT_SHARE * fit(parts, _weighed(BUYER_TERMS, by)))
    exhibitor = relevance * (1 - FIT_SHARE + FIT_SHARE * fit(parts, _weighed(EXHIBITOR_TERMS, by)))
    both = buyer.clip(0, 1) ** BUYER_SHARE * exhibitor.clip(0, 1) ** (1 - BUYER_SHARE)
    score = 1 - (1 - both) ** PRIORITY.get(need.priority, 1.0)
    return score, {"buyer_view": buyer, "exhibitor_view": exhibitor}


def fit(parts: Mapping[str, Column], weights: Mapping[str, float]) -> Column:
    """The weighted mean of soft parts, an unknown one counting as UNKNOWN_FIT."""
    total = sum(weights.values())
    # `nan_to_num` would look for infinities as well.
    known = {n: np.where(np.isnan(parts[n]), UNKNOWN_FIT, parts[n]) for n in weights}
    mean: Column = np.sum([weight * known[name] for name, weight in weights.items()], axis=0)
    return mean / total


def _weighed(weights: Mapping[str, float], factors: Mapping[str, float]) -> dict[str, float]:
    return {name: weight * factors.get(name, 1.0) for name, weight in weights.items()}


def _origin_of(product: Product) -> str:
    return product.origin or next(iter(product.guessed.origins), "")


def _numbers(values: Iterable[float | None]) -> Column:
    return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)


def _unknown(places: Places) -> Column:
    return np.full(places.size, np.nan)
