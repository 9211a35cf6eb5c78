"""After a change on the day, as few confirmed meetings as possible move: against a plain model."""

import random
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from matchmaking.scheduling.problem import Party, Preferences, Problem, Slot, Table, Wish
from matchmaking.scheduling.solver import solve
from tests.benchmarks.sizes import check

MOVES = Preferences(
    moved=5000, idle_gap=0, exposure=0, walking=0, interpreter_change=0, spread=0
)  # every wish is a must, so that moves are all that differs


def confirmed(seed: int) -> Problem:
    """Twelve confirmed meetings of four exhibitors and six buyers, in six slots at three tables."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    slots = tuple(Slot(f"s{n}", "1", 30 * n, 30) for n in range(6))
    names = [*"ABCD", *"uvwxyz"]
    pairs = chance.sample([(a, b) for a in "ABCD" for b in "uvwxyz"], 12)
    problem = Problem(
        slots=slots,
        parties=tuple(Party(name) for name in names),
        wishes=tuple(Wish(a + b, a, b, 1, "must") for a, b in pairs),
        tables=tuple(Table(f"t{n}", "north" if n else "south") for n in range(3)),
        preferences=MOVES,
    )
    return replace(problem, kept=solve(problem, time_limit=20, workers=1).meetings)


def changed(problem: Problem, kind: str) -> Problem:
    if kind == "one cancelled":
        gone = problem.wishes[0].id
        return replace(
            problem,
            wishes=problem.wishes[1:],
            kept=tuple(k for k in problem.kept if k.wish != gone),
        )
    if kind == "a hall closed for half the day":
        late = frozenset(s.id for s in problem.slots[3:])
        return replace(
            problem,
            tables=tuple(
                replace(t, slots=late) if t.hall == "south" else t for t in problem.tables
            ),
        )
    late = frozenset(s.id for s in problem.slots[1:])
    return replace(
        problem,
        parties=tuple(replace(p, slots=late) if p.id in "ux" else p for p in problem.parties),
    )


def fewest_moves(problem: Problem) -> int | None:
    """One boolean for each meeting and slot, and nothing else to decide."""
    cp = cp_model.CpModel()
    every = frozenset(s.id for s in problem.slots)
    there = {p.id: every if p.slots is None else p.slots for p in problem.parties}
    used: dict[Any, list[Any]] = defaultdict(list)
    at = {}
    for w in problem.wishes:
        for s in problem.slots:
            if s.id in there[w.a] & there[w.b]:
                at[w.id, s.id] = v = cp.new_bool_var("")
                used[w.a, s.id].append(v)
                used[w.b, s.id].append(v)
                used[s.id].append(v)
        cp.add_exactly_one([v for (name, _), v in at.items() if name == w.id])
    for key, literals in used.items():
        tables = sum(t.slots is None or key in t.slots for t in problem.tables)
        cp.add(sum(literals) <= (1 if isinstance(key, tuple) else tables))
    cp.maximize(sum(at.get((k.wish, k.slot), 0) for k in problem.kept))
    solver = cp_model.CpSolver()
    if solver.solve(cp) != cp_model.OPTIMAL:
        return None
    return len(problem.kept) - round(solver.objective_value)


@pytest.mark.parametrize("kind", ["one cancelled", "a hall closed for half the day", "late"])
@pytest.mark.parametrize("seed", range(4))
def test_moves_are_the_proven_minimum(kind: str, seed: int) -> None:
    problem = changed(confirmed(seed), kind)
    found, fewest = solve(problem, time_limit=20, workers=1), fewest_moves(problem)
    if fewest is None:
        assert found.status == "INFEASIBLE"
        return
    assert found.status == "OPTIMAL"
    assert len(found.moved) == fewest
    check(problem, found)
