"""Scoring runs, attempts at timetables, timetables."""

from typing import Any

from rest_framework import serializers

from matchmaking.api.fields import EditionField, Finite, RowSerializer
from matchmaking.api.serializers.moving import LeftOutSerializer
from matchmaking.models import PlanningRun, Schedule, ScoringRun
from matchmaking.models.planning import LONGEST


class ProgressSerializer(serializers.Serializer[Any]):
    """Parts done, of all."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class RunSerializer(RowSerializer):
    """One pass of the engine."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    progress = ProgressSerializer(read_only=True)

    class Meta:
        model = ScoringRun
        fields = [
            "id", "edition", "state", "current", "progress", "needs", "products", "pairs_scored",
            "matches_found", "seconds", "message", "embedder", "texts", "texts_embedded",
            "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class StartRunSerializer(serializers.Serializer[Any]):
    """Over which edition."""

    edition: Any = EditionField()


class QueuedSerializer(serializers.Serializer[Any]):
    """A worker begins with it; look where `watch` says."""

    queued = serializers.BooleanField()
    watch = serializers.CharField()


class PlanSerializer(RowSerializer):
    """An attempt at a timetable; `progress` holds points [seconds, best value, bound]."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    progress = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(allow_null=True)), read_only=True
    )

    class Meta:
        model = PlanningRun
        fields = [
            "id", "edition", "state", "label", "time_limit", "keep", "schedule", "stop", "progress",
            "message", "created_at", "begun_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class StartPlanSerializer(serializers.Serializer[Any]):
    """How long, close to what, and what to call it."""

    edition: Any = EditionField()
    time_limit = Finite(min_value=1, max_value=LONGEST, default=30)
    keep = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1
    )
    afresh = serializers.BooleanField(default=False)
    label: Any = serializers.CharField(max_length=80, allow_blank=True, default="")


class StopPlanSerializer(serializers.Serializer[Any]):
    """Cancel the search, or take the best timetable found so far."""

    take = serializers.BooleanField(default=False)


class ScheduleSerializer(RowSerializer):
    """A version of the timetable."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    left_out = serializers.SerializerMethodField()

    class Meta:
        model = Schedule
        fields = [
            "id", "edition", "version", "label", "state", "solver_status", "objective", "bound",
            "gap", "left_out", "moved", "seconds", "digest", "revision", "created_at",
            "approved_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_left_out(self, row: Schedule) -> int:
        """How many wishes found no place."""
        return int(row.left_out)


class ApprovedSerializer(serializers.Serializer[Any]):
    """What an approval did."""

    schedule = serializers.IntegerField()
    meetings = serializers.IntegerField()
    notified = serializers.IntegerField()
    left_out = LeftOutSerializer(many=True, help_text="What cannot bind any more, and why.")
    first_word = serializers.BooleanField(
        help_text="Nothing binds before a second person has approved the same."
    )
