"""Whether a name has the words asked for as they were asked: side by side, and as its own subject.

"8 foot ladder" is no 4-foot ladder with 8 steps, and "shower door" no door stop for showers.
"""

import numpy as np

from matchmaking.scoring.counting import Counted, Floats, Places
from matchmaking.scoring.query import Query
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.weights import HEAD_WEIGHT

# Entries of a row that are looked at: the words of the name stand first.
_LOOKED_AT = 40
_FAR = -1000
_NEAR = 2


class PhraseIndex:
    """`words`: the fields name and text, each row in the order of its words."""

    def __init__(self, words: Counted, statistics: Statistics) -> None:
        self._words, self._statistics = words, statistics
        # Which word of a query each term is, counted from 1; 0 between queries.
        self._asked = np.zeros(len(words.terms), dtype=np.int64)

    def scores(self, query: Query, places: Places) -> Floats:
        """For the documents named the share 0..1 of a query's neighbours that stand together.

        Each pair of neighbours weighs as much as its words are rare; the query's own subject,
        found as the name's, is one more pair. 1 where a query asks for no order.
        """
        terms = [word for word, _ in query.sequence]
        if not terms:
            return np.ones(places.size, dtype=np.float32)
        at, weight = self._found(terms, places)
        rarity = np.array([self._statistics.rarity(term) for term in terms], dtype=np.float32)
        apart = np.diff(at, axis=1)
        together = np.where(apart == 1, np.float32(1), np.float32(0))
        together[(apart != 1) & (np.abs(apart) <= _NEAR) & (apart != 0)] = 0.5
        pairs = rarity[1:] + rarity[:-1]
        subject = max(range(len(terms)), key=lambda place: (query.sequence[place][1], place))
        own = weight[:, subject]
        as_subject = np.where(own >= HEAD_WEIGHT, np.float32(1), (own >= 1) * np.float32(0.5))
        # A matrix product would add up in another order in other company.
        total = (together * pairs).sum(axis=1) + as_subject * rarity[subject]
        found: Floats = (total / np.maximum(pairs.sum() + rarity[subject], 1e-9)).astype(np.float32)
        return found

    def _found(self, terms: list[str], places: Places) -> tuple[Places, Floats]:
        """Where each name has each term, far away where it has not, and what it weighs there."""
        words, asked = self._words, self._asked
        known = {words.column_of[t]: n for n, t in enumerate(terms) if t in words.column_of}
        columns = np.fromiter(known, dtype=np.intp, count=len(known))
        asked[columns] = np.fromiter(known.values(), dtype=np.int64, count=len(known)) + 1
        starts = words.bounds[places]
        sizes = np.minimum(words.bounds[places + 1] - starts, _LOOKED_AT)
        ends = np.cumsum(sizes)
        within = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - sizes, sizes)
        entries = within + np.repeat(starts, sizes)
        which = asked[words.columns[entries]]
        hits = np.flatnonzero(which)
        hits = hits[words.counts[0][entries[hits]] > 0]
        row, term = np.searchsorted(ends, hits, side="right"), which[hits] - 1
        asked[columns] = 0
        at = np.full((places.size, len(terms)), _FAR, dtype=np.intp)
        # Terms that a name has not are far from each other as well.
        at -= np.arange(len(terms)) * _LOOKED_AT * 2
        weight = np.zeros(at.shape, dtype=np.float32)
        at[row, term], weight[row, term] = within[hits], words.counts[0][entries[hits]]
        return at, weight
