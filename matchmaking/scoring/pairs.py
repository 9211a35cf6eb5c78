"""Scored need-product pairs as columns, and their grouping into buyer-exhibitor matches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.data import Need, PairScore
from matchmaking.scoring.weights import NEXT_PAIR, PAIRS_KEPT, PAIRS_SCORED


@dataclass(frozen=True, slots=True)
class Pairs:
    """Columns of one length. `place` is the product's row in the engine; `score` 0-1."""

    buyer: NDArray[np.int64]
    need: NDArray[np.int64]
    exhibitor: NDArray[np.int64]
    place: NDArray[np.intp]
    score: NDArray[np.float64]
    parts: Mapping[str, NDArray[np.float64]]

    @classmethod
    def of(
        cls,
        need: Need,
        exhibitor: NDArray[np.int64],
        place: NDArray[np.intp],
        score: NDArray[np.float64],
        parts: Mapping[str, NDArray[np.float64]],
    ) -> "Pairs":
        """The pairs of one need."""
        buyers = np.full(place.size, need.buyer, dtype=np.int64)
        needs = np.full(place.size, need.id, dtype=np.int64)
        return cls(buyers, needs, exhibitor, place, score, parts)

    @classmethod
    def joined(cls, many: Sequence["Pairs"]) -> "Pairs":
        """All pairs of at least one set, one after the other."""
        return cls(
            np.concatenate([one.buyer for one in many]),
            np.concatenate([one.need for one in many]),
            np.concatenate([one.exhibitor for one in many]),
            np.concatenate([one.place for one in many]),
            np.concatenate([one.score for one in many]),
            {name: np.concatenate([one.parts[name] for one in many]) for name in many[0].parts},
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A buyer and an exhibitor: `score` 0-100, best pairs first.

    `places`: where each pair's product stands in the engine. `rows`: where it stands in `Pairs`.
    """

    buyer: int
    score: float
    pairs: tuple[PairScore, ...]
    places: tuple[int, ...]
    rows: tuple[int, ...]


def group_pairs(pairs: Pairs, floor: float, top: int, products: NDArray[np.int64]) -> list[Group]:
    """For each buyer the `top` exhibitors scoring `floor` or more, sorted as matches are.

    `products`: the id of the product at each place, ascending. Equal scores are told apart by
    exhibitor; equal pairs by need, then product.
    """
    if not pairs.score.size:
        return []
    # Sorting by five columns takes twice as long as by two: whose pair, and how good it is.
    party = pairs.buyer * (1 + pairs.exhibitor.max()) + pairs.exhibitor
    rest = () if _in_order(pairs) else (pairs.place, pairs.need)
    order = np.lexsort((*rest, -pairs.score, party))
    buyer, exhibitor = pairs.buyer[order], pairs.exhibitor[order]
    first = np.ones(order.size, dtype=bool)
    first[1:] = (buyer[1:] != buyer[:-1]) | (exhibitor[1:] != exhibitor[:-1])
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], order.size)
    scores = group_scores(pairs.score[order], starts, ends)
    ranking = np.lexsort((exhibitor[starts], -scores, buyer[starts]))
    ranking = ranking[scores[ranking] >= floor]
    owner = buyer[starts[ranking]]
    place = np.arange(owner.size) - np.searchsorted(owner, owner)
    chosen: list[int] = ranking[place < top].tolist()
    rows = [order[starts[i] : min(ends[i], starts[i] + PAIRS_KEPT)] for i in chosen]
    if not rows:
        return []
    flat = np.concatenate(rows)
    needs, places = pairs.need[flat].tolist(), pairs.place[flat].tolist()
    numbers = products[pairs.place[flat]].tolist(), (100 * pairs.score[flat]).round(4).tolist()
    said = list(map(PairScore, needs, *numbers))
    ends = np.cumsum([own.size for own in rows]).tolist()
    owners, totals = buyer[starts[chosen]].tolist(), scores[chosen].tolist()
    return [
        Group(owner, score, tuple(said[s:e]), tuple(places[s:e]), tuple(flat[s:e].tolist()))
        for owner, score, s, e in zip(owners, totals, [0, *ends[:-1]], ends, strict=True)
    ]


def _in_order(pairs: Pairs) -> bool:
    """Whether pairs stand by buyer, need and place, as the engine makes them; sorting keeps it."""
    buyer, need, place = np.diff(pairs.buyer), np.diff(pairs.need), np.diff(pairs.place)
    later = (need > 0) | ((need == 0) & (place > 0))
    return bool(((buyer > 0) | ((buyer == 0) & later)).all())


def group_scores(
    scores: NDArray[np.float64], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Saturating scores 0-100 of groups whose pair scores (0-1) stand best first.

    1 - product of (1 - w^k * score_k) over the best PAIRS_SCORED pairs, w = NEXT_PAIR: a noisy OR
    in which each further pair closes a shrinking part of what is missing.
    """
    missing = np.ones(starts.size)
    for number in range(PAIRS_SCORED):
        places = starts + number
        there = places < ends
        value = np.where(there, scores[np.minimum(places, scores.size - 1)], 0.0)
        missing *= 1 - NEXT_PAIR**number * value
    rounded: NDArray[np.float64] = (100 * (1 - missing)).clip(0, 100).round(4)
    return rounded


def parts_of(pairs: Pairs, rows: Sequence[int]) -> list[dict[str, float]]:
    """The parts of some pairs; what is unknown of a pair is no part of it."""
    if not rows:
        return []
    names, places = tuple(pairs.parts), np.array(rows, dtype=np.intp)
    parts = np.stack([pairs.parts[name][places] for name in names], axis=1).round(4).tolist()
    # NaN alone differs from itself.
    return [
        {name: value for name, value in zip(names, own, strict=True) if value == value}  # noqa: PLR0124 -- said above
        for own in parts
    ]
