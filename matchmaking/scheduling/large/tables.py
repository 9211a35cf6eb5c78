"""Single tables and interpreters for a finished board: nearest fit, and rests in turn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.board import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchmaking.scheduling.large.arrays import Arrays
    from matchmaking.scheduling.large.board import Board

FAR = 2**30


def by_slot(board: Board) -> list[list[int]]:
    """The wishes held in each slot."""
    slot = np.array(board.slot, dtype=np.int64)
    held = np.flatnonzero(slot >= 0)
    order = held[np.argsort(slot[held], kind="stable")]
    cuts = np.searchsorted(slot[order], np.arange(1, board.slots))
    return [part.tolist() for part in np.split(order, cuts)]


class Tables:
    """Hands out tables slot by slot: `of[w]` is the position of each held wish's table.

    A wish with a table of its own goes first, then homes, then lounges: the kept one, or one in
    the nearest hall to the host's. The board counted just so, hence nobody is left standing.
    """

    def __init__(self, board: Board) -> None:
        arrays = board.arrays
        problem = arrays.problem
        self.board, self.of = board, dict[int, int]()
        self.number = {t.id: n for n, t in enumerate(problem.tables)}
        self.always = all(t.slots is None for t in problem.tables)
        self.kept = {
            arrays.wish[k.wish]: self.number[k.table]
            for k in problem.kept
            if k.table in self.number
        }
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
        for s, wishes in enumerate(by_slot(board)):
            self._slot(s, wishes)

    def _open(self, tables: Sequence[int], s: int, taken: set[int]) -> list[int]:
        problem = self.board.arrays.problem
        if self.always and not taken:
            return list(tables)
        name = problem.slots[s].id
        rows = ((n, problem.tables[n].slots) for n in tables)
        return [n for n, ids in rows if (ids is None or name in ids) and n not in taken]

    def _slot(self, s: int, wishes: list[int]) -> None:
        board, problem = self.board, self.board.arrays.problem
        taken: set[int] = set()
        hosted: dict[int, list[int]] = {}
        for w in wishes:
            fixed = problem.wishes[w].fixed_table
            if fixed is not None:
                self.of[w] = self.number[fixed]
                taken.add(self.of[w])
            else:
                hosted.setdefault(board.host[w], []).append(w)
        guests = hosted.pop(NOBODY, [])
        for host, mine in hosted.items():
            tables = self._open(self.homes[host], s, taken)
            guests += self._sit(mine, tables)
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
