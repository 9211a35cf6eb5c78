"""`python -m tests.benchmarks.search [--size L] [--searches N]`: the portal's search.

Asks the expo of `tests.benchmarks.expo` for what buyers ask: words of product names in the
languages they are written in, slips, categories, nothing at all, each as a whole search with its
facets and page, without the page's template (that is in `tests.benchmarks.pages`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from tests.benchmarks import expo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exhibitors.queries.search import Asked
    from expo.models import Edition

SEARCHES = 60
BROAD = ("coffee", "咖啡", "frozen", "organic", "机", "wine", "machine", "coton", "масло", "2024")


def searches(edition: Edition, number: int, rng: random.Random) -> Iterator[tuple[str, Asked]]:
    """Kind and search, seeded."""
    from exhibitors.models import Product  # noqa: PLC0415 (needs the settings)
    from exhibitors.queries.search import Asked  # noqa: PLC0415

    keys = list(Product.objects.filter(edition=edition).values_list("pk", flat=True).order_by("pk"))
    for name in Product.objects.filter(pk__in=rng.sample(keys, number)).order_by("pk"):
        said = rng.choice(sorted(name.name.values()))
        words = said.split()
        yield "a product's name", Asked(" ".join(words[:6]))
        one = max(words, key=len)
        yield "one word", Asked(one)
        at = rng.randrange(max(1, len(one) - 1))
        yield (
            "with a slip",
            Asked(one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]),
        )
    for text in BROAD:
        yield "broad", Asked(text)
        yield "broad, narrowed", Asked(text, {"kind": "product", "country": "CN"})
        yield "broad, page 20", Asked(text, page=20)
    yield "everything", Asked()
    yield "everything, narrowed", Asked("", {"category": "09"})


def measure(size: str = "S", number: int = SEARCHES) -> dict[str, float]:
    """For `make bench`: p50, p95 and the longest of each kind, in milliseconds."""
    return {
        f"{kind}: {name}": value
        for kind, figures in kinds(size, number).items()
        for name, value in figures.items()
        if isinstance(value, float)
    }


def kinds(size: str, number: int) -> dict[str, dict[str, float | str]]:
    """Kind of search → its figures."""
    with expo.database(size):
        edition = expo.approved(size)
        from exhibitors.queries.search import Asked, search  # noqa: PLC0415 (needs the settings)

        search(edition, Asked("warm"))
        took: dict[str, list[tuple[float, str]]] = {}
        for kind, asked in searches(edition, number, random.Random(1)):  # noqa: S311 (repeatable)
            began = perf_counter()
            search(edition, asked)
            milliseconds = 1000 * (perf_counter() - began)
            took.setdefault(kind, []).append((milliseconds, asked.text))
    took["all"] = [each for times in took.values() for each in times]
    return {kind: _figures(times) for kind, times in took.items()}


def _figures(times: list[tuple[float, str]]) -> dict[str, float | str]:
    alone = [milliseconds for milliseconds, _text in times]
    p95 = quantiles(alone, n=20, method="inclusive")[-1] if len(alone) > 1 else alone[0]
    longest, text = max(times)
    return {"p50_ms": median(alone), "p95_ms": p95, "longest_ms": longest, "longest": text}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="L")
    parser.add_argument("--searches", type=int, default=SEARCHES)
    options = parser.parse_args()
    for kind, figures in kinds(options.size, options.searches).items():
        shown = {k: round(v, 1) if isinstance(v, float) else v for k, v in figures.items()}
        sys.stdout.write(json.dumps({"kind": kind} | shown, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
