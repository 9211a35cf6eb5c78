"""Scoring runs, attempts at timetables, timetables: the organizers' business."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Area, User
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.cancel_scoring import cancel_scoring
from matchmaking.actions.copy_schedule import copy_schedule
from matchmaking.actions.start_planning import start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.actions.undo_change import undo_change
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition
from matchmaking.api.serializers.comparing import CompareSerializer, ComparisonSerializer
from matchmaking.api.serializers.moving import (
    ApproveSerializer,
    ChangeSerializer,
    CopySerializer,
    LeftOutSerializer,
    StartSerializer,
    UndoSerializer,
)
from matchmaking.api.serializers.planning import (
    ApprovedSerializer,
    PlanSerializer,
    QueuedSerializer,
    RunSerializer,
    ScheduleSerializer,
    StartPlanSerializer,
    StartRunSerializer,
    StopPlanSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.models import Meeting, PlanningRun, Schedule, ScheduleChange, ScoringRun
from matchmaking.queries.changes import (
    changes_since,
    counterpart,
    differences,
    old_places,
    other_schedules,
    slot_said,
)
from matchmaking.queries.left_out import LeftOut
from matchmaking.queries.parts import Part
from matchmaking.queries.review import left_out_names
from matchmaking.queue import enqueue
from matchmaking.wording import say_unscheduled

MOST_LEFT_OUT = 500  # in one answer
MOST_COMPARED = 500  # of each kind


class Runs(ReadRows):
    """Passes of the engine over an edition."""

    area = Area.PLANNING
    queryset = ScoringRun.objects.select_related("edition")
    serializer_class = RunSerializer
    filterset_class = ByEdition.of(ScoringRun, ["state", "current"])

    @extend_schema(request=StartRunSerializer, responses={202: QueuedSerializer})
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Have the edition matched; a worker reads it and makes the run."""
        self.demand(self.somewhere("add", ScoringRun))
        edition = self.checked(StartRunSerializer, request)["edition"]
        self.demand(self.reader.has("add", ScoringRun, edition.pk))
        enqueue("start_scoring", edition.pk, cast("User", request.user).pk)
        watch = f"{reverse('api:runs-list')}?edition={edition.slug}"
        return Response({"queued": True, "watch": watch}, status=202)

    @extend_schema(request=None, responses=RunSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def cancel(self, request: Request, **_kwargs: Any) -> Response:
        """Stop it; what is shown stays what it was."""
        row = self.locked()
        self.demand(self.reader.has("add", ScoringRun, row.edition_id))
        check_match(request, row)
        cancel_scoring(row.pk)
        return self.answer(row.pk)


class Plans(ReadRows):
    """Attempts at a timetable by the solver."""

    area = Area.PLANNING
    queryset = PlanningRun.objects.select_related("edition")
    serializer_class = PlanSerializer
    filterset_class = ByEdition.of(PlanningRun, ["state"])

    @extend_schema(request=StartPlanSerializer, responses={201: PlanSerializer})
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Have a timetable made; read the plan again to watch."""
        self.demand(self.somewhere("add", PlanningRun))
        said = self.checked(StartPlanSerializer, request)
        self.demand(self.reader.has("add", PlanningRun, said["edition"].pk))
        user = cast("User", request.user)
        keep = said.pop("keep", None)
        run = start_planning(said.pop("edition").pk, keep_id=keep, user=user, **said)
        return self.answer(run.pk, 201)

    @extend_schema(request=StopPlanSerializer, responses=PlanSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def stop(self, request: Request, **_kwargs: Any) -> Response:
        """Cancel it, or take the best found so far."""
        said = self.checked(StopPlanSerializer, request)
        row = self.get_object()
        self.demand(self.reader.has("add", PlanningRun, row.edition_id))
        stop_planning(row.pk, take=said["take"])
        return self.answer(row.pk)


class Schedules(ReadRows):
    """Versions of the timetable; its meetings are at `/meetings/?schedule=`."""

    area = Area.PLANNING
    queryset = Schedule.objects.select_related("edition")
    serializer_class = ScheduleSerializer
    filterset_class = ByEdition.of(Schedule, ["state", "version"])

    @extend_schema(request=ApproveSerializer, responses=ApprovedSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def approve(self, request: Request, **_kwargs: Any) -> Response:
        """Make it, or a part of it, the edition's timetable: its meetings bind, all are told."""
        said = self.checked(ApproveSerializer, request)
        row = self.get_object()
        self.demand(self.reader.has("change", Schedule, row.edition_id))
        check_match(request, row)
        part = Part(said["day"], said["hall"], said["delegation"])
        user = cast("User", request.user)
        report = approve_schedule(row.pk, user=user, part=part, seen=said["seen"])
        return Response(ApprovedSerializer(report).data)

    @extend_schema(
        parameters=[StartSerializer], responses=LeftOutSerializer(many=True), filters=False
    )
    @action(detail=True, pagination_class=None)
    def left_out(self, request: Request, **_kwargs: Any) -> Response:
        """The wishes that found no place, each with its reason: 500 from `start` on. The schedule
        tells how many there are.
        """
        row = self.get_object()
        asked = StartSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        start = asked.validated_data["start"]
        items = LeftOut.of(row, "", [])[start : start + MOST_LEFT_OUT]
        names = left_out_names(row, items)
        for slot in names.slots.values():
            slot.edition = row.edition
        words = {"party": {key: str(each) for key, each in names.parties.items()},
                 "slot": {key: slot_said(each) for key, each in names.slots.items()}}  # fmt: skip
        said = [_left_out(item, names, words) for item in items]
        return Response(LeftOutSerializer(said, many=True).data)

    @extend_schema(parameters=[CompareSerializer], responses=ComparisonSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def compare(self, request: Request, **_kwargs: Any) -> Response:
        """What moved, came and went against another timetable: 500 of each from `start` on."""
        row = self.get_object()
        asked = CompareSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        other = counterpart(row, other_schedules(row), said["with"])
        if other is None:
            message = _("There is no other timetable of this edition.")
            raise exceptions.ValidationError({"with": [message]})
        found = differences(row, other, said["organization"])
        cut = slice(said["start"], said["start"] + MOST_COMPARED)
        lists: dict[str, list[Any]] = {kind: list(rows[cut]) for kind, rows in found.kinds.items()}
        slots, tables = old_places(lists["moved"])
        for each in lists["moved"]:
            each.before = {"slot": slots[each.old_slot], "table": tables[each.old_table]}
        compared = {"schedule": row, "other": other, "counts": found.counts(), **lists}
        return Response(ComparisonSerializer(compared).data)

    @extend_schema(responses=ChangeSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def changes(self, _request: Request, **_kwargs: Any) -> Response:
        """What was changed by hand, the last twenty, the oldest first."""
        return Response(ChangeSerializer(changes_since(self.get_object()), many=True).data)

    @extend_schema(request=UndoSerializer, responses=ScheduleSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def undo(self, request: Request, **_kwargs: Any) -> Response:
        """Take back the last change, as long as nobody was told of it."""
        said = self.checked(UndoSerializer, request)
        row = self.get_object()
        change = row.changes.filter(pk=said["change"]).first()
        approval = change is not None and change.kind == ScheduleChange.Kind.APPROVED
        self.demand(self.reader.has("change", Meeting, row.edition_id))
        self.demand(not approval or self.reader.has("change", Schedule, row.edition_id))
        key = change.pk if change else 0
        undo_change(key, seen=said["seen"], user=cast("User", request.user))
        return self.answer(row.pk)

    @extend_schema(request=CopySerializer, responses={201: ScheduleSerializer}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def copy(self, request: Request, **_kwargs: Any) -> Response:
        """A what-if copy: a draft with the same meetings, to change or to plan from."""
        said = self.checked(CopySerializer, request)
        row = self.get_object()
        self.demand(self.reader.has("add", PlanningRun, row.edition_id))
        made = copy_schedule(row.pk, label=said["label"], user=cast("User", request.user))
        return self.made(made.pk)


def _left_out(item: Mapping[str, Any], names: Any, words: Any) -> dict[str, Any]:
    exhibitor, buyer = item.get("exhibitor"), item.get("buyer")
    return {
        "exhibitor": exhibitor,
        "exhibitor_name": str(names.exhibitors.get(exhibitor, "")),
        "buyer": buyer,
        "buyer_name": str(names.buyers.get(buyer, "")),
        "code": (item.get("reason") or {}).get("code", ""),
        "text": say_unscheduled(item, words),
    }
