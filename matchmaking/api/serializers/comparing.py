"""Two timetables compared."""

from typing import Any

from rest_framework import serializers

from matchmaking.api.serializers.moving import KEY, StartSerializer
from matchmaking.api.serializers.planning import ScheduleSerializer


class CompareSerializer(StartSerializer):
    """With what, whose meetings, and from which row of each list on."""

    organization = serializers.IntegerField(
        **KEY, required=False, default=None, help_text="Only the meetings of this organization."
    )

    def get_fields(self) -> dict[str, Any]:
        """`with` is Python's own word."""
        other = serializers.IntegerField(
            **KEY, required=False, default=None,
            help_text="Another schedule of the edition; without it the one it stays close to, the "
            "one approved, or the newest.",
        )  # fmt: skip
        return {"with": other, **super().get_fields()}


class SpotSerializer(serializers.Serializer[Any]):
    """A time and a table."""

    slot = serializers.IntegerField(source="slot.pk")
    starts = serializers.DateTimeField(source="slot.during.lower")
    ends = serializers.DateTimeField(source="slot.during.upper")
    table = serializers.CharField(source="table.ref")
    hall = serializers.CharField(source="table.hall.ref")


class ComparedSerializer(serializers.Serializer[Any]):
    """A meeting, and where it is."""

    meeting = serializers.IntegerField(source="pk")
    exhibitor = serializers.IntegerField(source="exhibitor_id")
    exhibitor_name = serializers.CharField(source="exhibitor.organization")
    buyer = serializers.IntegerField(source="buyer_id")
    buyer_name = serializers.CharField(source="buyer.organization")
    at = SpotSerializer(source="*")


class MovedSerializer(ComparedSerializer):
    """A meeting that both have, and where the other has it."""

    before = SpotSerializer()


class CountsSerializer(serializers.Serializer[Any]):
    """How many there are in all, also of those that the lists leave out."""

    moved = serializers.IntegerField()
    came = serializers.IntegerField()
    went = serializers.IntegerField()


class ComparisonSerializer(serializers.Serializer[Any]):
    """Of `schedule` against `other`: `came` only `schedule` has, `went` only `other`."""

    schedule = ScheduleSerializer()
    other = ScheduleSerializer()
    counts = CountsSerializer()
    moved: Any = MovedSerializer(many=True)
    came: Any = ComparedSerializer(many=True)
    went: Any = ComparedSerializer(many=True)
