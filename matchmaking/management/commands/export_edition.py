"""`manage.py export_edition SLUG TARGET [--xlsx] [--json]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from expo.models import Edition
from matchmaking.actions.export_edition import export_edition
from matchmaking.exchange.tables import SourceError
from matchmaking.exchange.telling import row_counter


class Command(BaseCommand):
    help = "Writes an edition as a folder of CSV files or as a workbook, ready to import."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("target", metavar="TARGET", type=Path)
        parser.add_argument("--xlsx", action="store_true", help="one workbook instead of a folder")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, target = options["slug"], options["target"]
        edition = Edition.objects.filter(slug=slug).first()
        if edition is None:
            slugs = ", ".join(Edition.objects.values_list("slug", flat=True)[:10]) or "none yet"
            raise CommandError(f"There is no edition {slug}; there are: {slugs}.")
        xlsx = options["xlsx"] or target.suffix.lower() == ".xlsx"
        try:
            with row_counter("Exporting") as progress:
                rows = export_edition(edition, target, xlsx=xlsx, progress=progress)
        except (SourceError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            print(json.dumps({"edition": slug, "target": str(target), "rows": rows}))
        else:
            print(f"{slug}: {sum(rows.values())} rows in {target}.")
