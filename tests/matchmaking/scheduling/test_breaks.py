"""The hunt for few breaks, against a plain search on the same small problems."""

import math
import random
from time import monotonic

import pytest
from ortools.sat.python import cp_model

from matchmaking.scheduling.breaks import _alone, _found, _hunt
from matchmaking.scheduling.gaps import exact_gaps, limit_difference
from matchmaking.scheduling.model import Model, build
from matchmaking.scheduling.problem import Party, Preferences, Problem, Slot, Table, Wish
from matchmaking.scheduling.search import Found, run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from matchmaking.scheduling.windows import gap_bound

NOTHING_KNOWN = Found(cp_model.UNKNOWN, math.inf, None)


def small_problem(seed: int) -> Problem:
    """Nine parties on a day of eight slots, each away for two of them: gaps are hard to avoid."""
    chance = random.Random(seed)
    slots = tuple(Slot(str(n), "1", 20 * n, 20) for n in range(8))
    parties = tuple(
        Party(str(n), slots=frozenset(chance.sample([s.id for s in slots], 6))) for n in range(9)
    )
    pairs = chance.sample([(a, b) for a in range(9) for b in range(a)], 13)
    wishes = tuple(
        Wish(str(n), str(a), str(b), level="must") for n, (a, b) in enumerate(sorted(pairs))
    )
    return Problem(
        slots=slots,
        parties=parties,
        wishes=wishes,
        tables=tuple(Table(str(n)) for n in range(3)),
        preferences=Preferences(max_break_difference=2),
        objective="breaks",
    )


def model_of(problem: Problem) -> Model:
    model = build(shape_of(problem))
    gaps = exact_gaps(model)
    limit_difference(model, gaps, 2)
    model.cp.minimize(sum(gaps))
    return model


@pytest.mark.parametrize("seed", range(12))
def test_hunt_agrees_with_plain_search(seed: int) -> None:
    model = model_of(small_problem(seed))
    plain = run(model.cp, 60, 1, 0, proving=True, progress=None, stop=None)
    hunt = _hunt(model, NOTHING_KNOWN, monotonic() + 60, 0, None)
    _alone(hunt)
    found = _found(hunt)
    assert found.status == plain.status
    if plain.status == cp_model.OPTIMAL:
        assert found.bound == plain.bound


@pytest.mark.parametrize("seed", range(12))
def test_relaxation_is_a_bound(seed: int) -> None:
    problem = small_problem(seed)
    solution = solve(problem, time_limit=60, workers=1)
    relaxed = gap_bound(shape_of(problem), 60)
    if solution.status == "OPTIMAL":
        assert relaxed is not None
        assert relaxed.value <= (solution.objective or 0) + 1e-6


def test_one_worker_repeats_itself() -> None:
    answers = [solve(small_problem(3), time_limit=60, workers=1, seed=7) for _ in range(2)]
    assert answers[0].meetings == answers[1].meetings
    assert answers[0].objective == answers[1].objective
