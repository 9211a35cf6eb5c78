"""Notices and how they come."""

from typing import Any

from rest_framework import serializers

from matchmaking.api.fields import RowSerializer
from matchmaking.api.serializers.moving import KEY
from matchmaking.models import Notice
from matchmaking.models.notice import Kind
from matchmaking.queries.notices import ways_of


class NoticeSerializer(RowSerializer):
    """What you were told; its e-mail says more, and holds links that act by themselves."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields = ["id", "edition", "kind", "subject", "path", "created_at", "read_at"]
        read_only_fields = fields
        extra_kwargs = {"path": {"help_text": "The portal's page that it leads to, if any."}}


class UpToSerializer(serializers.Serializer[Any]):
    """The newest that was read; without it all of them."""

    up_to = serializers.IntegerField(**KEY, required=False, allow_null=True, default=None)


class ReadNoticesSerializer(serializers.Serializer[Any]):
    """How many of them were new."""

    read = serializers.IntegerField()


class NoticeSettingsSerializer(serializers.Serializer[Any]):
    """How each kind comes: by e-mail at once (`now`), once a day (`digest`), or in the portal only.

    An entry for a calendar program comes at once or, with `portal`, not at all.
    """

    def get_fields(self) -> dict[str, Any]:
        """A field for each kind."""
        return {
            kind.value: serializers.ChoiceField(
                ways_of(kind), required=False, help_text=str(kind.label)
            )
            for kind in Kind
        }
