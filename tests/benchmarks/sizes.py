"""Seeded expos of sizes S (100 x 300 parties) and M (1,000 x 4,000) with every rule and preference.

`python -m tests.benchmarks.sizes [S] [M] [--seconds 60]` solves them and prints gap and seconds,
for total value alone and with every preference on; every answer goes through the checker.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, process_time

import numpy as np
from numpy.typing import NDArray

from matchmaking.scheduling.files import problem_to_json, solution_to_json
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Placement,
    Preferences,
    Problem,
    Quota,
    Slot,
    Solution,
    Table,
    Wish,
)
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from matchmaking.scheduling.verify import verify_files

WISHES = 12  # a buyer, as at size L
HALLS = ("north", "south", "east", "west")
PAIRS = (("fr", "zh"), ("es", "zh"), ("ru", "zh"), ("ar", "en"))
Numbers = NDArray[np.int64]
VALUE_ALONE = Preferences(
    idle_gap=0, moved=0, exposure=0, walking=0, interpreter_change=0, spread=0
)


@dataclass(frozen=True)
class Size:
    """How many of everything."""

    exhibitors: int
    buyers: int
    days: int
    slots_a_day: int = 12


SIZES = {"S": Size(100, 300, 2), "M": Size(1000, 4000, 4)}


def expo(size: Size, seed: int = 0) -> Problem:
    """The expo with every preference on; a third of a greedy timetable is kept."""
    rng = np.random.default_rng(seed)
    slots = tuple(
        Slot(f"d{day}s{n:02}", f"day {day}", 540 + 30 * n, 30)
        for day in range(size.days)
        for n in range(size.slots_a_day)
    )
    team = rng.choice([1, 2, 3], size.exhibitors, p=[0.6, 0.3, 0.1])
    halls = rng.integers(0, len(HALLS), size.exhibitors)
    mission = frozenset(f"b{n}" for n in range(0, size.buyers, 10))
    problem = Problem(
        slots,
        _parties(rng, size, slots, team),
        _wishes(rng, size, team),
        _tables(size, team, halls),
        _interpreters(size, slots),
        (Quota("mission", mission, size.buyers // 2),),
        {
            (one, two): 3 + 2 * abs(i - j)
            for i, one in enumerate(HALLS)
            for j, two in enumerate(HALLS)
        },
        floors=(
            Floor("least developed", 4, group="ldc", each=True),
            Floor("first time", size.exhibitors // 2, group="new"),
        ),
    )
    return replace(problem, kept=_kept(rng, problem))


def _tables(size: Size, team: Numbers, halls: Numbers) -> tuple[Table, ...]:
    """One at the booth for each of the team, and a few lounges in two of the halls."""
    booths = (
        Table(f"t{e}-{n}", HALLS[halls[e]], "booth", home=f"e{e}")
        for e in range(size.exhibitors)
        for n in range(team[e])
    )
    lounges = (Table(f"l{n}", HALLS[n % 2], "lounge") for n in range(size.exhibitors // 5))
    return (*booths, *lounges)


def _interpreters(size: Size, slots: tuple[Slot, ...]) -> tuple[Interpreter, ...]:
    """One for every twenty buyers, each away for a day."""
    return tuple(
        Interpreter(
            f"i{n}",
            frozenset(PAIRS[n % 4]),
            max_run=4,
            slots=frozenset(s.id for s in slots if s.day != f"day {n % size.days}"),
        )
        for n in range(size.buyers // 20)
    )


def _parties(
    rng: np.random.Generator,
    size: Size,
    slots: tuple[Slot, ...],
    team: Numbers,
) -> tuple[Party, ...]:
    """Exhibitors stay throughout; buyers come for a day or two."""
    groups = rng.choice(["ldc", "new", ""], size.exhibitors, p=[0.1, 0.1, 0.8])
    parties = [
        Party(f"e{n}", int(team[n]), group=str(groups[n]), maximum_a_day=10 * int(team[n]))
        for n in range(size.exhibitors)
    ]
    for n in range(size.buyers):
        first, stay = int(rng.integers(0, size.days)), int(rng.integers(1, 3))
        days = {f"day {(first + k) % size.days}" for k in range(stay)}
        times = frozenset(s.id for s in slots if s.day in days)
        parties.append(Party(f"b{n}", slots=times, maximum_a_day=8, minimum=int(n % 10 == 0)))
    return tuple(parties)


def _wishes(rng: np.random.Generator, size: Size, team: Numbers) -> tuple[Wish, ...]:
    """Popularity of exhibitors is lognormal; a wish's value is its exhibitor's with noise."""
    popularity = rng.lognormal(0, 0.8, size.exhibitors) * np.sqrt(team)
    quality = rng.normal(0, 12, size.exhibitors)
    wishes: list[Wish] = []
    for b in range(size.buyers):
        most = min(WISHES, size.exhibitors)
        chosen = rng.choice(size.exhibitors, most, replace=False, p=popularity / popularity.sum())
        for e in chosen.tolist():
            value = int(np.clip(np.rint(50 + quality[e] + rng.normal(0, 15)), 1, 100))
            level, spoken = rng.random(), rng.random()
            wishes.append(
                Wish(
                    f"w{len(wishes)}",
                    f"e{e}",
                    f"b{b}",
                    value,
                    "should" if level < 0.05 else "may",
                    languages=PAIRS[b % 4] if spoken < 0.1 else None,
                )
            )
    return tuple(wishes)


def _kept(rng: np.random.Generator, problem: Problem) -> tuple[Placement, ...]:
    draft = greedy(shape_of(problem))
    kept = []
    for w, s in draft.slots.items():
        if rng.random() < 1 / 3:
            wish = problem.wishes[w]
            kept.append(Placement(wish.id, wish.a, wish.b, problem.slots[s].id))
    return tuple(kept)


def check(problem: Problem, solution: Solution) -> None:
    """Pass both through files to the checker; AssertionError if it refuses the answer."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "problem.json"), Path(folder, "solution.json")
        files[0].write_text(json.dumps(problem_to_json(problem)))
        files[1].write_text(json.dumps(solution_to_json(solution)))
        report = verify_files(*files)
    assert report["valid"], report["violations"][:5]


def measure(name: str, seconds: float, *, everything: bool) -> dict[str, float | str]:
    """Status, gap in percent, wall and processor seconds of one run, checked."""
    problem = expo(SIZES[name])
    if not everything:
        problem = replace(problem, preferences=VALUE_ALONE)
    began, worked = monotonic(), process_time()
    solution = solve(problem, time_limit=seconds, workers=2)
    took, cpu = monotonic() - began, process_time() - worked
    check(problem, solution)
    assert solution.objective is not None
    assert solution.bound is not None
    return {
        "status": solution.status,
        "objective": solution.objective,
        "bound": solution.bound,
        "gap_percent": 100 * (solution.bound - solution.objective) / solution.bound,
        "meetings": len(solution.meetings),
        "seconds": took,
        "processor_seconds": cpu,
        **{f"part_{part}": points for part, points in solution.parts.items()},
        "relaxations": sum(left.relaxation is not None for left in solution.unscheduled),
        "left_out": len(solution.unscheduled),
    }


def both(name: str) -> dict[str, float | str]:
    """For `make bench`: total value alone and every preference, and two plain ways to compare."""
    from tests.benchmarks.large import greedy, slot_by_slot  # noqa: PLC0415 -- which imports us

    figures: dict[str, float | str] = {}
    for kind, everything in (("value", False), ("everything", True)):
        found = measure(name, 60, everything=everything)
        kept = ("status", "gap_percent", "seconds", "processor_seconds", "meetings")
        figures |= {f"{kind}_{key}": found[key] for key in kept}
        if not everything:
            worth = int(found["part_value"])
            figures["value_percent_of_bound"] = 100 - float(found["gap_percent"])
            problem = expo(SIZES[name])
            for way, other in (("greedy", greedy), ("slot_by_slot", slot_by_slot)):
                figures[f"value_times_{way}"] = worth / (1000 * other(problem))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=list(SIZES))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=["value", "everything"])
    options = parser.parse_args()
    for name in options.sizes:
        for everything in (False, True):
            if options.only not in {None, "everything" if everything else "value"}:
                continue
            figures = measure(name, options.seconds, everything=everything)
            kind = "everything" if everything else "value"
            sys.stdout.write(json.dumps({"size": name, "kind": kind} | figures) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
