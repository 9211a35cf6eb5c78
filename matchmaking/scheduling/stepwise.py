"""The way through problems whose full model is too large to begin with: outline, chains, days."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.assignment import Timetable, interpreters_for
from matchmaking.scheduling.construct import construct
from matchmaking.scheduling.daywise import daywise
from matchmaking.scheduling.measure import day_parts, hard_rules_kept, held_parts
from matchmaking.scheduling.model import build
from matchmaking.scheduling.objective import add_comforts, hint, timetable_of
from matchmaking.scheduling.outline import outline
from matchmaking.scheduling.problem import Progress
from matchmaking.scheduling.search import run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.teams import add_interpreters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.problem import Problem
    from matchmaking.scheduling.shape import Shape

# Wish-slot booleans: above the first number the way leads by days; a day above the second is left
# as the chains made it.
MANY = 20_000
MOST_A_DAY = 40_000
FOR_DRAFT = 0.7  # of the time, at most; usually a small part of it
TOLERANCE = 1e-3  # bounds are floats of whole numbers


@dataclass(frozen=True, slots=True)
class Run:
    """How to search: until when (monotonic), with how many workers, and who is told."""

    until: float
    workers: int
    seed: int
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A proven bound, and timetables to choose from, which may miss a must or a minimum."""

    bound: int
    known: list[Timetable]
    infeasible: bool = False


def many_slots(shape: Shape) -> bool:
    """Whether this is the way to go."""
    problem = shape.problem
    plain = problem.objective == "value" and problem.preferences.max_break_difference is None
    return plain and sum(map(len, shape.allowed)) > MANY


def most_points(shape: Shape) -> int:
    """The trivial bound: every wish that has a slot is held."""
    return sum(shape.points(w) for w, times in enumerate(shape.allowed) if times)


def rough_bound(shape: Shape, seconds: float) -> int:
    """The outline's bound alone."""
    return _whole(shape, outline(shape, seconds).bound)


def _whole(shape: Shape, bound: float) -> int:
    most = most_points(shape)
    return min(most, math.floor(bound + TOLERANCE)) if math.isfinite(bound) else most


def stepwise(shape: Shape, how: Run, start: Answer | None = None) -> Answer | None:
    """A timetable by outline, chains and days; None if it would miss a must or a minimum.

    `start`: timetables known already; the days go on from the best there is.
    """
    began = monotonic()

    def solve_day(problem: Problem, now: Mapping[int, int], seconds: float) -> Timetable | None:
        return _one_day(problem, now, seconds, how)

    found, first = construct(shape, FOR_DRAFT * max(0.1, how.until - began), solve_day)
    drafts = [*([] if first is None else [first]), *(start.known if start else [])]
    drafts = [draft for draft in drafts if hard_rules_kept(shape, draft.slots)]
    if not drafts:
        return None
    first = max(drafts, key=lambda draft: _worth(shape, draft))
    bound = min(_whole(shape, found.bound), start.bound if start else most_points(shape))
    points = sum(held_parts(shape, first.slots).values())
    _tell(shape, how, first, bound, began)

    if found.days is None or (points == bound and not _comforts_asked(shape)):
        return Answer(bound, [first])
    better = daywise(shape, first, found.days, how.until, solve_day)
    _tell(shape, how, better, bound, began)
    return Answer(bound, [first] if better.slots == first.slots else [first, better])


def _worth(shape: Shape, draft: Timetable) -> int:
    """All points but those that hang on tables and interpreters."""
    weights = replace(shape.problem.preferences, walking=0, interpreter_change=0)
    plain = replace(shape, problem=replace(shape.problem, preferences=weights))
    parts = held_parts(plain, draft.slots) | day_parts(plain, draft.slots, {}, {})
    return sum(parts.values())


def _tell(shape: Shape, how: Run, timetable: Timetable, bound: int, began: float) -> None:
    if how.progress:
        how.progress(Progress(_worth(shape, timetable), bound, monotonic() - began))


def _comforts_asked(shape: Shape) -> bool:
    weights = shape.problem.preferences
    return any((weights.idle_gap, weights.walking, weights.interpreter_change, weights.spread))


def _one_day(
    problem: Problem, now: Mapping[int, int], seconds: float, how: Run
) -> Timetable | None:
    if how.stop and how.stop():
        return None
    shape = shape_of(problem)
    if sum(map(len, shape.allowed)) > MOST_A_DAY:
        return None
    until = monotonic() + seconds
    model = build(shape)
    add_interpreters(model)
    add_comforts(model, 0)
    hint(model, None, now)
    found = run(
        model.cp,
        max(0.1, until - monotonic()),
        how.workers,
        how.seed,
        proving=False,
        progress=None,
        stop=how.stop,
    )
    if found.values is None:
        return None
    best = timetable_of(model, found.values)
    if best.people is not None:
        return best
    people = interpreters_for(shape, best.slots, best.serving)
    return Timetable(best.slots, best.serving, people=people)
