"""Finds a timetable and proves how good it is."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from ortools.sat.python import cp_model

from matchmaking.scheduling.assignment import Timetable, placements, serving_groups
from matchmaking.scheduling.check import check
from matchmaking.scheduling.conflict import conflict
from matchmaking.scheduling.explain import explain
from matchmaking.scheduling.faces import changes_lost, few_faces
from matchmaking.scheduling.gaps import exact_gaps, light_gaps, limit_difference
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.measure import exposure_of, hard_rules_kept, moved_from, parts_of
from matchmaking.scheduling.model import Model, build
from matchmaking.scheduling.places import few_places, walking_lost
from matchmaking.scheduling.problem import Solution
from matchmaking.scheduling.relaxation import Relaxed, relax
from matchmaking.scheduling.search import run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.teams import add_interpreters
from matchmaking.scheduling.terms import shares_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.model import Expr
    from matchmaking.scheduling.problem import Placement, Problem, Progress, Status
    from matchmaking.scheduling.shape import Shape

# Above this many wish-slot booleans the search works better without the gaps' small terms; the
# objective still counts the gaps, and the bound stays valid since gaps only cost.
MOST_WITH_GAPS = 60_000
LEAST_SECONDS = 0.1
PROBING_SECONDS = 5.0  # at most, for the relaxations of wishes left out
PROBING_SHARE = 0.1  # of the time, set aside for that
RELAXATION_SHARE = 0.4  # of the time, for HiGHS; what it leaves over goes to CP-SAT
TOLERANCE = 1e-3  # both solvers' bounds are floats of whole numbers
UNKNOWN_BOUND = 2**60
Key = TypeVar("Key")


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
    lost = shares_lost(model) if problem.objective == "value" else 0
    relaxed = _relaxed(model, lost, RELAXATION_SHARE * _left(began, time_limit))
    known = [Timetable(first.slots, first.serving)]
    known += [] if relaxed.values is None else [_timetable(model, relaxed.values)]
    _comforts(model, lost)
    _hint(model, relaxed.values, first.slots)
    proving = problem.objective == "breaks"
    reserve = min(PROBING_SECONDS, PROBING_SHARE * time_limit)
    left = _left(began, time_limit - reserve)
    found = run(model.cp, left, workers, seed, proving=proving, progress=progress, stop=stop)
    if found.status == cp_model.INFEASIBLE:
        why = conflict(shape, max(1.0, _left(began, time_limit)), seed)
        return Solution("INFEASIBLE", None, None, monotonic() - began, unscheduled=why)
    known += [] if found.values is None else [_timetable(model, found.values)]
    known = [timetable for timetable in known if hard_rules_kept(shape, timetable.slots)]
    bound = _bound(shape, found.bound, relaxed.bound)
    if not known:
        return Solution("UNKNOWN", None, bound, monotonic() - began)
    sign = -1 if proving else 1
    drafts = [placements(shape, timetable) for timetable in known]
    best = max(drafts, key=lambda meetings: sign * sum(parts_of(shape, meetings).values()))
    probing = min(PROBING_SECONDS, max(reserve, began + time_limit - monotonic()))
    return _solution(shape, best, bound, began, probing)


def _relaxed(model: Model, lost: Expr, seconds: float) -> Relaxed:
    if model.shape.problem.objective != "value":
        return Relaxed(math.inf, None)
    _objective(model, lost)
    return relax(model, seconds)


def _left(began: float, time_limit: float) -> float:
    return max(LEAST_SECONDS, time_limit - (monotonic() - began))


def _comforts(model: Model, lost: Expr) -> None:
    """Add gaps, walking and interpreters by name where the problem's size allows, and all points.

    What is left out only costs, so the bound holds; it is counted on the timetable all the same.
    """
    problem, weights = model.shape.problem, model.shape.problem.preferences
    limit = weights.max_break_difference
    gaps: list[Expr] = []
    if problem.objective == "breaks" or limit is not None:
        gaps = exact_gaps(model)
        if limit is not None:
            limit_difference(model, gaps, limit)
    elif weights.idle_gap and sum(map(len, model.at)) <= MOST_WITH_GAPS:
        gaps = light_gaps(model)
    if problem.objective == "breaks":
        model.cp.minimize(sum(gaps))
        return
    lost += weights.idle_gap * sum(gaps)
    if few_places(model.shape):
        lost += weights.walking * walking_lost(model)
    if few_faces(model.shape):
        lost += weights.interpreter_change * changes_lost(model)
    _objective(model, lost)


def _objective(model: Model, lost: Expr) -> None:
    """Maximise the points of held wishes less those of moves and those lost otherwise."""
    shape, problem = model.shape, model.shape.problem
    points = sum(shape.points(w) * held for w, held in enumerate(model.held))
    for kept in problem.kept:
        same = model.at[shape.wish[kept.wish]].get(shape.slot.get(kept.slot, -1))
        points -= problem.preferences.moved * (1 if same is None else 1 - same)
    model.cp.maximize(points - lost)


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
    halls = {w: _chosen(model.places[w, s], values)[1] for w, s in slots.items() if model.places}
    names = [person.id for person in model.shape.problem.interpreters]
    people = {
        w: names[_chosen(model.people[w, s], values)]
        for w, s in slots.items()
        if (w, s) in model.people
    }
    return Timetable(
        slots,
        serving_groups(model.shape, slots, counts),
        halls if model.places else None,
        people if model.people else None,
    )


def _chosen(literals: Mapping[Key, Expr], values: list[int]) -> Key:
    return next(key for key, literal in literals.items() if values[literal.index])


def _bound(shape: Shape, searched: float, relaxed: float) -> int:
    """The best bound as a whole number, never better than proven; at worst the trivial one."""
    if shape.problem.objective == "breaks":
        return max(0, math.ceil(searched - TOLERANCE)) if math.isfinite(searched) else 0
    most = sum(shape.points(w) for w, times in enumerate(shape.allowed) if times)
    bounds = [bound for bound in (searched, relaxed) if abs(bound) < UNKNOWN_BOUND]
    return min([most, *(math.floor(bound + TOLERANCE) for bound in bounds)])


def _solution(
    shape: Shape, meetings: tuple[Placement, ...], bound: int, began: float, probing: float
) -> Solution:
    parts = parts_of(shape, meetings)
    objective = sum(parts.values())
    status: Status = "OPTIMAL" if objective == bound else "FEASIBLE"
    slots = {shape.wish[m.wish]: shape.slot[m.slot] for m in meetings}
    return Solution(
        status=status,
        objective=objective,
        bound=bound,
        seconds=monotonic() - began,
        meetings=meetings,
        unscheduled=explain(shape, meetings, probing),
        parts=parts,
        moved=moved_from(shape, slots),
        exposure=exposure_of(shape, slots),
    )
