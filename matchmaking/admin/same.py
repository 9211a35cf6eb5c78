"""A new organization beside those that it may be: accept it, refuse it, or make one of two."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organization
from foundation.asked import number
from matchmaking.actions.merge_organizations import merge_organizations
from matchmaking.admin.front import edition_of
from matchmaking.admin.rights import must
from matchmaking.errors import RuleBroken
from matchmaking.queries.queues import DECIDES, alike, new_organizations
from matchmaking.wording import country_name


@require_http_methods(["GET", "POST"])
def same_view(
    request: HttpRequest, edition_id: int, organization_id: int, admin: Any
) -> HttpResponse:
    """GET shows them side by side; POST (`into`) merges with one of those shown."""
    edition = edition_of(request, edition_id, admin)
    must(request, DECIDES, edition)
    new = new_organizations(edition).filter(pk=organization_id).first()
    if new is None:
        raise Http404
    page: Any = admin.admin_site._registry[Organization]
    similar = alike([new])[new.pk]
    seen = page.get_queryset(request).filter(pk__in=[row.pk for row in similar])
    mine = set(seen.values_list("pk", flat=True))
    others = [row for row in similar if row.pk in mine]  # not those of other editions
    back = f"{reverse('admin:expo_edition_queues', args=[edition.pk])}?queue=organizations"
    if request.method == "POST":
        into = number(request.POST.get("into"))
        if into not in {row.pk for row in others}:
            raise Http404
        try:
            kept = merge_organizations(new.pk, into or 0, user=request.user)  # type: ignore[arg-type]
        except RuleBroken as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.path)
        said = _("They are one now: %(name)s. Its people are told.") % {"name": kept}
        messages.success(request, said)
        return redirect(back)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("The same organization? %(name)s") % {"name": new},
        "edition": edition,
        "new": new,
        "columns": _columns([new, *others]),
        "back": back,
    }
    return TemplateResponse(request, "admin/expo/edition/same.html", context)


def _columns(rows: list[Organization]) -> list[dict[str, Any]]:
    """What to compare, of each; the people and entries of all are counted in one query."""
    counted = Organization.objects.annotate(
        people=Count("memberships", distinct=True),
        sells=Count("exhibitors", distinct=True),
        buys=Count("buyers", distinct=True),
    ).in_bulk([row.pk for row in rows])
    return [
        {
            "row": row,
            "names": sorted(row.name.items()),
            "country": country_name(row.country),
            "counted": counted[row.pk],
        }
        for row in rows
    ]
