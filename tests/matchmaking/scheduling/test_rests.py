"""Interpreters' rests: within a day, however long the longest run is."""

import pytest

from matchmaking.scheduling.problem import Interpreter, Level, Party, Problem, Slot, Table, Wish
from matchmaking.scheduling.solver import Engine, solve

LANGUAGES = ("en", "zh")


def busy(run: int | None, level: Level = "may") -> Problem:
    """Six meetings for one interpreter in two days of three slots."""
    slots = tuple(Slot(f"{d}{n}", d, 60 * n, 60) for d in ("mon", "tue") for n in range(3))
    pairs = [(f"a{n}", f"b{n}") for n in range(6)]
    wishes = tuple(
        Wish(f"w{n}", a, b, 1, level, languages=LANGUAGES) for n, (a, b) in enumerate(pairs)
    )
    parties = tuple(Party(name) for pair in pairs for name in pair)
    people = (Interpreter("I", frozenset(LANGUAGES), max_run=run),)
    return Problem(slots, parties, wishes, (Table("T"),), people)


@pytest.mark.parametrize("engine", ["exact", "fast"])
@pytest.mark.parametrize("level", ["may", "must"])
@pytest.mark.parametrize(
    ("run", "held"), [(1, 4), (2, 4), (3, 6), (4, 6), (5, 6), (6, 6), (10**9, 6), (None, 6)]
)
def test_a_night_is_a_rest(
    checked, run: int | None, held: int, level: Level, engine: Engine
) -> None:
    problem = busy(run, level)
    solution = solve(problem, time_limit=5, workers=1, engine=engine)
    if level == "must" and held < len(problem.wishes):
        assert solution.status == "INFEASIBLE"
        return
    assert len(solution.meetings) == held
    # The fast engine's bound does not always see what a rest costs.
    assert solution.status == "OPTIMAL" or (engine == "fast" and run in {1, 2})
    report = checked(problem, solution)
    assert report["valid"], report["violations"]
