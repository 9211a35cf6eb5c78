"""`manage.py evaluate_matching DIR [--limit N] [--json]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from matchmaking.management.answering import AnsweringCommand
from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.evaluation import evaluate


class Command(AnsweringCommand):
    """Needs no database."""

    help = "Rank all offers for each need with the engine and measure against judgments."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder with needs.csv, offers.csv, judgments.csv."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N needs")

    def work(self, **options: Any) -> dict[str, Any]:
        """The figures."""
        try:
            return evaluate(options["folder"], options["limit"], shipped_index())
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
