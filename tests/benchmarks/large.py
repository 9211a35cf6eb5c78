"""`python -m tests.benchmarks.large [--share 1] [--seconds 90] [--scarce] [--growth] [--changes]`.

The fast engine on seeded expos of up to size L: share of the proven bound, against best-first
greedy and against a maximum-weight matching slot by slot on the same problem in the same run.
Both of those see neither tables nor halls, which favours them.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
from dataclasses import replace
from time import monotonic, process_time
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matchmaking.scheduling.solver import solve
from tests.benchmarks.large_problems import Kind, expo
from tests.benchmarks.sizes import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matchmaking.scheduling.problem import Problem, Solution
    from matchmaking.scheduling.solver import Engine

SHARES = (1 / 8, 1 / 4, 1 / 2, 1)
QUICK = 5.0  # seconds for a new proposal after a change
LATE = 50


def measure(share: float, seconds: float) -> dict[str, float]:
    """For `make bench`: the share of the bound, and two plain ways on the same problem."""
    problem = expo(Kind(share=share))
    found, figures = timed(problem, seconds)
    return {
        **figures,
        "times_greedy": (found.objective or 0) / (1000 * greedy(problem)),
        "times_slot_by_slot": (found.objective or 0) / (1000 * slot_by_slot(problem)),
    }


def measure_changes(share: float) -> dict[str, float]:
    """For `make bench`: seconds to a checked proposal after each kind of change."""
    problem = expo(Kind(share=share))
    found = solve(problem, time_limit=60, workers=2, seed=0)
    figures: dict[str, float] = {}
    for name, changed in changes(problem, found):
        again, told = timed(changed, QUICK)
        figures |= {
            f"{name}: {key}": told[key]
            for key in ("seconds", "processor_seconds", "percent_of_bound")
        }
        figures[f"{name}: kept"], figures[f"{name}: moved"] = len(changed.kept), len(again.moved)
    return figures


def growth(shares: tuple[float, ...] = SHARES, seconds: float = 300) -> dict[str, float]:
    """Time of the fast engine at several shares of size L, until its search ends by itself, and
    the exponent. (Left to itself, `solve` gives an eighth of L to the other engine.)
    """
    figures: dict[str, float] = {}
    times = []
    for share in shares:
        _found, told = timed(expo(Kind(share=share)), seconds, "fast")
        times.append(told["processor_seconds"])
        figures[f"share {share:g}: seconds"] = told["seconds"]
        figures[f"share {share:g}: processor_seconds"] = told["processor_seconds"]
        figures[f"share {share:g}: percent_of_bound"] = told["percent_of_bound"]
    slope = np.polyfit([math.log(share) for share in shares], np.log(times), 1)[0]
    return {**figures, "exponent_of_processor_seconds": float(slope)}


def timed(
    problem: Problem, seconds: float, engine: Engine = "auto"
) -> tuple[Solution, dict[str, float]]:
    """The solution, and what it took; AssertionError if the checker refuses it."""
    wall, cpu = monotonic(), process_time()
    found = solve(problem, time_limit=seconds, workers=2, seed=0, engine=engine)
    figures = {
        "percent_of_bound": 100 * (found.objective or 0) / (found.bound or 1),
        "meetings": len(found.meetings),
        "seconds": monotonic() - wall,
        "processor_seconds": process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    check(problem, found)
    return found, figures


def greedy(problem: Problem) -> int:
    """The value of placing the best wish first, each in the first slot that both have free."""
    masks, seats = _free(problem)
    held = 0
    for wish in sorted(problem.wishes, key=lambda wish: -wish.value):
        common = masks[wish.a] & masks[wish.b]
        if common:
            slot = (common & -common).bit_length() - 1
            held += wish.value
            for party in (wish.a, wish.b):
                seats[party][slot] -= 1
                if not seats[party][slot]:
                    masks[party] ^= 1 << slot
    return held


def slot_by_slot(problem: Problem) -> int:
    """The value of a maximum-weight matching of what is left, one slot after the other."""
    masks, seats = _free(problem)
    left = np.ones(len(problem.wishes), dtype=bool)
    value = np.array([wish.value for wish in problem.wishes])
    held = 0
    for slot in range(len(problem.slots)):
        bit = 1 << slot
        here = [
            n
            for n in np.flatnonzero(left).tolist()
            if masks[problem.wishes[n].a] & bit and masks[problem.wishes[n].b] & bit
        ]
        for n in _best_matching(problem, here, value, seats, slot):
            left[n] = False
            held += int(value[n])
    return held


def _best_matching(
    problem: Problem, here: list[int], value: np.ndarray, seats: dict[str, list[int]], slot: int
) -> Iterator[int]:
    rows: dict[tuple[str, int], int] = {}
    columns: dict[str, int] = {}
    entries: dict[tuple[int, int], int] = {}
    for n in here:
        wish = problem.wishes[n]
        column = columns.setdefault(wish.b, len(columns))
        for seat in range(seats[wish.a][slot]):
            entries[rows.setdefault((wish.a, seat), len(rows)), column] = n
    if not entries:
        return
    at = np.array(list(entries))
    weight = value[np.array(list(entries.values()))] + 1.0
    # A column of its own for each row: it may stay empty.
    alone = np.arange(len(rows))
    graph = coo_array(
        (
            np.concatenate([weight, np.ones(len(rows))]),
            (np.concatenate([at[:, 0], alone]), np.concatenate([at[:, 1], len(columns) + alone])),
        ),
        shape=(len(rows), len(columns) + len(rows)),
    )
    chosen = min_weight_full_bipartite_matching(csr_array(graph), maximize=True)
    for row, column in zip(*chosen, strict=True):
        if column < len(columns):
            yield entries[int(row), int(column)]


def _free(problem: Problem) -> tuple[dict[str, int], dict[str, list[int]]]:
    number = {slot.id: n for n, slot in enumerate(problem.slots)}
    masks, seats = {}, {}
    for party in problem.parties:
        open_ = number if party.slots is None else party.slots
        masks[party.id] = sum(1 << number[slot] for slot in open_)
        seats[party.id] = [party.seats] * len(problem.slots)
    return masks, seats


def changes(problem: Problem, found: Solution) -> Iterator[tuple[str, Problem]]:
    """What happens on the day: the same problem with a timetable to keep, and one change."""
    kept = replace(problem, kept=found.meetings)
    gone = found.meetings[0].wish
    yield (
        "one meeting cancelled",
        replace(
            kept,
            wishes=tuple(wish for wish in problem.wishes if wish.id != gone),
            kept=found.meetings[1:],
        ),
    )
    hall = problem.tables[-1].hall
    closed = {table.id for table in problem.tables if table.hall == hall and not table.home}
    yield (
        "a hall's lounges closed",
        replace(kept, tables=tuple(table for table in problem.tables if table.id not in closed)),
    )
    late = {party.id for party in problem.parties[-LATE:]}
    afternoon = {slot.id for slot in problem.slots if slot.start >= 12 * 60}
    yield (
        f"{LATE} buyers arrive at noon",
        replace(
            kept,
            parties=tuple(
                replace(party, slots=frozenset((party.slots or afternoon) & afternoon))
                if party.id in late
                else party
                for party in problem.parties
            ),
        ),
    )


def main() -> int:
    """Print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--scarce", action="store_true", help="tables for fewer than all")
    parser.add_argument("--growth", action="store_true", help="L/8, L/4, L/2, L")
    parser.add_argument("--changes", action="store_true", help="plan again after changes")
    options = parser.parse_args()
    if options.growth:
        _say("growth", growth(seconds=options.seconds))
        return 0
    problem = expo(Kind(share=options.share, scarce=options.scarce))
    found, figures = timed(problem, options.seconds)
    _say("fast engine", figures)
    if options.changes:
        for name, changed in changes(problem, found):
            again, told = timed(changed, QUICK)
            _say(name, {**told, "moved": len(again.moved), "kept": len(changed.kept)})
        return 0
    for name, other in (("greedy", greedy), ("slot by slot", slot_by_slot)):
        began = monotonic()
        value = 1000 * other(problem)
        percent = 100 * value / (found.bound or 1)
        _say(name, {"percent_of_bound": percent, "seconds": monotonic() - began})
    return 0


def _say(name: str, figures: dict[str, float]) -> None:
    told = "  ".join(f"{key} {value:,.2f}" for key, value in figures.items())
    sys.stdout.write(f"{name:24} {told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
