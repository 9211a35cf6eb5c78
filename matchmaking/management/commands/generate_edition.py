"""`manage.py generate_edition --size S|M|L --seed N DIR [--json]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matchmaking.generator.folder import NotOurs, generate
from matchmaking.generator.sizes import SIZES


class Command(BaseCommand):
    help = "Invents an import folder: the same size and seed give the same bytes."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--size", choices=list(SIZES), default="S")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = generate(options["size"], options["seed"], options["folder"])
        except NotOurs as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        for name, count in sorted(rows.items()):
            print(f"{name}.csv: {count:,}", file=sys.stderr)
        if options["json"]:
            print(json.dumps({"folder": str(options["folder"]), "rows": rows}))
