"""Small problems against trying everything; every answer goes through the checker."""

import json
import tempfile
from dataclasses import replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matchmaking.scheduling.check import check
from matchmaking.scheduling.files import problem_from_json, problem_to_json, solution_to_json
from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Placement,
    Preferences,
    Problem,
    ProblemError,
    Quota,
    Slot,
    Table,
    Wish,
)
from matchmaking.scheduling.solver import solve
from matchmaking.scheduling.verify import _Check, verify_files

MOST_TIMETABLES = 6000
SLOTS = tuple(Slot(f"s{n}", "12"[n > 2], 60 * n, 30) for n in range(5))
SOME = st.frozensets(st.sampled_from([s.id for s in SLOTS]), min_size=2)
HALL = st.sampled_from(["north", "south"])
MEMBERS = st.frozensets(st.sampled_from("ABC"), min_size=1)
FEW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def rarely(strategy: st.SearchStrategy[Any], usual: Any = None, odds: int = 8) -> Any:
    """The usual value but for one time in `odds`: one rule too many leaves nothing to decide."""
    return st.integers(1, odds).flatmap(lambda n: strategy if n == odds else st.just(usual))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    parties = tuple(_party(draw, name) for name in "ABC")
    tables = [Table("T", "north", slots=draw(rarely(SOME, odds=2)))]
    if draw(st.booleans()):
        home = draw(st.sampled_from(["", "A", "B"]))
        tables.append(Table("U", draw(HALL), slots=draw(rarely(SOME, odds=2)), home=home))
    wishes = tuple(_wish(draw, n, len(tables)) for n in range(draw(st.integers(2, 4))))
    kept = draw(st.sampled_from(["", "s0", "s3"]))
    problem = Problem(
        SLOTS,
        parties,
        wishes,
        tuple(tables),
        tuple(
            Interpreter(
                name,
                frozenset("xy"),
                draw(rarely(SOME, odds=2)),
                draw(rarely(st.integers(1, 4), odds=3)),
            )
            for name in "IJ"[: draw(st.integers(1, 2))]
        ),
        draw(rarely(st.builds(_quota, MEMBERS, st.integers(0, 2)), ())),
        draw(st.sampled_from([{}, {("north", "south"): 3}, {("north", "south"): 3}])),
        draw(rarely(st.just((("B", "A"),)), ())),
        (Placement("0", wishes[0].a, wishes[0].b, kept),) if kept else (),
        draw(preferences()),
        draw(st.sampled_from(["value", "value", "value", "breaks"])),
        (Floor("f", draw(st.integers(1, 3)), "", draw(MEMBERS), draw(st.booleans())),),
    )
    assume(prod(len(options) for options in choices(problem)) <= MOST_TIMETABLES)
    try:
        check(problem)
    except ProblemError:
        assume(False)
    return problem


def _party(draw: st.DrawFn, name: str) -> Party:
    return Party(
        name,
        draw(rarely(st.just(2), 1)),
        draw(rarely(SOME)),
        draw(rarely(st.just(1), 0)),
        draw(rarely(st.integers(1, 2))),
        draw(rarely(st.integers(1, 2))),
        draw(st.sampled_from(["", "g"])),
        draw(rarely(st.just(1), 0, 20)),
    )


def _quota(parties: frozenset[str], most: int) -> tuple[Quota, ...]:
    return (Quota("q", parties, most),)


def preferences() -> st.SearchStrategy[Preferences]:
    """Weights of one size, so that each term can decide."""
    return st.builds(
        Preferences,
        value=st.just(10),
        should=st.just(15),
        idle_gap=st.sampled_from([0, 3, 40]),
        moved=st.just(25),
        max_break_difference=rarely(st.integers(0, 1)),
        exposure=st.sampled_from([0, 12, 60]),
        walking=st.sampled_from([0, 4, 15]),
        interpreter_change=st.sampled_from([0, 7, 30]),
        spread=st.sampled_from([0, 2, 9]),
        fair_share=st.sampled_from([0, 50, 100]),
    )


def _wish(draw: st.DrawFn, n: int, tables: int) -> Wish:
    a, b = draw(st.sampled_from([("A", "B"), ("A", "C"), ("B", "C"), ("C", "A")]))
    return Wish(
        str(n),
        a,
        b,
        draw(st.integers(0, 9)),
        draw(st.sampled_from(["must", "should", "may", "may", "may", "may", "may", "may"])),
        draw(st.one_of(st.none(), SOME.map(lambda slots: frozenset(sorted(slots)[:3])))),
        draw(rarely(st.just("s1"))),
        draw(rarely(st.just("TU"[tables - 1]), odds=4)),
        (str(n - 1),) if n and draw(st.integers(0, 5)) == 0 else (),
        draw(st.sampled_from([None, ("x", "y")])),
    )


def choices(problem: Problem) -> list[list[Placement | None]]:
    """For each wish: left out, or any slot that it allows at any table."""
    return [
        [None]
        + [
            Placement(w.id, w.a, w.b, s.id, t.id, who)
            for s in problem.slots
            for t in problem.tables
            for who in ([i.id for i in problem.interpreters] if w.languages else [None])
            if (w.slots is None or s.id in w.slots)
            and w.fixed_slot in {None, s.id}
            and w.fixed_table in {None, t.id}
        ]
        for w in problem.wishes
    ]


def best(problem: Problem) -> int | None:
    """The best objective of all timetables that the checker accepts."""
    data = problem_to_json(problem)
    pick = min if problem.objective == "breaks" else max
    found = []
    for timetable in product(*choices(problem)):
        meetings = [
            {
                "wish": m.wish,
                "a": m.a,
                "b": m.b,
                "slot": m.slot,
                "table": m.table,
                "interpreter": m.interpreter,
            }
            for m in timetable
            if m
        ]
        report = _Check(data, {"meetings": meetings})
        if next(report.violations(), None) is None:
            found.append(report.objective())
    return pick(found, default=None)


def report_on(problem: Problem, solution: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "p.json"), Path(folder, "s.json")
        one.write_text(json.dumps(problem_to_json(problem)))
        other.write_text(json.dumps(solution_to_json(solution)))
        return verify_files(one, other)


@FEW
@given(problems())
def test_matches_trying_everything(problem: Problem) -> None:
    solution = solve(problem, time_limit=20, workers=1)
    expected = best(problem)
    if expected is None:
        assert solution.status == "INFEASIBLE"
        assert solution.unscheduled or problem.preferences.max_break_difference is not None
        return
    assert (solution.status, solution.objective, solution.bound) == ("OPTIMAL", expected, expected)
    assert sum(solution.parts.values()) == expected
    report = report_on(problem, solution)
    assert report == {"valid": True, "objective": expected, "violations": []}


@FEW
@given(problems())
def test_json_keeps_the_problem(problem: Problem) -> None:
    assert problem_from_json(json.loads(json.dumps(problem_to_json(problem)))) == problem


@settings(FEW, max_examples=15)
@given(problems())
def test_names_do_not_matter_and_more_room_never_hurts(problem: Problem) -> None:
    solution = solve(problem, time_limit=20, workers=1)
    data = json.dumps(problem_to_json(problem))
    renamed = data
    for name in "ABC":
        renamed = renamed.replace(f'"{name}"', f'"party {name}"')
    again = solve(problem_from_json(json.loads(renamed)), time_limit=20, workers=1)
    assert (again.status, again.objective) == (solution.status, solution.objective)
    useless = replace(problem, tables=(*problem.tables, Table("Z", slots=frozenset())))
    assert solve(useless, time_limit=20, workers=1).objective == solution.objective
    roomy = replace(problem, tables=(*problem.tables, *(Table(f"Z{n}") for n in range(4))))
    more = solve(roomy, time_limit=20, workers=1).objective
    if solution.objective is not None:
        assert more is not None
        sign = -1 if problem.objective == "breaks" else 1
        assert sign * more >= sign * solution.objective


@settings(FEW, max_examples=25)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_days_and_lists_does_not_matter(problem: Problem, draw: Any) -> None:
    """The second day comes first, and parties, tables and wishes stand in another order."""
    assume(not any(wish.after for wish in problem.wishes))
    one = solve(problem, time_limit=20, workers=1)
    days = [slot for day in "21" for slot in problem.slots if slot.day == day]
    mixed: dict[str, Any] = {
        name: tuple(draw.sample(getattr(problem, name), len(getattr(problem, name))))
        for name in ("parties", "tables", "wishes")
    }
    other = solve(replace(problem, slots=tuple(days), **mixed), time_limit=20, workers=1)
    assert (other.status, other.objective) == (one.status, one.objective)


LAXER: dict[str, dict[str, Any]] = {
    "parties": {"slots": None, "minimum": 0, "minimum_a_day": 0, "maximum": None},
    "wishes": {"fixed_slot": None, "fixed_table": None, "after": (), "slots": None},
    "tables": {"slots": None, "home": ""},
    "interpreters": {"slots": None, "max_run": None},
}


@settings(FEW, max_examples=25)
@given(problems(), st.sampled_from([(kind, name) for kind, f in LAXER.items() for name in f]))
def test_without_a_rule_it_is_never_worse(problem: Problem, rule: tuple[str, str]) -> None:
    """Fair shares are left out: more room raises what is fair."""
    weights = replace(problem.preferences, spread=0)
    problem = replace(problem, objective="value", preferences=weights)
    kind, name = rule
    eased = tuple(replace(item, **{name: LAXER[kind][name]}) for item in getattr(problem, kind))
    one = solve(problem, time_limit=20, workers=1)
    changes: dict[str, Any] = {kind: eased}
    other = solve(replace(problem, **changes), time_limit=20, workers=1)
    if one.objective is not None:
        assert other.objective is not None
        assert other.objective >= one.objective
