"""The fast engine on small problems with every rule, against the exact one and the checker."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matchmaking.scheduling.measure import parts_of
from matchmaking.scheduling.problem import (
    Party,
    Preferences,
    Problem,
    ProblemError,
    Table,
    Wish,
)
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from tests.matchmaking.scheduling.test_solver_oracle import FEW, problems, report_on


def for_fast(problem: Problem) -> Problem:
    """The problem as the fast engine takes it: value, and no limit on differences of gaps."""
    weights = replace(problem.preferences, max_break_difference=None)
    return replace(problem, objective="value", preferences=weights)


@settings(FEW, max_examples=100)
@given(problems())
def test_valid_and_never_above_the_optimum_which_is_never_above_the_bound(
    problem: Problem,
) -> None:
    problem = for_fast(problem)
    found = solve(problem, time_limit=20, engine="fast")
    best = solve(problem, time_limit=20, workers=1, engine="exact")
    if best.status == "INFEASIBLE":
        assert found.status in {"INFEASIBLE", "UNKNOWN"}
        assert found.unscheduled
        return
    assert (found.bound or 0) >= (best.objective or 0)
    if found.status == "UNKNOWN":
        assert found.unscheduled
        return
    assert (found.objective or 0) <= (best.objective or 0)
    assert report_on(problem, found) == {
        "valid": True,
        "objective": found.objective,
        "violations": [],
    }
    assert dict(found.parts) == parts_of(shape_of(problem), found.meetings)


def test_refuses_what_it_does_not_know(expo: Problem) -> None:
    with pytest.raises(ProblemError, match="fast engine"):
        solve(replace(expo, objective="breaks"), time_limit=1, engine="fast")


@pytest.mark.parametrize("nothing", ["slots", "wishes", "parties", "tables"])
def test_a_problem_with_nothing_of_something(nothing: str, expo: Problem) -> None:
    wishes = tuple(Wish(w.id, w.a, w.b, w.value) for w in expo.wishes)
    parties = tuple(Party(p.id) for p in expo.parties)
    plain = Problem(expo.slots, parties, wishes, (Table("T"),), preferences=Preferences(spread=0))
    without: dict[str, Any] = {nothing: ()}
    empty = replace(plain, **without)
    if nothing == "parties":
        empty = replace(empty, wishes=())
    found = solve(empty, time_limit=5, engine="fast")
    assert (found.status, found.objective) == ("OPTIMAL", 0)
    assert len(found.unscheduled) == len(empty.wishes)
