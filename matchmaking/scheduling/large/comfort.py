"""A last pass over a board: meetings close idle gaps, nobody loses one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.large.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.large.board import Board
    from matchmaking.scheduling.large.chains import Mover

CHECK_EVERY = 512  # meetings between two looks at the clock


def close_gaps(board: Board, mover: Mover, stop: Callable[[], bool]) -> int:
    """Move single meetings to slots of the same day where their two parties have fewer gaps.

    The number of gaps closed. Kept and fixed meetings, and those with an interpreter, stay.
    """
    closed = 0
    for w, s in enumerate(board.slot):
        if not w % CHECK_EVERY and stop():
            break
        if s == NOBODY or w in board.fixed or w in mover.kept or w in board.pair:
            continue
        closed += _closer(board, w, s)
    return closed


def _closer(board: Board, w: int, s: int) -> int:
    a, b, today = board.a[w], board.b[w], board.day_mask[board.day[s]]
    times = board.choices[w] & board.free[a] & board.free[b] & today
    times &= board.lounge | board.home.get(board.host[w], 0)
    busy = [_busy(board, p) & today for p in (a, b)]
    if not times or not any(_gaps(mask) for mask in busy):
        return 0
    # A chair of a party with several may leave the slot busy: then only the gain counts less.
    alone = [len(board.meetings(p, s)) == 1 for p in (a, b)]
    rest = [m & ~(1 << s) if one else m for m, one in zip(busy, alone, strict=True)]
    now = sum(map(_gaps, busy))
    least, best = min((sum(_gaps(m | 1 << t) for m in rest), t) for t in bits(times))
    if least >= now:
        return 0
    board.remove(w)
    board.place(w, best)
    return now - least


def _busy(board: Board, p: int) -> int:
    """Slots in which party p has a meeting, as a mask."""
    first, last = board.first[p], board.first[p + 1]
    mask = 0
    for chair in range(first, last):
        mask |= board.arrays.presence[p] & ~board.chair_free[chair]
    return mask


def _gaps(busy: int) -> int:
    """Idle runs between the set bits of one day."""
    return max(0, (busy & ~(busy << 1)).bit_count() - 1)
