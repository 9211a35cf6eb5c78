"""`python -m tests.benchmarks.fresh`: from a saved need or product to its new matches.

The expo of `tests.benchmarks.expo` is scored once in full, by two worker processes, from the start
of the run until its matches are shown. Then a Celery worker of one process serves the fresh queue,
and each change is timed from its commit until its update of the matches is committed: seconds on
the clock, which a busy machine lengthens, and processor seconds of the worker.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psutil

from tests.benchmarks import expo

QUEUE = f"bench-{os.getpid()}"

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from expo.models import Edition

POLL_SECONDS = 0.01
PATIENCE = 300


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each kind of change on stderr, then all as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="L")
    parser.add_argument("--times", type=int, default=10, help="changes of each kind")
    parser.add_argument("--again", action="store_true", help="score in full, matches or not")
    options = parser.parse_args(arguments)
    found = measure(options.size, options.times, again=options.again)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


def measure(size: str = "S", times: int = 10, *, again: bool = False) -> dict[str, float]:
    """For `make bench`: what each kind of change took."""
    os.environ["FAIRLEAD_QUEUE"] = QUEUE  # named before the settings are read
    with expo.database(size):
        edition = expo.scored(size, again=again)
        run = edition.runs.get(current=True)
        found = {
            "full_run_s": round(run.seconds, 1),
            "full_run_million_pairs_a_second": round(run.pairs_scored / run.seconds / 1e6, 2),
            "matches": run.matches_found,
        }
        sys.stderr.write(f"{found}\n")
        with _worker() as worker:
            first = _timed(edition, worker, _new_need)
            found["first, engine read from its file: s"] = round(first[0], 2)
            for name, change in KINDS.items():
                figures = _kind(edition, worker, change, times)
                sys.stderr.write(f"{name:20} {figures}\n")
                found |= {f"{name}: {figure}": value for figure, value in figures.items()}
            found["worker_mb"] = round(worker.memory_info().rss / 2**20)
    return found


def _kind(
    edition: Edition,
    worker: psutil.Process,
    change: Callable[[Edition], dict[str, list[int]]],
    times: int,
) -> dict[str, float]:
    """Some changes of a kind, one after the other."""
    taken = [_timed(edition, worker, change) for _time in range(times)]
    clock = sorted(seconds for seconds, _cpu in taken)
    return {
        "median_s": round(statistics.median(clock), 2),
        "longest_s": round(clock[-1], 2),
        "median_cpu_s": round(statistics.median(cpu for _clock, cpu in taken), 2),
        "buyers": round(statistics.mean(_buyers(edition, times)), 1),
    }


@contextmanager
def _worker() -> Iterator[psutil.Process]:
    """The one process that does the work."""
    from django.conf import settings  # noqa: PLC0415

    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1"]
    command += ["--queues", settings.FRESH_QUEUE, "--loglevel=WARNING", "-n", f"{QUEUE}@%h"]
    parent = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        while not (children := psutil.Process(parent.pid).children()):
            time.sleep(0.1)
        yield children[0]
    finally:
        parent.terminate()
        parent.wait(timeout=30)


def _timed(
    edition: Edition, worker: psutil.Process, change: Callable[[Edition], dict[str, list[int]]]
) -> tuple[float, float]:
    """Seconds from the commit, and processor seconds of the worker meanwhile."""
    from django.db import transaction  # noqa: PLC0415

    from matchmaking.actions.refresh_matches import refresh_matches  # noqa: PLC0415
    from matchmaking.models import MatchChange  # noqa: PLC0415

    before = sum(worker.cpu_times()[:2])
    with transaction.atomic():
        refresh_matches(edition.pk, **change(edition))  # type: ignore[arg-type]
        own = MatchChange.objects.filter(edition=edition).latest("pk")
    began = time.monotonic()
    waiting = MatchChange.objects.filter(pk=own.pk, update=None)
    while waiting.exists():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"{change.__name__}: no update after {PATIENCE} s")
        time.sleep(POLL_SECONDS)
    return time.monotonic() - began, sum(worker.cpu_times()[:2]) - before


def _buyers(edition: Edition, times: int) -> list[int]:
    """How many buyers the last updates matched anew."""
    from matchmaking.models import MatchUpdate  # noqa: PLC0415

    updates = MatchUpdate.objects.filter(run__edition=edition, run__current=True)
    return [len(update.buyers) for update in updates.order_by("-number")[:times]]


def _some(rows: Any) -> Any:
    return rows.order_by("?").first()


def _copy(row: Any) -> Any:
    """The same again as a new row."""
    row.pk, row.ref = None, f"bench-{time.time_ns()}"
    row._state.adding = True
    row.save()
    return row


def _new_need(edition: Edition) -> dict[str, list[int]]:
    need = _some(edition.needs)
    categories = list(need.categories.all())
    need = _copy(need)
    need.categories.set(categories)
    return {"buyers": [need.buyer_id]}


def _changed_need(edition: Edition) -> dict[str, list[int]]:
    need, other = _some(edition.needs), _some(edition.needs)
    need.text = other.text
    need.save()
    return {"buyers": [need.buyer_id]}


def _withdrawn_need(edition: Edition) -> dict[str, list[int]]:
    need = _some(edition.needs)
    need.delete()
    return {"buyers": [need.buyer_id]}


def _new_product(edition: Edition) -> dict[str, list[int]]:
    return {"exhibitors": [_copy(_some(edition.products)).exhibitor_id]}


def _changed_product(edition: Edition) -> dict[str, list[int]]:
    product, other = _some(edition.products), _some(edition.products)
    product.name, product.category = other.name, other.category
    product.save()
    return {"exhibitors": [product.exhibitor_id]}


def _withdrawn_product(edition: Edition) -> dict[str, list[int]]:
    product = _some(edition.products)
    product.delete()
    return {"exhibitors": [product.exhibitor_id]}


KINDS = {
    "new need": _new_need,
    "changed need": _changed_need,
    "withdrawn need": _withdrawn_need,
    "new product": _new_product,
    "changed product": _changed_product,
    "withdrawn product": _withdrawn_product,
}

if __name__ == "__main__":
    sys.exit(main())
