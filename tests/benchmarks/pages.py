"""`python -m tests.benchmarks.pages [--size L] [--rounds 8] [--only TEXT]`: how long pages take.

Every list of the organizer's desk, its pages beside the lists and the portal's hot pages, each
asked for in several ways (plain, searched, sorted, the last page; by the participants with most
rows) by the people who use it, through Django's whole stack in this process. A page's line has the
median and the 95th percentile of all its ways together, the most queries that one of them took, and
the time as a multiple of `/healthz`, which is the stack alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from itertools import chain
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks import expo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

ROUNDS = 8
WARM = 2
REDIRECTS = 300


@dataclass(frozen=True)
class Page:
    """A line of the table: ways to ask for it, each as who asks and the address."""

    name: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """What a page took, in milliseconds; `slowest` is the way that was slowest in the middle."""

    name: str
    p50: float
    p95: float
    queries: int
    kilobytes: float
    slowest: str


def measure(size: str = "S", rounds: int = ROUNDS, only: str = "") -> dict[str, float]:
    """For `make bench`: three figures a page, and the table on stderr."""
    lines = lines_of(size, rounds, only)
    Console(stderr=True, width=150).print(table_of(lines, size))
    trivial = lines[0].p50
    return {
        f"{line.name}: {figure}": value
        for line in lines
        for figure, value in (
            ("p50_ms", line.p50),
            ("p95_ms", line.p95),
            ("queries", line.queries),
            ("times_healthz", line.p50 / trivial),
        )
    }


def lines_of(size: str, rounds: int, only: str = "") -> list[Line]:
    """Measured one after the other, `/healthz` first."""
    with expo.database(size):
        edition = expo.approved(size)
        from tests.benchmarks import pages_of_desk, pages_of_portal  # noqa: PLC0415 (Django)

        clients: dict[str, Client] = {}
        trivial = Page("healthz", (("", "/healthz"),))
        desk = pages_of_desk.pages(edition, clients)
        portal = pages_of_portal.pages(edition, clients)
        wanted = [page for page in chain(desk, portal) if only in page.name]
        return [_line(page, clients, rounds) for page in (trivial, *wanted)]


def _line(page: Page, clients: dict[str, Client], rounds: int) -> Line:
    taken: dict[str, list[float]] = {}
    queries, size = 0, 0
    for who, address in page.ways:
        client = clients[who]
        asked, answer = _queries(client, address)
        queries, size = max(queries, asked), max(size, len(answer.content))
        for _round in range(WARM - 1):
            client.get(address)
        for _round in range(rounds):
            began = perf_counter()
            client.get(address)
            taken.setdefault(f"{who} {address}", []).append(1000 * (perf_counter() - began))
    every = list(chain(*taken.values()))
    slowest = max(taken, key=lambda way: median(taken[way]))
    told = f"{slowest} {median(taken[slowest]):.0f} ms"
    return Line(page.name, median(every), _p95(every), queries, size / 1024, told)


def _queries(client: Client, address: str) -> tuple[int, Any]:
    """How many, not counting savepoints; AssertionError unless the page answers."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code >= REDIRECTS:
        raise AssertionError(f"{address}: {answer.status_code} {answer.headers.get('Location')}")
    sent = [query["sql"] for query in captured.captured_queries]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in sent), answer


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def table_of(lines: list[Line], size: str) -> Table:
    """As `make bench` shows it."""
    table = Table(title=f"Pages at size {size}")
    table.add_column("Page", no_wrap=True)
    for name in ("p50 ms", "p95 ms", "× healthz", "queries", "kB"):
        table.add_column(name, justify="right")
    table.add_column("slowest way", overflow="ellipsis", no_wrap=True)
    for line in lines:
        figures = (line.p50, line.p95, line.p50 / lines[0].p50)
        shown = (*(f"{value:,.1f}" for value in figures), str(line.queries))
        table.add_row(line.name, *shown, f"{line.kilobytes:,.0f}", line.slowest)
    return table


def signed_in(clients: dict[str, Client], who: str, user: Any) -> str:
    """A browser for the person, under a name."""
    from django.test import Client  # noqa: PLC0415

    if who not in clients:
        headers = {"SERVER_NAME": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip"}
        clients[who] = Client(**headers)  # type: ignore[arg-type]
        if user is not None:
            backend = "django.contrib.auth.backends.ModelBackend"
            clients[who].force_login(user, backend=backend)
    return who


def main(arguments: Iterable[str] | None = None) -> int:
    """The table, on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="L")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="pages whose name has this")
    said = parser.parse_args(list(arguments) if arguments is not None else None)
    lines = lines_of(said.size, said.rounds, said.only)
    width = int(os.environ.get("COLUMNS", "170"))
    Console(file=sys.stdout, width=width).print(table_of(lines, said.size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
