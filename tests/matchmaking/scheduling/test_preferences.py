"""Each preference by itself, where it decides; every answer goes through the checker."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Preferences,
    Problem,
    Slot,
    Solution,
    Table,
    Wish,
)
from matchmaking.scheduling.solver import solve

Check = Callable[[Problem, Any], dict[str, Any]]
NOTHING = Preferences(idle_gap=0, exposure=0, walking=0, interpreter_change=0, spread=0)
SLOTS = tuple(Slot(f"s{n}", "mon", 540 + 30 * n, 30) for n in range(3))
SPOKEN = ("zh", "fr")


def problem(*wishes: Wish, preferences: Preferences = NOTHING, **changes: Any) -> Problem:
    """One exhibitor E and buyers A, B, C, all with one seat; three tables in two halls."""
    tables = (Table("N", "north"), Table("M", "north"), Table("S", "south"))
    parties = tuple(Party(name) for name in "EABC")
    base = Problem(SLOTS, parties, wishes, tables, preferences=preferences)
    return replace(base, **changes)


def answer(checked: Check, asked: Problem) -> Solution:
    solution = solve(asked, time_limit=20, workers=1)
    report = checked(asked, solution)
    assert report == {"valid": True, "objective": solution.objective, "violations": []}
    assert solution.status == "OPTIMAL"
    return solution


def held(solution: Solution) -> set[str]:
    return {m.wish for m in solution.meetings}


ONE_SLOT = frozenset({"s0"})
RICH = Wish("rich", "E", "A", 10, slots=ONE_SLOT)
POOR = Wish("poor", "E", "B", 6, slots=ONE_SLOT)


@pytest.mark.parametrize(("points", "wins", "missing"), [(3_999, "rich", 1), (4_001, "poor", 0)])
def test_a_floor_is_worth_its_points(checked: Check, points: int, wins: str, missing: int) -> None:
    floor = Floor("new", 1, parties=frozenset("B"))
    asked = problem(RICH, POOR, preferences=replace(NOTHING, exposure=points), floors=(floor,))
    solution = answer(checked, asked)
    assert held(solution) == {wins}
    assert solution.parts["exposure"] == -points * missing
    assert [(e.floor, e.held, e.missing) for e in solution.exposure] == [
        ("new", 1 - missing, missing)
    ]


def test_the_price_of_a_floor(checked: Check) -> None:
    """Without it E would meet A, for 4 units more."""
    floor = Floor("new", 1, parties=frozenset("B"))
    asked = problem(RICH, POOR, preferences=replace(NOTHING, exposure=9_000), floors=(floor,))
    price = answer(checked, asked).exposure[0]
    assert (price.price, price.proven) == (4_000, True)


def test_a_floor_for_each_and_for_all_together(checked: Check) -> None:
    wishes = (Wish("1", "E", "A", 1), Wish("2", "A", "B", 1), Wish("3", "C", "E", 0))
    weights = replace(NOTHING, exposure=10)
    groups = tuple(Party(name, group="g" if name in "AB" else "") for name in "EABC")
    for each, missing in ((False, 1), (True, 3)):
        floor = Floor("f", 3, group="g", each=each)
        asked = problem(*wishes, preferences=weights, parties=groups, floors=(floor,))
        assert answer(checked, asked).parts["exposure"] == -10 * missing


def test_walking_decides_the_hall(checked: Check) -> None:
    """The second meeting is held in the hall of the first, which is fixed; later it costs 5."""
    wishes = (
        Wish("1", "E", "A", 5, fixed_slot="s0", fixed_table="S"),
        Wish("2", "E", "B", 5, fixed_slot="s2"),
    )
    asked = problem(
        *wishes, preferences=replace(NOTHING, walking=7), distances={("north", "south"): 5}
    )
    solution = answer(checked, asked)
    assert {m.table for m in solution.meetings} == {"S"}
    apart = replace(asked, wishes=(wishes[0], replace(wishes[1], fixed_table="N")))
    assert answer(checked, apart).parts["walking"] == -35
    alone = replace(asked, tables=(asked.tables[0], replace(asked.tables[2], slots=ONE_SLOT)))
    assert answer(checked, alone).parts["walking"] == -35


def test_a_team_sends_whoever_is_nearest(checked: Check) -> None:
    """E has two seats: in s0 one sits north and one south, so nobody walks to s1."""
    wishes = (
        Wish("1", "E", "A", 5, fixed_slot="s0", fixed_table="N"),
        Wish("2", "E", "B", 5, fixed_slot="s0", fixed_table="S"),
        Wish("3", "E", "C", 5, fixed_slot="s1", fixed_table="S"),
    )
    parties = (Party("E", seats=2), *(Party(name) for name in "ABC"))
    asked = problem(
        *wishes,
        preferences=replace(NOTHING, walking=7),
        distances={("south", "north"): 5},
        parties=parties,
    )
    assert answer(checked, asked).parts["walking"] == 0


def test_a_party_keeps_its_interpreter(checked: Check) -> None:
    wishes = tuple(
        Wish(name, "E", name, 5, fixed_slot=slot, languages=SPOKEN)
        for name, slot in (("A", "s0"), ("B", "s1"))
    )
    people = (
        Interpreter("I", frozenset(SPOKEN), frozenset({"s0"})),
        Interpreter("J", frozenset(SPOKEN)),
    )
    asked = problem(
        *wishes, preferences=replace(NOTHING, interpreter_change=3), interpreters=people
    )
    solution = answer(checked, asked)
    assert {m.interpreter for m in solution.meetings} == {"J"}
    tired = (people[0], replace(people[1], max_run=1))
    again = answer(checked, replace(asked, interpreters=tired))
    assert again.parts["interpreter_change"] == -3


def test_nobody_is_left_with_nothing_for_a_small_gain(checked: Check) -> None:
    """A has two good meetings or one, B one or none: B's fair share is worth the small loss."""
    there = (Party("E", slots=ONE_SLOT), *(Party(name) for name in "ABC"))
    wishes = (
        Wish("A1", "E", "A", 10, slots=ONE_SLOT),
        Wish("B1", "E", "B", 9, slots=ONE_SLOT),
        Wish("A2", "C", "A", 10, fixed_slot="s1"),
    )
    unfair = answer(checked, problem(*wishes, parties=there))
    assert held(unfair) == {"A1", "A2"}
    weights = replace(NOTHING, spread=300)
    fair = answer(checked, problem(*wishes, parties=there, preferences=weights))
    assert held(fair) == {"B1", "A2"}
    assert fair.parts["spread"] == 0


def test_a_minimum_a_day_is_hard(checked: Check) -> None:
    two_days = (*SLOTS[:1], replace(SLOTS[1], day="tue"))
    wishes = (Wish("1", "E", "A", 9), Wish("2", "E", "B", 1), Wish("3", "C", "A", 9))
    busy = (Party("E", minimum_a_day=1), *(Party(name) for name in "ABC"))
    asked = problem(*wishes, slots=two_days, parties=busy)
    solution = answer(checked, asked)
    assert {m.slot for m in solution.meetings if m.a == "E"} == {"s0", "s1"}
