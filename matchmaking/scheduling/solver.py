"""Finds a timetable and proves how good it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from matchmaking.scheduling.assignment import placements, serving_groups
from matchmaking.scheduling.breaks import fewest_breaks
from matchmaking.scheduling.check import check
from matchmaking.scheduling.conflict import conflict
from matchmaking.scheduling.explain import explain
from matchmaking.scheduling.gaps import exact_gaps, light_gaps, limit_difference
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.measure import hard_rules_kept, moved_from, parts_of
from matchmaking.scheduling.model import Model, build
from matchmaking.scheduling.problem import Solution
from matchmaking.scheduling.relaxation import Relaxed, relax
from matchmaking.scheduling.search import run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.teams import add_interpreters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.problem import Problem, Progress, Status
    from matchmaking.scheduling.shape import Shape

# Above this many wish-slot booleans the search works better without the gaps' small terms; the
# objective still counts the gaps, and the bound stays valid since gaps only cost.
MOST_WITH_GAPS = 60_000
LEAST_SECONDS = 0.1
RELAXATION_SHARE = 0.4  # of the time, for HiGHS; what it leaves over goes to CP-SAT
TOLERANCE = 1e-3  # both solvers' bounds are floats of whole numbers
UNKNOWN_BOUND = 2**60


@dataclass(frozen=True, slots=True)
class Timetable:
    """Slots of held wishes, and the groups of interpreters that serve them."""

    slots: Mapping[int, int]
    serving: Mapping[int, int]


def solve(
    problem: Problem,
    *,
    time_limit: float,
    workers: int = 2,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best timetable found in `time_limit` seconds, with a proven bound.

    `progress` is called from a solver thread whenever the best objective or the bound improves;
    `stop` is asked several times a second and ends the search early when true. One worker with the
    same seed gives the same answer unless the time runs out. Raises ProblemError for a problem
    that contradicts itself.
    """
    began = monotonic()
    check(problem)
    shape = shape_of(problem)
    model = build(shape)
    add_interpreters(model)
    first = greedy(shape)
    relaxed = _relaxed(model, RELAXATION_SHARE * _left(began, time_limit))
    _gaps(model)
    _hint(model, relaxed.values, first.slots)
    proving = problem.objective == "breaks"
    left = _left(began, time_limit)
    if proving:
        found = fewest_breaks(model, left, workers, seed, progress=progress, stop=stop)
    else:
        found = run(model.cp, left, workers, seed, proving=False, progress=progress, stop=stop)
    if found.status == cp_model.INFEASIBLE:
        why = conflict(shape, max(1.0, _left(began, time_limit)), seed)
        return Solution("INFEASIBLE", None, None, monotonic() - began, unscheduled=why)
    known = [Timetable(first.slots, first.serving)]
    known += [_timetable(model, v) for v in (relaxed.values, found.values) if v is not None]
    known = [timetable for timetable in known if hard_rules_kept(shape, timetable.slots)]
    bound = _bound(shape, found.bound, relaxed.bound)
    if not known:
        return Solution("UNKNOWN", None, bound, monotonic() - began)
    sign = -1 if proving else 1
    best = max(known, key=lambda timetable: sign * sum(parts_of(shape, timetable.slots).values()))
    return _solution(shape, best, bound, began)


def _relaxed(model: Model, seconds: float) -> Relaxed:
    if model.shape.problem.objective != "value":
        return Relaxed(math.inf, None)
    _objective(model, [])
    return relax(model, seconds)


def _left(began: float, time_limit: float) -> float:
    return max(LEAST_SECONDS, time_limit - (monotonic() - began))


def _gaps(model: Model) -> None:
    """Add the gaps, in the wording that the problem needs, and the objective with them."""
    problem = model.shape.problem
    limit = problem.preferences.max_break_difference
    gaps: list[Any] = []
    if problem.objective == "breaks" or limit is not None:
        gaps = exact_gaps(model)
        if limit is not None:
            limit_difference(model, gaps, limit)
    elif problem.preferences.idle_gap and sum(map(len, model.at)) <= MOST_WITH_GAPS:
        gaps = light_gaps(model)
    _objective(model, gaps)


def _objective(model: Model, gaps: list[Any]) -> None:
    shape, cp = model.shape, model.cp
    problem, weights = shape.problem, shape.problem.preferences
    if problem.objective == "breaks":
        cp.minimize(sum(gaps))
        return
    points = sum(shape.points(w) * held for w, held in enumerate(model.held))
    for kept in problem.kept:
        same = model.at[shape.wish[kept.wish]].get(shape.slot.get(kept.slot, -1))
        points -= weights.moved * (1 if same is None else 1 - same)
    cp.maximize(points - weights.idle_gap * sum(gaps))


def _hint(model: Model, values: list[int] | None, slots: Mapping[int, int]) -> None:
    if model.shape.problem.objective == "breaks":
        return  # measured: a first timetable with many gaps only leads the search astray
    if values is not None:
        for index, value in enumerate(values):
            model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)
        return
    for w, at in enumerate(model.at):
        for s, literal in at.items():
            model.cp.add_hint(literal, slots.get(w) == s)


def _timetable(model: Model, values: list[int]) -> Timetable:
    slots = {w: s for w, at in enumerate(model.at) for s, v in at.items() if values[v.index]}
    counts = {key: values[count.index] for key, count in model.teams.items()}
    return Timetable(slots, serving_groups(model.shape, slots, counts))


def _bound(shape: Shape, searched: float, relaxed: float) -> int:
    """The best bound as a whole number, never better than proven; at worst the trivial one."""
    if shape.problem.objective == "breaks":
        return max(0, math.ceil(searched - TOLERANCE)) if math.isfinite(searched) else 0
    most = sum(shape.points(w) for w, times in enumerate(shape.allowed) if times)
    bounds = [bound for bound in (searched, relaxed) if abs(bound) < UNKNOWN_BOUND]
    return min([most, *(math.floor(bound + TOLERANCE) for bound in bounds)])


def _solution(shape: Shape, timetable: Timetable, bound: int, began: float) -> Solution:
    parts = parts_of(shape, timetable.slots)
    objective = sum(parts.values())
    status: Status = "OPTIMAL" if objective == bound else "FEASIBLE"
    meetings = placements(shape, timetable.slots, timetable.serving)
    return Solution(
        status=status,
        objective=objective,
        bound=bound,
        seconds=monotonic() - began,
        meetings=meetings,
        unscheduled=explain(shape, meetings),
        parts=parts,
        moved=moved_from(shape, timetable.slots),
    )
