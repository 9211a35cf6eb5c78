"""Changing a timetable by hand: move, swap, cancel; what was changed, and back."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import organizes
from foundation.asked import number
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.copy_schedule import copy_schedule
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.actions.swap_meetings import swap_meetings
from matchmaking.actions.undo_change import last_change, undo_change
from matchmaking.admin.rights import may, must
from matchmaking.admin.said import say_cost
from matchmaking.errors import ChangedMeanwhile, RuleBroken
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.changes import Told, changes_since
from matchmaking.queries.moves import places_for, swaps_for
from matchmaking.queries.review import schedule_for_review
from matchmaking.wording import country_name

CHANGE = "matchmaking.change_meeting"
TIMETABLE = "admin:matchmaking_schedule_timetable"


def schedule_of(request: HttpRequest, schedule_id: int, admin: Any) -> Schedule:
    """One that the person may see; 404 for any other."""
    schedule = schedule_for_review(schedule_id)
    if schedule is None or not organizes(request.user, schedule.edition_id):
        raise Http404
    if not admin.has_view_or_change_permission(request, schedule):
        raise PermissionDenied
    return schedule


@require_http_methods(["GET", "POST"])
def adjust_view(
    request: HttpRequest, schedule_id: int, meeting_id: int, admin: Any
) -> HttpResponse:
    """GET shows where a meeting could be instead, and what that costs; POST does it."""
    schedule = schedule_of(request, schedule_id, admin)
    must(request, CHANGE, schedule.edition)
    rows = schedule.meetings.with_names().select_related("slot__day", "request")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    meeting.schedule = schedule
    if request.method == "POST":
        return _adjust(request, schedule, meeting)
    open_now = meeting.status in Meeting.MOVABLE and not meeting.pinned
    open_now = open_now and schedule.state != Schedule.State.SUPERSEDED
    with timezone.override(schedule.edition.zone):
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Change: %(meeting)s") % {"meeting": meeting},
            "schedule": schedule,
            "meeting": meeting,
            "countries": [
                country_name(side.organization.country)
                for side in (meeting.exhibitor, meeting.buyer)
            ],
            "open": open_now,
            "days": _days(meeting) if open_now else [],
            "swaps": [(s.other, say_cost(s.cost)) for s in swaps_for(meeting)] if open_now else [],
        }
        page = TemplateResponse(request, "admin/matchmaking/schedule/adjust.html", context)
        return page.render()


def _days(meeting: Meeting) -> list[tuple[Any, list[Any]]]:
    """Times that fit by day: (slot, [(place, cost in words)], how many more tables)."""
    days: dict[Any, list[Any]] = {}
    for time in places_for(meeting):
        options = [(place, say_cost(place.cost)) for place in time.places]
        days.setdefault(time.slot.day.date, []).append((time.slot, options, time.more))
    return list(days.items())


def _adjust(request: HttpRequest, schedule: Schedule, meeting: Meeting) -> HttpResponse:
    try:
        _asked_for(request, meeting)
    except RuleBroken as refusal:
        messages.warning(request, refused(refusal))
        return redirect(request.get_full_path())
    messages.success(request, _done(schedule))
    return redirect("admin:matchmaking_schedule_changes", schedule.pk)


def _asked_for(request: HttpRequest, meeting: Meeting) -> None:
    """RuleBroken where nothing was chosen, or what the action refuses."""
    user: Any = request.user
    by = {"seen": number(request.POST.get("seen")), "user": user}
    to = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", request.POST.get("to", ""))
    if "cancel" in request.POST:
        cancel_meeting(meeting.pk, **by)
    elif "swap" in request.POST:
        swap_meetings(meeting.pk, number(request.POST["swap"]) or 0, **by)
    elif to:
        move_meeting(meeting.pk, (int(to[1]), int(to[2])), **by)
    else:
        raise RuleBroken(_("Choose where the meeting is to go."))


def _done(schedule: Schedule) -> str:
    if schedule.state != Schedule.State.APPROVED:
        return _("Changed.")
    minutes = schedule.edition.undo_minutes
    if not minutes:
        return _("Changed; both sides are being told.")
    said = _("Changed. Both sides are told in %(minutes)s minutes; until then it can be undone.")
    return said % {"minutes": minutes}


def refused(refusal: RuleBroken) -> str | SafeString:
    """In words, with what somebody else did meanwhile."""
    if not isinstance(refusal, ChangedMeanwhile):
        return str(refusal)
    lines = format_html_join(
        "",
        "<li>{}</li>",
        ((f"{told.who}: {line}",) for told in refusal.changes for line in told.lines),
    )
    return format_html('{}<ul class="fl-said">{}</ul>', str(refusal), lines)


@require_safe
def changes_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """What was changed by hand, newest first; the last can be taken back while nobody knows."""
    schedule = schedule_of(request, schedule_id, admin)
    with timezone.override(schedule.edition.zone):
        changes: list[Told] = changes_since(schedule)[::-1]
        last = last_change(schedule)
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Changes by hand: %(schedule)s") % {"schedule": schedule},
            "schedule": schedule,
            "changes": changes,
            "last": last,
            "leaves": last.notices.values_list("leaves_at", flat=True).first() if last else None,
            "now": timezone.now(),
            "may_undo": may(request, CHANGE, schedule.edition),
        }
        page = TemplateResponse(request, "admin/matchmaking/schedule/changes.html", context)
        return page.render()


@require_POST
def undo_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """Takes back the last change."""
    schedule = schedule_of(request, schedule_id, admin)
    must(request, CHANGE, schedule.edition)
    wanted = schedule.changes.filter(pk=number(request.POST.get("change")) or 0).first()
    if wanted is not None and wanted.kind == wanted.Kind.APPROVED:
        must(request, "matchmaking.change_schedule", schedule.edition)
    try:
        undo_change(
            wanted.pk if wanted else 0,
            seen=number(request.POST.get("seen")),
            user=request.user,  # type: ignore[arg-type]
        )
    except RuleBroken as refusal:
        messages.warning(request, refused(refusal))
    else:
        messages.success(request, _("Undone: everything is as it was before."))
    return redirect("admin:matchmaking_schedule_changes", schedule.pk)


@require_POST
def copy_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """A what-if copy."""
    schedule = schedule_of(request, schedule_id, admin)
    must(request, "matchmaking.add_planningrun", schedule.edition)
    label = request.POST.get("label", "").strip()
    copy = copy_schedule(schedule.pk, label=label, user=request.user)  # type: ignore[arg-type]
    said = _("This is a copy: nothing done here changes %(schedule)s.")
    messages.success(request, said % {"schedule": schedule})
    return redirect(TIMETABLE, copy.pk)
