"""A board as a solution: tables, interpreters, objective, reasons."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.reasons import reasons
from matchmaking.scheduling.large.tables import Tables, by_slot, interpreters
from matchmaking.scheduling.large.terms import (
    Held,
    exposure_of,
    moved_from,
    parts_of,
    shortfalls,
)
from matchmaking.scheduling.problem import Placement, Solution

if TYPE_CHECKING:
    from matchmaking.scheduling.large.board import Board
    from matchmaking.scheduling.problem import Wish


def finished(board: Board, bound: int, began: float, most: int | None = None) -> Solution:
    """The solution of a board whose musts and minimums may be checked; `began` is monotonic.

    `most` wishes left out are looked at for changes that would make room for them.
    """
    arrays, problem = board.arrays, board.arrays.problem
    tables, people = Tables(board), interpreters(board)
    at, table = [table.id for table in problem.tables], tables.of.tolist()
    kept = dict(zip(arrays.kept, problem.kept, strict=True))
    meetings = tuple(
        _placement(kept.get(w), problem.wishes[w], slot.id, at[table[w]], people.get(w))
        for slot, wishes in zip(problem.slots, by_slot(board), strict=True)
        for w in wishes
    )
    held = _held(board, tables, people)
    parts = parts_of(arrays, held)
    objective = sum(parts.values())
    unscheduled = reasons(board, most)
    return Solution(
        status="OPTIMAL" if objective == bound else "FEASIBLE",
        objective=objective,
        bound=bound,
        seconds=monotonic() - began,
        meetings=meetings,
        unscheduled=unscheduled,
        parts=parts,
        moved=moved_from(arrays, held),
        exposure=exposure_of(arrays, held.wish),
    )


def _placement(
    kept: Placement | None, wish: Wish, slot: str, table: str, person: str | None
) -> Placement:
    """The meeting; the very one that was kept if nothing about it is new."""
    rest = (wish.a, wish.b, slot, table, person)
    if kept is not None and rest == (kept.a, kept.b, kept.slot, kept.table, kept.interpreter):
        return kept
    return Placement(wish.id, *rest)


def missing(board: Board) -> list[str]:
    """Ids of musts that are not held and of parties below a minimum."""
    slot = np.array(board.slot, dtype=np.int64)
    wishes = np.flatnonzero(slot >= 0)
    return shortfalls(board.arrays.problem, board.arrays, wishes, slot[wishes])


def _held(board: Board, tables: Tables, people: dict[int, str]) -> Held:
    slot = np.array(board.slot, dtype=np.int64)
    wishes = np.flatnonzero(slot >= 0)
    names: dict[str, int] = {}
    problem = board.arrays.problem
    number = {person.id: n for n, person in enumerate(problem.interpreters)}
    halls = np.array([names.setdefault(t.hall, len(names)) for t in problem.tables], dtype=np.int64)
    persons = np.full(len(slot), -1)
    persons[list(people)] = [number[name] for name in people.values()]
    return Held(wishes, slot[wishes], halls[tables.of[wishes]], persons[wishes], tuple(names))
