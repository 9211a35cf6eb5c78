"""Matches, requests, outcomes."""

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area, User
from matchmaking.actions import answer_request as answering
from matchmaking.actions.mark_match import mark_match, unmark_match
from matchmaking.actions.record_outcome import reach_step, take_back_step, write_outcome
from matchmaking.actions.request_meeting import request_meeting
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, Line, Marked
from matchmaking.api.serializers.dealing import (
    AcceptSerializer,
    AskSerializer,
    DeclineSerializer,
    MarkSerializer,
    MatchSerializer,
    OutcomeSerializer,
    ProposeSerializer,
    ReachedSerializer,
    RequestSerializer,
)
from matchmaking.api.serializers.expo import SlotSerializer
from matchmaking.api.tags import check_match
from matchmaking.models import Match, MatchMark, MeetingRequest, Outcome
from matchmaking.models.request import other_side
from matchmaking.queries.review import category_names
from matchmaking.queries.scope import with_price
from matchmaking.queries.times import common_slots

SIDES = ("exhibitor", "buyer")
PARTIES = ("exhibitor__organization", "buyer__organization")
# Of a match and its sides only what is shown: a page then costs half.
SHOWN = (
    "edition__slug", "edition__category_scheme", "run", "shown_rank", "score", "parts", "reasons",
    "blocks",
    *(f"{side}__{name}" for side in ("exhibitor", "buyer") for name in
      ("edition", "organization", "organization__name")),
)  # fmt: skip


class TwoSided(ReadRows):
    """What has an exhibitor and a buyer; the caller acts for one of them, or both."""

    def sides(self, row: Any) -> list[str]:
        """Those that the reader may act for, as an editor."""
        return [side for side in SIDES if self.reader.may(getattr(row, side))]

    def side(self, row: Any, wanted: str | None) -> str:
        """The one wanted, or the only one; 403 for none, 400 where it has to be said."""
        mine = self.sides(row)
        self.demand(bool(mine) and (wanted is None or wanted in mine))
        if wanted is None and len(mine) > 1:
            raise exceptions.ValidationError({"side": [_("You act for both sides: say which.")]})
        return wanted or mine[0]


class Matches(TwoSided):
    """The pairs of the run that is shown; the best first."""

    area = Area.MATCHES
    queryset = Match.objects.current().select_related("edition", *PARTIES).only(*SHOWN)
    serializer_class = MatchSerializer
    filterset_class = ByEdition.of(
        Match,
        ["exhibitor", "buyer"],
        marked=Marked(choices=[(kind, kind) for kind in (*MatchMark.Kind.values, "none")]),
        min_score=django_filters.NumberFilter(
            field_name="score", lookup_expr="gte", min_value=0, max_value=100
        ),
    )
    ordering = ("-score", "-pk")

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Whether the buyer's target price may be read."""
        found: QuerySet[Any] = with_price(rows, self.reader)
        return found

    @extend_schema(responses=MarkSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def mark(self, _request: Request, **_kwargs: Any) -> Response:
        """What your sides said of the match: saved or hidden, or nothing."""
        row = self.get_object()
        mine = [side for side in SIDES if self.reader.may(getattr(row, side), "viewer")]
        pair = {side: getattr(row, side) for side in SIDES}
        marks = MatchMark.objects.filter(**pair, side__in=mine)
        return Response(MarkSerializer(marks, many=True).data)

    def said(self, rows: Any) -> Any:
        """With words for the categories that reasons speak of: one query."""
        rows = list(rows)
        reasons = [reason for row in rows for reason in row.reasons]
        context = self.get_serializer_context()
        if rows and reasons:
            context["names"] = {"category": category_names(rows[0].edition, reasons)}
        return self.get_serializer_class()(rows, many=True, context=context).data

    @extend_schema(request=MarkSerializer, responses=MarkSerializer, filters=False)
    @mark.mapping.put
    def set_mark(self, request: Request, **_kwargs: Any) -> Response:
        """Save or hide the match, for your side."""
        row = self.get_object()
        said = self.checked(MarkSerializer, request)
        side = self.side(row, said.pop("side", None))
        user = cast("User", request.user)
        made = mark_match(row.buyer, row.exhibitor, side=side, user=user, **said)
        return Response(MarkSerializer(made).data)

    @extend_schema(responses={204: None}, filters=False)
    @mark.mapping.delete
    def unmark(self, request: Request, **_kwargs: Any) -> Response:
        """Take your mark back."""
        row = self.get_object()
        user = cast("User", request.user)
        for side in self.sides(row):
            unmark_match(row.buyer, row.exhibitor, side=side, user=user)
        self.demand(bool(self.sides(row)))
        return Response(status=204)


class Requests(TwoSided):
    """Meeting requests of your exhibitors and buyers."""

    area = Area.REQUESTS
    queryset = MeetingRequest.objects.select_related(
        "edition", *PARTIES, "fixed_slot", "proposed_slot"
    )
    serializer_class = RequestSerializer
    filterset_class = ByEdition.of(
        MeetingRequest, ["exhibitor", "buyer", "state", "asked_by", "ref"]
    )

    @extend_schema(request=AskSerializer, responses={201: RequestSerializer})
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Ask for a meeting."""
        said = self.checked(AskSerializer, request)
        pair = MeetingRequest(exhibitor=said.pop("exhibitor"), buyer=said.pop("buyer"))
        if pair.exhibitor.edition_id != pair.buyer.edition_id:
            raise exceptions.ValidationError({"buyer": [_("It is of another edition.")]})
        side = self.side(pair, said.pop("asked_by", None))
        made = request_meeting(pair.exhibitor, pair.buyer, asked_by=side, **said)
        return self.answer(made.pk, 201)

    @extend_schema(request=AcceptSerializer, responses=RequestSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def accept(self, request: Request, **_kwargs: Any) -> Response:
        """Agree, to the time proposed if there is one."""
        said = self.checked(AcceptSerializer, request)
        row, side = self._turn(request)
        answering.accept_request(row.pk, side, **said)
        return self.answer(row.pk)

    @extend_schema(request=DeclineSerializer, responses=RequestSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def decline(self, request: Request, **_kwargs: Any) -> Response:
        """Refuse it, or the time proposed for an agreed meeting."""
        said = self.checked(DeclineSerializer, request)
        row, side = self._turn(request)
        answering.decline_request(row.pk, side, **said)
        return self.answer(row.pk)

    @extend_schema(request=None, responses=RequestSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def withdraw(self, request: Request, **_kwargs: Any) -> Response:
        """Take your request back, or an agreement that has no meeting yet."""
        row = self._row(request)
        mine = self.sides(row)
        side = row.asked_by if row.asked_by in mine else mine[0]
        answering.withdraw_request(row.pk, side)
        return self.answer(row.pk)

    @extend_schema(request=ProposeSerializer, responses=RequestSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def propose(self, request: Request, **_kwargs: Any) -> Response:
        """Propose another time, one of the request's `times`."""
        said = self.checked(ProposeSerializer, request)
        row = self._row(request)
        mine = self.sides(row)
        side = row.awaits if row.awaits in mine else mine[0]
        slot = row.edition.slots.filter(pk=said["slot"]).first()
        answering.propose_time(row.pk, side, slot)
        return self.answer(row.pk)

    @extend_schema(responses=SlotSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def times(self, _request: Request, **_kwargs: Any) -> Response:
        """Slots ahead in which both sides are there and free."""
        slots: Any = common_slots(self.get_object())
        return Response(SlotSerializer(slots, many=True).data)

    def _row(self, request: Request) -> Any:
        row = self.locked()
        self.demand(bool(self.sides(row)))
        check_match(request, row)
        return row

    def _turn(self, request: Request) -> tuple[Any, str]:
        """The row and the side that answers: the one it waits for, if it is one's own."""
        row = self._row(request)
        mine = self.sides(row)
        wanted = row.awaits or other_side(row.asked_by)
        return row, wanted if wanted in mine else mine[0]


class Outcomes(TwoSided):
    """What you say came of your meetings."""

    area = Area.OUTCOMES
    queryset = Outcome.objects.select_related(
        "meeting__exhibitor", "meeting__buyer"
    ).prefetch_related("steps")
    serializer_class = OutcomeSerializer
    filterset_class = ByEdition.of(
        Outcome, ["meeting", "side"], edition=Line("meeting__edition__slug")
    )

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Your side's word on a meeting; said again, it replaces the former."""
        said = self.checked(OutcomeSerializer, request)
        meeting = said.pop("meeting")
        side = self.side(meeting, said.pop("side", None))
        made = write_outcome(meeting, side, said, user=cast("User", request.user))
        return self.answer(made.pk, 201)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Some of its fields."""
        row = self.locked()
        self.demand(row.side in self.sides(row.meeting))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        for name in ("meeting", "side"):
            if values.pop(name, getattr(row, name)) != getattr(row, name):
                raise exceptions.ValidationError({name: [_("This cannot be changed.")]})
        write_outcome(row.meeting, row.side, values, user=cast("User", request.user))
        return self.answer(row.pk)

    @extend_schema(request=ReachedSerializer, responses={201: OutcomeSerializer}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def steps(self, request: Request, **_kwargs: Any) -> Response:
        """A rung of the ladder that was reached; said again, it is corrected."""
        said = self.checked(ReachedSerializer, request)
        row = self.locked()
        self.demand(row.side in self.sides(row.meeting))
        reach_step(row.meeting, row.side, user=cast("User", request.user), **said)
        response = self.answer(row.pk)
        response.status_code = 201
        return response

    @extend_schema(responses={204: None}, filters=False)
    @action(detail=True, methods=["delete"], url_path=r"steps/(?P<step>[0-9]{1,18})")
    def unreach(self, _request: Request, step: str, **_kwargs: Any) -> Response:
        """Your side no longer says that it was reached; `step` is its `id` in `steps`."""
        row = self.locked()
        self.demand(row.side in self.sides(row.meeting))
        said = get_object_or_404(row.steps, pk=int(step))
        take_back_step(row.meeting, row.side, said.rung, said.pk)
        return Response(status=204)
