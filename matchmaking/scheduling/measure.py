"""The objective of a timetable, counted on the timetable itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaking.scheduling.shape import Shape


def gaps_of(shape: Shape, slots: Mapping[int, int]) -> list[int]:
    """Each party's number of idle gaps; `slots` says in which slot each held wish lies."""
    counts = []
    for mine in shape.wishes_of:
        busy = {slots[w] for w in mine if w in slots}
        days = [sorted(busy.intersection(day)) for day in shape.days]
        counts.append(sum(later - s > 1 for day in days for s, later in pairwise(day)))
    return counts


def moved_from(shape: Shape, slots: Mapping[int, int]) -> tuple[str, ...]:
    """The kept wishes that are held in another slot or not at all."""
    problem = shape.problem
    return tuple(
        kept.wish
        for kept in problem.kept
        if slots.get(shape.wish[kept.wish], -1) != shape.slot.get(kept.slot)
    )


def parts_of(shape: Shape, slots: Mapping[int, int]) -> dict[str, int]:
    """The objective's terms: they add up to the objective (points, or the number of breaks)."""
    problem, weights = shape.problem, shape.problem.preferences
    gaps = sum(gaps_of(shape, slots))
    if problem.objective == "breaks":
        return {"breaks": gaps}
    value = sum(problem.wishes[w].value * weights.value for w in slots)
    return {
        "value": value,
        "should": sum(shape.points(w) for w in slots) - value,
        "idle_gap": -gaps * weights.idle_gap,
        "moved": -len(moved_from(shape, slots)) * weights.moved,
    }


def hard_rules_kept(shape: Shape, slots: Mapping[int, int]) -> bool:
    """Whether musts, minimums and the difference of gaps hold: what building up cannot ensure."""
    problem = shape.problem
    if any(must and w not in slots for w, must in enumerate(shape.forced)):
        return False
    for party, mine in zip(problem.parties, shape.wishes_of, strict=True):
        if sum(w in slots for w in mine) < party.minimum:
            return False
    limit = problem.preferences.max_break_difference
    gaps = gaps_of(shape, slots)
    return limit is None or not gaps or max(gaps) - min(gaps) <= limit
