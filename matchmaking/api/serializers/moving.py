"""Changes of a timetable by hand: where a meeting fits, and what was done."""

from typing import Any

from rest_framework import serializers

from matchmaking.api.serializers.expo import SlotSerializer
from matchmaking.models import ScheduleChange

KEY: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1}


class SeenSerializer(serializers.Serializer[Any]):
    """The schedule's `revision` that was read: 409 if somebody changed the timetable since."""

    seen = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, allow_null=True, default=None
    )


class MoveSerializer(SeenSerializer):
    """Where to: one of the meeting's `places`."""

    slot = serializers.IntegerField(**KEY)
    table = serializers.IntegerField(**KEY)


class SwapSerializer(SeenSerializer):
    """With which other meeting: one of its `swaps`."""

    meeting = serializers.IntegerField(**KEY)


class CostSerializer(serializers.Serializer[Any]):
    """What a change costs, in the solver's points; below 0 it gains."""

    points = serializers.IntegerField()
    breaks = serializers.IntegerField()
    minutes = serializers.IntegerField(help_text="More minutes on foot.")
    faces = serializers.IntegerField(help_text="More interpreters.")
    moved = serializers.IntegerField(help_text="More meetings away from where people were told.")


class PlaceOfMeetingSerializer(serializers.Serializer[Any]):
    """A table that is free and open then."""

    table = serializers.IntegerField(source="table.pk")
    name = serializers.CharField(source="table.ref")
    hall = serializers.CharField(source="table.hall.ref")
    interpreter = serializers.CharField(source="interpreter.name", default=None, allow_null=True)
    cost = CostSerializer()


class FittingTimeSerializer(serializers.Serializer[Any]):
    """A time at which both sides are there and free; `more` further tables are as good."""

    slot = SlotSerializer()
    places: Any = PlaceOfMeetingSerializer(many=True)
    more = serializers.IntegerField()


class FittingSwapSerializer(serializers.Serializer[Any]):
    """Another meeting to change places with."""

    meeting = serializers.IntegerField(source="other.pk")
    exhibitor_name = serializers.CharField(source="other.exhibitor.organization")
    buyer_name = serializers.CharField(source="other.buyer.organization")
    starts = serializers.DateTimeField(source="other.during.lower")
    cost = CostSerializer()


class ChangeSerializer(serializers.Serializer[Any]):
    """A change by hand, in words of `Accept-Language`."""

    id = serializers.IntegerField(source="change.pk")
    revision = serializers.IntegerField(source="change.revision")
    kind = serializers.ChoiceField(ScheduleChange.Kind.choices, source="change.kind")
    by = serializers.CharField(source="who")
    made_at = serializers.DateTimeField(source="change.made_at")
    undone_at = serializers.DateTimeField(source="change.undone_at", allow_null=True)
    lines = serializers.ListField(child=serializers.CharField())


class UndoSerializer(SeenSerializer):
    """The last change."""

    change = serializers.IntegerField(**KEY)


class CopySerializer(serializers.Serializer[Any]):
    """What to call the copy."""

    label: Any = serializers.CharField(max_length=80, allow_blank=True, default="")


class ApproveSerializer(SeenSerializer):
    """All of it, or one part: a day, a hall, or a delegation with what is below it."""

    day = serializers.DateField(required=False, allow_null=True, default=None)
    hall = serializers.IntegerField(**KEY, required=False, allow_null=True, default=None)
    delegation = serializers.IntegerField(**KEY, required=False, allow_null=True, default=None)


class StartSerializer(serializers.Serializer[Any]):
    """From which row of a long list on."""

    start = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)


class LeftOutSerializer(serializers.Serializer[Any]):
    """A wish without a place, and why."""

    exhibitor = serializers.IntegerField(allow_null=True)
    exhibitor_name = serializers.CharField()
    buyer = serializers.IntegerField(allow_null=True)
    buyer_name = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
