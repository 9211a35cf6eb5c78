"""`python -m tests.benchmarks.b2b`: the published B2B instances against what is known of them.

Each run is a process of its own, as a user would start it, and its answer goes to the checker.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data" / "b2b"
COMMAND = (sys.executable, "-m", "matchmaking.scheduling")
PROVEN = {"OPTIMAL", "INFEASIBLE"}


@dataclass(frozen=True, slots=True)
class Run:
    """One instance under one fairness limit, with what is known and what came out."""

    name: str
    expected: tuple[str, int | None]
    answer: dict[str, Any]
    seconds: float
    valid: bool

    @property
    def found(self) -> tuple[str, int | None]:
        """Status and number of breaks."""
        return self.answer["status"], self.answer["objective"]

    @property
    def verdict(self) -> str:
        """`ok`, `open` if nothing was proven, `wrong` if it contradicts what is known."""
        if not self.valid:
            return "invalid"
        if self.found == self.expected:
            return "ok"
        return "wrong" if self.found[0] in PROVEN else "open"


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each run and a summary; exit status 1 unless every run is ok."""
    options = _parser().parse_args(arguments)
    if not DATA.is_dir():
        sys.stdout.write(f"skipped: the published instances are not at {DATA}\n")
        return 0
    runs = _runs(options)
    sys.stdout.write(_summary(runs) + "\n")
    return 0 if all(run.verdict == "ok" for run in runs) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="*", metavar="PATTERN", help="of instance,limit")
    parser.add_argument("--time-limit", type=float, default=20.0, help="seconds (default 20)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser


def _runs(options: argparse.Namespace) -> list[Run]:
    """The runs asked for, each told as it ends; none where the instances are not at hand."""
    runs: list[Run] = []
    if not DATA.is_dir():
        return runs
    with (DATA / "best_known.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if fnmatch(f"{row['instance']},{row['max_break_difference']}", options.only):
                runs.append(_run(row, options))
                sys.stdout.write(_line(runs[-1]) + "\n")
                sys.stdout.flush()
    return runs


def measure() -> dict[str, float]:
    """For `make bench`: rows matched and tried, the slowest and the geometric mean in seconds."""
    runs = _runs(_parser().parse_args([]))
    if not runs:
        return {}
    times = [max(run.answer["seconds"], 0.001) for run in runs]
    return {
        "matched_rows": sum(run.verdict == "ok" for run in runs),
        "rows": len(runs),
        "slowest_seconds": max(times),
        "geometric_mean_seconds": math.exp(sum(map(math.log, times)) / len(times)),
    }


def _run(row: dict[str, str], options: argparse.Namespace) -> Run:
    file, limit = DATA / "dev" / f"{row['instance']}.dzn", row["max_break_difference"]
    limited = (str(file), "--max-break-difference", limit)
    settings = {"time-limit": options.time_limit, "workers": options.workers, "seed": options.seed}
    flags = [f"--{name}={value}" for name, value in settings.items()]
    began = monotonic()
    solved = subprocess.run(
        (*COMMAND, "solve", *limited, *flags), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    seconds = monotonic() - began
    answer = json.loads(solved.stdout)
    nothing = answer["status"] in {"INFEASIBLE", "UNKNOWN"}  # no timetable to judge
    valid = nothing or _valid(solved.stdout, limited)
    expected = row["status"], int(row["breaks"]) if row["breaks"] else None
    return Run(f"{row['instance']},{limit}", expected, answer, seconds, valid)


def _valid(solution: bytes, limited: tuple[str, ...]) -> bool:
    """The checker's verdict; an answer without a timetable gives it nothing to judge."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "solution.json"
        file.write_bytes(solution)
        checked = subprocess.run(
            (*COMMAND, "verify", limited[0], str(file), *limited[1:]),
            cwd=ROOT,
            check=False,
            stdout=subprocess.PIPE,
        )
    return checked.returncode == os.EX_OK


def _line(run: Run) -> str:
    status, breaks = run.found
    bound, solver = run.answer["bound"], run.answer["seconds"]
    result = f"{status:<10} breaks {breaks!s:>4} bound {bound!s:>4}"
    checked = "" if status == "INFEASIBLE" else ", checked"
    times = f"{solver:6.2f} s, {run.seconds:6.2f} s with start"
    return f"{run.name:<32} {result} {times}  {run.verdict}{checked if run.valid else ''}"


def _summary(runs: list[Run]) -> str:
    if not runs:
        return "no such instance"
    times = [max(run.answer["seconds"], 0.001) for run in runs]
    good = sum(run.verdict == "ok" for run in runs)
    slowest = max(runs, key=lambda run: run.answer["seconds"])
    mean = math.exp(sum(map(math.log, times)) / len(times))
    return (
        f"{good} of {len(runs)} ok; geometric mean {mean:.2f} s; "
        f"slowest {slowest.name} {slowest.answer['seconds']:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
