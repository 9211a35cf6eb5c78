"""Each relaxation that is named works: with it the wish can be held, and the points are gained."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Preferences,
    Problem,
    Quota,
    Reason,
    Slot,
    Solution,
    Table,
    Unscheduled,
    Wish,
)
from matchmaking.scheduling.relaxing import relaxed
from matchmaking.scheduling.solver import solve
from tests.matchmaking.scheduling.test_solver_oracle import problems

SLOTS = tuple(Slot(f"s{n}", "mon", 540 + 30 * n, 30) for n in range(3))


def answer(problem: Problem) -> Solution:
    return solve(problem, time_limit=20, workers=1)


def holds(problem: Problem, left: Unscheduled, before: int) -> None:
    """The wish is held in the relaxed problem, and the gain is real."""
    assert left.gained is not None
    changed = problem
    for change in left.changes:
        changed = relaxed(changed, change)
    wishes = (replace(w, level="must") if w.id == left.wish else w for w in changed.wishes)
    kind = next(w.level for w in problem.wishes if w.id == left.wish)
    bonus = problem.preferences.should if kind == "should" else 0
    again = answer(replace(changed, wishes=tuple(wishes)))
    assert left.wish in {m.wish for m in again.meetings}
    assert again.objective is not None
    assert again.objective + bonus >= before + left.gained


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_relaxation_works(problem: Problem) -> None:
    solution = answer(replace(problem, objective="value"))
    for left in solution.unscheduled:
        if left.changes and solution.objective is not None:
            holds(replace(problem, objective="value"), left, solution.objective)


def crowd(**changes: object) -> Problem:
    """Exhibitor E and three buyers, three slots, three lounges."""
    names = ("B1", "B2", "B3")
    problem = Problem(
        SLOTS,
        (Party("E"), *(Party(name) for name in names)),
        tuple(Wish(name.lower(), "E", name, 10 - n) for n, name in enumerate(names)),
        tuple(Table(f"T{n}", "north") for n in range(3)),
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


def exhibitor(**changes: object) -> tuple[Party, ...]:
    return (replace(Party("E"), **changes), *crowd().parties[1:])  # type: ignore[arg-type]


TWO = frozenset({"s0", "s1"})
CASES: dict[str, tuple[Problem, str, str, dict[str, object]]] = {
    "second seat": (
        crowd(
            parties=exhibitor(slots=TWO),
            wishes=(*crowd().wishes[:2], replace(crowd().wishes[2], slots=frozenset({"s0"}))),
        ),
        "party_full",
        "more_seats",
        {"party": "E", "slot": "s0"},
    ),
    "one more hour": (
        crowd(
            parties=(*exhibitor(slots=TWO)[:3], Party("B3", slots=frozenset({"s2"}))),
        ),
        "no_common_slot",
        "more_time",
        {"party": "E", "slot": "s2"},
    ),
    "limit": (crowd(parties=exhibitor(maximum=2)), "party_full", "more_meetings", {"party": "E"}),
    "limit a day": (
        crowd(parties=exhibitor(maximum_a_day=2)),
        "party_full",
        "more_a_day",
        {"party": "E"},
    ),
    "quota": (
        crowd(quotas=(Quota("mission", frozenset({"B2", "B3"}), 1),)),
        "quota_full",
        "more_quota",
        {"quota": "mission"},
    ),
    "table": (
        crowd(
            parties=exhibitor(seats=3),
            tables=(Table("T", "north", slots=TWO), Table("H", "south", home="B1")),
            wishes=tuple(replace(w, slots=frozenset({"s0"})) for w in crowd().wishes),
        ),
        "no_table",
        "more_tables",
        {"slot": "s0", "hall": "north"},
    ),
    "interpreter": (
        crowd(
            wishes=tuple(replace(w, languages=("zh", "fr")) for w in crowd().wishes),
            interpreters=(Interpreter("I", frozenset({"zh", "fr"}), TWO),),
        ),
        "no_interpreter",
        "interpreter",
        {"languages": ("zh", "fr"), "slot": "s2"},
    ),
}


@pytest.mark.parametrize(("problem", "code", "change", "params"), CASES.values(), ids=CASES)
def test_the_smallest_change(
    problem: Problem, code: str, change: str, params: dict[str, object]
) -> None:
    solution = answer(problem)
    left = solution.unscheduled[0]
    assert (left.wish, left.reason.code) == ("b3", code)
    assert left.relaxation is not None
    assert (left.relaxation.code, dict(left.relaxation.params)) == (change, params)
    assert solution.objective is not None
    holds(problem, left, solution.objective)


def test_two_changes_where_one_will_not_do() -> None:
    parties = (*exhibitor(maximum=2)[:3], Party("B3", maximum=0))
    problem = crowd(parties=parties)
    solution = answer(problem)
    left = solution.unscheduled[0]
    assert solution.objective is not None
    assert left.relaxation is None
    assert {c.params["party"] for c in left.changes} == {"E", "B3"}
    holds(problem, left, solution.objective)


def test_others_move_to_make_room() -> None:
    """B3 comes at s0 only, where E sits with B1: a seat there is not what it takes."""
    late = Party("B3", slots=frozenset({"s0"}))
    pinned = replace(crowd().wishes[0], fixed_slot="s0")
    problem = crowd(parties=(*crowd().parties[:3], late), wishes=(pinned, *crowd().wishes[1:]))
    left = answer(problem).unscheduled[0]
    assert (left.wish, left.reason) == ("b3", Reason("displaced", {"wishes": ("b1",)}))
    assert left.relaxation is not None
    assert left.relaxation.code == "more_seats"


def test_a_floor_counts_in_the_gain() -> None:
    floor = (Floor("new", 1, parties=frozenset({"B3"})),)
    plain = answer(crowd(parties=exhibitor(maximum=2))).unscheduled[0]
    problem = crowd(parties=exhibitor(maximum=2), wishes=crowd().wishes, floors=floor)
    fixed = replace(
        problem,
        wishes=tuple(replace(w, value=90) if w.id != "b3" else w for w in problem.wishes),
    )
    asked = answer(fixed).unscheduled[0]
    assert (plain.wish, asked.wish) == ("b3", "b3")
    assert plain.gained is not None
    assert asked.gained is not None
    assert asked.gained - plain.gained >= 10_000


def test_no_change_is_named_that_would_break_the_limit_on_gaps() -> None:
    """A second meeting of A and B, after the first, would leave B alone with a gap."""
    problem = Problem(
        (*SLOTS, Slot("t0", "tue", 540, 30)),
        (Party("A"), Party("B", maximum_a_day=1), Party("C")),
        (
            Wish("0", "A", "C", 0, "must", fixed_slot="s1"),
            Wish("1", "A", "B", 0, "must", slots=frozenset({"s0"})),
            Wish("2", "A", "B", 0, "should", slots=frozenset({"s0", "s1", "s2"}), after=("1",)),
        ),
        (Table("T", "north"),),
        preferences=Preferences(max_break_difference=0),
    )
    (left,) = answer(problem).unscheduled
    assert (left.wish, left.changes) == ("2", ())
    (more,) = answer(
        replace(problem, preferences=replace(problem.preferences, max_break_difference=1))
    ).unscheduled
    assert [change.code for change in more.changes] == ["more_a_day"]
