"""ETags: what `If-Match` compares before a write."""

import hashlib
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework.request import Request

from matchmaking.api.problems import Stale


def etag_of(row: Model) -> str:
    """Changes with any column of the row, and with what it is joined to."""
    meta = row._meta  # noqa: SLF001 (Django's name)
    parts: list[Any] = [meta.label, row.pk]
    parts += [getattr(row, field.attname) for field in meta.concrete_fields]
    for many in meta.many_to_many:
        parts.append(sorted(each.pk for each in getattr(row, many.name).all()))
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def check_match(request: Request, row: Model) -> None:
    """Stale unless `If-Match` is absent, `*`, or names the row as it is; for a locked row."""
    wanted = request.headers.get("If-Match", "*")
    tags = [tag.strip() for tag in wanted.split(",")]
    if "*" not in tags and etag_of(row) not in tags:
        raise Stale(_("Somebody changed this since you read it; read it again."))
