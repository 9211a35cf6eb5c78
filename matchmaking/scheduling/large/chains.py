"""Moves on a board: make room for a wish by moving or leaving out others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.large.masks import bits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaking.scheduling.large.board import Board

MOST_PAIRS = 24  # pairs of slots tried for an alternating path
LONGEST = 400  # meetings on an alternating path
NEVER = 2**60


class Mover:
    """Puts wishes on a board; a move away from a slot in `kept` costs `moved` points."""

    def __init__(self, board: Board, kept: Mapping[int, int], moved: int) -> None:
        self.board, self.kept, self.moved = board, kept, moved
        wishes, parties = board.arrays.problem.wishes, board.arrays.problem.parties
        self.must: list[bool] = board.arrays.must.tolist()
        self.least = {p: party.minimum for p, party in enumerate(parties) if party.minimum}
        self.unable = {  # what is bound to a table or an order is placed once and left there
            w for w in board.arrays.special if wishes[w].after or wishes[w].fixed_table is not None
        }

    def put(self, w: int, block: int = -1) -> bool:
        """Hold wish w if there is a slot for it: at once, else by moving others at no cost."""
        board = self.board
        times = board.times(w)
        if times:
            board.place(w, self.best_of(w, times & block or times))
            return True
        return w not in board.quotas and self.along_path(w, board.choices[w] & block)

    def best_of(self, w: int, times: int) -> int:
        """The kept slot, else one next to other meetings of the sides, else the first."""
        s, board = self.kept.get(w, -1), self.board
        if s >= 0 and times >> s & 1:
            return s
        a, b = board.a[w], board.b[w]
        busy_a = board.arrays.presence[a] & ~board.free[a]
        busy_b = board.arrays.presence[b] & ~board.free[b]
        near_b = times & (busy_b << 1 | busy_b >> 1)
        near_a = (near_b or times) & (busy_a << 1 | busy_a >> 1)
        mask = near_a or near_b or times
        return (mask & -mask).bit_length() - 1

    def along_path(self, w: int, block: int) -> bool:
        """Hold wish w by swapping two slots along an alternating path (Kempe's chain).

        Slot s is free for `a`, slot t for `b`. From `b`'s meeting in s on, meetings in s go to t
        and those in t to s until one finds its other side free; then s is free for both.
        """
        board = self.board
        a, b, tried = board.a[w], board.b[w], 0
        open_a, open_b = board.free[a] & block, board.free[b] & block
        gates = board.gate.get(a, -1) & board.gate.get(b, -1)
        for s in bits(open_a & ~open_b & gates):
            for t in bits(open_b & ~open_a):
                tried += 1
                if tried > MOST_PAIRS:
                    return False
                path = self.path(b, s, t) if board.choices[w] >> s & 1 else None
                if path is not None and self.swap(path, s, t, w, s):
                    return True
                path = self.path(a, t, s) if board.choices[w] >> t & 1 else None
                if path is not None and self.swap(path, s, t, w, t):
                    return True
        return False

    def path(self, p: int, s: int, t: int) -> list[int] | None:
        """Meetings to swap between s and t, so that party p becomes free in s; None if there is
        no such path. Party p has a chair that is free in t and taken in s.
        """
        board, size = self.board, self.board.slots
        chairs = range(board.first[p], board.first[p + 1])
        chair = next((c for c in chairs if board.chair_free[c] >> t & 1), NOBODY)
        found: list[int] = []
        now, then = s, t
        while chair != NOBODY and len(found) < LONGEST:
            m = board.who[chair * size + now]
            if m == NOBODY:
                return found
            if m in board.fixed or not board.choices[m] >> then & 1 or m in self.kept:
                return None
            found.append(m)
            chair = board.chair_b[m] if board.chair_a[m] == chair else board.chair_a[m]
            now, then = then, now
        return None

    def swap(self, path: list[int], s: int, t: int, w: int, target: int) -> bool:
        """Swap the meetings of the path between s and t and hold w in the target; or change
        nothing, if tables, limits a day or interpreters do not allow it.
        """
        board = self.board
        before = [board.remove(m) for m in path]
        done = []
        for m, old in zip(path, before, strict=True):
            new = t if old == s else s
            if not board.times(m) >> new & 1:
                break
            board.place(m, new)
            done.append(m)
        if len(done) == len(path) and board.times(w) >> target & 1:
            board.place(w, target)
            return True
        for m in done:
            board.remove(m)
        for m, old in zip(path, before, strict=True):
            board.place(m, old)
        return False

    def cost(self, m: int) -> int:
        """Points lost by taking meeting m out of its slot: none if it finds another at once."""
        board = self.board
        if m in board.fixed:
            return NEVER
        price = self.moved if self.kept.get(m) == board.slot[m] else 0
        if self.elsewhere(m):
            return price
        return self.worth(m) + price

    def worth(self, m: int) -> int:
        """Points lost by leaving meeting m out; a must and a minimum are beyond price."""
        board = self.board
        for p in (board.a[m], board.b[m]) if self.least else ():
            if p in self.least and len(board.held(p)) <= self.least[p]:
                return NEVER
        return NEVER if self.must[m] else board.points[m]

    def points_of(self, w: int) -> int:
        """Points won by holding wish w; a must is worth all others."""
        return NEVER // 2 if self.must[w] else self.board.points[w]

    def elsewhere(self, m: int) -> int:
        """Mask of the other slots to which meeting m could go (but for tables: an estimate)."""
        board = self.board
        mask = board.choices[m] & board.free[board.a[m]] & board.free[board.b[m]]
        return mask & (board.lounge | board.home.get(board.host[m], 0)) if mask else 0

    def displace(self, w: int) -> list[int] | None:
        """Hold wish w where that costs least, if it is worth more; the wishes that lost their
        slot, to be placed anew, or None if nothing was changed.
        """
        board = self.board
        a, b = board.a[w], board.b[w]
        gain = self.points_of(w) + (self.moved if w in self.kept else 0)
        best, where = gain, NOBODY
        out: tuple[int, ...] = ()
        mask = board.choices[w]
        while mask:
            low = mask & -mask
            mask ^= low
            s = low.bit_length() - 1
            price_a, out_a = (0, ()) if board.free[a] & low else self._cheapest(a, s, best)
            if price_a >= best:
                continue
            price_b, out_b = (0, ()) if board.free[b] & low else self._cheapest(b, s, best)
            if price_a + price_b < best:
                best, where, out = price_a + price_b, s, (*out_a, *out_b)
                if not best:
                    break
        if where == NOBODY:
            return None
        return self._exchange(w, where, list(dict.fromkeys(out)))

    def _cheapest(self, p: int, s: int, below: int) -> tuple[int, tuple[int, ...]]:
        best = below
        found: tuple[int, ...] = ()
        for m in self.board.meetings(p, s):
            price = self.cost(m)
            if price < best:
                best, found = price, (m,)
        return best, found

    def _exchange(self, w: int, s: int, out: list[int]) -> list[int] | None:
        """Swap `out` for w in slot s and try to place them anew; undone if that does not pay."""
        board = self.board
        before = [(m, board.remove(m)) for m in out]
        if not board.times(w) >> s & 1:
            for m, old in before:
                board.place(m, old)
            return None
        board.place(w, s)
        lost, placed, worth = 0, list[int](), self.points_of(w)
        for m, old in before:
            times = board.times(m)
            lost += self.moved if self.kept.get(m) == old else 0
            if times:
                board.place(m, self.best_of(m, times))
                placed.append(m)
            else:
                lost += self.worth(m)
        if lost < worth + (self.moved if self.kept.get(w) == s else 0):
            return [m for m, _ in before if m not in placed]
        for m in [w, *placed]:
            board.remove(m)
        for m, old in before:
            board.place(m, old)
        return None
