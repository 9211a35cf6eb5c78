"""Single tables and interpreters for a finished board: nearest fit, and rests in turn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.board import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.large.board import Board

FAR = 2**30


def by_slot(board: Board, some: Bools | None = None) -> list[list[int]]:
    """The wishes held in each slot, or those of some wishes."""
    slot = np.array(board.slot, dtype=np.int64)
    held = np.flatnonzero((slot >= 0) if some is None else (slot >= 0) & some)
    order = held[np.argsort(slot[held], kind="stable")]
    cuts = np.searchsorted(slot[order], np.arange(1, board.slots))
    return [part.tolist() for part in np.split(order, cuts)]


class Tables:
    """Hands out tables slot by slot: `of[w]` is the position of each held wish's table, else -1.

    A wish with a table of its own goes first, then who was there before, then homes, then lounges:
    the kept one, or one in the nearest hall to the host's. The board counted just so, hence nobody
    is left standing.
    """

    def __init__(self, board: Board) -> None:
        arrays = board.arrays
        problem = arrays.problem
        self.board = board
        self.of = np.full(len(arrays.a), NOBODY)
        self.number = {t.id: n for n, t in enumerate(problem.tables)}
        self.always = all(t.slots is None for t in problem.tables)
        before = [self.number.get(k.table, NOBODY) for k in problem.kept]
        self.kept = {w: n for w, n in zip(arrays.kept, before, strict=True) if n >= 0}
        halls: dict[str, int] = {}
        self.hall = [halls.setdefault(t.hall, len(halls)) for t in problem.tables]
        self.near = _nearest(arrays, list(halls))
        self.homes: dict[int, list[int]] = {}
        self.lounges: list[int] = []
        for n, table in enumerate(problem.tables):
            mine = (
                self.homes.setdefault(arrays.party[table.home], []) if table.home else self.lounges
            )
            mine.append(n)
        self._fixed()
        self._stay(np.array(before, dtype=np.int64))
        waiting = by_slot(board, self.of < 0)
        seated = by_slot(board, self.of >= 0)
        for s, (wishes, others) in enumerate(zip(waiting, seated, strict=True)):
            if wishes:
                self._slot(s, wishes, set(self.of[others].tolist()))

    def _fixed(self) -> None:
        for w in self.board.arrays.special:
            name = self.board.arrays.problem.wishes[w].fixed_table
            if name is not None and self.board.slot[w] >= 0:
                self.of[w] = self.number[name]

    def _stay(self, table: Ints) -> None:
        """Whoever keeps the slot keeps the table, if it is the host's or a guest's in the lounges.

        `table`: that of each kept meeting, or -1.
        """
        board, arrays = self.board, self.board.arrays
        slot = np.array(board.slot, dtype=np.int64)
        wish, s = arrays.kept_wish, arrays.kept_slot
        owner = [arrays.party[t.home] if t.home else NOBODY for t in arrays.problem.tables]
        home = np.array([*owner, NOBODY], dtype=np.int64)  # the last is that of no table
        there = (slot[wish] == s) & (s >= 0) & (table >= 0) & (self.of[wish] < 0)
        there &= home[table] == arrays.host[wish]
        fixed = np.flatnonzero(self.of >= 0)
        seat = table * board.slots + s
        there &= ~np.isin(seat, self.of[fixed] * board.slots + slot[fixed])
        if not self.always:
            there[there] = [
                self._is_open(n, t) for n, t in zip(table[there], s[there], strict=True)
            ]
        stay = np.flatnonzero(there)
        stay = stay[np.unique(seat[stay], return_index=True)[1]]  # a table is one meeting's
        self.of[wish[stay]] = table[stay]

    def _is_open(self, n: int, s: int) -> bool:
        problem = self.board.arrays.problem
        ids = problem.tables[n].slots
        return ids is None or problem.slots[s].id in ids

    def _open(self, tables: Sequence[int], s: int, taken: set[int]) -> list[int]:
        return [n for n in tables if n not in taken and (self.always or self._is_open(n, s))]

    def _slot(self, s: int, wishes: list[int], taken: set[int]) -> None:
        hosted: dict[int, list[int]] = {}
        for w in wishes:
            hosted.setdefault(self.board.host[w], []).append(w)
        guests = hosted.pop(NOBODY, [])
        for host, mine in hosted.items():
            guests += self._sit(mine, self._open(self.homes[host], s, taken))
        if guests:
            self._lounges(guests, self._open(self.lounges, s, taken))

    def _sit(self, wishes: list[int], tables: list[int]) -> list[int]:
        """Kept tables first; whom the tables have no room for."""
        if len(wishes) == len(tables) == 1:
            self.of[wishes[0]] = tables[0]
            return []
        left = set(tables)
        waiting = []
        for w in wishes:
            if self.kept.get(w) in left:
                self.of[w] = self.kept[w]
                left.discard(self.of[w])
            else:
                waiting.append(w)
        rest = [n for n in tables if n in left]
        for w, n in zip(waiting, rest, strict=False):
            self.of[w] = n
        return waiting[len(rest) :]

    def _lounges(self, wishes: list[int], tables: list[int]) -> None:
        """The kept table, else one in the host's hall, else one in the nearest with room."""
        left, waiting = set(tables), []
        for w in wishes:
            if self.kept.get(w) in left:
                self.of[w] = self.kept[w]
                left.discard(self.of[w])
            else:
                waiting.append(w)
        free: dict[int, list[int]] = {}
        for n in sorted(left, reverse=True):
            free.setdefault(self.hall[n], []).append(n)
        away = []
        for w in waiting:
            mine = self.homes.get(self.board.host[w])
            hall = self.hall[mine[0]] if mine else min(free, key=lambda h: (-len(free[h]), h))
            if free.get(hall):
                self.of[w] = free[hall].pop()
            else:
                away.append((w, hall))
        for w, hall in away:
            where = next(h for h in self.near[hall] if free.get(h))
            self.of[w] = free[where].pop()


def _nearest(arrays: Arrays, halls: list[str]) -> list[list[int]]:
    """For each hall all halls, nearest first."""
    distances = arrays.problem.distances
    order = []
    for here in halls:
        away = [
            0
            if here == there
            else min(distances.get((here, there), FAR), distances.get((there, here), FAR))
            for there in halls
        ]
        order.append(sorted(range(len(halls)), key=lambda h: (away[h], h)))
    return order


def interpreters(board: Board) -> dict[int, str]:
    """Who interprets each meeting that needs somebody: those rest who rested longest ago."""
    people, problem = board.people, board.arrays.problem
    kept = {board.arrays.wish[k.wish]: k.interpreter for k in problem.kept if k.interpreter}
    meetings: dict[tuple[int, int], list[int]] = {}
    for w, g in sorted(board.group.items()):
        meetings.setdefault((g, board.slot[w]), []).append(w)
    found: dict[int, str] = {}
    for g, members in enumerate(people.members):
        queue = deque(problem.interpreters[n].id for n in members)
        day = -1
        for s in range(board.slots):
            if people.day[s] != day:
                day, queue = people.day[s], deque(sorted(queue))
            now = meetings.get((g, s), [])
            queue.rotate(len(now))
            workers = list(queue)[: len(now)]
            wanted = {w: kept[w] for w in now if kept.get(w) in workers}
            found |= _matched(now, workers, wanted)
    return found


def _matched(now: list[int], workers: list[str], wanted: dict[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for w, person in wanted.items():
        if person not in found.values():
            found[w] = person
    rest = [person for person in workers if person not in found.values()]
    return found | dict(zip((w for w in now if w not in found), rest, strict=True))
