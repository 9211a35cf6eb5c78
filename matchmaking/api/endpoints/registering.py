"""Registrations that come in from ticket shops and registration systems."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area, User
from matchmaking.actions.take_registration import take_registration
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, NoNull
from matchmaking.api.parsers import JsonParser
from matchmaking.api.serializers.telling import (
    RegistrationSerializer,
    SourceSerializer,
    TakenSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.exchange.orders import STRAY
from matchmaking.exchange.reaching import Refused, reach
from matchmaking.models import Registration, RegistrationSource

MOST = 1000


class CsvParser(BaseParser):
    """Rows with a header line, in UTF-8."""

    media_type = "text/csv"

    def parse(self, stream: Any, *_args: Any, **_kwargs: Any) -> Any:
        """A list of rows by column; ParseError for what is no CSV."""
        try:
            text = stream.read().decode("utf-8-sig")
            return list(csv.DictReader(io.StringIO(text), restkey=STRAY, strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise exceptions.ParseError(_("This is not CSV in UTF-8.")) from error


class Sources(ReadRows):
    """Where registrations come from; organizers' business."""

    area = Area.REGISTRATION
    queryset = RegistrationSource.objects.select_related("edition")
    serializer_class = SourceSerializer
    filterset_class = ByEdition.of(RegistrationSource, ["name", "style"])

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """A new source."""
        self.demand(self.somewhere("add", RegistrationSource))
        said = self.checked(SourceSerializer, request)
        self.demand(self.reader.has("add", RegistrationSource, said["edition"].pk))
        row = RegistrationSource(**said, created_by=cast("User", request.user))
        row.full_clean()
        row.save()
        return self.answer(row.pk, 201)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Another mapping. The token for fetching, which nobody reads again, goes to no other
        address than the one that it was given for.
        """
        row = self.locked()
        self.demand(self.reader.has("change", RegistrationSource, row.edition_id))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        if values.pop("edition", row.edition) != row.edition:
            raise exceptions.ValidationError({"edition": [_("This cannot be changed.")]})
        if values.get("fetch_url", row.fetch_url) != row.fetch_url:
            values.setdefault("fetch_token", "")
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        return self.answer(row.pk)

    @extend_schema(
        request={"application/json": OpenApiTypes.OBJECT, "text/csv": OpenApiTypes.STR},
        responses=TakenSerializer,
        filters=False,
    )
    @action(
        detail=True, methods=["post"], pagination_class=None, parser_classes=[JsonParser, CsvParser]
    )
    def push(self, request: Request, **_kwargs: Any) -> Response:
        """Orders or rows, each with its `code`; sent again they change nothing.

        One JSON object, a list of up to 1,000, or CSV with a header line. pretix's own webhook
        (`{"code": …}`) is answered by fetching the order from the source's `fetch_url`.
        """
        source = self.get_object()
        self.demand(self.reader.has("change", RegistrationSource, source.edition_id))
        orders = [self._whole(source, code, order) for code, order in _orders(request.data)]
        made = [take_registration(source, code, order) for code, order in orders]
        counts = Counter(row.state for row in made)
        names = ("taken", "skipped", "cancelled", "failed")
        said = RegistrationSerializer(made, many=True).data
        return Response({**{name: counts[name] for name in names}, "results": said})

    def _whole(
        self, source: RegistrationSource, code: str, order: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]]:
        """The order itself, fetched where only its code came."""
        if not source.fetch_url or "positions" in order:
            return code, order
        headers = {"Authorization": f"Token {source.fetch_token}"} if source.fetch_token else {}
        try:
            answer = reach(source.fetch_url.replace("{code}", code), method="GET", headers=headers)
            found = json.loads(answer.body) if answer.status == 200 else None  # noqa: PLR2004
        except (Refused, ValueError):
            found = None
        if not isinstance(found, dict):
            raise exceptions.ValidationError({"code": [_("The order could not be fetched.")]})
        return code, found


def _orders(data: Any) -> list[tuple[str, Mapping[str, Any]]]:
    rows = data if isinstance(data, list) else [data]
    if not 1 <= len(rows) <= MOST:
        raise exceptions.ValidationError([_("Send 1 to 1,000 orders.")])
    found = []
    for row in rows:
        code = row.get("code") if isinstance(row, Mapping) else None
        plain = isinstance(code, str) and code.isascii() and code.replace("-", "").isalnum()
        if not plain or not 1 <= len(str(code)) <= 40:  # noqa: PLR2004 (with a name it makes a ref)
            raise exceptions.ValidationError({"code": [_("Each order has a code of its own.")]})
        if not _storable(row):
            raise exceptions.ValidationError({"code": [_("An order holds no null characters.")]})
        found.append((str(code), row))
    return found


def _storable(row: Any) -> bool:
    """Whether PostgreSQL can keep it: neither null characters nor halves of surrogate pairs."""
    text = json.dumps(row, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


class Registrations(ReadRows):
    """What came, and what became of it."""

    area = Area.REGISTRATION
    queryset = Registration.objects.select_related("source")
    serializer_class = RegistrationSerializer
    filterset_class = type(
        "RegistrationFilter",
        (NoNull,),
        {"Meta": type("Meta", (), {"model": Registration,
                                   "fields": ["source", "state", "code", "side"]})},
    )  # fmt: skip

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The newest first."""
        return rows.order_by("-pk")
