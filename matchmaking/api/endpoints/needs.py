"""What buyers look for."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from buyers.models import Buyer, SourcingNeed
from matchmaking.actions.copy_need import copy_need
from matchmaking.actions.set_need_state import set_need_state
from matchmaking.api.endpoints.listing import WriteRows
from matchmaking.api.filters import ByEdition, Line
from matchmaking.api.serializers.listing import NeedSerializer
from matchmaking.api.serializers.reading import (
    NeedDraftSerializer,
    NeedStateSerializer,
    PasteSerializer,
    read_need,
)
from matchmaking.api.tags import check_match
from matchmaking.queries.scope import with_price


class Needs(WriteRows):
    """What buyers look for."""

    area = Area.DEMAND
    queryset = SourcingNeed.objects.select_related("edition", "buyer").prefetch_related(
        "categories"
    )
    serializer_class = NeedSerializer
    filterset_class = ByEdition.of(
        SourcingNeed,
        ["buyer", "priority", "state", "ref"],
        search=Line(field_name="text", lookup_expr="icontains"),
    )
    owner = "buyer"
    known = {"buyer": Buyer}

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Whether the target price may be read."""
        found: QuerySet[Any] = with_price(rows, self.reader)
        return found

    @extend_schema(request=PasteSerializer, responses=NeedDraftSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def read(self, request: Request, **_kwargs: Any) -> Response:
        """A pasted text, such as an e-mail, read into a need's fields. Nothing is saved: look at
        it, then create the need. E-mail addresses and telephone numbers are taken out.
        """
        said = self.checked(PasteSerializer, request)
        self.demand(bool(self.reader.buyers) or self.somewhere("add", SourcingNeed))
        return Response(NeedDraftSerializer(read_need(said["edition"], said["text"])).data)

    @extend_schema(request=NeedStateSerializer, responses=NeedSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def state(self, request: Request, **_kwargs: Any) -> Response:
        """Open, pause or close it; only open ones are matched."""
        said = self.checked(NeedStateSerializer, request)
        row = self.locked()
        self.demand(self.may_write(row.buyer, "change"))
        check_match(request, row)
        set_need_state(row.buyer, row.pk, said["state"])
        return self.answer(row.pk)

    @extend_schema(request=None, responses={201: NeedSerializer}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def copy(self, _request: Request, **_kwargs: Any) -> Response:
        """A second one with the same text and terms, paused."""
        row = self.get_object()
        self.demand(self.may_write(row.buyer, "add"))
        return self.made(copy_need(row.buyer, row.pk).pk)
