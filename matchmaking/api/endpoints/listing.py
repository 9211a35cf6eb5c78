"""Exhibitors, products and certificates; buyers and needs."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from matchmaking.actions.register_participant import register_participant
from matchmaking.actions.save_row import delete_row, save_row
from matchmaking.api.endpoints.availability import Availability
from matchmaking.api.endpoints.bulk import Bulk
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, Line
from matchmaking.api.serializers.listing import (
    CONTACT,
    ORGANIZERS,
    BuyerSerializer,
    CertificateSerializer,
    ExhibitorSerializer,
    NeedSerializer,
    ProductSerializer,
)
from matchmaking.api.tags import check_match
from matchmaking.queries.scope import with_contact


class WriteRows(Bulk, ReadRows):
    """Create, change and delete what belongs to an exhibitor or a buyer (`owner`)."""

    owner = "exhibitor"

    def owner_of(self, values: dict[str, Any]) -> Any:
        """The exhibitor or buyer that the row is to belong to."""
        return values[self.owner]

    def may_write(self, owner: Any, verb: str) -> bool:
        """An editor of the owner, or an organizer whose permissions say so."""
        granted = self.reader.has(verb, self.kind_rows.model, owner.edition_id)
        return granted or self.reader.may(owner)

    def get_serializer_context(self) -> dict[str, Any]:
        """Adds the edition in which refs are looked up."""
        context = super().get_serializer_context()
        if self.action == "create":
            context["edition"] = self.edition_said(self.request.data)
        elif self.action == "partial_update":
            context["edition"] = self.get_object().edition
        return context

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """A new row."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        owner = self.owner_of(values)
        self.demand(self.may_write(owner, "add"))
        self.same_edition(owner, values.pop("edition"))
        categories = values.pop("categories", None)
        row = self.kind_rows.model(edition_id=owner.edition_id, **values)
        save_row(row, categories=categories)
        return self.answer(row.pk, 201)

    def partial_update(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Some of its fields."""
        row = self.locked()
        self.demand(self.may_write(getattr(row, self.owner), "change"))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        self.keep(row, values, "edition", self.owner)
        categories = values.pop("categories", None)
        for name, value in values.items():
            setattr(row, name, value)
        save_row(row, categories=categories)
        return self.answer(row.pk)

    def destroy(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Delete it."""
        row = self.locked()
        self.demand(self.may_write(getattr(row, self.owner), "delete"))
        check_match(request, row)
        delete_row(row)
        return Response(status=204)

    def keep(self, row: Any, values: dict[str, Any], *names: str) -> None:
        """Refuses what a row cannot be moved to."""
        for name in names:
            if name in values and values.pop(name) != getattr(row, name):
                raise exceptions.ValidationError({name: ["This cannot be changed."]})

    def same_edition(self, owner: Any, edition: Any) -> None:
        """What the owner takes part in."""
        if owner.edition_id != edition.pk:
            raise exceptions.ValidationError({self.owner: ["It is of another edition."]})


class Products(WriteRows):
    """What exhibitors list."""

    area = Area.CATALOGUE
    queryset = Product.objects.select_related("edition", "exhibitor", "category")
    serializer_class = ProductSerializer
    filterset_class = ByEdition.of(
        Product,
        ["exhibitor", "ref", "origin", "incoterm"],
        category=Line(field_name="category__code", lookup_expr="startswith"),
        search=Line(field_name="name", lookup_expr="icontains"),
    )
    known = {"exhibitor": Exhibitor}


class Certificates(WriteRows):
    """Papers of products and companies."""

    area = Area.CATALOGUE
    queryset = Certificate.objects.select_related("edition", "exhibitor", "product")
    serializer_class = CertificateSerializer
    filterset_class = ByEdition.of(Certificate, ["exhibitor", "product", "standard", "ref"])
    known = {"exhibitor": Exhibitor, "product": Product}


class Needs(WriteRows):
    """What buyers look for."""

    area = Area.DEMAND
    queryset = SourcingNeed.objects.select_related("edition", "buyer").prefetch_related(
        "categories"
    )
    serializer_class = NeedSerializer
    filterset_class = ByEdition.of(
        SourcingNeed,
        ["buyer", "priority", "ref"],
        search=Line(field_name="text", lookup_expr="icontains"),
    )
    owner = "buyer"
    known = {"buyer": Buyer}


class Sides(Availability, WriteRows):
    """Exhibitors or buyers: organizers enter them, their own editors describe them."""

    side = "exhibitor"
    http_method_names = ["get", "head", "options", "post", "patch", "put"]

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Whether the contact may be seen."""
        found: QuerySet[Any] = with_contact(rows, self.reader)
        return found

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """For organizers: with its organization, which is found or made."""
        model = self.kind_rows.model
        self.demand(self.somewhere("add", model))
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = self.plain(serializer.validated_data)
        edition, ref = values.pop("edition"), values.pop("ref")
        self.demand(self.reader.has("add", model, edition.pk))
        if model.objects.filter(edition=edition, ref=ref).exists():
            raise exceptions.ValidationError({"ref": ["There is one with this reference."]})
        row, _status = register_participant(
            edition, self.side, ref, organization=values.pop("organization"), values=values
        )
        return self.answer(row.pk, 201)

    def partial_update(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Its editors change what describes it, organizers all of it."""
        row = self.locked()
        organizer = self.reader.has("change", type(row), row.edition_id)
        self.demand(organizer or self.reader.may(row))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = self.plain(serializer.validated_data)
        self.keep(row, values, "edition", "ref")
        values.pop("organization", None)
        if not organizer and ORGANIZERS & values.keys():
            name = min(ORGANIZERS & values.keys())
            raise exceptions.ValidationError({name: ["Only the organizer changes this."]})
        for name, value in values.items():
            setattr(row, name, value)
        save_row(row)
        return self.answer(row.pk)

    @staticmethod
    def plain(values: Any) -> dict[str, Any]:
        """A contact without a value is empty."""
        return {k: "" if v is None and k in CONTACT else v for k, v in values.items()}


class Exhibitors(Sides):
    """The catalogue of the editions that you take part in."""

    area = Area.CATALOGUE
    queryset = Exhibitor.objects.select_related("edition", "organization", "booth")
    serializer_class = ExhibitorSerializer
    filterset_class = ByEdition.of(
        Exhibitor,
        ["ref", "state", "first_time"],
        country=Line(field_name="organization__country"),
        search=Line(field_name="organization__name", lookup_expr="icontains"),
    )


class Buyers(Sides):
    """Your own, and those that your exhibitors are matched with, ask or meet."""

    area = Area.DEMAND
    queryset = Buyer.objects.select_related("edition", "organization")
    serializer_class = BuyerSerializer
    filterset_class = ByEdition.of(
        Buyer,
        ["ref", "state", "hosted"],
        country=Line(field_name="organization__country"),
        search=Line(field_name="organization__name", lookup_expr="icontains"),
    )
    side = "buyer"
