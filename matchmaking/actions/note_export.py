"""Write down that somebody takes rows out."""

from typing import Any

from django.utils.http import urlencode

from accounts.models import User
from expo.models import Edition
from matchmaking.models import ExportRecord


def note_export(
    user: User, edition: Edition, what: str, rows: int | None, **asked: Any
) -> ExportRecord:
    """Before the first of them leaves; `rows` may be told later, by whoever sends them."""
    query = urlencode({"edition": edition.slug, **{k: v for k, v in asked.items() if v}})
    return ExportRecord.objects.create(user=user, what=what[:40], query=query[:500], rows=rows)
