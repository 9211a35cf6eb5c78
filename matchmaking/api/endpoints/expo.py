"""Editions, their slots, categories, delegations."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from expo.models import Category, Delegation, Edition
from matchmaking.actions.save_delegation import save_delegation
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, Line, NoNull
from matchmaking.api.serializers.expo import (
    CategorySerializer,
    DelegationSerializer,
    EditionSerializer,
    SlotSerializer,
)
from matchmaking.api.tags import check_match


class Editions(ReadRows):
    """Editions that you take part in, and those open for registration."""

    area = Area.CATALOGUE
    queryset = Edition.objects.prefetch_related("days")
    serializer_class = EditionSerializer
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,50}"
    filterset_fields = ["registration_open"]

    @extend_schema(responses=SlotSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields=None)
    def slots(self, _request: Request, **_kwargs: Any) -> Response:
        """All slots of the edition in order of time."""
        slots = self.get_object().slots.order_by("during")
        return Response(SlotSerializer(slots, many=True).data)


class CategoryFilter(NoNull):
    """By tree, place in it, and words."""

    scheme = Line()
    parent = Line(field_name="parent__code")
    search = Line(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Category
        fields = ["scheme", "parent", "kind"]


class Categories(ReadRows):
    """The trees of what is traded."""

    area = Area.CATALOGUE
    queryset = Category.objects.select_related("parent")
    serializer_class = CategorySerializer
    filterset_class = CategoryFilter


class Delegations(ReadRows):
    """The missions you lead, with their parts, and your own companies'."""

    area = Area.MEETINGS
    queryset = Delegation.objects.select_related("edition", "lead")
    serializer_class = DelegationSerializer
    filterset_class = ByEdition.of(Delegation, ["parent", "ref"])

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: a new one, or a part of one."""
        self.demand(self.somewhere("add", Delegation))
        said = self.checked(DelegationSerializer, request)
        row = Delegation(edition=said.pop("edition"))
        self.demand(self.reader.has("add", Delegation, row.edition_id))
        return self._saved(row, said, 201)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: some of its fields."""
        row = self.locked()
        self.demand(self.reader.has("change", Delegation, row.edition_id))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        said = dict(serializer.validated_data)
        for name in ("edition", "ref"):
            if said.pop(name, getattr(row, name)) != getattr(row, name):
                raise exceptions.ValidationError({name: [_("This cannot be changed.")]})
        return self._saved(row, said, 200)

    def _saved(self, row: Delegation, said: dict[str, Any], status: int) -> Response:
        if "lead_email" in said:
            row.lead = said.pop("lead_email")
        for name, value in said.items():
            setattr(row, name, value)
        save_delegation(row)
        return self.answer(row.pk, status)
