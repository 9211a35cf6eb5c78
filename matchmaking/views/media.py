"""Uploaded files, handed out one by one, never by a path that a request names: only names that a
row holds are opened.
"""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exhibitors.models import Certificate, Picture
from foundation.stored_files import kept_by_browser, stored_file
from matchmaking.queries.media import may_read, may_see

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
@login_required
def picture(request: HttpRequest, key: UUID, size: str = "") -> HttpResponseBase:
    """For whoever may see its exhibitor; kept by their browser, for a key never changes."""
    found = get_object_or_404(Picture.objects.select_related("exhibitor__edition"), key=key)
    if not may_see(cast("User", request.user), found):
        raise Http404
    return kept_by_browser(stored_file(found.thumbnail if size else found.file))


@require_safe
@login_required
def paper(request: HttpRequest, key: int) -> HttpResponseBase:
    """A certificate's scan, for its owner's people and the organizer's."""
    found = get_object_or_404(Certificate.objects.select_related("exhibitor__delegation"), pk=key)
    if not found.paper or not may_read(cast("User", request.user), found):
        raise Http404
    response = stored_file(found.paper, name=f"{found.standard}-{found.ref}")
    response["Cache-Control"] = "private, no-store"
    return response
