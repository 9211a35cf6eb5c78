"""What Fairlead's commands have in common: one JSON object last on stdout, all else on stderr."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matchmaking.errors import RuleBroken


class AnsweringCommand(BaseCommand):
    """Subclasses write `work`, which returns the answer; a broken rule ends with status 1."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Every one of them knows --json."""
        parser.add_argument("--json", action="store_true", help="print one JSON object, last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Works, then answers."""
        try:
            answer = self.work(**options)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for key, value in answer.items():
                self.stdout.write(f"{key}: {value}")

    def work(self, **options: Any) -> dict[str, Any]:
        """The command's job; returns what the answer says."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """A word on the way."""
        self.stderr.write(text)
