"""`manage.py import_b2bsp FILE --edition SLUG [--json]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from matchmaking.actions.import_b2bsp import import_b2bsp
from matchmaking.management.commands.import_edition import answer


class Command(BaseCommand):
    help = "Imports a published B2B-scheduling instance (.dzn) as an edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--edition", metavar="SLUG", required=True)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        answer(import_b2bsp(options["file"], slug=options["edition"]), as_json=options["json"])
