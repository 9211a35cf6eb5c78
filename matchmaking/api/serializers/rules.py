"""The organizers' rules."""

from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange
from rest_framework import serializers

from accounts.models import Organization
from exhibitors.models import Exhibitor
from expo.models import Delegation, Hall
from matchmaking.api.fields import EditionField, KeyField, RowSerializer
from matchmaking.models import HostedOnly, MeetingLimit, PairRule, QuietTime


class PairRuleSerializer(RowSerializer):
    """Either way round."""

    edition: Any = EditionField()
    one = KeyField(queryset=Organization.objects.all())
    other = KeyField(queryset=Organization.objects.all())

    class Meta:
        model = PairRule
        fields = ["id", "edition", "kind", "one", "other", "reason", "note"]
        validators: list[Any] = []


class MeetingLimitSerializer(RowSerializer):
    """Each of the group; a minimum is kept or no timetable is made."""

    edition: Any = EditionField()
    delegation = KeyField(queryset=Delegation.objects.all(), allow_null=True, required=False)
    organization = KeyField(queryset=Organization.objects.all(), allow_null=True, required=False)

    class Meta:
        model = MeetingLimit
        fields = [
            "id", "edition", "group", "delegation", "organization", "minimum", "maximum",
            "maximum_a_day",
        ]  # fmt: skip
        validators: list[Any] = []


class QuietTimeSerializer(RowSerializer):
    """From `starts` to `ends`: for all, in a hall, or but for hosted buyers."""

    edition: Any = EditionField()
    hall = KeyField(queryset=Hall.objects.all(), allow_null=True, required=False)
    starts = serializers.DateTimeField(source="during.lower")
    ends = serializers.DateTimeField(source="during.upper")

    class Meta:
        model = QuietTime
        fields = ["id", "edition", "who", "hall", "starts", "ends", "note"]
        validators: list[Any] = []

    @staticmethod
    def as_range(said: dict[str, Any], row: QuietTime | None) -> dict[str, Any]:
        """ValidationError where it ends before it begins."""
        values = dict(said)
        times = values.pop("during", {})
        lower = times.get("lower", row.during.lower if row else None)
        upper = times.get("upper", row.during.upper if row else None)
        if lower >= upper:
            raise serializers.ValidationError({"ends": [_("It ends before it begins.")]})
        return {**values, "during": TimestamptzRange(lower, upper)}


class HostedOnlySerializer(RowSerializer):
    """For as long as it is there."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    exhibitor = KeyField(queryset=Exhibitor.objects.all())

    class Meta:
        model = HostedOnly
        fields = ["id", "edition", "exhibitor"]
        validators: list[Any] = []
