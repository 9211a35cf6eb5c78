"""The smallest changes that would make room for a wish, the timetable staying as it is.

Each thing that may be lacking is a mask of slots; the slots that lack fewest decide. Whatever is
named works, since nothing has to move, and what it gains is reckoned with the worst that one more
meeting can do to gaps, walks, interpreters and fair shares. That fewer changes would do if other
meetings moved is not ruled out: at this size it is not searched for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from matchmaking.scheduling.large.masks import bits, some
from matchmaking.scheduling.problem import Reason

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Bools
    from matchmaking.scheduling.large.board import Board
    from matchmaking.scheduling.problem import Wish

MOST_TOGETHER = 3  # changes: what needs more is out of reach
Lack = tuple[Reason, int]  # a change, and the slots in which it is needed
Found = tuple[tuple[Reason, ...], int]


class Changes:
    """Looks for changes on a finished board."""

    def __init__(self, board: Board, held: Bools) -> None:
        self.board, self.problem, self.held = board, board.arrays.problem, held
        self.every = (1 << board.slots) - 1
        self.far = max(self.problem.distances.values(), default=0)
        self.never = {frozenset(pair) for pair in self.problem.forbidden}
        self.homes = {t.home: t.hall for t in reversed(self.problem.tables) if t.home}
        lounges = Counter(t.hall for t in self.problem.tables if not t.home) or Counter([""])
        self.lounges = max(lounges, key=lounges.__getitem__)
        self.loss = cache(self._loss)

    def of(self, w: int) -> Found | None:
        """The fewest changes that make room for wish w, and the points gained at least."""
        wish = self.problem.wishes[w]
        bound = wish.after or wish.fixed_table is not None or w in self.board.reserved
        if bound or (self.never and frozenset((wish.a, wish.b)) in self.never):
            return None
        lacking = self._lacking(w, wish)
        least = [self._times(wish)]
        for _, mask in lacking:
            least.append(0)
            for k in range(len(least) - 1, 0, -1):
                least[k] |= least[k - 1] & mask
        for k in range(1, min(MOST_TOGETHER, len(lacking)) + 1):
            exact = least[k] & ~(least[k + 1] if k + 1 < len(least) else 0)
            if least[0] & ~least[1]:
                return None  # there is room without any change
            if exact:
                return self._named(w, lacking, exact)
        return None

    def _named(self, w: int, lacking: list[Lack], exact: int) -> Found | None:
        for _, mask in lacking:  # cheapest first: keep to slots that need this one, if any do
            exact = exact & mask or exact
        s = bits(exact)[0]
        name = self.problem.slots[s].id
        changes = tuple(
            Reason(x.code, {**x.params, "slot": name} if "slot" in x.params else x.params)
            for x, mask in lacking
            if mask >> s & 1
        )
        gained = self.board.arrays.points[w] - self._cost(w, changes)
        return (changes, int(gained)) if gained > 0 else None

    def _times(self, wish: Wish) -> int:
        slot = self.board.arrays.slot
        mask = self.every if wish.slots is None else sum(1 << slot[i] for i in wish.slots)
        for name in (wish.a, wish.b):
            mask &= ~self._too_few(self.board.arrays.party[name])
        return mask if wish.fixed_slot is None else mask & 1 << slot[wish.fixed_slot]

    def _too_few(self, p: int) -> int:
        """The slots of days on which party p is away, where one meeting is below its minimum."""
        if self.problem.parties[p].minimum_a_day <= 1:
            return 0
        here = self.board.arrays.presence[p]
        return sum(day for day in self.board.day_mask.values() if not day & here)

    def _lacking(self, w: int, wish: Wish) -> list[Lack]:
        """What wish w lacks, each with the slots in which it does; the cheapest change first."""
        board, every, times = self.board, self.every, self._times(wish)
        sides = ((wish.a, board.a[w]), (wish.b, board.b[w]))
        found: list[Lack] = []
        for name, p in sides if board.limited else ():
            most, a_day = board.limited.get(p, (None, None))
            held = board.held_by.get(p, [0])
            if most is not None and held[-1] >= most:
                found.append((Reason("more_meetings", {"party": name}), every))
            full = [m for d, m in board.day_mask.items() if a_day is not None and held[d] >= a_day]
            found.append((Reason("more_a_day", {"party": name}), sum(full)))
        found.extend(
            (Reason("more_quota", {"quota": self.problem.quotas[q].id}), every)
            for q in board.quotas.get(w, ())
            if board.quota_left[q] <= 0
        )
        tables = board.lounge | board.home.get(board.host[w], 0)
        near = self.homes.get(wish.a) or self.homes.get(wish.b) or self.lounges
        hall = {"hall": near, "slot": ""}
        found.append((Reason("more_tables", hall), every & ~tables))
        for code in ("more_seats", "more_time"):
            for name, p in sides:
                here = board.arrays.presence[p]
                mask = here & ~board.free[p] if code == "more_seats" else every & ~here
                found.append((Reason(code, {"party": name, "slot": ""}), mask))
        if wish.languages is not None:
            some = board.people.slots(frozenset(wish.languages))
            change = Reason("interpreter", {"languages": wish.languages, "slot": ""})
            found.append((change, every & ~some))
        return [(change, mask) for change, mask in found if mask & times]

    def _cost(self, w: int, changes: tuple[Reason, ...]) -> int:
        """The most that one more meeting and these changes can cost."""
        weights, board = self.problem.preferences, self.board
        stops = sum(1 + int(board.arrays.seats[p]) for p in (board.a[w], board.b[w]))
        cost = 2 * weights.idle_gap + stops * self.far * weights.walking
        cost += 2 * weights.interpreter_change if w in board.pair else 0
        if weights.spread:
            for change in changes:
                if "party" in change.params:
                    p = board.arrays.party[str(change.params["party"])]
                    cost += weights.spread * self.loss(p, change.code == "more_time")
        return cost

    def _loss(self, p: int, later: bool) -> int:
        """Units of value that more room for party p may let it, and others, lack at most."""
        percent, arrays = self.problem.preferences.fair_share, self.board.arrays
        mine = arrays.wishes_of(p)
        value = arrays.value[mine]
        loss = max(0, -(-percent * int(value.sum()) // 100) - int(value[self.held[mine]].sum()))
        if later:
            never = ~some(arrays.allowed[mine])
            loss += int((-(-percent * value[never] // 100)).sum())
        return loss
