"""A good timetable and a bound in moments, where the full model is too large to begin with.

The outline chooses the meetings and their days; they are put into slots greedily; chains make room
for what is left, and for wishes that the outline passed over.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.assignment import Timetable, interpreters_for
from matchmaking.scheduling.chains import squeeze_all
from matchmaking.scheduling.daywise import settle_interpreted
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.outline import outline

if TYPE_CHECKING:
    from matchmaking.scheduling.daywise import Solver
    from matchmaking.scheduling.outline import Outline
    from matchmaking.scheduling.shape import Shape

KICKS = 400
FOR_OUTLINE = 0.6  # of the time, at most


def construct(shape: Shape, seconds: float, solve_day: Solver) -> tuple[Outline, Timetable | None]:
    """The outline, and a timetable with interpreters named if the outline came out in time."""
    until = monotonic() + seconds
    found = outline(shape, FOR_OUTLINE * seconds)
    if found.days is None:
        return found, None
    draft = greedy(shape, found.days)
    if any(shape.problem.wishes[w].languages for w in found.days.keys() - draft.slots.keys()):
        halfway = (monotonic() + until) / 2
        draft = greedy(shape, found.days, settle_interpreted(shape, found.days, halfway, solve_day))

    def dearest(w: int) -> tuple[bool, int, int]:
        return not shape.forced[w], -shape.points(w), w

    left = sorted(found.days.keys() - draft.slots.keys(), key=dearest)
    squeeze_all(draft, left, until, KICKS)
    spare = [w for w in range(len(shape.allowed)) if w not in draft.slots and shape.points(w)]
    squeeze_all(draft, sorted(spare, key=dearest), until)
    people = interpreters_for(shape, draft.slots, draft.serving)
    return found, Timetable(draft.slots, {}, people=people)
