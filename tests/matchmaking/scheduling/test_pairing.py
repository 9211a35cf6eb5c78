"""Busy parties come in pairs: what the count of a slot's meetings knows."""

import pytest
from ortools.sat.python import cp_model

from matchmaking.scheduling.model import build
from matchmaking.scheduling.pairing import sides_of
from matchmaking.scheduling.problem import Party, Problem, Slot, Table, Wish
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve


def problem_of(pairs: list[str], slots: int, tables: int) -> Problem:
    """One day; each pair is two parties' letters."""
    return Problem(
        slots=tuple(Slot(str(n), "1", 20 * n, 20) for n in range(slots)),
        parties=tuple(Party(name) for name in "abcdefg"),
        wishes=tuple(Wish(pair, pair[0], pair[1], level="must") for pair in pairs),
        tables=tuple(Table(str(n)) for n in range(tables)),
        objective="breaks",
    )


def test_two_sides_one_group_and_nobody() -> None:
    sides = sides_of(shape_of(problem_of(["ab", "cb", "de", "ef", "fd"], 4, 4)))
    assert [[sorted(side) for side in group] for group in sides] == [[[0, 2], [1]], [[3, 4, 5]]]


@pytest.mark.parametrize("pairs", [["ab", "bc", "ca"], ["ab", "bc", "cd", "da"]])
def test_odd_and_even_circles(pairs: list[str]) -> None:
    """A circle of three needs three slots, of four two; the tables are no limit."""
    for slots in (2, 3, 4):
        status = solve(problem_of(pairs, slots, 2), time_limit=30, workers=1).status
        assert status == ("INFEASIBLE" if slots < 3 == len(pairs) else "OPTIMAL")


def test_pairs_alone_rule_out_an_odd_crowd() -> None:
    """Seven parties each meet in both slots: fourteen are busy, which is even; seven are not."""
    circle = ["ab", "bc", "cd", "de", "ef", "fg", "ga"]
    model = build(shape_of(problem_of(circle, 2, 7)))
    solver = cp_model.CpSolver()
    solver.parameters.cp_model_presolve = True
    solver.parameters.num_workers = 1
    solver.parameters.max_number_of_conflicts = 0
    assert solver.solve(model.cp) == cp_model.INFEASIBLE
