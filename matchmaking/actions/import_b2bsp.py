"""Imports a published B2B-scheduling instance as an edition."""

from pathlib import Path

from accounts.models import User
from expo.models import Edition
from matchmaking.actions.import_edition import ImportReport, import_source
from matchmaking.exchange.b2bsp import B2bInstance
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import SourceError


def import_b2bsp(path: Path, *, slug: str, user: User | None = None) -> ImportReport:
    """Creates or updates the edition `slug`; any problem leaves the database as it was."""
    problems = Problems()
    try:
        source = B2bInstance(path, slug)
        _refuse_another(slug, source.title)
    except SourceError as error:
        problems.add(error.path, None, "", "", error.message)
        return ImportReport(slug, errors=problems.kept())
    return import_source(source, str(path), problems, slug=slug, user=user)


def _refuse_another(slug: str, title: str) -> None:
    """Two instances in one edition would mix their participants."""
    there = Edition.objects.filter(slug=slug).first()
    if there and there.name.get("en") != title:
        raise SourceError(slug, f"is the edition “{there}” already; choose another --edition")
