"""Editions, their slots, categories, delegations."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from expo.models import Category, Delegation, Edition
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, Line, NoNull
from matchmaking.api.serializers.expo import (
    CategorySerializer,
    DelegationSerializer,
    EditionSerializer,
    SlotSerializer,
)


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
    filterset_class = ByEdition.of(Delegation, ["parent"])
