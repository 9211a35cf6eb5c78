"""What Fairlead's commands have in common: one JSON object last on stdout, all else on stderr."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

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

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """A bar on a terminal, else lines `done/total` for whoever started the command."""
        if not sys.stderr.isatty():
            yield lambda done, total: print(f"{done}/{total}", file=sys.stderr, flush=True)
            return
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
