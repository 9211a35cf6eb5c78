"""Musts and minimums: what the fast engine tries to keep but cannot promise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matchmaking.scheduling.large.finish import missing
from matchmaking.scheduling.large.reasons import reasons
from matchmaking.scheduling.problem import Preferences, Problem, Reason, Unscheduled

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays
    from matchmaking.scheduling.large.board import Board

VALUE_ALONE = Preferences(
    idle_gap=0, moved=0, exposure=0, walking=0, interpreter_change=0, spread=0
)


def musts_alone(arrays: Arrays) -> Problem:
    """The problem with its musts, what they come after, and the wishes of parties with a minimum.

    If even this has no timetable, the whole problem has none.
    """
    problem = arrays.problem
    lows = {p.id for p in problem.parties if p.minimum or p.minimum_a_day}
    needed = {w for w, x in enumerate(problem.wishes) if x.level == "must" or {x.a, x.b} & lows}
    waiting = list(needed)
    while waiting:
        for name in problem.wishes[waiting.pop()].after:
            if arrays.wish[name] not in needed:
                needed.add(arrays.wish[name])
                waiting.append(arrays.wish[name])
    wishes = tuple(problem.wishes[w] for w in sorted(needed))
    return replace(problem, wishes=wishes, kept=(), floors=(), preferences=VALUE_ALONE)


def lacks(board: Board) -> tuple[Unscheduled, ...]:
    """The musts that found no place, and one wish of each party below its minimum, with why."""
    ids = set(missing(board))
    wishes = board.arrays.problem.wishes
    found = [row for row in reasons(board) if row.wish in ids and _must(board, row.wish)]
    parties = {p.id for p in board.arrays.problem.parties} & ids
    for x in wishes:
        for name in sorted(parties & {x.a, x.b}):
            parties.discard(name)
            reason = Reason("conflict", {"wishes": (), "minimums": (name,)})
            found.append(Unscheduled(x.id, x.a, x.b, reason))
    return tuple(found)


def _must(board: Board, name: str) -> bool:
    return bool(board.arrays.must[board.arrays.wish[name]])
