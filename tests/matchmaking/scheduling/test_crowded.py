"""Swaps along chains and prices of slots, against a plain search on small problems."""

import math
import random
from time import monotonic

import pytest
from ortools.sat.python import cp_model

from matchmaking.scheduling import breaks
from matchmaking.scheduling.breaks import fewest_breaks
from matchmaking.scheduling.filling import filled
from matchmaking.scheduling.gaps import exact_gaps, limit_difference
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.model import Model, build
from matchmaking.scheduling.patterns import pattern_bound
from matchmaking.scheduling.problem import (
    Party,
    Preferences,
    Problem,
    Progress,
    Quota,
    Slot,
    Table,
    Wish,
)
from matchmaking.scheduling.search import run
from matchmaking.scheduling.shape import Shape, shape_of
from matchmaking.scheduling.shuffle import gaps_of, shufflable, shuffled
from matchmaking.scheduling.solver import solve
from tests.benchmarks.sizes import check

SLOTS, TABLES = 9, 3


def problem_of(seed: int) -> Problem:
    """Nine parties, each away for two slots, over one day or two; some meetings wait for others."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    first_day = chance.choice([5, SLOTS])
    slots = tuple(Slot(str(n), "12"[n >= first_day], 20 * n, 20) for n in range(SLOTS))
    parties = tuple(
        Party(str(n), slots=frozenset(chance.sample([s.id for s in slots], 7))) for n in range(9)
    )
    pairs = chance.sample([(a, b) for a in range(9) for b in range(a)], 14)
    wishes = tuple(
        Wish(str(n), str(a), str(b), after=(str(n - 1),) if n and chance.random() < 0.2 else ())
        for n, (a, b) in enumerate(pairs)
    )
    return Problem(
        slots=slots,
        parties=parties,
        wishes=wishes,
        tables=tuple(Table(str(n)) for n in range(TABLES)),
        preferences=Preferences(max_break_difference=chance.choice([None, 2])),
        objective="breaks",
    )


def model_of(problem: Problem) -> Model:
    model = build(shape_of(problem))
    gaps = exact_gaps(model)
    if problem.preferences.max_break_difference is not None:
        limit_difference(model, gaps, problem.preferences.max_break_difference)
    model.cp.minimize(sum(gaps))
    return model


def broken_rules(shape: Shape, slots: dict[int, int]) -> list[str]:
    """What a timetable does wrong, if anything."""
    found = [f"{w} not in {s}" for w, s in slots.items() if s not in shape.allowed[w]]
    found += [
        f"{p} twice in a slot"
        for p, mine in enumerate(shape.wishes_of)
        if len({slots[w] for w in mine}) < len(mine)
    ]
    found += [f"tables in {s}" for s in range(SLOTS) if list(slots.values()).count(s) > TABLES]
    found += [
        f"{w} before {v}"
        for w, earlier in enumerate(shape.after)
        for v in earlier
        if slots[v] >= slots[w]
    ]
    return found


@pytest.mark.parametrize("seed", range(20))
def test_fills_and_swaps_without_breaking_a_rule(seed: int) -> None:
    shape = shape_of(problem_of(seed))
    possible = cp_model.CpSolver().solve(build(shape).cp) != cp_model.INFEASIBLE
    ends = monotonic() + (60 if possible else 0.2)
    first = filled(shape, greedy(shape).slots, seed, ends, None)
    assert (first is not None) == possible
    if first is None:
        return
    assert not broken_rules(shape, first)
    best = shuffled(shape, first, seed, swaps=2000)
    if best is not None:
        slots = dict(enumerate(best[1]))
        assert not broken_rules(shape, slots)
        assert best[0] == gaps_of(shape, slots) <= max(best[0], gaps_of(shape, first))


@pytest.mark.parametrize("seed", range(12))
def test_bound_by_prices_is_one(seed: int) -> None:
    problem = problem_of(seed)
    plain = run(model_of(problem).cp, 60, 1, 0, proving=True, progress=None, stop=None)
    if plain.status == cp_model.INFEASIBLE:
        return
    bound = pattern_bound(shape_of(problem), 30, lambda: False)
    assert 0 <= bound <= plain.bound + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_crowded_way_agrees_with_plain_search(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(seed)
    plain = run(model_of(problem).cp, 60, 1, 0, proving=True, progress=None, stop=None)
    monkeypatch.setattr(breaks, "MOST_BOOLEANS", 0)
    found = fewest_breaks(model_of(problem), 20, 1, 0, progress=None, stop=None)
    assert (found.status == cp_model.INFEASIBLE) == (plain.status == cp_model.INFEASIBLE)
    if found.status != cp_model.INFEASIBLE:
        assert (found.status, math.ceil(found.bound)) == (cp_model.OPTIMAL, round(plain.bound))


def test_answer_of_the_crowded_way_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaks, "MOST_BOOLEANS", 0)
    problem = next(p for p in map(problem_of, range(9)) if len({s.day for s in p.slots}) > 1)
    told: list[Progress] = []
    found = solve(problem, time_limit=20, workers=1, progress=told.append)
    check(problem, found)
    assert found.status in {"OPTIMAL", "INFEASIBLE"}


def test_homes_interpreters_and_several_seats_are_not_for_swaps() -> None:
    plain = problem_of(0)
    assert shufflable(shape_of(plain))
    for other in (
        {"tables": (Table("0", home="1"),)},
        {"parties": (Party("0", seats=2), *plain.parties[1:])},
        {"parties": (Party("0", maximum=1), *plain.parties[1:])},
        {"quotas": (Quota("q", frozenset({"0", "1"}), 1),)},
        {"wishes": (Wish("0", "0", "1", languages=("x", "y")),)},
        {"wishes": (Wish("0", "0", "1", fixed_table="0"),)},
    ):
        changed = Problem(**{**{f: getattr(plain, f) for f in plain.__slots__}, **other})
        assert not shufflable(shape_of(changed))
