"""Why each of some hundred thousand wishes was left out: masks tell, a wish takes microseconds.

The codes are those of `explain.py`. A relaxation is named only where one look shows that it
works; nothing is probed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.arrays import bits
from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.problem import Reason, Unscheduled

if TYPE_CHECKING:
    from matchmaking.scheduling.large.board import Board

MOST_NAMED = 5  # of the wishes that stand in the way, dearest first
Why = tuple[Reason, Reason | None]


def reasons(board: Board) -> tuple[Unscheduled, ...]:
    """Every wish that is not held, in the problem's order, with its reason."""
    why = _Why(board)
    wishes = board.arrays.problem.wishes
    left = (w for w, s in enumerate(board.slot) if s == NOBODY)
    return tuple(Unscheduled(x.id, x.a, x.b, *why.of(w)) for w in left for x in (wishes[w],))


class _Why:
    """Looks a wish's reason up on the finished board."""

    def __init__(self, board: Board) -> None:
        self.board, self.problem = board, board.arrays.problem
        self.never = {frozenset(pair) for pair in self.problem.forbidden}
        self.ids = [s.id for s in self.problem.slots]
        self.names = [p.id for p in self.problem.parties]
        held = np.array(board.slot) != NOBODY
        sides = np.concatenate([np.array(board.a)[held], np.array(board.b)[held]])
        self.meetings = np.bincount(sides, minlength=len(self.names)).tolist()

    def of(self, w: int) -> Why:
        """Reason and relaxation."""
        board, wish = self.board, self.problem.wishes[w]
        mask = board.choices[w]
        if self.never and frozenset((wish.a, wish.b)) in self.never:
            return Reason("forbidden", {"a": wish.a, "b": wish.b}), None
        if not mask:
            return Reason("no_common_slot", {"a": wish.a, "b": wish.b}), None
        return self._limit(w) or self._seats(w, mask)

    def _limit(self, w: int) -> Why | None:
        """A maximum of a party or a quota that is used up."""
        board = self.board
        for p in (board.a[w], board.b[w]) if board.limited else ():
            most = board.limited.get(p, (None, None))[0]
            if most is not None and board.held_by[p][-1] >= most:
                params = {"party": self.names[p], "limit": most}
                return Reason("party_full", params), None
        for q in board.quotas.get(w, ()):
            if board.quota_left[q] <= 0:
                quota = self.problem.quotas[q]
                return Reason("quota_full", {"quota": quota.id, "limit": quota.maximum}), None
        return None

    def _seats(self, w: int, mask: int) -> Why:
        board = self.board
        a, b = board.a[w], board.b[w]
        earlier = [board.arrays.wish[i] for i in self.problem.wishes[w].after]
        if earlier:
            least = max(board.slot[v] + 1 for v in earlier)
            mask = mask >> least << least
            if not mask or any(board.slot[v] == NOBODY for v in earlier):
                return Reason("order", {"wishes": self.problem.wishes[w].after}), None
        gates = board.gate.get(a, -1) & board.gate.get(b, -1)
        both = mask & board.free[a] & board.free[b]
        if both & gates:
            return self._resources(w, both & gates)
        for p in (a, b):
            if not board.free[p]:
                params = {"party": self.names[p], "limit": self.meetings[p]}
                return Reason("party_full", params), self._seat(w, mask)
        rivals = self._rivals(a, b, mask)
        if not rivals:  # a limit a day, reached in other slots
            p = a if mask & ~board.gate.get(a, -1) else b
            limit = (board.limited.get(p) or (None, 0))[1] or 0
            return Reason("party_full", {"party": self.names[p], "limit": limit}), None
        return Reason("displaced", {"wishes": rivals}), self._seat(w, mask)

    def _resources(self, w: int, both: int) -> Why:
        """The parties could meet: a table or an interpreter is missing, or it does not pay."""
        board, wish = self.board, self.problem.wishes[w]
        with_table = both & (board.lounge | board.home.get(board.host[w], 0))
        if not with_table:
            return Reason("no_table", {"slots": self._named(both)}), None
        languages = wish.languages
        if languages is not None and not with_table & board.people.slots(frozenset(languages)):
            params = {"languages": languages, "slots": self._named(with_table)}
            return Reason("no_interpreter", params), None
        return Reason("low_value", {"wish": wish.id, "slot": self.ids[bits(with_table)[0]]}), None

    def _named(self, mask: int) -> tuple[str, ...]:
        return tuple(self.ids[s] for s in bits(mask))

    def _seat(self, w: int, mask: int) -> Reason | None:
        """A slot in which a seat of one side is all that is missing, if there is one."""
        board = self.board
        if w in board.reserved or w in board.pair or self.problem.wishes[w].fixed_table:
            return None
        mask &= board.lounge | board.home.get(board.host[w], 0)
        for p, other in ((board.a[w], board.b[w]), (board.b[w], board.a[w])):
            some = mask & board.free[other] & board.gate.get(p, -1) & board.gate.get(other, -1)
            if some:
                return Reason(
                    "more_seats", {"party": self.names[p], "slot": self.ids[bits(some)[0]]}
                )
        return None

    def _rivals(self, a: int, b: int, mask: int) -> tuple[str, ...]:
        board, found = self.board, set[int]()
        for s in bits(mask):
            for p in (a, b):
                if not board.free[p] >> s & 1:
                    found.update(board.meetings(p, s))
        dearest = sorted(found, key=lambda m: (-board.points[m], m))[:MOST_NAMED]
        return tuple(self.problem.wishes[m].id for m in dearest)
