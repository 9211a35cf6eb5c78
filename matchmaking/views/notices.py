"""What a person was told, and how they want to be told."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matchmaking.models import NoticeSetting
from matchmaking.models.notice import Kind

if TYPE_CHECKING:
    from accounts.models import User

A_PAGE = 30
Way = NoticeSetting.Way


def ways_of(kind: Kind) -> list[tuple[str, Any]]:
    """The choices of a kind: an entry for a calendar program leaves at once or never."""
    if kind == Kind.ENTRY:
        return [(Way.NOW.value, Way.NOW.label), (Way.PORTAL.value, _("not at all"))]
    return list(Way.choices)


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first, and the settings beside them."""
    user = cast("User", request.user)
    chosen = dict(user.notice_settings.values_list("kind", "way"))
    rows = user.notices.exclude(kind=Kind.ENTRY).order_by("-id")
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "unread": rows.filter(read_at=None).exists(),
        "kinds": [
            (kind.value, kind.label, chosen.get(kind.value, Way.NOW), ways_of(kind))
            for kind in Kind
        ],
    }
    return render(request, "notices/notices.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """All are read."""
    cast("User", request.user).notices.filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices")


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a way for each kind."""
    for kind in Kind:
        way = request.POST.get(kind.value)
        if way in dict(ways_of(kind)):
            NoticeSetting.objects.update_or_create(
                user=cast("User", request.user), kind=kind.value, defaults={"way": way}
            )
    messages.success(request, _("Saved."))
    return redirect("notices")
