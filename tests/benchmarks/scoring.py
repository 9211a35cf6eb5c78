"""`python -m tests.benchmarks.scoring`: the engine against a plain scikit-learn loop.

Both read the same generated edition and take turns, a few hundred needs at a time, for a machine's
speed changes within minutes. Times are processor seconds of one thread; peak memory is that of the
process, the plain loop in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matchmaking.scoring.data import Settings
    from tests.benchmarks.generated import Edition

PARTS = ("engine", "embedded")
DIMENSIONS = 384
# Buyers matched in one call, as the chunks of a run are; of their needs the plain loop takes every
# so manieth.
CHUNK, PLAIN_STEP = 250, 4


class MadeUpVectors:
    """A vector for any text at once, as from a full cache: the cost is right, the meaning not."""

    name = "made up"

    def embed(self, texts: Sequence[str]) -> Any:
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            seed = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
            row[:] = np.random.default_rng(int.from_bytes(seed)).normal(size=DIMENSIONS)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main(arguments: list[str] | None = None) -> int:
    """Print a line without and one with vectors, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="L")
    parser.add_argument("--needs", type=int, help="only those of the first buyers, N at most")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.part:
        sys.stdout.write(json.dumps(_measure(options)) + "\n")
        return 0
    found: dict[str, dict[str, float]] = {}
    sys.stdout.write("million pairs a second; index in seconds\n")
    for part in PARTS:
        given = [*(arguments if arguments is not None else sys.argv[1:]), f"--part={part}"]
        command = (sys.executable, "-m", "tests.benchmarks.scoring", *given)
        one = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        answer = subprocess.run(command, env=one, check=True, capture_output=True, text=True)
        found[part] = json.loads(answer.stdout)
        told = "  ".join(f"{name} {value:,.2f}" for name, value in found[part].items())
        sys.stdout.write(f"{part:9} {told}\n")
        sys.stdout.flush()
    for part, figures in found.items():
        for name in ("scores", "with_reasons"):
            ratio = figures[name] / figures["plain"]
            sys.stdout.write(f"{part:9} {name}: {ratio:.1f} times the plain loop\n")
    return 0


def _measure(options: argparse.Namespace) -> dict[str, float]:
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.benchmarks.generated import generated  # noqa: PLC0415 -- Django is set up by then

    edition = generated(options.size)
    needs = edition.needs[: options.needs]
    figures = _engine(edition, needs, MadeUpVectors() if options.part == "embedded" else None)
    return {**figures, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _plain(edition: Edition) -> Callable[[list[Any]], None]:
    """The loop that a first version would be: one need after the other against all products."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.metrics.pairwise import cosine_similarity  # noqa: PLC0415

    products = [" ".join((*p.names.values(), *p.descriptions.values())) for p in edition.products]
    vectorizer = TfidfVectorizer()
    matrix = vectorizer.fit_transform(products)

    def loop(needs: list[Any]) -> None:
        for need in needs:
            cosine_similarity(vectorizer.transform([" ".join(need.texts.values())]), matrix)

    return loop


def _engine(edition: Edition, needs: list[Any], embedder: Any) -> dict[str, float]:
    from dataclasses import replace  # noqa: PLC0415

    from foundation.uncollected import uncollected  # noqa: PLC0415
    from matchmaking.queries.tree import shipped_index  # noqa: PLC0415
    from matchmaking.scoring.engine import Engine  # noqa: PLC0415
    from matchmaking.scoring.relevance import RelevanceIndex  # noqa: PLC0415

    tree = shipped_index()
    products, suppliers = edition.products, edition.suppliers
    began = process_time()
    first = Engine(tree, products, suppliers, edition.settings, embedder)
    indexed = process_time() - began

    def fresh(settings: Settings) -> Engine:
        """An engine over the same index that has seen no need yet."""
        index = RelevanceIndex.over(first.relevance.corpus, tree, embedder)
        return Engine(tree, first.products, suppliers, settings, relevance=index)

    # No match is kept, so none is explained: scores of all pairs alone.
    scorer = fresh(replace(edition.settings, top_per_buyer=0))
    engine, plain = fresh(edition.settings), _plain(edition)
    taken = dict.fromkeys(("plain", "scores", "with_reasons"), 0.0)
    looped = matches = 0
    for own, buyers in _chunks(edition, needs):
        sample = own[::PLAIN_STEP]
        looped += len(sample)
        began = process_time()
        plain(sample)
        looked = process_time()
        with uncollected():  # as a run's chunks are
            scorer.match(own, buyers)
            scored = process_time()
            matches += len(engine.match(own, buyers))
        explained = process_time()
        taken["plain"] += looked - began
        taken["scores"] += scored - looked
        taken["with_reasons"] += explained - scored
    asked = {"plain": looped, "scores": len(needs), "with_reasons": len(needs)}
    rates = {name: asked[name] * len(products) / taken[name] / 1e6 for name in taken}
    return {"index_s": indexed, "needs": len(needs), "matches": matches, **rates}


def _chunks(edition: Edition, needs: list[Any]) -> list[tuple[list[Any], list[Any]]]:
    owned: dict[int, list[Any]] = {}
    for need in needs:
        owned.setdefault(need.buyer, []).append(need)
    profiles = {buyer.id: buyer for buyer in edition.buyers}
    parties = sorted(owned)
    return [
        (
            [need for party in parties[start : start + CHUNK] for need in owned[party]],
            [profiles[party] for party in parties[start : start + CHUNK]],
        )
        for start in range(0, len(parties), CHUNK)
    ]


if __name__ == "__main__":
    sys.exit(main())
