"""Imports an edition from a folder or a workbook: all of it, or nothing."""

from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.exchange.loading.load import Load, Progress
from matchmaking.exchange.loading.run import load_source
from matchmaking.exchange.loading.upsert import report_conflict
from matchmaking.exchange.mapping.source import MappedSource
from matchmaking.exchange.opening import open_source
from matchmaking.exchange.problems import FileProblem, Problems
from matchmaking.exchange.tables import Source, SourceError


@dataclass
class ImportReport:
    """What came of an import. With errors nothing was written, and nothing is counted.

    `files` has the counts by sheet (with errors, of the rows that were good), `more_errors` how
    many beyond the 1,000 listed. `mapping` is what a mapping read, left out and could not
    understand.
    """

    edition: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[FileProblem] = field(default_factory=list)
    more_errors: int = 0
    dry_run: bool = False
    files: dict[str, dict[str, int]] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)


def import_edition(
    path: Path,
    *,
    slug: str | None = None,
    mapping: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    user: User | None = None,
) -> ImportReport:
    """Creates or updates the edition that `path` describes; `slug` overrides its own.

    `path` is a folder, an .xlsx file or, with a mapping, a CSV file. One transaction: any problem,
    or `dry_run`, leaves the database as it was. `user` is written into the history of every row.
    """
    problems = Problems()
    try:
        source = open_source(path, mapping, problems)
    except SourceError as error:
        problems.add(error.path, None, "", "", error.message)
        return ImportReport(slug or "", errors=problems.kept(), dry_run=dry_run)
    return import_source(
        source, str(path), problems, slug=slug, dry_run=dry_run, progress=progress, user=user
    )


def import_source(
    source: Source,
    name: str,
    problems: Problems,
    *,
    slug: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    user: User | None = None,
) -> ImportReport:
    """The same for a source that is open already; `name` goes into the history."""
    context = {"command": "import_edition", "source": name, "user": user.pk if user else None}
    with closing(source), pghistory.context(**context), transaction.atomic():
        load = load_source(source, slug or "", problems, progress)
        if not problems:
            _check_constraints(load)
        if dry_run or problems:
            transaction.set_rollback(True)
        elif any(counts.created or counts.updated for counts in load.counts.values()):
            refresh_matches(load.edition.pk, anybody=True)
    return _report(source, load, problems, dry_run=dry_run)


def _check_constraints(load: Load) -> None:
    """What the database would only say at commit, while it can still be reported."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        report_conflict(load, [], error)


def _report(source: Source, load: Load, problems: Problems, *, dry_run: bool) -> ImportReport:
    files = {name: asdict(counts) for name, counts in load.counts.items()}
    totals = {
        key: 0 if problems else sum(counts[key] for counts in files.values())
        for key in ("created", "updated", "unchanged")
    }
    return ImportReport(
        edition=load.slug,
        **totals,
        errors=problems.kept(),
        more_errors=problems.more,
        dry_run=dry_run,
        files=files,
        mapping=source.findings() if isinstance(source, MappedSource) else {},
    )
