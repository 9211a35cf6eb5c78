"""Lists and single rows, for all kinds."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from matchmaking.api.base import Rows
from matchmaking.api.streaming import MEDIA_TYPE, streamed
from matchmaking.api.tags import etag_of
from matchmaking.queries.scope import visible_to

FIELDS = OpenApiParameter(
    "fields", str, description="Only these fields of each row, separated by commas."
)


class ReadRows(Rows):
    """List (as pages or NDJSON) and retrieve."""

    def get_serializer_context(self) -> dict[str, Any]:
        """Adds the scope of related rows, and the fields asked for."""
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context["visible"] = lambda rows: visible_to(rows, self.reader)
        wanted = self.request.query_params.get("fields")
        if wanted and self.action in ("list", "retrieve"):
            context["fields"] = [each.strip() for each in wanted.split(",") if each.strip()]
        return context

    @extend_schema(parameters=[FIELDS])
    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Any:
        """A page, or all rows as NDJSON where `Accept` asks for it."""
        rows = self.filter_queryset(self.get_queryset())
        if getattr(request.accepted_renderer, "media_type", "") == MEDIA_TYPE:
            serializer = self.get_serializer()
            query = request.META.get("QUERY_STRING", "")
            return streamed(rows, serializer, self.reader, request.auth, query)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.said(page))

    @extend_schema(parameters=[FIELDS])
    def retrieve(self, _request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """One row, with its ETag."""
        row = self.get_object()
        return Response(self.said([row])[0], headers={"ETag": etag_of(row)})

    def said(self, rows: Any) -> Any:
        """Rows as JSON."""
        return self.get_serializer(rows, many=True).data

    def answer(self, key: int, status: int = 200) -> Response:
        """The row as it is after a write."""
        row = self.get_queryset().get(pk=key)
        headers = {"ETag": etag_of(row)}
        if status == 201:  # noqa: PLR2004 (HTTP's own number)
            headers["Location"] = f"{self.request.path}{key}/"
        return Response(self.said([row])[0], status=status, headers=headers)

    def made(self, key: int) -> Response:
        """A row that came of another one: its address is its own."""
        response = self.answer(key, 201)
        base = self.request.path.split(f"/{self.kwargs['pk']}/")[0]
        response.headers["Location"] = f"{base}/{key}/"
        return response

    def demand(self, allowed: bool) -> None:
        """403 for what one may see and not do."""
        if not allowed:
            raise exceptions.PermissionDenied(_("Your role does not allow this."))

    def somewhere(self, verb: str, model: type[Model]) -> bool:
        """Whether the desk grants this at any edition: asked before a body is read."""
        granted = self.reader.granted(verb, model)
        return granted is None or bool(granted)

    def checked(self, serializer_class: Any, request: Request) -> dict[str, Any]:
        """The body, checked by another serializer than the rows'."""
        serializer = serializer_class(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values
