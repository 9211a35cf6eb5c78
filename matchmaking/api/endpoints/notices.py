"""What you were told, and how you want to be told."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from matchmaking.actions.choose_notices import choose_notices
from matchmaking.actions.read_notices import read_notices
from matchmaking.api.endpoints.me import Personal
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import NoNull
from matchmaking.api.serializers.notices import (
    NoticeSerializer,
    NoticeSettingsSerializer,
    ReadNoticesSerializer,
    UpToSerializer,
)
from matchmaking.models import Notice
from matchmaking.queries.notices import chosen_ways, notices_of


class NoticeFilter(NoNull):
    """Whether you have read it."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields: list[str] = []


class Notices(Personal, ReadRows):
    """Your own notices, the newest first."""

    queryset = Notice.objects.select_related("edition")
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter

    def get_queryset(self) -> QuerySet[Any]:
        """One's own, even of those who see everybody's on the desk."""
        if getattr(self, "swagger_fake_view", False):
            return self.kind_rows.none()
        return notices_of(self.reader.user).select_related("edition")


class ReadNotices(Personal):
    """Having read them."""

    @extend_schema(request=UpToSerializer, responses=ReadNoticesSerializer)
    def post(self, request: Request) -> Response:
        """You have read your notices: all, or those no newer than `up_to`."""
        said = UpToSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        return Response({"read": read_notices(self.reader.user, said.validated_data["up_to"])})


class NoticeSettings(Personal):
    """How each kind of notice comes."""

    @extend_schema(responses=NoticeSettingsSerializer)
    def get(self, _request: Request) -> Response:
        """Every kind, and how it comes."""
        return Response(self._said())

    @extend_schema(request=NoticeSettingsSerializer, responses=NoticeSettingsSerializer)
    def put(self, request: Request) -> Response:
        """Have them come in another way; kinds that are not named stay as they are."""
        said = NoticeSettingsSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        choose_notices(self.reader.user, said.validated_data)
        return Response(self._said())

    def _said(self) -> dict[str, str]:
        return {kind.value: way for kind, way in chosen_ways(self.reader.user).items()}
