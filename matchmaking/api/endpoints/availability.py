"""When an exhibitor or buyer is there."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from expo.models import Participant
from matchmaking.actions.set_availability import set_availability
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.serializers.dealing import AvailabilitySerializer, SlotsSerializer
from matchmaking.queries.times import open_slots


class Availability(ReadRows):
    """Below an exhibitor or a buyer."""

    def check_permissions(self, request: Request) -> None:
        """Availability has the scope of meetings."""
        if self.action in ("availability", "set_availability"):
            self.area = Area.MEETINGS
        super().check_permissions(request)

    @extend_schema(responses=AvailabilitySerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def availability(self, _request: Request, **_kwargs: Any) -> Response:
        """Every slot of the edition, and whether the side is there; its own only."""
        side = self.get_object()
        self._own(side, "view")
        return Response(_said(side))

    @extend_schema(request=SlotsSerializer, responses=AvailabilitySerializer, filters=False)
    @availability.mapping.put
    def set_availability(self, request: Request, **_kwargs: Any) -> Response:
        """Be there in these slots. Confirmed meetings outside them stay; ask the organizer."""
        side = self.locked()
        self._own(side, "change")
        wanted = set(self.checked(SlotsSerializer, request)["slots"])
        known = set(side.edition.slots.filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted - known:
            raise exceptions.ValidationError({"slots": [_("A slot is not of this edition.")]})
        set_availability(side, wanted)
        side.refresh_from_db()
        return Response(_said(side))

    def _own(self, side: Participant, verb: str) -> None:
        role = "viewer" if verb == "view" else "editor"
        granted = self.reader.has(verb, type(side), side.edition_id)
        self.demand(granted or self.reader.may(side, role))


def _said(side: Participant) -> dict[str, Any]:
    slots = list(side.edition.slots.order_by("during"))
    present = open_slots(slots, side.available)
    data = {
        "always": present is None,
        "slots": [(slot, present is None or str(slot.pk) in present) for slot in slots],
    }
    return dict(AvailabilitySerializer(data).data)
