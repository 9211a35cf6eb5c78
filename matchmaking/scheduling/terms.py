"""The preferences that count held wishes, whatever their slots: floors and fair shares.

They are linear, so HiGHS is given them as well as CP-SAT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaking.scheduling.shares import asks_of, fair_share

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model


def shares_lost(model: Model) -> Expr:
    """The points lost by floors that are not reached and parties below their fair share."""
    weights = model.shape.problem.preferences
    lost: Expr = 0
    if weights.exposure:
        lost += weights.exposure * sum(_missing(model))
    if weights.spread:
        lost += weights.spread * sum(_lacking(model))
    return lost


def _missing(model: Model) -> list[Expr]:
    found = []
    for ask in asks_of(model.shape):
        if ask.minimum:
            short = model.cp.new_int_var(0, ask.minimum, "")
            model.cp.add(sum(model.held[w] for w in sorted(ask.wishes)) + short >= ask.minimum)
            found.append(short)
    return found


def _lacking(model: Model) -> list[Expr]:
    shape, found = model.shape, []
    for p, mine in enumerate(shape.wishes_of):
        share = fair_share(shape, p)
        if share:
            short = model.cp.new_int_var(0, share, "")
            got = sum(shape.problem.wishes[w].value * model.held[w] for w in mine)
            model.cp.add(got + short >= share)
            found.append(short)
    return found
