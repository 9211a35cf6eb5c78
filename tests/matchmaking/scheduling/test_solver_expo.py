"""The small expo of `conftest.py`: the answer, its reasons, and what the checker refuses."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from matchmaking.scheduling.explain import text_of
from matchmaking.scheduling.files import solution_to_json
from matchmaking.scheduling.problem import (
    Interpreter,
    Party,
    Placement,
    Problem,
    Progress,
    Quota,
    Solution,
    Table,
    Wish,
)
from matchmaking.scheduling.solver import solve

Check = Callable[[Problem, Any], dict[str, Any]]


def answer(problem: Problem, **changes: Any) -> Solution:
    return solve(replace(problem, **changes), time_limit=10, workers=1)


def test_expo_is_solved_to_optimality(expo: Problem, checked: Check) -> None:
    solution = answer(expo)
    assert solution.status == "OPTIMAL"
    assert {m.wish for m in solution.meetings} == {"w1", "w2", "w3", "w4"}
    nothing = dict.fromkeys(
        ["exposure", "moved", "idle_gap", "walking", "interpreter_change", "spread"], 0
    )
    assert solution.parts == {"value": 170_000, "should": 20_000} | nothing
    by_wish = {m.wish: m for m in solution.meetings}
    assert (by_wish["w2"].slot, by_wish["w2"].interpreter) == ("mon0", "I")
    assert by_wish["w4"].table == "L"
    assert checked(expo, solution) == {"valid": True, "objective": 190_000, "violations": []}


def test_same_seed_gives_the_same_answer(expo: Problem) -> None:
    assert answer(expo).meetings == answer(expo).meetings


def test_kept_meetings_stay(expo: Problem) -> None:
    kept = tuple(Placement(m.wish, m.a, m.b, m.slot) for m in answer(expo).meetings)
    again = answer(expo, kept=kept)
    assert again.moved == ()
    closed = replace(expo.parties[3], slots=frozenset({"mon0"}))
    moved = answer(expo, kept=kept, parties=(*expo.parties[:3], closed))
    assert moved.moved == ("w4",)
    assert moved.parts["moved"] == -5000


def test_greedy_answers_when_there_is_no_time(expo: Problem, checked: Check) -> None:
    solution = solve(expo, time_limit=0.001, workers=1)
    assert solution.status in {"FEASIBLE", "OPTIMAL"}
    assert solution.bound is not None
    assert solution.bound >= 190_000
    assert checked(expo, solution)["valid"]


def test_stop_and_progress(expo: Problem) -> None:
    seen: list[Progress] = []
    solve(expo, time_limit=10, workers=1, progress=seen.append, stop=lambda: True)
    assert all(sign.seconds >= 0 for sign in seen)


REASONS = {
    "forbidden": ({"forbidden": (("B2", "E2"),)}, "w4", "forbidden", None),
    "no interpreter": ({"interpreters": ()}, "w2", "no_interpreter", "interpreter"),
    "no table": (
        {
            "tables": (Table("H", home="E1"), Table("L", slots=frozenset({"mon2"}))),
            "wishes": (Wish("w1", "E1", "B1", 50), Wish("w4", "E2", "B2", 10)),
        },
        "w4",
        "no_table",
        "more_tables",
    ),
}


@pytest.mark.parametrize(("changes", "wish", "code", "relaxation"), REASONS.values(), ids=REASONS)
def test_reason(
    expo: Problem,
    checked: Check,
    changes: dict[str, Any],
    wish: str,
    code: str,
    relaxation: str | None,
) -> None:
    problem = replace(expo, **changes)
    solution = answer(problem)
    left = {u.wish: u for u in solution.unscheduled}
    assert left[wish].reason.code == code
    found = left[wish].relaxation
    assert (found.code if found else None) == relaxation
    assert text_of(left[wish].reason).endswith(".")
    assert checked(problem, solution)["valid"]


def one_buyer(expo: Problem, **buyer: Any) -> Problem:
    """B1 is wished by both exhibitors: E1 for more."""
    slots = frozenset({"mon0"})
    return replace(
        expo,
        parties=(Party("E1"), Party("E2"), Party("B1", **({"slots": slots} | buyer)), Party("B2")),
        wishes=(Wish("big", "E1", "B1", 9), Wish("small", "E2", "B1", 5), Wish("b", "E1", "B2", 1)),
        interpreters=(),
        tables=tuple(Table(f"T{n}") for n in range(3)),
    )


def test_full_party_and_one_more_seat(expo: Problem) -> None:
    left = answer(one_buyer(expo)).unscheduled[0]
    assert (left.wish, left.reason.code, dict(left.reason.params)) == (
        "small",
        "party_full",
        {"party": "B1", "limit": 1},
    )
    assert left.relaxation is not None
    assert dict(left.relaxation.params) == {"party": "B1", "slot": "mon0"}


def test_maximum_reached(expo: Problem) -> None:
    left = answer(one_buyer(expo, slots=None, maximum=1)).unscheduled[0]
    assert (left.reason.code, left.relaxation.code) == ("party_full", "more_meetings")


def test_displaced_names_the_rival(expo: Problem) -> None:
    problem = one_buyer(expo, slots=None)
    away = Party("E2", slots=frozenset({"mon0"}))
    big = replace(problem.wishes[0], fixed_slot="mon0")
    problem = replace(
        problem,
        parties=(problem.parties[0], away, *problem.parties[2:]),
        wishes=(big, *problem.wishes[1:]),
    )
    left = answer(problem).unscheduled[0]
    assert (left.wish, left.reason.code, left.reason.params["wishes"]) == (
        "small",
        "displaced",
        ("big",),
    )


def test_no_common_slot_and_more_time(expo: Problem) -> None:
    problem = one_buyer(expo)
    away = Party("E2", slots=frozenset({"tue2"}))
    left = answer(replace(problem, parties=(problem.parties[0], away, *problem.parties[2:])))
    entry = left.unscheduled[0]
    assert entry.reason.code == "no_common_slot"
    # At mon0 the buyer sits with E1: it has to be the buyer who stays longer.
    assert dict(entry.relaxation.params) == {"party": "B1", "slot": "tue2"}
    assert entry.gained == 5000


def test_contradicting_musts_are_named(expo: Problem) -> None:
    problem = one_buyer(expo)
    musts = tuple(replace(wish, level="must") for wish in problem.wishes)
    solution = answer(replace(problem, wishes=musts))
    assert (solution.status, solution.objective, solution.meetings) == ("INFEASIBLE", None, ())
    assert [(u.wish, u.reason.code) for u in solution.unscheduled] == [
        ("big", "conflict"),
        ("small", "conflict"),
    ]


MUTATIONS = {
    "party_away": lambda m: m["w4"].update(slot="mon2"),
    "fixed_slot": lambda m: m["w1"].update(slot="mon2"),
    "table_closed": lambda m: m["w3"].update(slot="tue2", table="L"),
    "table_of_others": lambda m: m["w3"].update(table="H"),
    "fixed_table": lambda m: m["w4"].update(table="H"),
    "interpreter_missing": lambda m: m["w2"].pop("interpreter"),
    "interpreter_idle": lambda m: m["w1"].update(interpreter="I"),
    "interpreter_away": lambda m: m["w2"].update(slot="mon1"),
    "order": lambda m: m["w3"].update(slot="mon0"),
    "seats": lambda m: m["w3"].update(slot="mon1"),
    "maximum_a_day": lambda m: (m["w3"].update(slot="mon2"), m["w4"].update(slot="mon0")),
    "table_taken": lambda m: m["w3"].update(slot=m["w4"]["slot"], table="L"),
    "unknown_meeting": lambda m: m["w1"].update(table="nowhere"),
}


@pytest.mark.parametrize("code", MUTATIONS)
def test_checker_refuses(expo: Problem, checked: Check, code: str) -> None:
    data = solution_to_json(answer(expo))
    MUTATIONS[code]({m["wish"]: m for m in data["meetings"]})
    report = checked(expo, data)
    assert not report["valid"]
    assert code in {v["code"] for v in report["violations"]}


CLAIMS: dict[str, dict[str, Any]] = {
    "objective": {"objective": 1},
    "bound": {"bound": 3},
    "status": {"status": "INFEASIBLE"},
    "unscheduled": {"unscheduled": [{"a": "E1", "b": "B1"}]},
}


@pytest.mark.parametrize("code", CLAIMS)
def test_checker_refuses_claim(expo: Problem, checked: Check, code: str) -> None:
    report = checked(expo, solution_to_json(answer(expo)) | CLAIMS[code])
    assert code in {v["code"] for v in report["violations"]}


RULES: dict[str, dict[str, Any]] = {
    "forbidden": {"forbidden": (("B1", "E1"),)},
    "slot_not_allowed": {"wishes": {"w1": {"slots": frozenset({"tue1"})}}},
    "minimum": {"parties": {"B2": {"minimum": 3}}},
    "maximum": {"parties": {"B2": {"maximum": 1}}},
    "minimum_a_day": {"parties": {"E2": {"minimum_a_day": 2}}},
    "interpreter_language": {"interpreters": (Interpreter("I", frozenset({"zh", "ru"})),)},
    "quota": {"quotas": (Quota("mission", frozenset({"B1", "B2"}), 1),)},
    "break_difference": {"preferences": {"max_break_difference": 0}},
}


@pytest.mark.parametrize("code", RULES)
def test_checker_sees_a_stricter_rule(expo: Problem, checked: Check, code: str) -> None:
    """A right answer to a laxer problem breaks just the rule that was tightened."""
    changes: dict[str, Any] = {}
    for name, change in RULES[code].items():
        if name == "preferences":
            changes[name] = replace(expo.preferences, **change)
        elif isinstance(change, dict):
            items = getattr(expo, name)
            changes[name] = tuple(replace(item, **change.get(item.id, {})) for item in items)
        else:
            changes[name] = change
    data = solution_to_json(answer(expo))
    if code == "break_difference":
        next(m for m in data["meetings"] if m["wish"] == "w2")["slot"] = "mon0"
        for wish, slot in (("w3", "mon2"), ("w1", "mon0")):
            next(m for m in data["meetings"] if m["wish"] == wish)["slot"] = slot
    codes = {v["code"] for v in checked(replace(expo, **changes), data)["violations"]}
    assert code in codes


def test_checker_sees_a_long_run_and_a_missing_must(expo: Problem, checked: Check) -> None:
    data = deepcopy(solution_to_json(answer(expo)))
    data["meetings"] = [m for m in data["meetings"] if m["wish"] != "w1"]
    assert "must" in {v["code"] for v in checked(expo, data)["violations"]}
    wishes = tuple(
        Wish(name, "E1", buyer, fixed_slot=slot, languages=("zh", "fr"))
        for name, buyer, slot in (("x", "B1", "mon0"), ("y", "B2", "mon1"))
    )
    tireless = Interpreter("I", frozenset({"zh", "fr"}))
    parties = tuple(replace(party, minimum=0) for party in expo.parties)
    problem = replace(expo, wishes=wishes, interpreters=(tireless,), parties=parties)
    solution = answer(problem)
    assert len(solution.meetings) == 2
    tired = replace(problem, interpreters=(replace(tireless, max_run=1),))
    assert {v["code"] for v in checked(tired, solution)["violations"]} == {"max_run"}
    assert len(answer(tired).meetings) == 1


def test_checker_sees_an_interpreter_twice(expo: Problem, checked: Check) -> None:
    wishes = tuple(
        Wish(name, "E1", buyer, fixed_slot="mon0", languages=("zh", "fr"))
        for name, buyer in (("x", "B1"), ("y", "B2"))
    )
    parties = tuple(replace(party, minimum=0) for party in expo.parties)
    two = (*expo.interpreters, replace(expo.interpreters[0], id="J"))
    nobody_minds = replace(expo.preferences, interpreter_change=0)
    problem = replace(
        expo, wishes=wishes, interpreters=two, parties=parties, preferences=nobody_minds
    )
    data = solution_to_json(answer(problem))
    assert sorted(m["interpreter"] for m in data["meetings"]) == ["I", "J"]
    data["meetings"][0]["interpreter"] = data["meetings"][1]["interpreter"]
    assert {v["code"] for v in checked(problem, data)["violations"]} == {"interpreter_taken"}
