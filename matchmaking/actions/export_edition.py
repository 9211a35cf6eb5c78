"""Exports an edition in the form in which it is imported."""

from pathlib import Path

from django.db import connection, transaction

from expo.models import Edition
from matchmaking.exchange.loading.load import Progress
from matchmaking.exchange.targets import new_folder, new_workbook
from matchmaking.exchange.writing import WRITERS, edition_cells, sheet_rows


def export_edition(
    edition: Edition, target: Path, *, xlsx: bool = False, progress: Progress | None = None
) -> dict[str, int]:
    """Writes a folder, or with `xlsx` a workbook; returns the number of rows of each sheet.

    All rows are of one moment. `target` appears only when it is complete; SourceError if it holds
    something else.
    """
    counts = {}
    with (new_workbook if xlsx else new_folder)(target) as out, transaction.atomic():
        _freeze()
        out.edition(edition_cells(edition))
        for writer in WRITERS:
            counts[writer.sheet.name] = out.sheet(writer.sheet, sheet_rows(writer, edition))
            if progress:
                progress(writer.sheet.file, counts[writer.sheet.name])
    return {name: count for name, count in counts.items() if count}


def _freeze() -> None:
    """One view of the database for all sheets; inside somebody's transaction, theirs."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
