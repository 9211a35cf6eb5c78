"""Webhooks and registrations."""

from typing import Any

from rest_framework import serializers

from accounts.models import Organization
from matchmaking.api.fields import EditionField, KeyField, RowSerializer, WordsField
from matchmaking.models import (
    Event,
    Registration,
    RegistrationSource,
    WebhookDelivery,
    WebhookEndpoint,
)


class WebhookSerializer(RowSerializer):
    """Who is told of what; the signing secret is shown once, when it is made."""

    edition: Any = EditionField()
    organization = KeyField(queryset=Organization.objects.all(), allow_null=True, required=False)
    topics = serializers.ListField(
        child=serializers.ChoiceField(Event.values), min_length=1, max_length=len(Event.values)
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["id", "edition", "organization", "url", "topics", "active", "created_at"]
        read_only_fields = ["created_at"]


class NewWebhookSerializer(WebhookSerializer):
    """With its secret."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class DeliverySerializer(RowSerializer):
    """An event on its way to an endpoint."""

    payload = serializers.DictField(read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            "id", "endpoint", "uid", "event", "subject", "payload", "state", "attempts", "due_at",
            "status", "error", "created_at", "sent_at",
        ]  # fmt: skip
        read_only_fields = fields


class SourceSerializer(RowSerializer):
    """A registration system, and what its fields mean."""

    edition: Any = EditionField()
    mapping = WordsField(
        child=serializers.CharField(max_length=100), required=False,
        help_text="Our column → path in the order, or `question:IDENTIFIER`.",
    )  # fmt: skip
    items = WordsField(
        child=serializers.ChoiceField(["exhibitor", "buyer"]), required=False,
        help_text="Ticket → side.",
    )  # fmt: skip

    class Meta:
        model = RegistrationSource
        fields = [
            "id", "edition", "name", "style", "side", "mapping", "items", "fetch_url",
            "fetch_token", "approve",
        ]  # fmt: skip
        extra_kwargs = {"fetch_token": {"write_only": True}}
        validators: list[Any] = []


class RegistrationSerializer(RowSerializer):
    """What came, and what became of it."""

    class Meta:
        model = Registration
        fields = ["id", "source", "code", "side", "participant", "state", "message", "came_at"]
        read_only_fields = fields


class TakenSerializer(serializers.Serializer[Any]):
    """What became of each order or row of a push."""

    taken = serializers.IntegerField()
    skipped = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    failed = serializers.IntegerField()
    results = RegistrationSerializer(many=True)
