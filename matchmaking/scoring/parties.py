"""What exhibitors wish for, as columns: markets, channels and languages of each product's owner."""

from collections.abc import Mapping, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.data import BuyerProfile, Settings, Supplier
from matchmaking.scoring.sides import primary_languages
from matchmaking.scoring.weights import INTERPRETED

Column = NDArray[np.float64]
Places = NDArray[np.intp]


class _Sets:
    """A set of words for each exhibitor, as a table of yes and no."""

    def __init__(self, sets: Sequence[Sequence[str]]) -> None:
        words = sorted({word for each in sets for word in each})
        self._column = {word: place for place, word in enumerate(words)}
        self._has = np.zeros((len(sets), len(words) + 1), dtype=bool)
        for row, each in zip(self._has, sets, strict=True):
            row[[self._column[word] for word in each]] = True
        self._silent: NDArray[np.bool_] = np.array([not each for each in sets], dtype=bool)

    def shared(self, wanted: Sequence[str], owners: Places) -> Column:
        """1 where an owner has any of the wanted, else 0; NaN where it names none at all."""
        columns = [self._column[word] for word in wanted if word in self._column]
        found = self._has[owners][:, columns].any(axis=1)
        return np.where(self._silent[owners], np.nan, found.astype(np.float64))


class PartyColumns:
    """The exhibitor's side of the soft terms."""

    def __init__(
        self, exhibitors: Sequence[int], suppliers: Mapping[int, Supplier], settings: Settings
    ) -> None:
        self._suppliers = suppliers
        given = np.array(exhibitors, dtype=np.int64)
        self._ids = np.unique(np.concatenate([given, np.array([*suppliers], dtype=np.int64)]))
        #: The row of each product's exhibitor.
        self.owner = np.searchsorted(self._ids, given)
        owners = [suppliers.get(int(each), Supplier(int(each))) for each in self._ids]
        self._markets = _Sets([owner.target_markets for owner in owners])
        self._channels = _Sets([owner.channels for owner in owners])
        self._languages = _Sets([primary_languages(owner.languages) for owner in owners])
        self._settings = settings

    def changed(
        self, new: Sequence[int], order: Places, suppliers: Mapping[int, Supplier]
    ) -> "PartyColumns":
        """Of these products and then those of the exhibitors `new`, picked and put in order."""
        given = np.concatenate([self._ids[self.owner], np.array(new, dtype=np.int64)])[order]
        if suppliers != self._suppliers or not np.isin(new, self._ids).all():
            return PartyColumns(given.tolist(), suppliers, self._settings)
        found = copy(self)
        found.owner = np.searchsorted(self._ids, given)
        return found

    def market(self, buyer: BuyerProfile, places: Places) -> Column:
        """1 where the exhibitor wants to sell to the buyer's country."""
        return self._asked(self._markets, (buyer.country,) if buyer.country else (), places)

    def channel(self, buyer: BuyerProfile, places: Places) -> Column:
        """1 where both trade through a common channel."""
        return self._asked(self._channels, buyer.channels, places)

    def language(self, buyer: BuyerProfile, places: Places) -> Column:
        """1 where they can talk, INTERPRETED where they need somebody between them."""
        spoken = primary_languages(buyer.languages)
        return np.maximum(self._asked(self._languages, spoken, places), INTERPRETED)

    def _asked(self, sets: _Sets, wanted: Sequence[str], places: Places) -> Column:
        if not wanted:
            return np.full(places.size, np.nan)
        return sets.shared(wanted, self.owner[places])
