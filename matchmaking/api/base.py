"""What all endpoints share: who reads, language, limits, writes as one transaction, problems."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, cast

import pghistory
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.models import Area, User
from matchmaking.api.once import HEADER, answered_once
from matchmaking.api.permissions import Scope
from matchmaking.api.problems import ProblemRenderer
from matchmaking.api.throttles import ByAddress
from matchmaking.queries.readers import Reader
from matchmaking.queries.scope import visible_to

WRITING = ("post", "put", "patch", "delete")


class Door(APIView):
    """Every endpoint. `area` is what its scopes are called."""

    area: str = Area.ACCOUNT
    permission_classes = [Scope]

    @cached_property
    def reader(self) -> Reader:
        """Who asks."""
        only = getattr(self.request.auth, "organization_id", None)
        return Reader(cast("User", self.request.user), only)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Counts the address even of who cannot be let in; writes become one transaction."""
        translation.activate(language_of(request))
        by_address = ByAddress()
        if not by_address.allow_request(request, self):
            raise Throttled(by_address.wait())
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower()
        handler = getattr(self, method, None)
        if handler is not None and method in WRITING:
            setattr(self, method, partial(self._write, handler))

    def _write(
        self, handler: Callable[..., Response], request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        user = cast("User", request.user)
        answer = partial(handler, request, *args, **kwargs)
        with pghistory.context(user=user.pk, token=getattr(request.auth, "pk", None)):
            if request.method == "POST" and HEADER in request.headers:
                return answered_once(request, user, answer, self)
            return self.settled(request, answer)

    def settled(self, request: Request, answer: Callable[[], Response]) -> Response:
        """The whole answer, rendered; what was done is taken back if it is an error."""
        try:
            with transaction.atomic():
                response = answer()
        except Exception as error:  # noqa: BLE001 (what is not ours is raised again)
            response = self.handle_exception(error)
        response = cast(
            "Response", self.finalize_response(request, response, *self.args, **self.kwargs)
        )
        return cast("Response", response.render())

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Problems under their own media type; nothing is kept by caches."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if getattr(final, "problem", False):
            final.accepted_renderer = ProblemRenderer()
            final.accepted_media_type = ProblemRenderer.media_type
            final.content_type = ProblemRenderer.media_type
        final.headers.setdefault("Content-Language", translation.get_language() or "en")
        final.headers.setdefault("Cache-Control", "private, no-store")
        return final


class Rows(Door, GenericViewSet[Any]):
    """Endpoints of one kind of rows: whatever they do begins with what the reader may see."""

    lookup_value_regex = "[0-9]{1,9}"

    @property
    def kind_rows(self) -> QuerySet[Any]:
        """All rows of the kind, as every endpoint names them; what follows narrows them."""
        rows: QuerySet[Any] = vars(type(self))["queryset"]
        return rows

    def get_queryset(self) -> QuerySet[Any]:
        """The only way to a row."""
        if getattr(self, "swagger_fake_view", False):
            return self.kind_rows.none()
        return self.shaped(visible_to(self.kind_rows.all(), self.reader))

    def shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """For subclasses: what the answer needs beside the rows."""
        return rows

    def locked(self) -> Any:
        """The row of the address, held until the write is done; 404 where it is not visible."""
        row = self.get_object()
        model = cast("type[Model]", type(row))
        model._default_manager.select_for_update().get(pk=row.pk)  # noqa: SLF001 (Django's name)
        row.refresh_from_db()
        return row


def language_of(request: Request) -> str:
    """The first of `Accept-Language` that we have; English without any."""
    said = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    for code, _weight in parse_accept_lang_header(said.lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "en"
