"""The hunt for few breaks, against a plain search on the same small problems."""

import math
import random
from collections.abc import Callable
from time import monotonic

import pytest
from ortools.sat.python import cp_model

from matchmaking.scheduling import breaks
from matchmaking.scheduling.breaks import _alone, _found, _hunt, _together
from matchmaking.scheduling.gaps import exact_gaps, limit_difference
from matchmaking.scheduling.hitting import Hunt
from matchmaking.scheduling.model import Model, build
from matchmaking.scheduling.problem import Party, Preferences, Problem, Slot, Table, Wish
from matchmaking.scheduling.search import Found, run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from matchmaking.scheduling.windows import gap_bound

NOTHING_KNOWN = Found(cp_model.UNKNOWN, math.inf, None)


def small_problem(seed: int) -> Problem:
    """Nine parties on a day of eight slots, each away for two of them: gaps are hard to avoid."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
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


def model_of(problem: Problem, difference: int = 2) -> Model:
    model = build(shape_of(problem))
    gaps = exact_gaps(model)
    limit_difference(model, gaps, difference)
    model.cp.minimize(sum(gaps))
    return model


@pytest.mark.parametrize("hunters", [_alone, _together])
@pytest.mark.parametrize("seed", range(12))
def test_hunt_agrees_with_plain_search(seed: int, hunters: Callable[[Hunt], None]) -> None:
    model = model_of(small_problem(seed), difference=seed % 3)
    plain = run(model.cp, 60, 1, 0, proving=True, progress=None, stop=None)
    hunt = _hunt(model, NOTHING_KNOWN, monotonic() + 60, 0, None)
    hunt.relax(gap_bound(model.shape, tuple(model.gaps), 60))
    hunters(hunt)
    found = _found(hunt)
    assert found.status == plain.status
    if plain.status == cp_model.OPTIMAL:
        assert found.bound == plain.bound


@pytest.mark.parametrize("seed", range(12))
def test_relaxation_is_a_bound(seed: int) -> None:
    problem = small_problem(seed)
    solution = solve(problem, time_limit=60, workers=1)
    relaxed = gap_bound(shape_of(problem), tuple(model_of(problem).gaps), 60)
    if solution.status == "OPTIMAL":
        assert relaxed is not None
        assert relaxed.value <= (solution.objective or 0) + 1e-6


def test_many_breaks_go_on_with_the_general_search(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = solve(small_problem(1), time_limit=60).objective
    monkeypatch.setattr(breaks, "GENERAL_EFFORT", 1e-6)
    monkeypatch.setattr(breaks, "MOST_TO_HUNT", 0)
    solution = solve(small_problem(1), time_limit=60, workers=1)
    assert (solution.status, solution.objective) == ("OPTIMAL", expected)


def test_short_of_time_there_is_no_hunt(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = solve(small_problem(1), time_limit=60).objective
    monkeypatch.setattr(breaks, "GENERAL_EFFORT", 1e-6)
    monkeypatch.delattr(breaks, "_hunt")
    solution = solve(small_problem(1), time_limit=1, workers=1)
    assert (solution.status, solution.objective) == ("OPTIMAL", expected)


def test_one_worker_repeats_itself() -> None:
    answers = [solve(small_problem(3), time_limit=60, workers=1, seed=7) for _ in range(2)]
    assert answers[0].meetings == answers[1].meetings
    assert answers[0].objective == answers[1].objective


def hunted(parties: tuple[Party, ...], wishes: tuple[Wish, ...]) -> Found:
    """On a day of five slots."""
    slots = tuple(Slot(str(n), "1", 20 * n, 20) for n in range(5))
    problem = Problem(slots, parties, wishes, (Table("T"), Table("U")), objective="breaks")
    model = model_of(problem)
    hunt = _hunt(model, NOTHING_KNOWN, monotonic() + 60, 0, None)
    hunt.relax(gap_bound(model.shape, tuple(model.gaps), 60))
    _alone(hunt)
    return _found(hunt)


def test_who_can_have_no_gap_is_no_part_of_the_hunt() -> None:
    """`q` is there in two neighbouring slots only; `v` has gaps for certain."""
    parties = (Party("q", slots=frozenset("23")), *map(Party, "vabcd"))
    wishes = (
        Wish("1", "q", "a", level="must"), Wish("2", "q", "b", level="must"),
        Wish("3", "v", "c", level="must", fixed_slot="0"),
        Wish("4", "v", "d", level="must", fixed_slot="4"),
    )  # fmt: skip
    found = hunted(parties, wishes)
    assert (found.status, found.bound) == (cp_model.OPTIMAL, 1)


def test_two_seats_let_both_meetings_share_a_slot() -> None:
    """Both of `x` at once, next to what `a` and `b` have: no gap."""
    pair = frozenset("12")
    parties = (Party("x", seats=2, slots=pair), *map(Party, "abcd"))
    wishes = (
        Wish("1", "x", "a", level="must"), Wish("2", "x", "b", level="must"),
        Wish("3", "a", "c", level="must", fixed_slot="3"),
        Wish("4", "b", "d", level="must", fixed_slot="3"),
    )  # fmt: skip
    found = hunted(parties, wishes)
    assert (found.status, found.bound) == (cp_model.OPTIMAL, 0)
