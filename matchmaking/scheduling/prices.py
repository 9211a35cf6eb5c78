"""What each exposure floor costs: the rest of the objective without it, less the rest with it."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.measure import exposure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.problem import Exposure, Problem
    from matchmaking.scheduling.shape import Shape

    # A bound on a problem's objective and the objective reached, within so many seconds.
    Bounds = Callable[[Problem, float], tuple[int, int | None]]


def priced(
    shape: Shape,
    slots: Mapping[int, int],
    objective: int,
    until: float,
    bounds: Bounds,
) -> tuple[Exposure, ...]:
    """How each floor came out, with its price as far as the time reaches (`until`, monotonic).

    The price is proven if the bound without the floor is reached, as far as the timetable with it
    is optimal.
    """
    problem, found = shape.problem, []
    for n, floor in enumerate(exposure_of(shape, slots)):
        left = (until - monotonic()) / (len(problem.floors) - n)
        if left <= 0 or not problem.preferences.exposure:
            found.append(floor)
            continue
        others = tuple(other for other in problem.floors if other.id != floor.floor)
        bound, reached = bounds(replace(problem, floors=others), left)
        rest = objective + problem.preferences.exposure * floor.missing
        found.append(replace(floor, price=max(0, bound - rest), proven=bound == reached))
    return tuple(found)
