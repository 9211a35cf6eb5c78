"""The way by days agrees with the whole model where both can be taken, and its bound holds."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from matchmaking.scheduling import stepwise
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.measure import held_parts
from matchmaking.scheduling.outline import outline
from matchmaking.scheduling.problem import Problem, Progress
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from tests.benchmarks.sizes import SIZES, VALUE_ALONE, Size
from tests.benchmarks.sizes import expo as expo_of
from tests.matchmaking.scheduling.test_solver_oracle import problems, report_on

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def plain(problem: Problem) -> Problem:
    weights = replace(problem.preferences, max_break_difference=None)
    return replace(problem, objective="value", preferences=weights)


@FEW
@given(problems())
def test_the_outline_is_never_below_the_optimum(problem: Problem) -> None:
    problem = plain(problem)
    solution = solve(problem, time_limit=20, workers=1)
    assume(solution.status == "OPTIMAL")
    assert solution.objective is not None
    assert outline(shape_of(problem), 10).bound >= solution.objective - 1e-6


@FEW
@given(problems())
def test_the_way_by_days_is_right(problem: Problem) -> None:
    """Forced upon small problems: the checker agrees, and nothing beats its bound."""
    problem = plain(problem)
    best = solve(problem, time_limit=20, workers=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stepwise, "MANY", 0)
        solution = solve(problem, time_limit=20, workers=1)
    assert (solution.status == "INFEASIBLE") == (best.status == "INFEASIBLE")
    if solution.objective is None or best.objective is None:
        return
    report = report_on(problem, solution)
    assert report == {"valid": True, "objective": solution.objective, "violations": []}
    assert solution.bound is not None
    assert solution.objective <= best.objective <= solution.bound


def test_size_s_is_proven_optimal_for_total_value() -> None:
    problem = replace(expo_of(SIZES["S"]), preferences=VALUE_ALONE)
    solution = solve(problem, time_limit=60)
    assert solution.status == "OPTIMAL"
    assert sum(m.interpreter is not None for m in solution.meetings) > 100
    assert report_on(problem, solution)["valid"]


def test_chains_earn_more_than_greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = expo_of(Size(20, 60, 2))
    shape = shape_of(problem)
    monkeypatch.setattr(stepwise, "MANY", 1_000)
    assert stepwise.many_slots(shape)
    seen: list[Progress] = []
    solution = solve(problem, time_limit=10, progress=seen.append)
    assert [sign.bound for sign in seen] == [solution.bound] * len(seen)
    assert len(seen) == 2
    report = report_on(problem, solution)
    assert report["valid"], report["violations"]
    slots = {shape.wish[m.wish]: shape.slot[m.slot] for m in solution.meetings}
    ours, theirs = (sum(held_parts(shape, held).values()) for held in (slots, greedy(shape).slots))
    assert ours > theirs
    assert solution.bound is not None
    assert solution.objective is not None
    assert solution.objective <= solution.bound
