"""What a person was told, and how they want to be told."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matchmaking.actions.choose_notices import choose_notices
from matchmaking.actions.read_notices import read_notices
from matchmaking.queries.notices import chosen_ways, notices_of, ways_of

if TYPE_CHECKING:
    from accounts.models import User

A_PAGE = 30


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first, and the settings beside them."""
    user = cast("User", request.user)
    rows = notices_of(user)
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "unread": rows.filter(read_at=None).exists(),
        "kinds": [
            (kind.value, kind.label, way, ways_of(kind)) for kind, way in chosen_ways(user).items()
        ],
    }
    return render(request, "notices/notices.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """All are read."""
    read_notices(cast("User", request.user))
    return redirect("notices")


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a way for each kind."""
    choose_notices(cast("User", request.user), request.POST.dict())
    messages.success(request, _("Saved."))
    return redirect("notices")
