"""In which order each buyer's matches are shown: discovery, and a floor of exposure for all.

Scores stay as they are; only the order changes. Two things move it. A buyer's own wish for
discovery lifts exhibitors it has never met, the rarely shown ones more. And no exhibitor with a
good match is to stand in fewer buyers' lists than a floor: whoever does is raised into the lists
where that costs least in all, and the cost is told.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.raising import Lists, raise_exactly, raise_greedily
from matchmaking.scoring.weights import DISCOVERY_POINTS, EXPOSURE_EXACT_MOST, NEW_SHARE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShownRules:
    """`length`: of a buyer's list. `floor`: lists that an exhibitor is to stand in, 0 for none.

    Only matches from `threshold` (0-100) on are raised. `discovery`: 0-100 by buyer. `met`: pairs
    (buyer, exhibitor) that know each other.

    Where only some buyers' lists are put in order, `elsewhere` tells in how many of the other
    lists an exhibitor stands, and `mean` of how many an exhibitor is in all.
    """

    length: int = 10
    floor: int = 3
    threshold: float = 60.0
    discovery: Mapping[int, int] = field(default_factory=dict)
    met: AbstractSet[tuple[int, int]] = frozenset()
    elsewhere: Mapping[int, int] = field(default_factory=dict)
    mean: float = 0.0


@dataclass(frozen=True, slots=True)
class Unhelped:
    """An exhibitor below the floor: how many lists it is in, and why not in more.

    `too_few_matches`: it has no more matches from the threshold on. `lists_full`: they are with
    buyers whose lists others need as much.
    """

    exhibitor: int
    shown: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """What the floor did. Costs are in points of score: what the raised give up to the displaced.

    `eligible`: exhibitors with a match from the threshold on; `below`: of those under the floor
    before; `raised`: places in lists given to them; `helped`: exhibitors that gained any;
    `cost`: in all; `cost_a_list`: the mean over all lists; `costliest_list`: the most in one;
    `exact`: whether the cost is proven least; `mean`: lists an exhibitor stands in by score alone.
    """

    lists: int
    eligible: int
    below: int
    raised: int
    helped: int
    cost: float
    cost_a_list: float
    costliest_list: float
    exact: bool
    mean: float
    unhelped: tuple[Unhelped, ...]


def show(
    buyer: Ints, exhibitor: Ints, score: Floats, rules: ShownRules
) -> tuple[Ints, ExposureReport]:
    """The rank of each match in its buyer's list, from 1, and what the floor cost.

    The arrays are columns of one length, a row for a match. Ties go to the smaller exhibitor.
    """
    value = score + _discovery(buyer, exhibitor, score, rules)
    best = ranks(buyer, exhibitor, value) <= rules.length
    chosen, exact = best, True
    if rules.floor > 0 and buyer.size:
        good = score >= rules.threshold
        _, people = _elsewhere(exhibitor, rules)
        owed = np.maximum(rules.floor - people, 0)
        lists = Lists.of(buyer, exhibitor, value, best, good, owed)
        exact = lists.size <= EXPOSURE_EXACT_MOST
        chosen = raise_exactly(lists) if exact else raise_greedily(lists)
    report = _report(buyer, exhibitor, score, best, chosen, rules, exact=exact)
    # Whoever is chosen comes before whoever is not.
    above = value.max(initial=0.0) - value.min(initial=0.0) + 1
    return ranks(buyer, exhibitor, value + above * chosen), report


def ranks(buyer: Ints, exhibitor: Ints, value: Floats) -> Ints:
    """Places 1, 2, … by value among the rows of each buyer."""
    order = np.lexsort((exhibitor, -value, buyer))
    first = np.ones(order.size, dtype=bool)
    first[1:] = buyer[order][1:] != buyer[order][:-1]
    starts = np.flatnonzero(first)
    sizes = np.diff(np.append(starts, order.size))
    found = np.empty(order.size, dtype=np.int64)
    found[order] = np.arange(order.size) - np.repeat(starts, sizes) + 1
    return found


def _discovery(buyer: Ints, exhibitor: Ints, score: Floats, rules: ShownRules) -> Floats:
    """Points for the new: up to DISCOVERY_POINTS for a buyer that wishes for nothing else.

    NEW_SHARE of them because the two have not met, the rest by how rarely the exhibitor would be
    shown by score alone: `1 / (1 + lists it is in / mean of all)`.
    """
    wish = np.array([rules.discovery.get(int(b), 0) for b in np.unique(buyer)], dtype=np.float64)
    if not wish.any():
        return np.zeros(score.size)
    people, place = np.unique(exhibitor, return_inverse=True)
    listed = ranks(buyer, exhibitor, score) <= rules.length
    shown = np.bincount(place[listed], minlength=people.size)
    mean = rules.mean or shown.mean()
    rare = 1 / (1 + (shown + _elsewhere(exhibitor, rules)[1]) / max(mean, 1e-9))
    new = np.array(
        [pair not in rules.met for pair in zip(buyer.tolist(), exhibitor.tolist(), strict=True)]
    )
    wanted = wish[np.unique(buyer, return_inverse=True)[1]] / 100
    bonus: Floats = DISCOVERY_POINTS * wanted * new * (NEW_SHARE + (1 - NEW_SHARE) * rare[place])
    return bonus


def _elsewhere(exhibitor: Ints, rules: ShownRules) -> tuple[Ints, Ints]:
    """The exhibitors, and in how many of the lists that are not put in order each stands."""
    people = np.unique(exhibitor)
    return people, np.array([rules.elsewhere.get(int(e), 0) for e in people], dtype=np.int64)


def _report(
    buyer: Ints,
    exhibitor: Ints,
    score: Floats,
    before: NDArray[np.bool_],
    after: NDArray[np.bool_],
    rules: ShownRules,
    *,
    exact: bool,
) -> ExposureReport:
    people, others = _elsewhere(exhibitor, rules)
    place, size = np.searchsorted(people, exhibitor), people.size
    good = np.bincount(place[score >= rules.threshold], minlength=size)
    was = others + np.bincount(place[before], minlength=size)
    now = others + np.bincount(place[after], minlength=size)
    could = others + np.bincount(place[after | (score >= rules.threshold)], minlength=size)
    low = (good > 0) & (was < rules.floor)
    still = (good > 0) & (now < rules.floor)
    owners, owner = np.unique(buyer, return_inverse=True)
    given = np.bincount(owner, score * before, owners.size)
    lost = given - np.bincount(owner, score * after, owners.size)
    return ExposureReport(
        lists=int(owners.size),
        eligible=int((good > 0).sum()),
        below=int(low.sum()),
        raised=int((after & ~before).sum()),
        helped=int((low & (now > was)).sum()),
        cost=round(float(lost.sum()), 4),
        cost_a_list=round(float(lost.mean()), 4) if owners.size else 0.0,
        costliest_list=round(float(lost.max(initial=0.0)), 4),
        exact=exact,
        mean=float(was.mean()) if size else 0.0,
        unhelped=tuple(
            Unhelped(
                int(people[each]),
                int(now[each]),
                "too_few_matches" if could[each] <= now[each] else "lists_full",
            )
            for each in np.flatnonzero(still)
        ),
    )
