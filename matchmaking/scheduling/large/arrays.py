"""A large problem as arrays: made once, in seconds, where objects for each number would not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matchmaking.scheduling.large.masks import masks_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matchmaking.scheduling.check import Checked
    from matchmaking.scheduling.large.masks import Words
    from matchmaking.scheduling.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Arrays:
    """A checked problem by position. P parties, W wishes, S slots.

    `a`, `b`, `value`, `points` (W); `seats` (P); `present` (P x S) says when a party is there,
    `allowed` (W, as in `masks.py`) when both sides are and the wish may be held; `presence` and
    `choices` are the same as bit masks, slot s being bit s. `lounges` (S) counts the open tables
    without a home, `homes` (P x S) those of each party, held sparsely: only parties that have one.
    `host[w]` is the party whose home tables wish w uses first, or -1. `day` (S) is a slot's day.
    `mine` lists the wishes of party 0, then those of party 1 …, from position `first[p]` on.
    `special` wishes have slots, a table, an order or languages of their own: of half a million,
    few. `kept_wish` and `kept_slot` are those of each kept meeting, -1 for a slot that is no more;
    `kept` the same as a mapping.
    """

    problem: Problem
    slot: dict[str, int]
    party: dict[str, int]
    wish: dict[str, int]
    a: Ints
    b: Ints
    value: Ints
    points: Ints
    seats: Ints
    present: Bools
    allowed: Words
    presence: list[int]
    choices: list[int]
    lounges: Ints
    homes: dict[int, Ints]
    host: Ints
    day: Ints
    must: Bools
    limited: dict[int, tuple[int | None, int | None]]
    special: list[int]
    kept_wish: Ints
    kept_slot: Ints
    kept: dict[int, int]
    mine: Ints
    first: Ints

    def wishes_of(self, p: int) -> Ints:
        """The wishes of party p, in order."""
        return self.mine[self.first[p] : self.first[p + 1]]


def arrays_of(problem: Problem, checked: Checked) -> Arrays:
    """Number the parts of a checked problem with objective "value"."""
    slot = {s.id: n for n, s in enumerate(problem.slots)}
    party, wish, special = checked.party, checked.wish, checked.special
    gone = dict.fromkeys({k.slot for k in problem.kept}, -1)
    a = numbered([w.a for w in problem.wishes], party)
    b = numbered([w.b for w in problem.wishes], party)
    value = np.array([w.value for w in problem.wishes], dtype=np.int64)
    should = np.array([w.level == "should" for w in problem.wishes], dtype=bool)
    rows = _Rows(slot)
    present = rows.stack([p.slots for p in problem.parties])
    there = words_of(present)
    allowed = _allowed(problem, rows, special, there[a] & there[b])
    lounges, homes = _tables(problem, rows, party)
    at_home = np.zeros(len(party), dtype=bool)
    at_home[list(homes)] = True
    limits = ((p.maximum, p.maximum_a_day) for p in problem.parties)
    mine, first = _by_party(a, b, len(party))
    degree = np.diff(first)
    kept_wish = numbered([k.wish for k in problem.kept], wish)
    kept_slot = numbered([k.slot for k in problem.kept], {**gone, **slot})
    return Arrays(
        problem=problem,
        slot=slot,
        party=party,
        wish=wish,
        a=a,
        b=b,
        value=value,
        points=value * problem.preferences.value + should * problem.preferences.should,
        # More seats than wishes are of no use, and every seat takes room on the board.
        seats=np.array(
            [min(p.seats, max(1, n)) for p, n in zip(problem.parties, degree, strict=True)],
            dtype=np.int64,
        ),
        present=present,
        allowed=allowed,
        presence=masks_of(there),
        choices=masks_of(allowed),
        lounges=lounges,
        homes=homes,
        host=np.where(at_home[a], a, np.where(at_home[b], b, -1)),
        day=_days(problem),
        must=np.array([w.level == "must" for w in problem.wishes], dtype=bool),
        limited={p: pair for p, pair in enumerate(limits) if pair != (None, None)},
        special=special,
        kept_wish=kept_wish,
        kept_slot=kept_slot,
        kept=dict(zip(kept_wish.tolist(), kept_slot.tolist(), strict=True)),
        mine=mine,
        first=first,
    )


def _by_party(a: Ints, b: Ints, parties: int) -> tuple[Ints, Ints]:
    """Wishes by party, and where each party's begin."""
    both, wish = np.column_stack([a, b]).ravel(), np.repeat(np.arange(len(a)), 2)
    # By counting, which takes a sixth of sorting: this is how rows of a sparse matrix are made.
    rows = csr_array((wish, (both, np.arange(len(both)))), shape=(parties, max(1, len(both))))
    return rows.data.astype(np.int64), rows.indptr.astype(np.int64)


def numbered(ids: Sequence[str], number: Mapping[str, int]) -> Ints:
    """The number of each id."""
    return np.fromiter(map(number.__getitem__, ids), np.int64, len(ids))


def _days(problem: Problem) -> Ints:
    names: dict[str, int] = {}
    return np.array([names.setdefault(s.day, len(names)) for s in problem.slots], dtype=np.int64)


class _Rows:
    """Sets of slot ids as rows of booleans; equal sets share the work."""

    def __init__(self, slot: dict[str, int]) -> None:
        self.slot = slot
        self.known: dict[frozenset[str] | None, int] = {}
        self.rows: list[Bools] = []
        self.packed: dict[frozenset[str], Words] = {}

    def number(self, ids: frozenset[str] | None) -> int:
        """The position of the set's row."""
        found = self.known.get(ids)
        if found is None:
            row = np.full(len(self.slot), ids is None)
            row[[self.slot[i] for i in ids or ()]] = True
            found = self.known[ids] = len(self.rows)
            self.rows.append(row)
        return found

    def words(self, ids: frozenset[str]) -> Words:
        """The set's row as words."""
        if ids not in self.packed:
            self.packed[ids] = words_of(self.rows[self.number(ids)][None])[0]
        return self.packed[ids]

    def stack(self, sets: list[frozenset[str] | None]) -> Bools:
        """One row for each set."""
        numbers = [self.number(ids) for ids in sets]
        if not numbers:
            return np.zeros((0, len(self.slot)), dtype=bool)
        return np.array(self.rows)[numbers]


def _allowed(problem: Problem, rows: _Rows, special: list[int], both: Words) -> Words:
    """Where both sides are there (`both`), less what the wishes themselves rule out."""
    for w in special:
        wish = problem.wishes[w]
        if wish.slots is not None:
            both[w] &= rows.words(wish.slots)
        if wish.fixed_slot is not None:
            both[w] &= rows.words(frozenset((wish.fixed_slot,)))
    never = {frozenset(pair) for pair in problem.forbidden}
    for w, wish in enumerate(problem.wishes) if never else ():
        if frozenset((wish.a, wish.b)) in never:
            both[w] = 0
    return both


def _tables(problem: Problem, rows: _Rows, party: dict[str, int]) -> tuple[Ints, dict[int, Ints]]:
    lounges = np.zeros(len(rows.slot), dtype=np.int64)
    homes: dict[int, Ints] = {}
    for table in problem.tables:
        row = rows.rows[rows.number(table.slots)]
        if table.home:
            owner = party[table.home]
            homes[owner] = homes.get(owner, 0) + row.astype(np.int64)
        else:
            lounges += row
    return lounges, homes
