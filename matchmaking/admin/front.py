"""The front page of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from expo.models import Edition
from matchmaking.admin.rights import may, must
from matchmaking.queries.alerts import alerts_of
from matchmaking.queries.front import ByDay, came_in, funnel_of, sides_of, table_use

SEE = "expo.view_edition"
EDITIONS = 20
WORDS = {
    "sent": gettext_lazy("requests sent"),
    "accepted": gettext_lazy("accepted"),
    "scheduled": gettext_lazy("scheduled"),
    "held": gettext_lazy("held"),
    "intents": gettext_lazy("with a letter of intent"),
    "contracts": gettext_lazy("with a contract"),
    "exhibitors": gettext_lazy("exhibitors"),
    "buyers": gettext_lazy("buyers"),
    "products": gettext_lazy("products"),
    "needs": gettext_lazy("needs"),
    "all": gettext_lazy("all"),
    "first_time": gettext_lazy("first-time exhibitors"),
    "hosted": gettext_lazy("hosted buyers"),
    "ldc": gettext_lazy("least developed countries"),
    "rest": gettext_lazy("the rest"),
    "description": gettext_lazy("description"),
    "languages": gettext_lazy("languages"),
    "contact": gettext_lazy("contact's e-mail"),
    "booth": gettext_lazy("booth"),
    "volume": gettext_lazy("annual volume"),
}
BUCKETS = (
    gettext_lazy("no meeting"),
    gettext_lazy("1 meeting"),
    gettext_lazy("2–4 meetings"),
    gettext_lazy("5 or more"),
)
ALERTS = {
    "exhibitors_alone": gettext_lazy("Exhibitors with products but without a match"),
    "buyers_alone": gettext_lazy("Buyers with needs but without a match"),
    "needs_alone": gettext_lazy("Needs without a match"),
    "organizations_new": gettext_lazy("New organizations to be checked"),
    "exhibitors_short": gettext_lazy("Exhibitors with fewer meetings than their minimum"),
    "buyers_short": gettext_lazy("Buyers with fewer meetings than their minimum"),
    "exhibitors_waiting": gettext_lazy("Exhibitors waiting to be let in"),
    "buyers_waiting": gettext_lazy("Buyers waiting to be let in"),
    "papers_expired": gettext_lazy("Certificates that end before the expo"),
    "floors_missed": gettext_lazy("Groups with fewer meetings than promised"),
    "interpreters_over": gettext_lazy("Interpreters with more than eight hours on a day"),
    "scoring_failed": gettext_lazy("The last scoring run failed"),
    "planning_failed": gettext_lazy("The last planning run failed"),
    "notices_failed": gettext_lazy("Notices that could not be sent"),
}


def edition_of(request: HttpRequest, edition_id: int, admin: Any) -> Edition:
    """One that the person organizes; 404 for any other."""
    edition: Edition | None = admin.get_queryset(request).filter(pk=edition_id).first()
    if edition is None:
        raise Http404
    return edition


@require_safe
def newest_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """The front page of the newest edition that the person organizes."""
    newest = admin.get_queryset(request).order_by("-pk").first()
    if newest is None:
        return redirect("admin:expo_edition_changelist")
    return redirect("admin:expo_edition_front", newest.pk)


@require_safe
def front_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """How it stands, as figures, pictures and things to look at."""
    edition = edition_of(request, edition_id, admin)
    must(request, SEE, edition)
    funnel = funnel_of(edition)
    most = max(count for _name, count in funnel.steps) or 1
    with timezone.override(edition.zone):
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Front page: %(edition)s") % {"edition": edition},
            "edition": edition,
            "editions": admin.get_queryset(request).exclude(pk=edition.pk)[:EDITIONS],
            "funnel": [(WORDS[name], count, 100 * count / most) for name, count in funnel.steps],
            "strong": funnel.strong,
            "days": _days(came_in(edition)),
            "sides": _sides(edition),
            "buckets": BUCKETS,
            "use": _use(edition),
            "alerts": [(ALERTS[a.code], a.count, a.address) for a in alerts_of(edition)],
            "may_score": may(request, "matchmaking.add_scoringrun", edition),
            "may_plan": may(request, "matchmaking.add_planningrun", edition),
        }
        return TemplateResponse(request, "admin/expo/edition/front.html", context).render()


@dataclass(frozen=True)
class Bars:
    """Days as bars: (x, y, height, title) in a box of `WIDTH` by `HEIGHT`."""

    name: str
    total: int
    top: int
    bars: list[tuple[str, str, str, str]]


WIDTH, HEIGHT = 280.0, 72.0


def _days(came: ByDay) -> dict[str, Any]:
    pictures = [_bars(name, counts, came) for name, counts in came.counts.items()]
    names = [WORDS[name] for name in came.counts]
    rows = [
        (day, [counts[n] for counts in came.counts.values()])
        for n, day in enumerate(came.days)
        if any(counts[n] for counts in came.counts.values())
    ]
    return {
        "pictures": pictures,
        "names": names,
        "rows": rows[::-1],
        "before": list(came.before.values()),
        "first": came.days[0],
        "last": came.days[-1],
        "width": int(WIDTH),
        "height": int(HEIGHT),
    }


def _bars(name: str, counts: Sequence[int], came: ByDay) -> Bars:
    top, step = max(counts) or 1, WIDTH / len(counts)
    bars = []
    for n, count in enumerate(counts):
        height = (HEIGHT - 2) * count / top
        day = formats.date_format(came.days[n], "MONTH_DAY_FORMAT")
        at = (f"{n * step:.1f}", f"{HEIGHT - height:.1f}", f"{height:.1f}")
        bars.append((*at, f"{day}: {count}"))
    return Bars(str(WORDS[name]), sum(counts) + came.before[name], top, bars)


def _sides(edition: Edition) -> list[dict[str, Any]]:
    said = []
    for name, side in sides_of(edition).items():
        groups = []
        for share in side.groups:
            at, parts = 0.0, []
            for which, count, percent in share.parts:
                parts.append((which, count, f"{percent:.2f}", f"{at:.2f}", round(percent)))
                at += percent
            groups.append((WORDS[share.name], share.all, parts))
        complete = [(WORDS[n], count, round(percent)) for n, count, percent in side.complete]
        said.append({"name": WORDS[name], "groups": groups, "complete": complete})
    return said


def _use(edition: Edition) -> dict[str, Any]:
    halls = table_use(edition)
    rows = [
        (row.hall, row.tables, [(round(p or 0), level_of(p or 0)) for _hour, p in row.hours])
        for row in halls
    ]
    return {"rows": rows, "hours": [hour for hour, _p in halls[0].hours] if halls else []}


def level_of(percent: float) -> int:
    """0 (none) to 4 (all)."""
    return 0 if percent <= 0 else min(4, 1 + int(percent / 25))
