"""Pictures: read as rows, sent as forms."""

import json
from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exhibitors.models import Exhibitor, Picture, Product
from matchmaking.api.fields import KeyField, RowSerializer, TextField

DIGITS = 10  # of the largest id


class FormText(TextField):
    """A text by language; in a form, JSON in a string."""

    def to_internal_value(self, data: Any) -> Any:
        """What is no JSON is no text by language."""
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                data = None
        return super().to_internal_value(data)


class FormKey(KeyField):
    """A row's id, which a form holds as a string."""

    def to_internal_value(self, data: Any) -> Any:
        """Digits only."""
        if isinstance(data, str) and data.isascii() and data.isdecimal() and len(data) <= DIGITS:
            data = int(data)
        return super().to_internal_value(data)


class PictureSerializer(RowSerializer):
    """A picture of a product; without a product the exhibitor's logo. `url` and `thumbnail` are
    where its files are, WebP, for the same token; `number` is its place among the product's.
    """

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    url = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField()

    class Meta:
        model = Picture
        fields = [
            "id", "edition", "exhibitor", "product", "number", "url", "thumbnail", "width",
            "height", "alt", "created_at",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name != "alt"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, row: Picture) -> str:
        """The whole picture."""
        return self._whole(reverse("api:pictures-file", args=[row.pk]))

    @extend_schema_field(OpenApiTypes.URI)
    def get_thumbnail(self, row: Picture) -> str:
        """The small one."""
        return self._whole(reverse("api:pictures-thumbnail", args=[row.pk]))

    def _whole(self, path: str) -> str:
        return str(self.context["request"].build_absolute_uri(path))


class UploadSerializer(serializers.Serializer[Any]):
    """A JPEG, PNG or WebP of up to 10 MB, and what it shows."""

    exhibitor = FormKey(queryset=Exhibitor.objects.all())
    product = FormKey(
        queryset=Product.objects.all(), required=False, allow_null=True,
        help_text="Without one it becomes the exhibitor's logo, in the former one's place.",
    )  # fmt: skip
    file = serializers.FileField()
    alt = FormText(
        allow_blank=False, help_text="What it shows, for those who cannot see it; by language."
    )
