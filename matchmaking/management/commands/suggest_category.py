"""`manage.py suggest_category [--language L] [--top N]`."""

import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matchmaking.queries.tree import shipped_index


class Command(BaseCommand):
    """Needs no database: it knows the tree that ships with Fairlead."""

    help = (
        "Suggest HS headings and service categories: one text a line in, one JSON list a line out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """In which language names are given, and how many."""
        parser.add_argument("--language", default="en", help="of the names in the answer")
        parser.add_argument("--top", type=int, default=10, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answers line by line, an empty line with an empty list, until nobody reads on."""
        if options["top"] < 1:
            raise CommandError("--top is the number of suggestions, at least 1.")
        try:
            self._answer(options["language"], options["top"])
        except BrokenPipeError:
            # Python flushes once more at exit: to where it can.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer(self, language: str, top: int) -> None:
        index = shipped_index()
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for line in sys.stdin:
            found = index.suggest(line.strip(), language, top)
            answer = [
                {"code": c, "name": name, "score": round(score, 4)} for c, name, score in found
            ]
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()
