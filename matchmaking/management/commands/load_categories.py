"""`manage.py load_categories [FILE --scheme S] [--json]`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from matchmaking.exchange.loading.categories import SHIPPED, SHIPPED_SCHEME, load_tree
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.telling import row_counter, tell


class Command(BaseCommand):
    help = "Loads a category tree: the HS tree that Fairlead ships, or a FILE like categories.csv."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
        parser.add_argument(
            "--scheme", metavar="S", help="the tree's name; hs unless FILE is given"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] and not options["scheme"]:
            raise CommandError("Name the tree that FILE belongs to: --scheme NAME.")
        files = (options["file"],) if options["file"] else SHIPPED
        scheme = options["scheme"] or SHIPPED_SCHEME
        problems = Problems()
        with row_counter("Loading") as progress, transaction.atomic():
            counts = load_tree(files, scheme, problems, progress)
            if problems:
                transaction.set_rollback(True)
        for problem in problems:
            tell(str(problem))
        if options["json"]:
            errors = [asdict(problem) for problem in problems]
            print(json.dumps({"scheme": scheme, **asdict(counts), "errors": errors}))
        elif not problems:
            print(
                f"{scheme}: {counts.created} created, {counts.updated} updated,"
                f" {counts.unchanged} unchanged."
            )
        if problems:
            sys.exit(1)
