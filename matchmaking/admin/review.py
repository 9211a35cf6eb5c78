"""The schedule review: what an organizer reads before approving."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matchmaking.admin.adjust import CHANGE, schedule_of
from matchmaking.admin.approve import approvable
from matchmaking.admin.pins import PIN, pin_all
from matchmaking.admin.review_people import people, said
from matchmaking.admin.rights import may, must
from matchmaking.models import Meeting, Schedule
from matchmaking.part_words import say_part
from matchmaking.queries import review
from matchmaking.queries.leads import asks_leads, lead_lines
from matchmaking.queries.left_out import LeftOut, left_out_by_reason
from matchmaking.queries.planning_stamp import changed_since
from matchmaking.wording import figure, say_relaxation, say_unscheduled

ON_A_PAGE = 100
SMALL = 0.0005  # a gap that a percentage with one decimal cannot show

SOLVER_WORDS = {
    "OPTIMAL": gettext_lazy("Proven best"),
    "FEASIBLE": gettext_lazy("Good; a better one may exist"),
    "INFEASIBLE": gettext_lazy("No timetable exists"),
    "UNKNOWN": gettext_lazy("No timetable found in time"),
}

LEFT_OUT_SHORT = {
    "forbidden": gettext_lazy("must not meet"),
    "no_common_slot": gettext_lazy("no time in common"),
    "no_table": gettext_lazy("no table"),
    "no_interpreter": gettext_lazy("no interpreter"),
    "party_full": gettext_lazy("one side is full"),
    "quota_full": gettext_lazy("delegation's quota"),
    "order": gettext_lazy("order of meetings"),
    "displaced": gettext_lazy("others are worth more"),
    "low_value": gettext_lazy("not worth its breaks"),
    "conflict": gettext_lazy("conflict of musts"),
}


def solver_in_words(schedule: Schedule) -> str:
    """What the solver's status means."""
    return str(
        SOLVER_WORDS.get(schedule.solver_status, schedule.solver_status or _("made by hand"))
    )


def gap_in_words(schedule: Schedule) -> str:
    """How much better any other timetable could be."""
    if schedule.solver_status == "OPTIMAL" or schedule.gap <= 0:
        return _("nothing better is possible")
    if schedule.gap < SMALL:
        return _("less than 0.1 % better is possible")
    percent = figure(100 * schedule.gap, 1)
    return _("at most %(percent)s %% better is possible") % {"percent": percent}


def review_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """A day of the timetable, or what was left out (`view=left`), in the edition's own time."""
    schedule = schedule_of(request, schedule_id, admin)
    if request.method == "POST":
        return _pin(request, schedule)
    days, edition = review.days_of(schedule), schedule.edition
    leads = lead_lines(schedule) if schedule.state != Schedule.State.SUPERSEDED else []
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Review: %(schedule)s") % {"schedule": schedule},
        "schedule": schedule,
        "days": days,
        "left_count": schedule.left_out,
        "changed": schedule.state in Schedule.OPEN and changed_since(schedule),
        "leads": leads,
        "leads_open": sum(len(line.said.open) for line in leads),
        "asks_leads": asks_leads(schedule),
        "may_plan": may(request, "matchmaking.add_planningrun", schedule.edition),
        "may_pin": schedule.state != Schedule.State.SUPERSEDED and may(request, PIN, edition),
        "may_approve": admin.may_approve(request, schedule) and approvable(schedule),
    }
    with timezone.override(schedule.edition.zone):
        context["facts"] = list(_facts(schedule, days))
        if request.GET.get("view") == "left":
            context |= _left_out(schedule, request.GET.get("why", ""), request.GET.get("page"))
        elif request.GET.get("view") == "leads" and leads:
            context |= {"view": "leads", "may_change": may(request, CHANGE, edition)}
        elif request.GET.get("view") == "people" and days:
            context |= people(schedule, _day_asked(days, request.GET.get("day")), request.GET)
        else:
            context |= _day(schedule, days, request.GET)
        page = TemplateResponse(request, "admin/matchmaking/schedule/review.html", context)
        return page.render()


def _pin(request: HttpRequest, schedule: Schedule) -> HttpResponse:
    """Pins the meeting whose button was pressed, or lets it go; back to where it was pressed."""
    must(request, PIN, schedule.edition)
    asked = _key(request.POST.get("pin") or request.POST.get("unpin"))
    found = schedule.meetings.filter(pk=asked or 0).values_list("pk", flat=True)
    pin_all(request, found, pinned="pin" in request.POST)
    return redirect(f"{request.get_full_path()}#meeting-{asked}" if asked else ".")


def _facts(schedule: Schedule, days: Iterable[Any]) -> Iterable[tuple[str, str, str]]:
    """The head's cards: title, figure, what it means."""
    left = schedule.left_out
    days = [day for day in days if day.count]
    held_on = ngettext("on %(count)d day", "on %(count)d days", len(days)) % {"count": len(days)}
    yield _("Meetings"), figure(sum(day.count for day in days)), held_on
    yield _("Left out"), figure(left), _("wishes, each with its reason") if left else _("no wish")
    yield _("Solver"), solver_in_words(schedule), gap_in_words(schedule)
    breaks = "breaks" in schedule.parts
    what = _("idle breaks, of at least %(bound)s") if breaks else _("points, of at most %(bound)s")
    yield _("Worth"), figure(schedule.objective), what % {"bound": figure(schedule.bound)}
    seconds = figure(schedule.seconds, 1)
    yield _("Made in"), _("%(seconds)s s") % {"seconds": seconds}, _by(schedule)
    if schedule.keeps_id:
        yield _("Moved"), figure(schedule.moved), _("against version %s") % schedule.keeps.version  # type: ignore[union-attr]
    if schedule.revision:
        yield _("By hand"), figure(schedule.revision), _("changes since the solver's answer")


def _by(schedule: Schedule) -> str:
    when = formats.date_format(timezone.localtime(schedule.created_at), "SHORT_DATETIME_FORMAT")
    return f"{when}, {schedule.created_by}" if schedule.created_by else when


def _day_asked(days: Sequence[Any], text: str | None) -> Any:
    """The day, else the first with meetings, else the first."""
    wanted = _date(text)
    day = next((day for day in days if day.date == wanted), None)
    return day or next((day for day in days if day.count), days[0] if days else None)


def _day(schedule: Schedule, days: Sequence[Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """A day's grid and a page of its meetings, of one hall or slot if asked."""
    day = _day_asked(days, asked.get("day"))
    if day is None:
        return {"day": None}
    hall, slot = _key(asked.get("hall")), _key(asked.get("slot"))
    slots, rows = review.grid_of(schedule, day)
    paginator = Paginator(review.meetings_on(schedule, day.date, hall=hall, slot=slot), ON_A_PAGE)
    page = paginator.get_page(asked.get("page"))
    return {
        "day": day,
        "slots": slots,
        "rows": rows,
        "page": page,
        "meetings": said(schedule, list(page)),
        "pinnable": (Meeting.Status.PROPOSED, Meeting.Status.CONFIRMED),
        "pages": _pages(page),
        "hall": next((row.hall for row in rows if row.hall.pk == hall), None),
        "slot": next((each for each in slots if each.pk == slot), None),
    }


def _left_out(schedule: Schedule, why: str, number: str | None) -> dict[str, Any]:
    """A page of the wishes left out, for one reason if asked."""
    counts = left_out_by_reason(schedule)
    items = cast("Sequence[Mapping[str, Any]]", LeftOut.of(schedule, why, counts))
    page = Paginator(items, ON_A_PAGE).get_page(number)
    found = review.left_out_names(schedule, list(page))
    names = {
        "party": {key: str(row) for key, row in found.parties.items()},
        "slot": {key: _slot(row) for key, row in found.slots.items()},
    }
    return {
        "view": "left",
        "why": why,
        "reasons": [
            (code, count, LEFT_OUT_SHORT.get(code, say_part(code))) for code, count in counts
        ],
        "page": page,
        "pages": _pages(page),
        "left": [
            {
                "exhibitor": found.exhibitors.get(item.get("exhibitor", 0)),
                "buyer": found.buyers.get(item.get("buyer", 0)),
                "reason": say_unscheduled(item, names),
                "relaxation": say_relaxation(item.get("relaxation"), names),
                "together": [say_relaxation(each, names) for each in item.get("changes") or ()],
                "gained": item.get("gained"),
            }
            for item in page
        ],
    }


def _slot(slot: Any) -> str:
    starts = timezone.localtime(slot.during.lower)
    return f"{formats.date_format(starts, 'MONTH_DAY_FORMAT')}, {starts:%H:%M}"


def _pages(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _key(text: str | None) -> int | None:
    """A number that a column can hold."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None
