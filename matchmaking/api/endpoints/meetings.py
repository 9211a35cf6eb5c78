"""Meetings, and how organizers change them by hand."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area, User
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.actions.pin_meeting import pin_meeting
from matchmaking.actions.record_attendance import record_attendance
from matchmaking.actions.swap_meetings import swap_meetings
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition
from matchmaking.api.serializers.dealing import (
    AttendanceSerializer,
    MeetingSerializer,
    PinSerializer,
)
from matchmaking.api.serializers.moving import (
    FittingSwapSerializer,
    FittingTimeSerializer,
    MoveSerializer,
    SeenSerializer,
    SwapSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.models import Meeting
from matchmaking.queries.moves import places_for, swaps_for

PARTIES = ("exhibitor__organization", "buyer__organization")


class Meetings(ReadRows):
    """What the approved timetable holds for you; organizers also see drafts."""

    area = Area.MEETINGS
    queryset = Meeting.objects.select_related("edition", *PARTIES, "table__hall", "interpreter")
    serializer_class = MeetingSerializer
    filterset_class = ByEdition.of(
        Meeting, ["exhibitor", "buyer", "status", "schedule", "pinned", "slot"]
    )

    @extend_schema(request=AttendanceSerializer, responses=MeetingSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def attendance(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers and hall staff: whether it was held."""
        said = self.checked(AttendanceSerializer, request)
        row = self._mine(request)
        record_attendance(row.pk, said["status"])
        return self.answer(row.pk)

    @extend_schema(request=PinSerializer, responses=MeetingSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def pin(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: keep its time and table in every later timetable."""
        said = self.checked(PinSerializer, request)
        row = self._mine(request)
        pin_meeting(row.pk, pinned=said["pinned"])
        return self.answer(row.pk)

    @extend_schema(responses=FittingTimeSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def places(self, _request: Request, **_kwargs: Any) -> Response:
        """For organizers: every time and table where it could be held, and what that costs."""
        row = self._to_change()
        return Response(FittingTimeSerializer(places_for(row), many=True).data)

    @extend_schema(responses=FittingSwapSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def swaps(self, _request: Request, **_kwargs: Any) -> Response:
        """For organizers: meetings with which it could change places, the cheapest first."""
        row = self._to_change()
        return Response(FittingSwapSerializer(swaps_for(row), many=True).data)

    @extend_schema(request=MoveSerializer, responses=MeetingSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def move(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: hold it at another of its `places`; both sides are told if it binds."""
        said = self.checked(MoveSerializer, request)
        row = self._mine(request)
        to = (said["slot"], said["table"])
        move_meeting(row.pk, to, seen=said["seen"], user=cast("User", request.user))
        return self.answer(row.pk)

    @extend_schema(request=SwapSerializer, responses=MeetingSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def swap(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: let it change places with another of its timetable."""
        said = self.checked(SwapSerializer, request)
        row = self._mine(request)
        swap_meetings(row.pk, said["meeting"], seen=said["seen"], user=cast("User", request.user))
        return self.answer(row.pk)

    @extend_schema(request=SeenSerializer, responses=MeetingSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def cancel(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: take it out of its timetable; the wish stays."""
        said = self.checked(SeenSerializer, request)
        row = self._mine(request)
        cancel_meeting(row.pk, seen=said["seen"], user=cast("User", request.user))
        return self.answer(row.pk)

    def _mine(self, request: Request) -> Meeting:
        """Held for a change by an organizer."""
        row: Meeting = self.locked()
        self.demand(self.reader.has("change", Meeting, row.edition_id))
        check_match(request, row)
        return row

    def _to_change(self) -> Meeting:
        row: Meeting = self.get_object()
        self.demand(self.reader.has("change", Meeting, row.edition_id))
        more = ("slot__day", "request", "schedule__edition")
        return Meeting.objects.with_names().select_related(*more).get(pk=row.pk)
