"""Two timetables side by side: what moved, came and went."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Organization
from foundation.asked import number
from matchmaking.admin.adjust import schedule_of
from matchmaking.models import Schedule
from matchmaking.queries.changes import counterpart, differences, old_places, other_schedules

ON_A_PAGE = 100
KINDS = {
    "moved": gettext_lazy("moved"),
    "came": gettext_lazy("new"),
    "went": gettext_lazy("gone"),
}


@require_safe
def compare_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """`with` names the other (else the one it stays close to, or the one approved), `view` what
    to list, `party` an organization.
    """
    schedule = schedule_of(request, schedule_id, admin)
    others = other_schedules(schedule)
    other = counterpart(schedule, others, number(request.GET.get("with")))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Compare: %(schedule)s") % {"schedule": schedule},
        "schedule": schedule,
        "others": others,
        "other": other,
    }
    with timezone.override(schedule.edition.zone):
        if other is not None:
            context |= _compared(request, schedule, other)
        page = TemplateResponse(request, "admin/matchmaking/schedule/compare.html", context)
        return page.render()


def _compared(request: HttpRequest, schedule: Schedule, other: Schedule) -> dict[str, Any]:
    edition = schedule.edition_id
    here = Q(exhibitors__edition=edition) | Q(buyers__edition=edition)
    parties = Organization.objects.filter(here, pk=number(request.GET.get("party")) or 0)
    party = parties.first()
    found = differences(schedule, other, party.pk if party else None)
    counts = found.counts()
    view = request.GET.get("view", "")
    if view not in KINDS:
        view = next((kind for kind, count in counts.items() if count), "moved")
    page = Paginator(found.kinds[view], ON_A_PAGE).get_page(request.GET.get("page"))
    slots, tables = old_places(list(page)) if view == "moved" else ({}, {})
    return {
        "party": party,
        "view": view,
        "kinds": [(kind, KINDS[kind], count) for kind, count in counts.items()],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [
            (row, slots.get(row.old_slot), tables.get(row.old_table))
            if slots
            else (row, None, None)
            for row in page
        ],
    }
