"""`python -m tests.benchmarks.crowded [--seconds 120]`: breaks where proofs are out of reach.

150 exhibitors x 300 buyers, 2,000 meetings on a day of 16 slots: nearly every exhibitor is busy
all day, and each party is away for a slot now and then. A timetable is planted, so there is one;
its breaks are not few. The search that all smaller problems get ("plain": one model, three workers
on cores, clauses and a strong relaxation) is measured beside the solver on the same problem.
"""

from __future__ import annotations

import argparse
import sys
from time import monotonic, process_time

import numpy as np

from matchmaking.scheduling.gaps import exact_gaps
from matchmaking.scheduling.model import build
from matchmaking.scheduling.problem import Party, Preferences, Problem, Slot, Table, Wish
from matchmaking.scheduling.search import run
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.solver import solve
from tests.benchmarks.sizes import check

EXHIBITORS, BUYERS, MEETINGS, SLOTS, TABLES = 150, 300, 2000, 16, 140
AWAY = 0.05  # of all slots, for each party


def crowd(seed: int = 0) -> Problem:
    """The problem: as many meetings in each slot of the plant, of pairs that are all different."""
    rng = np.random.default_rng(seed)
    there = rng.random((EXHIBITORS + BUYERS, SLOTS)) >= AWAY
    times = [frozenset(str(s) for s in np.flatnonzero(row)) for row in there]
    met: set[tuple[int, int]] = set()
    for s in range(SLOTS):
        wanted = MEETINGS * (s + 1) // SLOTS
        while len(met) < wanted:
            met = _slot(rng, there[:, s], met, wanted - len(met))
    names = [f"e{n}" for n in range(EXHIBITORS)] + [f"b{n}" for n in range(BUYERS)]
    return Problem(
        slots=tuple(Slot(str(s), "1", 540 + 30 * s, 30) for s in range(SLOTS)),
        parties=tuple(Party(name, slots=mine) for name, mine in zip(names, times, strict=True)),
        wishes=tuple(
            Wish(str(n), f"e{a}", f"b{b}", level="must") for n, (a, b) in enumerate(sorted(met))
        ),
        tables=tuple(Table(str(n)) for n in range(TABLES)),
        preferences=Preferences(max_break_difference=None),
        objective="breaks",
    )


def _slot(
    rng: np.random.Generator, there: np.ndarray, met: set[tuple[int, int]], number: int
) -> set[tuple[int, int]]:
    """A slot more: so many who are there meet somebody new; all anew if there are too few pairs."""
    hosts = rng.permutation(np.flatnonzero(there[:EXHIBITORS]))
    guests = rng.permutation(np.flatnonzero(there[EXHIBITORS:]))
    pairs = set(zip(hosts.tolist(), guests.tolist(), strict=False)) - met
    return met | set(sorted(pairs)[:number]) if len(pairs) >= number else met


def measure(seconds: float = 120, *, plain: bool = True) -> dict[str, float]:
    """For `make bench`: breaks and bound of the solver, and of the plain search beside it."""
    problem = crowd()
    wall, cpu = monotonic(), process_time()
    found = solve(problem, time_limit=seconds, workers=2, seed=0)
    figures = {
        "breaks": float(found.objective or 0),
        "bound": float(found.bound or 0),
        "seconds": monotonic() - wall,
        "processor_seconds": process_time() - cpu,
    }
    check(problem, found)
    return figures | (_plain(problem, seconds) if plain else {})


def _plain(problem: Problem, seconds: float) -> dict[str, float]:
    wall, cpu = monotonic(), process_time()
    model = build(shape_of(problem))
    model.cp.minimize(sum(exact_gaps(model)))
    gaps = [end for ends in model.ends.values() for end in ends]
    found = run(model.cp, seconds, 3, 0, proving=True, progress=None, stop=None)
    values = found.values
    breaks = float("nan") if values is None else float(sum(values[v.index] for v in gaps))
    return {
        "plain_breaks": breaks,
        "plain_bound": float(found.bound),
        "plain_seconds": monotonic() - wall,
        "plain_processor_seconds": process_time() - cpu,
    }


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--plain", action="store_true", help="the plain search too")
    options = parser.parse_args()
    for name, value in measure(options.seconds, plain=options.plain).items():
        sys.stdout.write(f"{name:24} {value:,.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
