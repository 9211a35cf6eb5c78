"""Contradictions are named, limits are kept, and the same question gets the same answer."""

import json
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from time import monotonic

import pytest

from matchmaking.scheduling import files
from matchmaking.scheduling.check import check
from matchmaking.scheduling.files import (
    problem_from_json,
    problem_to_json,
    read_problem,
    solution_to_json,
)
from matchmaking.scheduling.limits import MOST
from matchmaking.scheduling.problem import Floor, Party, Preferences, Problem, ProblemError, Wish
from matchmaking.scheduling.solver import solve
from tests.benchmarks.sizes import SIZES, VALUE_ALONE, Size
from tests.benchmarks.sizes import expo as expo_of

SMALL = Size(20, 60, 2)
GRACE = 8.0  # seconds: handing out, explaining, and two busy cores


def test_two_musts_in_one_slot_with_one_seat(expo: Problem) -> None:
    wishes = tuple(
        Wish(name, "E2", buyer, level="must", fixed_slot="mon0")
        for name, buyer in (("x", "B1"), ("y", "B2"))
    )
    parties = tuple(replace(party, minimum=0) for party in expo.parties)
    solution = solve(replace(expo, wishes=wishes, parties=parties), time_limit=5, workers=1)
    assert (solution.status, solution.meetings) == ("INFEASIBLE", ())
    assert {u.wish for u in solution.unscheduled} == {"x", "y"}


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "minimum": ({"minimum": 5}, "party 'E2' wants 5 meetings but has 2 wishes"),
    "minimum a day": (
        {"minimum_a_day": 2, "slots": frozenset({"mon0", "mon1"})},
        "wants 2 meetings but has 1 meetings allowed a day",
    ),
    "minimum above a day's seats": (
        {"minimum_a_day": 1, "slots": frozenset(), "minimum": 1},
        "wants 1 meetings but has 0 seats in its slots",
    ),
    "minimum of all days": ({"minimum_a_day": 1, "maximum": 1}, "has 1 meetings allowed"),
}


@pytest.mark.parametrize(("change", "text"), WRONG.values(), ids=WRONG)
def test_a_minimum_out_of_reach(expo: Problem, change: dict[str, object], text: str) -> None:
    parties = tuple(
        replace(party, **change) if party.id == "E2" else party  # type: ignore[arg-type]
        for party in expo.parties
    )
    with pytest.raises(ProblemError, match=text):
        check(replace(expo, parties=parties))


def test_a_floor_of_nobody(expo: Problem) -> None:
    with pytest.raises(ProblemError, match="nobody's"):
        check(replace(expo, floors=(Floor("f", 1),)))
    with pytest.raises(ProblemError, match="no party of group 'ldc'"):
        check(replace(expo, floors=(Floor("f", 1, group="ldc"),)))
    with pytest.raises(ProblemError, match="no party 'X'"):
        check(replace(expo, floors=(Floor("f", 1, parties=frozenset({"X"})),)))


def test_a_share_above_the_whole(expo: Problem) -> None:
    with pytest.raises(ProblemError, match="100 percent or less"):
        check(replace(expo, preferences=Preferences(fair_share=101)))


def test_ten_million_wishes_are_refused_at_once(expo: Problem) -> None:
    """The same wish again and again: the count alone is enough, and nothing is copied."""
    problem = replace(expo, wishes=tuple(repeat(expo.wishes[0], 10_000_000)))
    began = monotonic()
    with pytest.raises(ProblemError, match=f"10,000,000 are more than {MOST['wishes']:,}"):
        solve(problem, time_limit=1)
    data = problem_to_json(expo)
    data["wishes"] = [data["wishes"][0]] * 10_000_000
    with pytest.raises(ProblemError, match="10,000,000 are more than"):
        problem_from_json(data)
    assert monotonic() - began < 1


def test_a_contradiction_in_a_large_problem_is_named() -> None:
    """Too large for the whole model to begin with; two musts and one seat."""
    problem = expo_of(SIZES["S"])
    there = {party.id for party in problem.parties if "d0s00" in (party.slots or {"d0s00"})}
    buyer = next(wish.b for wish in problem.wishes if wish.b in there)
    both = {wish.id for wish in problem.wishes if wish.b == buyer and wish.languages is None}
    both = set(sorted(both)[:2])
    must = tuple(
        replace(wish, level="must", fixed_slot="d0s00") if wish.id in both else wish
        for wish in problem.wishes
    )
    began = monotonic()
    solution = solve(replace(problem, wishes=must, kept=()), time_limit=40)
    assert monotonic() - began < 40 + GRACE
    assert (solution.status, solution.meetings) == ("INFEASIBLE", ())
    assert {u.wish for u in solution.unscheduled} == both


def test_a_file_too_large_is_not_read(
    expo: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(problem_to_json(expo)))
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(ProblemError, match="more than 100; divide the problem"):
        read_problem(path)


@pytest.mark.parametrize("everything", [False, True], ids=["value", "everything"])
def test_the_time_is_kept(everything: bool) -> None:
    problem = expo_of(SIZES["S"])
    if not everything:
        problem = replace(problem, preferences=VALUE_ALONE)
    began = monotonic()
    solution = solve(problem, time_limit=4)
    assert monotonic() - began < 4 + GRACE
    assert solution.objective is not None
    assert solution.bound is not None
    assert solution.bound - solution.objective <= 0.01 * solution.bound


def test_same_seed_same_answer() -> None:
    """One worker, and a size at which the time does not run out."""
    problem = expo_of(Size(12, 5, 1, 4))
    data = [solution_to_json(solve(problem, time_limit=60, workers=1, seed=3)) for _ in range(2)]
    for answer in data:
        del answer["seconds"]
    assert data[0] == data[1]


def test_stepwise_answers_are_checked(checked) -> None:
    """The way by days, at a size where its parts all have work."""
    problem = expo_of(SMALL)
    big = replace(problem, wishes=problem.wishes, parties=tuple(_long(p) for p in problem.parties))
    solution = solve(big, time_limit=6)
    report = checked(big, solution)
    assert report["valid"], report["violations"]


def _long(party: Party) -> Party:
    return replace(party, slots=None)


def test_nothing_wished_nothing_held(expo: Problem) -> None:
    parties = tuple(replace(party, minimum=0) for party in expo.parties)
    solution = solve(replace(expo, wishes=(), parties=parties), time_limit=2, workers=1)
    assert (solution.status, solution.objective, solution.meetings) == ("OPTIMAL", 0, ())
