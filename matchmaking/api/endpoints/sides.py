"""Exhibitors and buyers: their taking part in an edition."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from foundation.errors import RuleBroken
from matchmaking.actions.decide_participants import Decision, decide_participants
from matchmaking.actions.delegate import delegate
from matchmaking.actions.register_participant import register_participant
from matchmaking.actions.save_row import save_row
from matchmaking.api.endpoints.availability import Availability
from matchmaking.api.endpoints.listing import WriteRows
from matchmaking.api.filters import ByEdition, Line
from matchmaking.api.serializers.listing import (
    CONTACT,
    BuyerSerializer,
    DecisionSerializer,
    DelegateSerializer,
    ExhibitorSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.queries.scope import with_contact


class Sides(Availability, WriteRows):
    """Exhibitors or buyers: organizers enter them, their own editors describe them."""

    side = "exhibitor"
    http_method_names = ["get", "head", "options", "post", "patch", "put"]

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Whether the contact may be seen, and why it was not let in."""
        found: QuerySet[Any] = with_contact(rows, self.reader)
        return found

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """For organizers: with its organization, which is found or made."""
        model = self.kind_rows.model
        self.demand(self.somewhere("add", model))
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = self.plain(serializer.validated_data)
        edition, ref = values.pop("edition"), values.pop("ref")
        self.demand(self.reader.has("add", model, edition.pk))
        if model.objects.filter(edition=edition, ref=ref).exists():
            raise exceptions.ValidationError(
                {"ref": [_("The reference is taken; choose another.")]}
            )
        row, _status = register_participant(
            edition, self.side, ref, organization=values.pop("organization"), values=values
        )
        return self.answer(row.pk, 201)

    def partial_update(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Its editors change what describes it, organizers all of it."""
        row = self.locked()
        organizer = self.reader.has("change", type(row), row.edition_id)
        self.demand(organizer or self.reader.may(row))
        check_match(request, row)
        serializer: Any = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = self.plain(serializer.validated_data)
        self.keep(row, values, "edition", "ref")
        values.pop("organization", None)
        theirs = sorted(values.keys() - serializer.own)
        if theirs and not organizer:
            raise exceptions.ValidationError({theirs[0]: [_("Only the organizer changes this.")]})
        for name, value in values.items():
            setattr(row, name, value)
        save_row(row)
        return self.answer(row.pk)

    @extend_schema(request=DelegateSerializer, responses={204: None}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def delegate(self, request: Request, **_kwargs: Any) -> Response:
        """For its owners: let the delegation's lead act for it, or no longer. The lead is told."""
        said = self.checked(DelegateSerializer, request)
        row = self.locked()
        self.demand(self.reader.owns(row.organization_id))
        check_match(request, row)
        delegate(row, acts=said["acts"])
        return Response(status=204)

    @extend_schema(request=DecisionSerializer, responses={204: None}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def decide(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: let who has applied in, or not. Their people are told."""
        said = self.checked(DecisionSerializer, request)
        row = self.locked()
        self.demand(self.reader.has("change", type(row), row.edition_id))
        check_match(request, row)
        if said["decision"] == Decision.HOSTED and not isinstance(row, Buyer):
            raise exceptions.ValidationError({"decision": [_("Only buyers are hosted.")]})
        decision, because = Decision(said["decision"]), said["because"]
        side = f"{self.side}s"
        done = decide_participants(row.edition, side, [row.pk], decision, because=because)
        if not done.participants:
            raise RuleBroken(_("It does not wait for an answer."))
        return Response(status=204)

    @staticmethod
    def plain(values: Any) -> dict[str, Any]:
        """A contact without a value is empty."""
        return {k: "" if v is None and k in CONTACT else v for k, v in values.items()}


class Exhibitors(Sides):
    """The catalogue of the editions that you take part in."""

    area = Area.CATALOGUE
    queryset = Exhibitor.objects.select_related("edition", "organization", "booth")
    serializer_class = ExhibitorSerializer
    filterset_class = ByEdition.of(
        Exhibitor,
        ["ref", "state", "first_time", "delegation"],
        country=Line(field_name="organization__country"),
        search=Line(field_name="organization__name", lookup_expr="icontains"),
    )


class Buyers(Sides):
    """Your own, and those that your exhibitors are matched with, ask or meet."""

    area = Area.DEMAND
    queryset = Buyer.objects.select_related("edition", "organization")
    serializer_class = BuyerSerializer
    filterset_class = ByEdition.of(
        Buyer,
        ["ref", "state", "hosted", "delegation"],
        country=Line(field_name="organization__country"),
        search=Line(field_name="organization__name", lookup_expr="icontains"),
    )
    side = "buyer"
