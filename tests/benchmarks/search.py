"""`python -m tests.benchmarks.search EDITION [--searches N] [--explain]`: the portal's search.

Asks the database in the settings (DATABASE_URL) for what buyers ask: words of product names in the
languages they are written in, slips, categories, nothing at all, each as a whole search with its
facets and page. Size L: `generate_edition DIR --size L`, `import_edition DIR`.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from statistics import median, quantiles
from time import perf_counter

import django

django.setup()

from django.db import connection  # noqa: E402 (needs the settings)

from exhibitors.models import Product  # noqa: E402
from exhibitors.queries.search import Asked, search  # noqa: E402
from expo.models import Edition  # noqa: E402

BROAD = ("coffee", "咖啡", "frozen", "organic", "机", "wine", "machine", "coton", "масло", "2024")


def searches(edition: Edition, number: int, rng: random.Random) -> Iterator[tuple[str, Asked]]:
    """Kind and search, seeded."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition")
    parser.add_argument("--searches", type=int, default=60)
    options = parser.parse_args()
    edition = Edition.objects.get(slug=options.edition)
    connection.ensure_connection()
    search(edition, Asked("warm"))
    took: dict[str, list[float]] = {}
    slowest: tuple[float, Asked] = (0.0, Asked())
    for kind, asked in searches(edition, options.searches, random.Random(1)):  # noqa: S311 (repeatable)
        began = perf_counter()
        search(edition, asked)
        milliseconds = 1000 * (perf_counter() - began)
        took.setdefault(kind, []).append(milliseconds)
        slowest = max(slowest, (milliseconds, asked), key=lambda pair: pair[0])
    took["all"] = [each for times in took.values() for each in times]
    for kind, times in took.items():
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        figures = {"n": len(times), "p50": round(median(times)), "p95": round(p95)}
        sys.stdout.write(json.dumps({"kind": kind} | figures | {"most": round(max(times))}) + "\n")
    sys.stdout.write(json.dumps({"slowest": slowest[1].text, "ms": round(slowest[0])}) + "\n")


if __name__ == "__main__":
    main()
