"""Products and certificates, and how rows of a participant are written."""

from collections.abc import Callable
from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area, User
from exhibitors.models import Certificate, Exhibitor, Product
from matchmaking.actions.check_papers import check_papers
from matchmaking.actions.copy_product import copy_product
from matchmaking.actions.remove_certificate import remove_certificate
from matchmaking.actions.remove_product import remove_product
from matchmaking.actions.save_row import delete_row, save_row
from matchmaking.api.endpoints.bulk import Bulk
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.filters import ByEdition, Line
from matchmaking.api.serializers.listing import CertificateSerializer, ProductSerializer
from matchmaking.api.tags import check_match


class WriteRows(Bulk, ReadRows):
    """Create, change and delete what belongs to an exhibitor or a buyer (`owner`)."""

    owner = "exhibitor"
    remove: Callable[[Any], None] = staticmethod(delete_row)

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
        self.remove(row)
        return Response(status=204)

    def keep(self, row: Any, values: dict[str, Any], *names: str) -> None:
        """Refuses what a row cannot be moved to."""
        for name in names:
            if name in values and values.pop(name) != getattr(row, name):
                raise exceptions.ValidationError({name: [_("This cannot be changed.")]})

    def same_edition(self, owner: Any, edition: Any) -> None:
        """What the owner takes part in."""
        if owner.edition_id != edition.pk:
            raise exceptions.ValidationError({self.owner: [_("It is of another edition.")]})


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
    remove = staticmethod(remove_product)

    @extend_schema(request=None, responses={201: ProductSerializer}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def copy(self, _request: Request, **_kwargs: Any) -> Response:
        """A second one with the same texts and terms, under a reference of its own."""
        row = self.get_object()
        self.demand(self.may_write(row.exhibitor, "add"))
        return self.made(copy_product(row).pk)


class Certificates(WriteRows):
    """Papers of products and companies."""

    area = Area.CATALOGUE
    queryset = Certificate.objects.select_related("edition", "exhibitor", "product")
    serializer_class = CertificateSerializer
    filterset_class = ByEdition.of(Certificate, ["exhibitor", "product", "standard", "ref"])
    known = {"exhibitor": Exhibitor, "product": Product}
    remove = staticmethod(remove_certificate)

    @extend_schema(request=None, responses=CertificateSerializer, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def check(self, request: Request, **_kwargs: Any) -> Response:
        """For organizers: note that you checked it, today by the edition's clock."""
        row = self.locked()
        self.demand(self.reader.has("change", Certificate, row.edition_id))
        check_match(request, row)
        check_papers(row.edition, [row.pk], cast("User", request.user))
        return self.answer(row.pk)
