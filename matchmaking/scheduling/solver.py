"""Finds a timetable and proves how good it is."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Literal

from ortools.sat.python import cp_model

from matchmaking.scheduling.assignment import Timetable, placements
from matchmaking.scheduling.breaks import fewest_breaks
from matchmaking.scheduling.check import check
from matchmaking.scheduling.conflict import conflict
from matchmaking.scheduling.explain import explain
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.large.engine import solve_large
from matchmaking.scheduling.measure import hard_rules_kept, moved_from, parts_of
from matchmaking.scheduling.model import build
from matchmaking.scheduling.objective import add_comforts, hint, set_objective, timetable_of
from matchmaking.scheduling.prices import priced
from matchmaking.scheduling.problem import ProblemError, Solution
from matchmaking.scheduling.relaxation import Relaxed, relax
from matchmaking.scheduling.search import Found, run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.stepwise import (
    Answer,
    Run,
    many_slots,
    most_points,
    rough_bound,
    stepwise,
)
from matchmaking.scheduling.teams import add_interpreters
from matchmaking.scheduling.terms import shares_lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Expr, Model
    from matchmaking.scheduling.problem import Placement, Problem, Progress, Status
    from matchmaking.scheduling.shape import Shape

LEAST_SECONDS = 0.1
PROBING_SECONDS = 5.0  # at most, for the relaxations of wishes left out
HAND_OUT_SECONDS = 2e-4  # set aside for each wish: tables, measuring, direct reasons
PROBING_SHARE = 0.1  # of the time, set aside for that
RELAXATION_SHARE = 0.4  # of the time, for HiGHS; what it leaves over goes to CP-SAT
TOLERANCE = 1e-3  # both solvers' bounds are floats of whole numbers
UNKNOWN_BOUND = 2**60
MOST_EXACT = 60_000  # wishes; the way by days is measured up to 48,000, the fast engine takes more
EXACT_A_SECOND = 3_000  # wishes: 60,000 with every preference take 17 s at least
LEAST_FAST = 10_000  # wishes: fewer take the exact engine a second or two at most
AROUND_KEPT = 0.3  # of the time, at most, for the fast engine's proposal around a kept timetable
Engine = Literal["auto", "exact", "fast"]


def solve(
    problem: Problem,
    *,
    time_limit: float,
    workers: int = 2,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    engine: Engine = "auto",
) -> Solution:
    """The best timetable found in `time_limit` seconds, with a proven bound.

    `engine`: "exact" is the model of `model.py`, day by day where it is large; "fast" the one for
    hundreds of thousands of wishes (objective "value" without a limit on differences of gaps);
    "auto" chooses by size and time. `progress` is called from a solver thread whenever the best
    objective or the bound improves; `stop` is asked several times a second and ends the search
    early when true. One worker with the same seed gives the same answer unless the time runs out.
    Raises ProblemError for a problem that contradicts itself.
    """
    began = monotonic()
    checked = check(problem)
    if _fast(problem, engine, time_limit):
        return solve_large(
            problem,
            time_limit=time_limit,
            exact=partial(_small, stop=stop),
            checked=checked,
            progress=progress,
            stop=stop,
        )
    shape = shape_of(problem)
    reserve = min(PROBING_SECONDS, PROBING_SHARE * time_limit)
    reserve += min(HAND_OUT_SECONDS * len(problem.wishes), time_limit / 4)
    run_of = Run(began + time_limit - reserve, workers, seed, progress, stop)
    answer = _answer(shape, run_of, _around_kept(shape, run_of))
    known = [timetable for timetable in answer.known if hard_rules_kept(shape, timetable.slots)]
    if answer.infeasible:
        why = conflict(shape, max(1.0, _left(began + time_limit)), seed)
        return Solution("INFEASIBLE", None, None, monotonic() - began, unscheduled=why)
    if not known:
        return Solution("UNKNOWN", None, answer.bound, monotonic() - began)
    best = _best(shape, known)
    left = min(PROBING_SECONDS, max(PROBING_SHARE * time_limit, began + time_limit - monotonic()))
    return _solution(shape, best, answer.bound, replace(run_of, until=monotonic() + left), began)


def _best(shape: Shape, known: list[Timetable]) -> tuple[Placement, ...]:
    """The best of the timetables, in full."""
    sign = -1 if shape.problem.objective == "breaks" else 1
    drafts = [placements(shape, timetable) for timetable in known]
    return max(drafts, key=lambda meetings: sign * sum(parts_of(shape, meetings).values()))


def _answer(shape: Shape, how: Run, start: Answer | None) -> Answer:
    answer = stepwise(shape, how, start) if many_slots(shape) else None
    return _exact(shape, how) if answer is None else answer


def _around_kept(shape: Shape, how: Run) -> Answer | None:
    """What the fast engine makes of a timetable to keep: it moves fewer than a new start does."""
    problem = shape.problem
    if not problem.kept or not many_slots(shape):
        return None
    seconds, exact = AROUND_KEPT * _left(how.until), partial(_small, stop=how.stop)
    found = solve_large(problem, time_limit=seconds, exact=exact, stop=how.stop)
    if not found.meetings or found.bound is None:
        return None
    slots = {shape.wish[m.wish]: shape.slot[m.slot] for m in found.meetings}
    people = {shape.wish[m.wish]: m.interpreter for m in found.meetings if m.interpreter}
    return Answer(found.bound, [Timetable(slots, {}, people=people)])


def _exact(shape: Shape, how: Run) -> Answer:
    """The whole model: HiGHS for a bound and a hint, then CP-SAT."""
    problem = shape.problem
    model = build(shape)
    add_interpreters(model)
    first = greedy(shape)
    lost = shares_lost(model) if problem.objective == "value" else 0
    relaxed = _relaxed(model, lost, RELAXATION_SHARE * _left(how.until))
    known = [Timetable(first.slots, first.serving)]
    known += [] if relaxed.values is None else [timetable_of(model, relaxed.values)]
    add_comforts(model, lost)
    hint(model, relaxed.values, first.slots)
    found = _searched(model, how)
    known += [] if found.values is None else [timetable_of(model, found.values)]
    bound = _bound(shape, found.bound, relaxed.bound)
    return Answer(bound, known, infeasible=found.status == cp_model.INFEASIBLE)


def _searched(model: Model, how: Run) -> Found:
    left, tell, stop = _left(how.until), how.progress, how.stop
    if model.shape.problem.objective == "breaks":
        return fewest_breaks(model, left, how.workers, how.seed, progress=tell, stop=stop)
    return run(model.cp, left, how.workers, how.seed, proving=False, progress=tell, stop=stop)


def _fast(problem: Problem, engine: Engine, time_limit: float) -> bool:
    """Whether the fast engine takes the problem."""
    fits = problem.objective == "value" and problem.preferences.max_break_difference is None
    if engine == "fast" and not fits:
        text = "the fast engine knows neither breaks nor max_break_difference; use the exact one"
        raise ProblemError(text, "$.objective")
    if not problem.wishes or not problem.slots:
        return False  # nothing can be held, which needs no engine made for much
    many = len(problem.wishes) > min(MOST_EXACT, max(LEAST_FAST, EXACT_A_SECOND * time_limit))
    return engine == "fast" or (engine == "auto" and fits and many)


def _small(problem: Problem, seconds: float, stop: Callable[[], bool] | None) -> Solution:
    return solve(problem, time_limit=seconds, stop=stop, engine="exact")


def _relaxed(model: Model, lost: Expr, seconds: float) -> Relaxed:
    if model.shape.problem.objective != "value":
        return Relaxed(math.inf, None)
    set_objective(model, lost)
    return relax(model, seconds)


def _left(until: float) -> float:
    return max(LEAST_SECONDS, until - monotonic())


def _bound(shape: Shape, searched: float, relaxed: float) -> int:
    """The best bound as a whole number, never better than proven; at worst the trivial one."""
    if shape.problem.objective == "breaks":
        return max(0, math.ceil(searched - TOLERANCE)) if math.isfinite(searched) else 0
    bounds = [bound for bound in (searched, relaxed) if abs(bound) < UNKNOWN_BOUND]
    return min([most_points(shape), *(math.floor(bound + TOLERANCE) for bound in bounds)])


def _solution(
    shape: Shape, meetings: tuple[Placement, ...], bound: int, how: Run, began: float
) -> Solution:
    """The solution with prices and reasons; `how.until` says how long to look for these."""
    parts = parts_of(shape, meetings)
    objective = sum(parts.values())
    status: Status = "OPTIMAL" if objective == bound else "FEASIBLE"
    slots = {shape.wish[m.wish]: shape.slot[m.slot] for m in meetings}
    half = (monotonic() + how.until) / 2
    exposure = priced(shape, slots, objective, half, partial(_bounds, how))
    unscheduled = explain(shape, meetings, how.until - monotonic())
    return Solution(
        status=status,
        objective=objective,
        bound=bound,
        seconds=monotonic() - began,
        meetings=meetings,
        unscheduled=unscheduled,
        parts=parts,
        moved=moved_from(shape, slots),
        exposure=exposure,
    )


def _bounds(how: Run, problem: Problem, seconds: float) -> tuple[int, int | None]:
    """What a like problem is worth at most, and what was reached, if that is known."""
    shape = shape_of(problem)
    until = monotonic() + seconds
    if many_slots(shape):
        return rough_bound(shape, seconds), None
    answer = _exact(shape, Run(until, how.workers, how.seed, None, how.stop))
    known = [sum(parts_of(shape, placements(shape, found)).values()) for found in answer.known]
    return answer.bound, max(known, default=None)
