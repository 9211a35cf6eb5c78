"""The organizers' rules: who meets whom, how often, and when nobody does."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from matchmaking.actions.save_rule import delete_rule, save_rule
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition
from matchmaking.api.serializers.rules import (
    HostedOnlySerializer,
    MeetingLimitSerializer,
    PairRuleSerializer,
    QuietTimeSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.models import HostedOnly, MeetingLimit, PairRule, QuietTime


class Rules(ReadRows):
    """Read and written by those whose role at the edition includes the kind of rule."""

    area = Area.PLANNING

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """A new rule; shown matches follow it at once, the next timetable too."""
        model = self.kind_rows.model
        self.demand(self.somewhere("add", model))
        said = self.checked(self.get_serializer_class(), request)
        row = model(**self.values(said))
        self.demand(self.reader.has("add", model, row.edition_id))
        save_rule(row)
        return self.answer(row.pk, 201)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Some of its fields."""
        row = self.locked()
        self.demand(self.reader.has("change", type(row), row.edition_id))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = self.values({"edition": row.edition, **serializer.validated_data})
        if values.pop("edition") != row.edition:
            raise exceptions.ValidationError({"edition": [_("This cannot be changed.")]})
        for name, value in values.items():
            setattr(row, name, value)
        save_rule(row)
        return self.answer(row.pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """The rule holds no longer."""
        row = self.locked()
        self.demand(self.reader.has("delete", type(row), row.edition_id))
        check_match(request, row)
        delete_rule(row)
        return Response(status=204)

    def values(self, said: dict[str, Any]) -> dict[str, Any]:
        """As the model has them."""
        return dict(said)


class PairRules(Rules):
    """Two organizations that are never together, or must meet."""

    queryset = PairRule.objects.select_related("edition")
    serializer_class = PairRuleSerializer
    filterset_class = ByEdition.of(PairRule, ["kind", "one", "other"])


class MeetingLimits(Rules):
    """How many meetings each of a group has at least and at most."""

    queryset = MeetingLimit.objects.select_related("edition")
    serializer_class = MeetingLimitSerializer
    filterset_class = ByEdition.of(MeetingLimit, ["group"])


class QuietTimes(Rules):
    """Times in which no meeting is planned."""

    queryset = QuietTime.objects.select_related("edition")
    serializer_class = QuietTimeSerializer
    filterset_class = ByEdition.of(QuietTime, ["who"])

    def values(self, said: dict[str, Any]) -> dict[str, Any]:
        """Two times are one range."""
        return QuietTimeSerializer.as_range(said, self.kwargs.get("pk") and self.get_object())


class HostedOnlys(Rules):
    """Exhibitors that meet hosted buyers only."""

    queryset = HostedOnly.objects.select_related("edition", "exhibitor")
    serializer_class = HostedOnlySerializer
    filterset_class = ByEdition.of(HostedOnly, ["exhibitor"])
    http_method_names = ["get", "head", "options", "post", "delete"]

    def values(self, said: dict[str, Any]) -> dict[str, Any]:
        """In the exhibitor's edition."""
        return {**said, "edition": said["exhibitor"].edition}
