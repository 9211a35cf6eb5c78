"""Whole lists as NDJSON, a row a line, read through a cursor on the server."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import translation
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer

from accounts.models import AccessToken
from matchmaking.models import ExportRecord
from matchmaking.queries.readers import Reader

MEDIA_TYPE = "application/x-ndjson"
CHUNK = 1000


class NdjsonRenderer(JSONRenderer):
    """So that `Accept` can ask for it; a single answer is one line."""

    media_type = MEDIA_TYPE
    format = "ndjson"


def streamed(
    rows: QuerySet[Any], serializer: BaseSerializer[Any], reader: Reader, token: Any, query: str
) -> StreamingHttpResponse:
    """All rows; an organizer's export is written down before its first line leaves."""
    record = None
    if reader.at_desk:
        record = ExportRecord.objects.create(
            user=reader.user,
            token=token.hint if isinstance(token, AccessToken) else "",
            what=str(rows.model._meta.label_lower),  # noqa: SLF001 (Django's name)
            query=query[:500],
        )
    language = translation.get_language() or "en"
    lines = _lines(rows, serializer, record, language)
    return StreamingHttpResponse(lines, content_type=MEDIA_TYPE)


def _lines(
    rows: QuerySet[Any], serializer: BaseSerializer[Any], record: ExportRecord | None, language: str
) -> Iterator[bytes]:
    """The language ends with the view, and the lines are made after it."""
    count = 0
    renderer = JSONRenderer()
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        batch.append(row)
        if len(batch) == CHUNK:
            yield _batch(batch, serializer, renderer, language)
            count, batch = count + len(batch), []
    if batch:
        yield _batch(batch, serializer, renderer, language)
        count += len(batch)
    if record is not None:
        record.rows = count
        record.save(update_fields=["rows"])


def _batch(
    batch: list[Any], serializer: BaseSerializer[Any], renderer: JSONRenderer, language: str
) -> bytes:
    with translation.override(language):
        said = [renderer.render(serializer.to_representation(row)) for row in batch]
    return b"".join(line + b"\n" for line in said)
