"""Webhooks: who is told of what, and how it went."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area, User
from matchmaking.actions.send_webhooks import replay
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, NoNull
from matchmaking.api.serializers.telling import (
    DeliverySerializer,
    NewWebhookSerializer,
    WebhookSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.models import WebhookDelivery, WebhookEndpoint

MOST = 10  # endpoints of an organization at an edition


class Webhooks(ReadRows):
    """An organization's owners hear of their own objects, organizers of the whole edition."""

    area = Area.WEBHOOKS
    queryset = WebhookEndpoint.objects.select_related("edition")
    serializer_class = WebhookSerializer
    filterset_class = ByEdition.of(WebhookEndpoint, ["organization", "active"])

    @extend_schema(request=WebhookSerializer, responses={201: NewWebhookSerializer})
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """A new endpoint; its answer alone holds the secret."""
        said = self.checked(WebhookSerializer, request)
        organization = said.get("organization")
        self._may(organization.pk if organization else None, said["edition"].pk, "add")
        there = WebhookEndpoint.objects.filter(edition=said["edition"], organization=organization)
        if there.count() >= MOST:
            raise exceptions.ValidationError({"url": [_("There are enough endpoints.")]})
        row = WebhookEndpoint.objects.create(**said, created_by=cast("User", request.user))
        headers = {"Location": f"{request.path}{row.pk}/"}
        return Response(NewWebhookSerializer(row).data, status=201, headers=headers)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Another address, other events, or a rest."""
        row = self.locked()
        self._may(row.organization_id, row.edition_id, "change")
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        for name in ("url", "topics", "active"):
            setattr(row, name, serializer.validated_data.get(name, getattr(row, name)))
        row.save()
        return self.answer(row.pk)

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """No more of it."""
        row = self.locked()
        self._may(row.organization_id, row.edition_id, "delete")
        check_match(request, row)
        row.delete()
        return Response(status=204)

    def _may(self, organization: int | None, edition: int, verb: str) -> None:
        granted = self.reader.has(verb, WebhookEndpoint, edition)
        self.demand(granted or self.reader.owns(organization))


class Deliveries(ReadRows):
    """What was or will be sent to your endpoints."""

    area = Area.WEBHOOKS
    queryset = WebhookDelivery.objects.select_related("endpoint")
    serializer_class = DeliverySerializer
    filterset_class = type(
        "DeliveryFilter",
        (NoNull,),
        {"Meta": type("Meta", (), {"model": WebhookDelivery,
                                   "fields": ["endpoint", "state", "event"]})},
    )  # fmt: skip

    @extend_schema(request=None, responses=DeliverySerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def replay(self, _request: Request, **_kwargs: Any) -> Response:
        """Send it again, under the same message id."""
        row = self.get_object()
        owner = self.reader.owns(row.endpoint.organization_id)
        at = row.endpoint.edition_id
        self.demand(owner or self.reader.has("change", WebhookDelivery, at))
        replay(row)
        return self.answer(row.pk)
