"""Logos and product pictures."""

from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from exhibitors.models import Exhibitor, Picture, Product
from foundation.stored_files import kept_by_browser, stored_file
from foundation.uploads import was_stopped
from matchmaking.actions.add_picture import add_picture
from matchmaking.actions.describe_picture import describe_picture
from matchmaking.actions.remove_picture import remove_picture
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.files import WebpRenderer
from matchmaking.api.filters import ByEdition
from matchmaking.api.parsers import JsonParser
from matchmaking.api.problems import TooLarge
from matchmaking.api.serializers.pictures import PictureSerializer, UploadSerializer
from matchmaking.api.tags import check_match

RENDERERS = [WebpRenderer, JSONRenderer]
AS_FILE = extend_schema(
    filters=False, responses={(200, WebpRenderer.media_type): OpenApiTypes.BINARY}
)


class Pictures(ReadRows):
    """Exhibitors' logos, and pictures of their products."""

    area = Area.CATALOGUE
    queryset = Picture.objects.select_related("edition", "exhibitor")
    serializer_class = PictureSerializer
    filterset_class = ByEdition.of(Picture, ["exhibitor", "product"])

    def get_parsers(self) -> list[BaseParser]:
        """A new one comes as a form with a file, everything else as JSON."""
        posted = getattr(self.request, "method", "") == "POST"
        return [MultiPartParser() if posted else JsonParser()]

    @extend_schema(
        request={"multipart/form-data": UploadSerializer}, responses={201: PictureSerializer}
    )
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """One more of a product, up to six; or a new logo. It is encoded anew as WebP."""
        serializer = UploadSerializer(data=request.data, context=self.get_serializer_context())
        if was_stopped(request):
            raise TooLarge(_("The file is too large."))
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        exhibitor, product = said["exhibitor"], said.get("product")
        self.demand(self._may(exhibitor, "add"))
        if product is not None and product.exhibitor_id != exhibitor.pk:
            raise exceptions.ValidationError({"product": [_("It is of another exhibitor.")]})
        made = add_picture(exhibitor, said["file"].read(), said["alt"], product=product)
        return self.answer(made.pk, 201)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """What it shows, said anew."""
        row = self.locked()
        self.demand(self._may(row.exhibitor, "change"))
        check_match(request, row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        if "alt" in serializer.validated_data:
            describe_picture(row, serializer.validated_data["alt"])
        return self.answer(row.pk)

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Gone, and so are its files."""
        row = self.locked()
        self.demand(self._may(row.exhibitor, "delete"))
        check_match(request, row)
        remove_picture(row)
        return Response(status=204)

    @AS_FILE
    @action(detail=True, pagination_class=None, renderer_classes=RENDERERS)
    def file(self, _request: Request, **_kwargs: Any) -> FileResponse:
        """The whole picture."""
        return kept_by_browser(stored_file(self.get_object().file))

    @AS_FILE
    @action(detail=True, pagination_class=None, renderer_classes=RENDERERS)
    def thumbnail(self, _request: Request, **_kwargs: Any) -> FileResponse:
        """The small one."""
        return kept_by_browser(stored_file(self.get_object().thumbnail))

    def _may(self, exhibitor: Exhibitor, verb: str) -> bool:
        """As for its products."""
        granted = self.reader.has(verb, Product, exhibitor.edition_id)
        return granted or self.reader.may(exhibitor)
