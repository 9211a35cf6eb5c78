"""A large problem as arrays: made once, in seconds, where objects for each number would not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matchmaking.scheduling.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Arrays:
    """A checked problem by position. P parties, W wishes, S slots.

    `a`, `b`, `points` (W); `seats` (P); `present` (P x S) says when a party is there, `allowed`
    (W x S) when both sides are and the wish may be held; `presence` and `choices` are the same as
    bit masks, slot s being bit s. `lounges` (S) counts the open tables without a home, `homes`
    (P x S) those of each party, held sparsely: only parties that have one. `host[w]` is the
    party whose home tables wish w uses first, or -1. `day` (S) is a slot's day. `mine` lists
    the wishes of party 0, then those of party 1 …, from position `first[p]` on.
    """

    problem: Problem
    slot: dict[str, int]
    party: dict[str, int]
    wish: dict[str, int]
    a: Ints
    b: Ints
    points: Ints
    seats: Ints
    present: Bools
    allowed: Bools
    presence: list[int]
    choices: list[int]
    lounges: Ints
    homes: dict[int, Ints]
    host: Ints
    day: Ints
    must: Bools
    limited: dict[int, tuple[int | None, int | None]]
    kept: dict[int, int]
    mine: Ints
    first: Ints

    def wishes_of(self, p: int) -> Ints:
        """The wishes of party p, in order."""
        return self.mine[self.first[p] : self.first[p + 1]]


def arrays_of(problem: Problem) -> Arrays:
    """Number the parts of a checked problem with objective "value"."""
    slot = {s.id: n for n, s in enumerate(problem.slots)}
    party = {p.id: n for n, p in enumerate(problem.parties)}
    wish = {w.id: n for n, w in enumerate(problem.wishes)}
    a, b = _sides(problem, party)
    rows = _Rows(slot)
    present = rows.stack([p.slots for p in problem.parties])
    allowed = _allowed(problem, rows, a, b, present)
    lounges, homes = _tables(problem, rows, party)
    at_home = np.zeros(len(party), dtype=bool)
    at_home[list(homes)] = True
    limits = ((p.maximum, p.maximum_a_day) for p in problem.parties)
    mine, first = _by_party(a, b, len(party))
    presence = masks(present)
    degree = np.diff(first)
    return Arrays(
        problem=problem,
        slot=slot,
        party=party,
        wish=wish,
        a=a,
        b=b,
        points=_points(problem),
        # More seats than wishes are of no use, and every seat takes room on the board.
        seats=np.array(
            [min(p.seats, max(1, n)) for p, n in zip(problem.parties, degree, strict=True)],
            dtype=np.int64,
        ),
        present=present,
        allowed=allowed,
        presence=presence,
        choices=_choices(problem, presence, allowed, a, b),
        lounges=lounges,
        homes=homes,
        host=np.where(at_home[a], a, np.where(at_home[b], b, -1)),
        day=_days(problem),
        must=np.array([w.level == "must" for w in problem.wishes], dtype=bool),
        limited={p: pair for p, pair in enumerate(limits) if pair != (None, None)},
        kept={wish[k.wish]: slot.get(k.slot, -1) for k in problem.kept},
        mine=mine,
        first=first,
    )


def _by_party(a: Ints, b: Ints, parties: int) -> tuple[Ints, Ints]:
    """Wishes by party, and where each party's begin."""
    side = np.column_stack([a, b]).ravel()  # a wish's two sides are neighbours
    order = np.argsort(side, kind="stable")
    return order // 2, np.searchsorted(side[order], np.arange(parties + 1))


def _sides(problem: Problem, party: dict[str, int]) -> tuple[Ints, Ints]:
    size = len(problem.wishes)
    a = np.fromiter((party[w.a] for w in problem.wishes), np.int64, size)
    return a, np.fromiter((party[w.b] for w in problem.wishes), np.int64, size)


def _points(problem: Problem) -> Ints:
    weights, size = problem.preferences, len(problem.wishes)
    value = np.fromiter((w.value for w in problem.wishes), np.int64, size)
    should = np.fromiter((w.level == "should" for w in problem.wishes), bool, size)
    return np.asarray(value * weights.value + should * weights.should, dtype=np.int64)


def _days(problem: Problem) -> Ints:
    names: dict[str, int] = {}
    return np.array([names.setdefault(s.day, len(names)) for s in problem.slots], dtype=np.int64)


class _Rows:
    """Sets of slot ids as rows of booleans; equal sets share the work."""

    def __init__(self, slot: dict[str, int]) -> None:
        self.slot = slot
        self.known: dict[frozenset[str] | None, int] = {}
        self.rows: list[Bools] = []

    def number(self, ids: frozenset[str] | None) -> int:
        """The position of the set's row."""
        found = self.known.get(ids)
        if found is None:
            row = np.full(len(self.slot), ids is None)
            row[[self.slot[i] for i in ids or ()]] = True
            found = self.known[ids] = len(self.rows)
            self.rows.append(row)
        return found

    def stack(self, sets: list[frozenset[str] | None]) -> Bools:
        """One row for each set."""
        numbers = [self.number(ids) for ids in sets]
        if not numbers:
            return np.zeros((0, len(self.slot)), dtype=bool)
        return np.array(self.rows)[numbers]


def _allowed(problem: Problem, rows: _Rows, a: Ints, b: Ints, present: Bools) -> Bools:
    allowed: Bools = present[a] & present[b]
    never = {frozenset(pair) for pair in problem.forbidden}
    odd = [w for w, x in enumerate(problem.wishes) if x.slots is not None or x.fixed_slot]
    for w in range(len(a)) if never else odd:
        wish = problem.wishes[w]
        if wish.slots is not None:
            allowed[w] &= rows.rows[rows.number(wish.slots)]
        if wish.fixed_slot is not None:
            allowed[w] &= rows.rows[rows.number(frozenset((wish.fixed_slot,)))]
        if never and frozenset((wish.a, wish.b)) in never:
            allowed[w] = False
    return allowed


def _choices(problem: Problem, presence: list[int], allowed: Bools, a: Ints, b: Ints) -> list[int]:
    """The rows of `allowed` as masks, mostly from those of the parties."""
    if problem.forbidden:
        return masks(allowed)
    found = [presence[i] & presence[j] for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    odd = [w for w, x in enumerate(problem.wishes) if x.slots is not None or x.fixed_slot]
    for w, mask in zip(odd, masks(allowed[odd]) if odd else (), strict=True):
        found[w] = mask
    return found


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


def masks(rows: Bools) -> list[int]:
    """Each row of booleans as a bit mask, column s being bit s."""
    packed: Any = np.packbits(rows, axis=1, bitorder="little")
    width, data = packed.shape[1], packed.tobytes()
    cut = range(0, len(data), width) if width else ()
    return [int.from_bytes(data[n : n + width], "little") for n in cut]


def bits(mask: int) -> list[int]:
    """The positions of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
