"""Matches, requests, meetings, outcomes."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.api.fields import KeyField, RowField, RowSerializer
from matchmaking.api.serializers.expo import SlotSerializer
from matchmaking.models import Match, MatchMark, Meeting, MeetingRequest, Outcome, OutcomeStep
from matchmaking.part_words import say_part
from matchmaking.queries.discreet import Side, discreet, discreet_parts
from matchmaking.wording import say_block, say_reason


class SaidSerializer(serializers.Serializer[Any]):
    """A reason or block: its code with parameters, and in words of `Accept-Language`."""

    code = serializers.CharField()
    params = serializers.DictField()
    text = serializers.CharField()


class PartSerializer(serializers.Serializer[Any]):
    """A part of the score, 0 to 1; null where nothing was said of it, or where the buyer's target
    price could be worked out from it.
    """

    name = serializers.CharField()
    label: Any = serializers.CharField()
    value = serializers.FloatField(allow_null=True)


class MatchSerializer(RowSerializer):
    """A scored pair."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    exhibitor_name = serializers.CharField(source="exhibitor.organization", read_only=True)
    buyer_name = serializers.CharField(source="buyer.organization", read_only=True)
    place = serializers.IntegerField(source="shown_rank", read_only=True, allow_null=True)
    parts = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    blocks = serializers.SerializerMethodField()

    class Meta:
        model = Match
        fields = [
            "id", "edition", "exhibitor", "exhibitor_name", "buyer", "buyer_name", "score", "place",
            "parts", "reasons", "blocks",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, row: Match) -> list[dict[str, Any]]:
        """By name."""
        parts = discreet_parts(row.parts, _read_as(row))
        return [
            {"name": name, "label": say_part(name), "value": value}
            for name, value in sorted(parts.items())
        ]

    @extend_schema_field(SaidSerializer(many=True))
    def get_reasons(self, row: Match) -> list[dict[str, Any]]:
        """What speaks for the pair."""
        names = self.context.get("names", {})
        reasons = [discreet(each, _read_as(row)) for each in row.reasons]
        return [_said(each, say_reason(each, names)) for each in reasons]

    @extend_schema_field(SaidSerializer(many=True))
    def get_blocks(self, row: Match) -> list[dict[str, Any]]:
        """What stands in its way."""
        blocks = [discreet(each, _read_as(row)) for each in row.blocks]
        return [_said(each, say_block(each)) for each in blocks]


def _read_as(row: Match) -> str:
    """The side whose reading this is; without a word on it the one that reads less."""
    return Side.BUYER if getattr(row, "price_open", False) else Side.EXHIBITOR


def _said(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    params = item.get("params") or {k: v for k, v in item.items() if k not in ("code", "text")}
    return {"code": str(item.get("code", "")), "params": params, "text": text}


class MarkSerializer(serializers.ModelSerializer[MatchMark]):
    """What a side says of a match."""

    class Meta:
        model = MatchMark
        fields = ["kind", "reason", "note", "side"]
        extra_kwargs = {"side": {"required": False}}


class RequestSerializer(RowSerializer):
    """One side asks the other."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    exhibitor = RowField(queryset=Exhibitor.objects.all())
    buyer = RowField(queryset=Buyer.objects.all())
    asked_by = serializers.ChoiceField(MeetingRequest.Side.choices, required=False)
    priority = serializers.ChoiceField(
        MeetingRequest.Priority.choices, default=MeetingRequest.Priority.SHOULD
    )
    awaits = serializers.ChoiceField(["exhibitor", "buyer", ""], read_only=True)
    proposed_by = serializers.ChoiceField(["exhibitor", "buyer", ""], read_only=True)
    fixed_slot = SlotSerializer(read_only=True, allow_null=True)
    proposed_slot = SlotSerializer(read_only=True, allow_null=True)

    class Meta:
        model = MeetingRequest
        fields = [
            "id", "edition", "ref", "exhibitor", "buyer", "asked_by", "state", "awaits", "priority",
            "session", "language", "message", "asked_on", "answered_on", "decline_reason",
            "fixed_slot", "proposed_slot", "proposed_by",
        ]  # fmt: skip
        read_only_fields = [
            "ref", "state", "asked_on", "answered_on", "decline_reason",
        ]  # fmt: skip
        validators: list[Any] = []


class AskSerializer(serializers.Serializer[Any]):
    """A new request."""

    exhibitor = RowField(queryset=Exhibitor.objects.all())
    buyer = RowField(queryset=Buyer.objects.all())
    asked_by = serializers.ChoiceField(
        MeetingRequest.Side.choices,
        required=False,
        help_text="Needed where you act for both sides.",
    )
    priority = serializers.ChoiceField(["should", "may"], default="should")
    session = serializers.ChoiceField(["", "morning", "afternoon"], default="")
    message = serializers.CharField(max_length=2000, allow_blank=True, default="")
    language = serializers.RegexField(r"^[a-z]{2,3}$", default="en")


class AcceptSerializer(serializers.Serializer[Any]):
    """The `proposed_slot` that was read, 0 for none: 409 if another one is proposed by now."""

    seen = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, allow_null=True, default=None
    )


class DeclineSerializer(serializers.Serializer[Any]):
    """Why not."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")
    language = serializers.RegexField(r"^[a-z]{2,3}$", default="en")


class ProposeSerializer(serializers.Serializer[Any]):
    """Another time: one of the request's `times`."""

    slot = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class SlotsSerializer(serializers.Serializer[Any]):
    """The slots in which a side is there."""

    slots = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), max_length=5000
    )


class AvailabilitySerializer(serializers.Serializer[Any]):
    """All slots of the edition, and whether the side is there."""

    always = serializers.BooleanField()
    slots = serializers.SerializerMethodField()

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "starts": {"type": "string", "format": "date-time"},
                    "ends": {"type": "string", "format": "date-time"},
                    "open": {"type": "boolean"},
                },
                "required": ["id", "starts", "ends", "open"],
            },
        }
    )
    def get_slots(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """In order of time."""
        return [{**SlotSerializer(slot).data, "open": is_open} for slot, is_open in said["slots"]]


class MeetingSerializer(RowSerializer):
    """A pair, a table, a slot."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    exhibitor_name = serializers.CharField(source="exhibitor.organization", read_only=True)
    buyer_name = serializers.CharField(source="buyer.organization", read_only=True)
    starts = serializers.DateTimeField(source="during.lower", read_only=True)
    ends = serializers.DateTimeField(source="during.upper", read_only=True)
    table = serializers.CharField(source="table.ref", read_only=True)
    hall = serializers.CharField(source="table.hall.ref", read_only=True)
    interpreter = serializers.CharField(
        source="interpreter.name", default=None, read_only=True, allow_null=True
    )

    class Meta:
        model = Meeting
        fields = [
            "id", "uid", "edition", "schedule", "request", "exhibitor", "exhibitor_name", "buyer",
            "buyer_name", "status", "slot", "starts", "ends", "table", "hall", "interpreter",
            "pinned", "sequence",
        ]  # fmt: skip
        read_only_fields = fields


class AttendanceSerializer(serializers.Serializer[Any]):
    """Whether it was held; `confirmed` takes back what was said by mistake."""

    status = serializers.ChoiceField(["held", "no_show", "confirmed"])


class PinSerializer(serializers.Serializer[Any]):
    """Whether every later timetable keeps its time and table."""

    pinned = serializers.BooleanField()


class StepSerializer(RowSerializer):
    """A rung of the ladder."""

    class Meta:
        model = OutcomeStep
        fields = ["id", "rung", "reached_on", "value", "value_currency"]


class ReachedSerializer(StepSerializer):
    """The same, as it is said."""

    step = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The id of the step to correct; a repeat order of another day is else one more.",
    )

    class Meta(StepSerializer.Meta):
        fields = [*StepSerializer.Meta.fields, "step"]


class OutcomeSerializer(RowSerializer):
    """One side's word on a meeting."""

    meeting = KeyField(queryset=Meeting.objects.all())
    side = serializers.ChoiceField(
        MeetingRequest.Side.choices,
        required=False,
        help_text="Needed where you act for both sides.",
    )
    steps = StepSerializer(many=True, read_only=True)

    class Meta:
        model = Outcome
        fields = [
            "id", "meeting", "side", "language", "talked_about", "next_step", "value",
            "value_currency", "recorded_at", "steps",
        ]  # fmt: skip
        read_only_fields = ["recorded_at"]
        validators: list[Any] = []
