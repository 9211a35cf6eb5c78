"""Exhibitors and buyers with what they list and look for."""

from typing import Any

from rest_framework import serializers

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import Category
from matchmaking.actions.save_exhibitor import OWN
from matchmaking.api.fields import CategoryField, EditionField, RowField, RowSerializer
from matchmaking.api.serializers.expo import OrganizationSerializer

CONTACT = ("contact_name", "contact_email")
PRICE = ("target_price", "target_price_currency", "target_price_unit")
PRICE_HIDDEN = {
    "allow_null": True, "help_text": "Null but for the buyer's own people and the organizers.",
}  # fmt: skip
SIDE = [
    "id", "edition", "ref", "organization", "state", "language", "description", "languages",
    "channels", "contact_name", "contact_email", "team_size", "max_meetings", "max_meetings_a_day",
    "delegation", "delegated", "refused_because",
]  # fmt: skip


class SideSerializer(RowSerializer):
    """A participant; its contact shows once both sides agreed to meet and the person consents, why
    it was not let in only to its own people and the organizers.
    """

    # What its own people change; everything else is the organizers'.
    own: frozenset[str] = frozenset()
    edition: Any = EditionField()
    organization = OrganizationSerializer()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Hides both from everybody else."""
        said = super().to_representation(instance)
        if not getattr(instance, "contact_open", False):
            said.update({name: None for name in CONTACT if name in said})
        if "refused_because" in said and not getattr(instance, "is_ours", False):
            said["refused_because"] = None
        return said


CONTACT_HIDDEN = "Null until both sides agreed to meet, and the person consents."
SIDE_FIELDS = {
    "contact_name": {"allow_null": True, "help_text": CONTACT_HIDDEN},
    "contact_email": {"allow_null": True, "help_text": CONTACT_HIDDEN},
    "delegation": {"read_only": True},
    "delegated": {"read_only": True},
    "refused_because": {
        "read_only": True, "allow_null": True,
        "help_text": "Of the last refusal; null but for its own people and the organizers.",
    },
}  # fmt: skip


class ExhibitorSerializer(SideSerializer):
    """Supply."""

    own = frozenset(OWN)
    booth = serializers.CharField(
        source="booth.code", default=None, read_only=True, allow_null=True
    )

    class Meta:
        model = Exhibitor
        fields = [*SIDE, "booth", "first_time", "target_markets", "founded", "employees"]
        validators: list[Any] = []
        extra_kwargs = SIDE_FIELDS


class BuyerSerializer(SideSerializer):
    """Demand."""

    own = frozenset({
        "language", "description", "languages", "channels", *CONTACT, "regions", "annual_volume",
        "annual_volume_currency", "discovery",
    })  # fmt: skip

    class Meta:
        model = Buyer
        fields = [
            *SIDE, "regions", "annual_volume", "annual_volume_currency", "discovery", "hosted",
        ]  # fmt: skip
        validators: list[Any] = []
        extra_kwargs = SIDE_FIELDS


class ProductSerializer(RowSerializer):
    """What an exhibitor lists."""

    edition: Any = EditionField()
    exhibitor = RowField(queryset=Exhibitor.objects.all())
    category = CategoryField(queryset=Category.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Product
        fields = [
            "id", "edition", "exhibitor", "ref", "language", "name", "description", "category",
            "hs_code", "origin", "moq", "moq_unit", "unit_size", "unit_size_unit", "capacity",
            "capacity_unit", "capacity_period", "price_min", "price_max", "price_currency",
            "price_unit", "incoterm", "incoterm_place", "lead_time_days", "shelf_life_days",
            "temperature_min", "temperature_max",
        ]  # fmt: skip
        validators: list[Any] = []


class CertificateSerializer(RowSerializer):
    """A paper of a product, or of the whole company."""

    edition: Any = EditionField()
    exhibitor = RowField(queryset=Exhibitor.objects.all())
    product = RowField(queryset=Product.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Certificate
        fields = [
            "id", "edition", "exhibitor", "product", "ref", "standard", "issuer", "scope", "number",
            "valid_until", "checked_on",
        ]  # fmt: skip
        read_only_fields = ["checked_on"]
        validators: list[Any] = []


class NeedSerializer(RowSerializer):
    """What a buyer looks for."""

    edition: Any = EditionField()
    buyer = RowField(queryset=Buyer.objects.all())
    categories = CategoryField(queryset=Category.objects.all(), many=True, required=False)

    class Meta:
        model = SourcingNeed
        fields = [
            "id", "edition", "buyer", "ref", "language", "text", "categories", "volume",
            "volume_unit", "volume_period", "target_price", "target_price_currency",
            "target_price_unit", "certificates", "incoterms", "incoterm_place", "origins_wanted",
            "origins_unwanted", "deadline", "min_shelf_life_days", "priority", "state",
        ]  # fmt: skip
        read_only_fields = ["state"]
        extra_kwargs = dict.fromkeys(PRICE, PRICE_HIDDEN)
        validators: list[Any] = []

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What is null in an answer may be sent back so: it is nothing said."""
        texts = {name for name in PRICE[1:] if name in attrs and attrs[name] is None}
        return attrs | dict.fromkeys(texts, "")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Hides the target price from the other side."""
        said = super().to_representation(instance)
        if not getattr(instance, "price_open", False):
            said.update({name: None for name in PRICE if name in said})
        return said


class DelegateSerializer(serializers.Serializer[Any]):
    """Whether the delegation's lead may act for it."""

    acts = serializers.BooleanField()


class DecisionSerializer(serializers.Serializer[Any]):
    """Let in, let in as a hosted buyer, or not."""

    decision = serializers.ChoiceField(["approve", "hosted", "refuse"])
    because = serializers.CharField(
        max_length=300, allow_blank=True, default="",
        help_text="Of a refusal: its people are told, and read it as `refused_because`.",
    )  # fmt: skip


class BulkSerializer(serializers.Serializer[Any]):
    """Up to 1,000 rows of one edition, each with its `ref`."""

    edition: Any = EditionField()
    rows = serializers.ListField(
        child=serializers.DictField(), min_length=1, max_length=1000, allow_empty=False
    )


class PointerSerializer(serializers.Serializer[Any]):
    """A field that is wrong, and why."""

    pointer = serializers.CharField()
    detail = serializers.CharField()
    code = serializers.CharField()


class ResultSerializer(serializers.Serializer[Any]):
    """What became of a row of a bulk."""

    index = serializers.IntegerField()
    ref = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(["created", "updated", "unchanged", "failed"])
    id = serializers.IntegerField(allow_null=True)
    errors: Any = PointerSerializer(many=True)


class BulkResultSerializer(serializers.Serializer[Any]):
    """Counts, and each row's result in the order of the rows."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    results = ResultSerializer(many=True)
