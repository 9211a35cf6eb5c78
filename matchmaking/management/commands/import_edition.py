"""`manage.py import_edition DIR [--edition SLUG] [--mapping FILE] [--dry-run] [--json]`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from matchmaking.actions.import_edition import ImportReport, import_edition
from matchmaking.exchange.telling import row_counter, tell


class Command(BaseCommand):
    help = (
        "Imports an edition from a folder of CSV files or an .xlsx workbook; all of it or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dir", metavar="DIR", type=Path, help="folder, .xlsx, or CSV with --mapping"
        )
        parser.add_argument("--edition", metavar="SLUG", help="overrides the slug of edition.toml")
        parser.add_argument("--mapping", metavar="FILE", type=Path, help="see docs/mapping.md")
        parser.add_argument(
            "--dry-run", action="store_true", help="checks everything, writes nothing"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        with row_counter("Importing") as progress:
            report = import_edition(
                options["dir"],
                slug=options["edition"],
                mapping=options["mapping"],
                dry_run=options["dry_run"],
                progress=progress,
            )
        answer(report, as_json=options["json"])


def answer(report: ImportReport, *, as_json: bool) -> None:
    """Problems to stderr, the counts to stdout; exit status 1 with any problem."""
    for problem in report.errors:
        tell(str(problem))
    if report.more_errors:
        tell(f"… and {report.more_errors} more")
    for target, found in report.mapping.items():
        tell(
            f"{target}: {found['read']} read, {found['given']} rows, {found['merged']} merged,"
            f" {found['left_out']} left out"
        )
        for reason, count in found["reasons"].items():
            tell(f"  {count} × {reason}")
        if report.dry_run:
            for row in found["preview"]:
                tell(f"  would be: {json.dumps(row, ensure_ascii=False)}")
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    elif report.errors:
        tell(f"Nothing was written. Problems: {len(report.errors) + report.more_errors}.")
    else:
        done = "would be" if report.dry_run else "were"
        print(
            f"{report.edition}: {report.created} rows {done} created,"
            f" {report.updated} updated, {report.unchanged} unchanged."
        )
    if report.errors:
        sys.exit(1)
