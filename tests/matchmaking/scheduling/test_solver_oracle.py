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

MOST_TIMETABLES = 3000
SLOTS = tuple(Slot(f"s{n}", "12"[n > 2], 60 * n, 30) for n in range(5))
SOME = st.one_of(st.none(), st.frozensets(st.sampled_from([s.id for s in SLOTS]), min_size=2))
HALL = st.sampled_from(["north", "south"])
MEMBERS = st.frozensets(st.sampled_from("ABC"), min_size=1)
LIMIT = st.one_of(st.none(), st.integers(1, 2))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    parties = tuple(
        Party(
            name,
            draw(st.integers(1, 2)),
            draw(SOME),
            draw(st.sampled_from([0, 0, 0, 1])),
            draw(LIMIT),
            draw(LIMIT),
            draw(st.sampled_from(["", "g"])),
            draw(st.sampled_from([0, 0, 0, 0, 0, 1])),
        )
        for name in "ABC"
    )
    tables = [Table("T", "north", slots=draw(SOME))]
    if draw(st.booleans()):
        tables.append(
            Table("U", draw(HALL), slots=draw(SOME), home=draw(st.sampled_from(["", "A", "B"])))
        )
    if draw(st.booleans()):
        tables.append(Table("V", draw(HALL)))
    wishes = tuple(_wish(draw, n, len(tables)) for n in range(draw(st.integers(1, 4))))
    kept = draw(st.sampled_from(["", "s0", "s3"]))
    problem = Problem(
        SLOTS,
        parties,
        wishes,
        tuple(tables),
        tuple(
            Interpreter(name, frozenset({"x", "y"}), draw(SOME), draw(LIMIT))
            for name in "IJ"[: draw(st.integers(1, 2))]
        ),
        tuple(
            Quota("q", draw(MEMBERS), draw(st.integers(0, 2)))
            for _ in range(draw(st.integers(0, 1)))
        ),
        distances=draw(st.sampled_from([{}, {("north", "south"): 3}])),
        floors=tuple(
            Floor("f", draw(st.integers(0, 3)), parties=draw(MEMBERS), each=draw(st.booleans()))
            for _ in range(draw(st.integers(0, 1)))
        ),
        forbidden=draw(st.sampled_from([(), (), (("B", "A"),)])),
        kept=(Placement("0", wishes[0].a, wishes[0].b, kept),) if kept else (),
        preferences=Preferences(
            value=10,
            should=15,
            idle_gap=draw(st.sampled_from([0, 3, 40])),
            moved=25,
            exposure=draw(st.sampled_from([0, 12, 60])),
            walking=draw(st.sampled_from([0, 4])),
            interpreter_change=draw(st.sampled_from([0, 7])),
            spread=draw(st.sampled_from([0, 2, 9])),
            fair_share=draw(st.sampled_from([0, 50, 100])),
            max_break_difference=draw(st.sampled_from([None, None, 0, 1])),
        ),
        objective=draw(st.sampled_from(["value", "value", "breaks"])),
    )
    assume(prod(len(options) for options in choices(problem)) <= MOST_TIMETABLES)
    try:
        check(problem)
    except ProblemError:
        assume(False)
    return problem


def _wish(draw: st.DrawFn, n: int, tables: int) -> Wish:
    a, b = draw(st.sampled_from([("A", "B"), ("A", "C"), ("B", "C"), ("C", "A")]))
    return Wish(
        str(n),
        a,
        b,
        draw(st.integers(0, 9)),
        draw(st.sampled_from(["must", "should", "may", "may"])),
        draw(SOME),
        draw(st.sampled_from([None, None, None, "s1"])),
        draw(st.sampled_from([None, None, None, "TUV"[:tables][-1]])),
        (str(n - 1),) if n and draw(st.integers(0, 3)) == 0 else (),
        draw(st.sampled_from([None, None, ("x", "y")])),
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
