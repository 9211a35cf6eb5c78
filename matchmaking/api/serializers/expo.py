"""Editions, slots, categories, delegations."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organization, User
from expo.models import Category, Delegation, Edition, OpeningDay, TimeSlot
from matchmaking.api.fields import EditionField, KeyField, RowSerializer


class SlotSerializer(serializers.Serializer[TimeSlot]):
    """A meeting's length of time."""

    id = serializers.IntegerField(read_only=True)
    starts = serializers.DateTimeField(source="during.lower", read_only=True)
    ends = serializers.DateTimeField(source="during.upper", read_only=True)


class DaySerializer(serializers.ModelSerializer[OpeningDay]):
    """A day and its opening hours."""

    opens = serializers.DateTimeField(source="hours.lower", read_only=True)
    closes = serializers.DateTimeField(source="hours.upper", read_only=True)

    class Meta:
        model = OpeningDay
        fields = ["date", "opens", "closes"]
        read_only_fields = fields


class EditionSerializer(RowSerializer):
    """One expo held once."""

    days = DaySerializer(many=True, read_only=True)

    class Meta:
        model = Edition
        fields = [
            "id", "slug", "name", "venue", "city", "country", "time_zone", "currency", "language",
            "languages", "slot_minutes", "category_scheme", "registration_open", "request_days",
            "days",
        ]  # fmt: skip
        read_only_fields = fields


class CategorySerializer(RowSerializer):
    """A node of a tree."""

    parent: Any = serializers.CharField(
        source="parent.code", default=None, read_only=True, allow_null=True
    )

    class Meta:
        model = Category
        fields = ["id", "scheme", "code", "parent", "kind", "name"]
        read_only_fields = fields


class OrganizationSerializer(RowSerializer):
    """A company or institution."""

    class Meta:
        model = Organization
        fields = ["id", "name", "country", "city", "website", "registration_number"]
        # Found or made by the action, which knows what is unique.
        validators: list[Any] = []
        extra_kwargs = {"country": {"required": True}}


class DelegationSerializer(RowSerializer):
    """A mission or a part of one."""

    edition: Any = EditionField()
    parent: Any = KeyField(queryset=Delegation.objects.all(), allow_null=True, required=False)
    lead = serializers.SerializerMethodField()
    lead_email = serializers.EmailField(
        write_only=True, required=False, allow_blank=True,
        help_text="Whose account leads it; empty for nobody.",
    )  # fmt: skip

    class Meta:
        model = Delegation
        fields = [
            "id", "edition", "ref", "parent", "name", "country", "lead", "lead_email",
            "meeting_quota", "approves",
        ]  # fmt: skip
        validators: list[Any] = []

    def validate_lead_email(self, email: str) -> User | None:
        """The person."""
        found = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and found is None:
            raise serializers.ValidationError(_("Nobody has an account with this address."))
        return found

    @extend_schema_field({"type": ["string", "null"]})
    def get_lead(self, row: Delegation) -> str | None:
        """The lead's name."""
        return str(row.lead.name) if row.lead else None
