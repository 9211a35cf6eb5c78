"""Uploaded files, handed out one by one: never by a path that a request names, never as a page.

Only names that a row holds are opened. A picture has been encoded anew by us; a PDF is as it came,
so it is downloaded and not shown. Whatever a file pretends to be, the browser is told its type and
told not to guess, and its own policy lets it run nothing.
"""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exhibitors.models import Certificate, Picture
from matchmaking.queries.media import may_read, may_see

if TYPE_CHECKING:
    from accounts.models import User

TYPES = {"webp": "image/webp", "pdf": "application/pdf"}
A_DAY = 86_400


@require_safe
@login_required
def picture(request: HttpRequest, key: UUID, size: str = "") -> HttpResponseBase:
    """For whoever takes part in its edition; kept by their browser, for a key never changes."""
    found = get_object_or_404(Picture, key=key)
    if not may_see(cast("User", request.user), found):
        raise Http404
    response = _file(found.thumbnail if size else found.file)
    response["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return response


@require_safe
@login_required
def paper(request: HttpRequest, key: int) -> HttpResponseBase:
    """A certificate's scan, for its owner's people and the organizer's."""
    found = get_object_or_404(Certificate.objects.select_related("exhibitor__delegation"), pk=key)
    if not found.paper or not may_read(cast("User", request.user), found):
        raise Http404
    response = _file(found.paper, name=f"{found.standard}-{found.ref}")
    response["Cache-Control"] = "private, no-store"
    return response


def _file(stored: str, name: str = "") -> FileResponse:
    ending = stored.rpartition(".")[2]
    try:
        file = default_storage.open(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[ending])
    shown = "inline" if ending == "webp" else "attachment"
    if name:
        response["Content-Disposition"] = f'{shown}; filename="{name}.{ending}"'
    else:
        response["Content-Disposition"] = shown
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
