"""`make bench [BENCH="--full"]`: runs the benchmarks, prints a table, writes `var/bench.json`.

Each part is a process of its own, one after the other, so that its peak memory is its own. Quick
unless `--full` is given: the same parts at size L, and the published timetables. Name parts to
run only those (`python -m tests.benchmarks "scheduling S" matching`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
Figures = dict[str, Any]


def _published() -> Figures:
    from tests.benchmarks import b2b  # noqa: PLC0415 -- each part loads what it needs

    return dict(b2b.measure())


def _size(name: str) -> Figures:
    from tests.benchmarks import sizes  # noqa: PLC0415

    return sizes.both(name)


def _large(share: float, seconds: float) -> Figures:
    from tests.benchmarks import large  # noqa: PLC0415

    return large.measure(share, seconds)


def _changes(share: float) -> Figures:
    from tests.benchmarks import large  # noqa: PLC0415

    return large.measure_changes(share)


def _growth(shares: tuple[float, ...]) -> Figures:
    from tests.benchmarks import large  # noqa: PLC0415

    return large.growth(shares)


def _pages(name: str, rounds: int) -> Figures:
    from tests.benchmarks import pages  # noqa: PLC0415

    return dict(pages.measure(name, rounds))


def _searches(name: str) -> Figures:
    from tests.benchmarks import search  # noqa: PLC0415

    return dict(search.measure(name))


def _served(name: str, seconds: float) -> Figures:
    from tests.benchmarks import api  # noqa: PLC0415

    return dict(api.measure(name, seconds))


def _fresh(name: str, times: int) -> Figures:
    from tests.benchmarks import fresh  # noqa: PLC0415

    return dict(fresh.measure(name, times))


def _crowded(seconds: float, *, plain: bool) -> Figures:
    from tests.benchmarks import crowded  # noqa: PLC0415

    return dict(crowded.measure(seconds, plain=plain))


def _module(name: str, *flags: str) -> Figures:
    """A benchmark that prints its own lines: they go through, the table has time and memory."""
    command = (sys.executable, "-m", f"tests.benchmarks.{name}", *flags)
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    return {}


def _figures(name: str, *flags: str) -> Figures:
    """A benchmark that ends with its figures as JSON."""
    command = (sys.executable, "-m", f"tests.benchmarks.{name}", *flags)
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: Figures = json.loads(answer.stdout.splitlines()[-1])
    return found


def _of_size(size: str, seconds: float, times: int) -> dict[str, Callable[[], Figures]]:
    """What needs PostgreSQL and Valkey: an expo of the size in a database of its own."""
    return {
        f"fresh matches {size}": partial(_fresh, size, times),
        f"pages {size}": partial(_pages, size, times),
        f"search {size}": partial(_searches, size),
        f"50 people {size}": partial(_served, size, seconds),
    }


# Part -> a function that measures and returns figures by name, units in the names.
QUICK: dict[str, Callable[[], Figures]] = {
    "scheduling S": partial(_size, "S"),
    "scheduling M": partial(_size, "M"),
    "scheduling L/8": partial(_large, 1 / 8, 30),
    "re-planning L/8": partial(_changes, 1 / 8),
    "crowded breaks": partial(_crowded, 20, plain=False),
    "matching": partial(_module, "scoring", "--size", "M", "--needs", "2000"),
    **_of_size("S", 2, 2),
    "approval": partial(_figures, "approval", "--meetings", "1000"),
}
FULL: dict[str, Callable[[], Figures]] = {
    "scheduling L": partial(_large, 1, 90),
    "scheduling L, long": partial(_large, 1, 300),
    "re-planning L": partial(_changes, 1),
    "growth": partial(_growth, (1 / 8, 1 / 4, 1 / 2, 1)),
    "crowded breaks, long": partial(_crowded, 120, plain=True),
    "published timetables": _published,
    "matching L": partial(_module, "scoring", "--size", "L"),
    **_of_size("L", 10, 10),
    "approval of 10,000": partial(_figures, "approval"),
}
PARTS = QUICK | FULL


def main() -> int:
    """Run what is asked for; exit status 1 if a part failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--full", action="store_true", help="size L too: an hour and a half")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        sys.stdout.write(json.dumps(_with_memory(PARTS[options.part]())) + "\n")
        return 0
    unknown = [name for name in options.parts if name not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    names = options.parts or [*QUICK, *(FULL if options.full else ())]
    results = {}
    for name in names:
        sys.stderr.write(f"{name} …\n")
        results[name] = _in_process(name)
    _report(results)
    return 1 if any("failed" in figures for figures in results.values()) else 0


def _in_process(name: str) -> Figures:
    began = monotonic()
    command = (sys.executable, "-m", "tests.benchmarks", f"--part={name}")
    answer = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    took = {"part_seconds": monotonic() - began}
    if answer.returncode:
        return {"failed": answer.returncode, **took}
    return {**json.loads(answer.stdout.splitlines()[-1]), **took}


def _with_memory(figures: Figures) -> Figures:
    """The figures, and the most that this process or one of its children had resident."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who)
    return {**figures, "peak_mb": peak / 1024}


def _report(results: dict[str, Figures]) -> None:
    machine = {
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    content = {"machine": machine, "results": results}
    target.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    table = Table("Part", "Figure", "Value", title="Fairlead's benchmarks")
    for name, figures in results.items():
        for figure, value in figures.items():
            shown = value if isinstance(value, str) else f"{value:,.3f}"
            table.add_row(name, figure, shown)
    Console().print(table, f"Written to {target.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
