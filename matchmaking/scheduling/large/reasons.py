"""Why each of some hundred thousand wishes was left out: masks tell, a wish takes microseconds.

The codes are those of `explain.py`. For the most valuable wishes `changes.py` names what would make
room; nothing is moved for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.large.changes import Changes
from matchmaking.scheduling.large.masks import bits, some
from matchmaking.scheduling.problem import Reason, Unscheduled

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Bools, Ints
    from matchmaking.scheduling.large.board import Board

NEVER = -2  # instead of a party: the two are never there together
MOST_NAMED = 5  # of the wishes that stand in the way, dearest first
MOST_CHANGES = 10_000  # wishes, most valuable first, for which changes are looked for


def reasons(board: Board, most: int | None = None) -> tuple[Unscheduled, ...]:
    """Every wish that is not held, in the problem's order, with its reason; `most` is how many
    are looked at for changes.
    """
    held = np.array(board.slot, dtype=np.int64) != NOBODY
    why, changes, left = _Why(board, held), Changes(board, held), np.flatnonzero(~held)
    wishes, plain = board.arrays.problem.wishes, why.plainly_full()
    points = board.arrays.points[left]
    best = left[np.lexsort((left, -points))][: MOST_CHANGES if most is None else most]
    found = {w: some for w in best.tolist() if (some := changes.of(w)) is not None}
    rows = []
    for w, p in zip(left.tolist(), plain[left].tolist(), strict=True):
        x = wishes[w]
        if p == NEVER:
            reason = Reason("no_common_slot", {"a": x.a, "b": x.b})
        else:
            reason = why.of(w) if p < 0 or x.after else why.full(p)
        rows.append(Unscheduled(x.id, x.a, x.b, reason))
    for n in np.flatnonzero(np.isin(left, list(found))).tolist():
        needed, gained = found[int(left[n])]
        single = needed[0] if len(needed) == 1 else None
        rows[n] = rows[n]._replace(relaxation=single, gained=gained, changes=needed)
    return tuple(rows)


class _Why:
    """Looks a wish's reason up on the finished board."""

    def __init__(self, board: Board, held: Bools) -> None:
        self.board, self.problem = board, board.arrays.problem
        self.never = {frozenset(pair) for pair in self.problem.forbidden}
        self.ids = [s.id for s in self.problem.slots]
        self.names = [p.id for p in self.problem.parties]
        sides = np.concatenate([board.arrays.a[held], board.arrays.b[held]])
        self.meetings = np.bincount(sides, minlength=len(self.names)).tolist()
        self.known: dict[int, Reason] = {}  # most wishes have one of these: made once for a party

    def of(self, w: int) -> Reason:
        """The reason."""
        board, wish = self.board, self.problem.wishes[w]
        mask = board.choices[w]
        if self.never and frozenset((wish.a, wish.b)) in self.never:
            return Reason("forbidden", {"a": wish.a, "b": wish.b})
        if not mask:
            return Reason("no_common_slot", {"a": wish.a, "b": wish.b})
        return self._limit(w) or self._seats(w, mask)

    def _limit(self, w: int) -> Reason | None:
        """A maximum of a party or a quota that is used up."""
        board = self.board
        for p in (board.a[w], board.b[w]) if board.limited else ():
            most = board.limited.get(p, (None, None))[0]
            if most is not None and board.held_by[p][-1] >= most:
                params = {"party": self.names[p], "limit": most}
                return Reason("party_full", params)
        for q in board.quotas.get(w, ()):
            if board.quota_left[q] <= 0:
                quota = self.problem.quotas[q]
                return Reason("quota_full", {"quota": quota.id, "limit": quota.maximum})
        return None

    def _seats(self, w: int, mask: int) -> Reason:
        board = self.board
        a, b = board.a[w], board.b[w]
        earlier = [board.arrays.wish[i] for i in self.problem.wishes[w].after]
        if earlier:
            least = max(board.slot[v] + 1 for v in earlier)
            mask = mask >> least << least
            if not mask or any(board.slot[v] == NOBODY for v in earlier):
                return Reason("order", {"wishes": self.problem.wishes[w].after})
        gates = board.gate.get(a, -1) & board.gate.get(b, -1)
        both = mask & board.free[a] & board.free[b]
        if both & gates:
            return self._resources(w, both & gates)
        for p in (a, b):
            if not board.free[p]:
                return self.full(p)
        rivals = self._rivals(a, b, mask)
        if not rivals:  # a limit a day, reached in other slots
            p = a if mask & ~board.gate.get(a, -1) else b
            limit = (board.limited.get(p) or (None, 0))[1] or 0
            return Reason("party_full", {"party": self.names[p], "limit": limit})
        return Reason("displaced", {"wishes": rivals})

    def plainly_full(self) -> Ints:
        """For each wish the party that is busy whenever it is there, if nothing else is to say;
        NEVER where there is no slot, -1 where one has to look.
        """
        board, arrays = self.board, self.board.arrays
        if self.never:
            return np.full(len(arrays.a), -1)
        found = np.full(len(arrays.a), -1)
        if not (board.limited or board.quotas):
            full = np.array([not mask for mask in board.free], dtype=bool)
            found = np.where(full[arrays.a], arrays.a, np.where(full[arrays.b], arrays.b, -1))
        found[~some(arrays.allowed)] = NEVER
        return np.asarray(found, dtype=np.int64)

    def full(self, p: int) -> Reason:
        """Party p is busy whenever it is there."""
        if p not in self.known:
            params = {"party": self.names[p], "limit": self.meetings[p]}
            self.known[p] = Reason("party_full", params)
        return self.known[p]

    def _resources(self, w: int, both: int) -> Reason:
        """The parties could meet: a table or an interpreter is missing, or it does not pay."""
        board, wish = self.board, self.problem.wishes[w]
        with_table = both & (board.lounge | board.home.get(board.host[w], 0))
        if not with_table:
            return Reason("no_table", {"slots": self._named(both)})
        languages = wish.languages
        if languages is not None and not with_table & board.people.slots(frozenset(languages)):
            params = {"languages": languages, "slots": self._named(with_table)}
            return Reason("no_interpreter", params)
        return Reason("low_value", {"wish": wish.id, "slot": self.ids[bits(with_table)[0]]})

    def _named(self, mask: int) -> tuple[str, ...]:
        return tuple(self.ids[s] for s in bits(mask))

    def _rivals(self, a: int, b: int, mask: int) -> tuple[str, ...]:
        board, found = self.board, set[int]()
        for s in bits(mask):
            for p in (a, b):
                if not board.free[p] >> s & 1:
                    found.update(board.meetings(p, s))
        dearest = sorted(found, key=lambda m: (-board.points[m], m))[:MOST_NAMED]
        return tuple(self.problem.wishes[m].id for m in dearest)
