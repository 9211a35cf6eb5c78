"""Raising exhibitors into buyers' lists up to a floor, at the least loss of value.

A transport problem: each list has a number of places, each exhibitor wants to stand in a number
of lists. Its matrix is totally unimodular (a bipartite graph's incidences), so that the linear
programme's best corner is whole and proven best.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, hstack, identity

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Points that an exhibitor's missing place costs: more than any chain of changes that fills it.
_MISSING = 10_000.0


@dataclass(frozen=True, slots=True)
class Lists:
    """Rows are matches. `owner`, `person`: places of buyer and exhibitor from 0.

    `best`: stands in the list by value alone. `wanted`: lists each exhibitor is to stand in, never
    more than it can. `open_rows`: those among which a choice has to be made; of all others `best`
    stays.
    """

    owner: Ints
    person: Ints
    value: Floats
    best: Flags
    wanted: Ints
    open_rows: Ints

    @property
    def size(self) -> int:
        """Rows to choose from."""
        return int(self.open_rows.size)

    @classmethod
    def of(
        cls, buyer: Ints, exhibitor: Ints, value: Floats, best: Flags, good: Flags, floor: Ints
    ) -> "Lists":
        """`good` rows may be raised; exhibitors without one are owed nothing.

        `floor`: lists that each exhibitor is owed, in the order of their ids.
        """
        owners, owner = np.unique(buyer, return_inverse=True)
        people, person = np.unique(exhibitor, return_inverse=True)
        could = np.bincount(person[best | good], minlength=people.size)
        owed = np.bincount(person[good], minlength=people.size) > 0
        wanted = np.where(owed, np.minimum(could, floor), 0)
        rows = _open_rows(owner, person, best, good, wanted, owners.size)
        return cls(owner, person, value, best, wanted, rows)


def _open_rows(
    owner: Ints, person: Ints, best: Flags, good: Flags, wanted: Ints, owners: int
) -> Ints:
    """The rows that can matter: found from who is below its floor, and whom raising may push there.

    A list is open if somebody at stake could be raised into it. At stake is who does not reach
    its number in closed lists alone. Nothing outside can change without making a list worse.
    """
    people = wanted.size
    shown = np.bincount(person[best], minlength=people)
    at_stake = shown < wanted
    while True:
        raisable = good & ~best & at_stake[person]
        is_open = np.zeros(owners, dtype=bool)
        is_open[owner[raisable]] = True
        closed = best & ~is_open[owner]
        now = at_stake | (
            (np.bincount(person[closed], minlength=people) < wanted) & (shown > 0) & (wanted > 0)
        )
        if (now == at_stake).all():
            return np.flatnonzero(is_open[owner] & (best | raisable))
        at_stake = now


def raise_exactly(lists: Lists) -> Flags:
    """Which rows stand in their lists: the most exhibitors at their number, at the least loss."""
    chosen = lists.best.copy()
    rows = lists.open_rows
    if not rows.size:
        return chosen
    owners, owner = np.unique(lists.owner[rows], return_inverse=True)
    people, person = np.unique(lists.person[rows], return_inverse=True)
    ones, columns = np.ones(rows.size), np.arange(rows.size)
    places = np.bincount(owner, lists.best[rows], owners.size)
    fixed = _count(lists.person, lists.best, lists.wanted.size)
    fixed -= _count(lists.person[rows], lists.best[rows], lists.wanted.size)
    missing = np.maximum(lists.wanted[people] - fixed[people], 0)
    full = coo_array((ones, (owner, columns)), shape=(owners.size, rows.size))
    seen = coo_array((-ones, (person, columns)), shape=(people.size, rows.size))
    answer = linprog(
        np.concatenate([-lists.value[rows], np.full(people.size, _MISSING)]),
        A_ub=hstack([seen, -identity(people.size)], format="csr"),
        b_ub=-missing,
        A_eq=hstack([full, coo_array((owners.size, people.size))], format="csr"),
        b_eq=places,
        bounds=[(0, 1)] * rows.size + [(0, None)] * people.size,
        method="highs-ds",
    )
    # The lists as they are satisfy every equation, so that there is always an answer.
    chosen[rows] = answer.x[: rows.size] > 0.5  # noqa: PLR2004 (a corner is 0 or 1)
    return chosen


def raise_greedily(lists: Lists) -> Flags:
    """The same without proof, for many rows: one raise after the other, the cheapest first.

    Whoever has the fewest ways is served first; nobody is pushed below its own number for it.
    """
    chosen = lists.best.copy()
    shown = _count(lists.person, lists.best, lists.wanted.size)
    rows_of = _groups(lists.owner[lists.open_rows], lists.open_rows)
    ways = _groups(lists.person[lists.open_rows], lists.open_rows)
    needy = np.flatnonzero(shown < lists.wanted)
    for person in sorted(needy.tolist(), key=lambda each: (ways.get(each, needy).size, each)):
        while shown[person] < lists.wanted[person]:
            free = [row for row in ways.get(person, []) if not chosen[row]]
            steps = (step for row in free for step in _steps(lists, chosen, shown, rows_of, row))
            cheapest = min(steps, default=None)
            if cheapest is None:
                break
            _, row, other = cheapest
            chosen[row], chosen[other] = True, False
            shown[person] += 1
            shown[lists.person[other]] -= 1
    return chosen


def _steps(
    lists: Lists, chosen: Flags, shown: Ints, rows_of: dict[int, Ints], row: int
) -> Iterator[tuple[float, int, int]]:
    """The cheapest way to put a row into its list: (loss, row, the row that leaves)."""
    rows = rows_of[int(lists.owner[row])]
    spare = rows[chosen[rows] & (shown > lists.wanted)[lists.person[rows]]]
    if spare.size:
        least = spare[np.argmin(lists.value[spare])]
        yield float(lists.value[least] - lists.value[row]), int(row), int(least)


def _groups(keys: Ints, rows: Ints) -> dict[int, Ints]:
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return dict(zip(found.tolist(), np.split(rows[order], starts[1:]), strict=True))


def _count(person: Ints, chosen: Flags, size: int) -> Ints:
    return np.bincount(person[chosen], minlength=size)
