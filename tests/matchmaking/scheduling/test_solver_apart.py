"""The solver in a process of its own: it answers as `solve` does, and takes nobody along."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psutil
import pytest

from matchmaking.scheduling import apart
from matchmaking.scheduling.apart import SolverDied, solve_apart
from matchmaking.scheduling.problem import (
    Party,
    Problem,
    ProblemError,
    Progress,
    Slot,
    Table,
    Wish,
)
from matchmaking.scheduling.solver import solve

# Only the module beside the parent: `solve` is replaced by something that never answers.
DEAF = """
import sys, time
from pathlib import Path
import matchmaking.scheduling.solver as solver
{body}
from matchmaking.scheduling import apart
apart.main(Path(sys.argv[-1]))
"""


def hard() -> Problem:
    """Far more wishes than room: no optimum is proven within seconds."""
    slots = tuple(Slot(f"s{n}", "mon", 540 + 20 * n, 20) for n in range(10))
    people = [f"p{n}" for n in range(90)]
    wishes = tuple(
        Wish(f"w{one}-{other}", people[one], people[other], 1 + (one * 31 + other * 17) % 97)
        for one in range(40)
        for other in range(40, 90)
        if (one * 7 + other * 11) % 3
    )
    tables = tuple(Table(f"t{n}") for n in range(25))
    return Problem(slots, tuple(Party(name) for name in people), wishes, tables)


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The child does `body` in place of solving."""

    def act(body: str) -> None:
        popen = subprocess.Popen

        def started(command: list[str], **options: Any) -> Any:
            return popen([sys.executable, "-c", DEAF.format(body=body), command[-1]], **options)

        monkeypatch.setattr("matchmaking.scheduling.apart.subprocess.Popen", started)

    return act


def test_it_answers_as_the_solver_does(expo: Problem) -> None:
    frozen = replace(expo, distances=MappingProxyType({("north", "south"): 4}))
    signs: list[Progress] = []
    found = solve_apart(frozen, time_limit=5, workers=1, progress=signs.append)
    here = solve(expo, time_limit=5, workers=1)
    assert (found.status, found.objective, found.bound) == ("OPTIMAL", here.objective, here.bound)
    assert {m.wish for m in found.meetings} == {m.wish for m in here.meetings}
    assert signs
    assert signs[-1].objective == found.objective


def test_a_contradiction_keeps_its_place(expo: Problem) -> None:
    broken = replace(expo, wishes=(Wish("w", "E1", "nobody"),))
    with pytest.raises(ProblemError, match="no party 'nobody'") as error:
        solve_apart(broken, time_limit=1)
    assert error.value.where == "$.wishes[0].b"


def test_told_to_stop_it_gives_its_best() -> None:
    signs: list[Progress] = []
    found = solve_apart(
        hard(),
        time_limit=30,
        progress=signs.append,
        stop=lambda: any(sign.objective is not None for sign in signs),
    )
    assert found.seconds < 27
    assert found.status in {"FEASIBLE", "OPTIMAL"}
    assert found.meetings


def test_an_error_of_the_caller_ends_the_child() -> None:
    def gone() -> bool:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        solve_apart(hard(), time_limit=60, stop=gone)
    assert not solvers()


def solvers() -> list[psutil.Process]:
    """Our children that solve; other tests' servers may run in this process too."""
    mine = psutil.Process().children(recursive=True)
    alive = [each for each in mine if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if "matchmaking.scheduling" in " ".join(each.cmdline())]


def test_too_much_memory_ends_it(expo: Problem, acting: Any) -> None:
    acting("solver.solve = lambda *a, **o: (bytearray(400 << 20), time.sleep(60))")
    began = time.monotonic()
    with pytest.raises(SolverDied, match="more than 300 MiB of memory"):
        solve_apart(expo, time_limit=60, memory=300)
    assert time.monotonic() - began < 50
    assert not solvers()


def test_deaf_to_its_time_limit_it_is_ended(
    expo: Problem, acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "GRACE_SECONDS", 1)
    acting("solver.solve = lambda *a, **o: time.sleep(60)")
    with pytest.raises(SolverDied, match="did not end in time"):
        solve_apart(expo, time_limit=0.5)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal 9, perhaps"),
        ("solver.solve = lambda *a, **o: 1 / 0", "status 1; ZeroDivisionError"),
    ],
)
def test_a_crash_is_told_in_one_line(expo: Problem, acting: Any, body: str, said: str) -> None:
    acting(body)
    with pytest.raises(SolverDied, match=said) as error:
        solve_apart(expo, time_limit=1)
    assert "\n" not in str(error.value)


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_solver_apart import hard
from matchmaking.scheduling.apart import solve_apart
solve_apart(hard(), time_limit=15, progress=lambda sign: print("at work", flush=True))
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=apart.ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert parent.stdout
        assert parent.stdout.readline() == "at work\n"
        children = psutil.Process(parent.pid).children()
        assert len(children) == 1
        os.kill(parent.pid, signal.SIGKILL)
        _gone, alive = psutil.wait_procs(children, timeout=20)
        assert not alive
    finally:
        parent.kill()
        parent.communicate()
