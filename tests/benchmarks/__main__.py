"""`make bench`: runs every benchmark, prints a table, writes `var/bench.json`."""

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import b2b, large

ROOT = Path(__file__).resolve().parent.parent.parent

# Name -> a function that measures and returns figures by name, units in the names.
BENCHMARKS: dict[str, Callable[[], dict[str, float]]] = {
    "published timetables": b2b.measure,
    "an eighth of size L": large.measure,
}


def main() -> None:
    results = {name: measure() for name, measure in BENCHMARKS.items()}
    machine = {
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    content = {"machine": machine, "results": results}
    target.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    table = Table("Benchmark", "Figure", "Value", title="Fairlead's benchmarks")
    for name, figures in results.items():
        for figure, value in figures.items():
            table.add_row(name, figure, f"{value:,.3f}")
    Console().print(table, f"Written to {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
