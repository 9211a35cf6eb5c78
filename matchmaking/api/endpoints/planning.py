"""Scoring runs, attempts at timetables, timetables: the organizers' business."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Area, User
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.start_planning import start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition
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
from matchmaking.models import PlanningRun, Schedule, ScoringRun
from matchmaking.queue import enqueue


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

    @extend_schema(request=None, responses=ApprovedSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def approve(self, request: Request, **_kwargs: Any) -> Response:
        """Make it the edition's timetable: its meetings bind, and everybody is told."""
        row = self.get_object()
        self.demand(self.reader.has("change", Schedule, row.edition_id))
        check_match(request, row)
        report = approve_schedule(row.pk, user=cast("User", request.user))
        return Response(ApprovedSerializer(report).data)
