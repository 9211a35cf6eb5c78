"""Approval: a page that says what will happen, and the button that does it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foundation.asked import number
from matchmaking.actions.approve_schedule import ApprovalReport, approve_schedule
from matchmaking.actions.ask_leads import ask_leads
from matchmaking.admin.adjust import refused, schedule_of
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.approval import parts_of, what_approval_does
from matchmaking.queries.leads import held_back
from matchmaking.queries.parts import part_named, part_said
from matchmaking.queries.planning_stamp import changed_since
from matchmaking.queries.unbound import in_a_sentence


@require_http_methods(["GET", "POST"])
def approve_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """GET asks, POST approves, `part` of it if given; a schedule with nothing to approve leads
    back to its review.
    """
    schedule = schedule_of(request, schedule_id, admin)
    if not admin.may_approve(request, schedule):
        raise PermissionDenied
    if request.method == "POST":
        _approve(request, schedule)
        return redirect("admin:matchmaking_schedule_timetable", schedule.pk)
    if not approvable(schedule):
        messages.info(request, _("Only a draft can be approved."))
        return redirect("admin:matchmaking_schedule_timetable", schedule.pk)
    part = part_named(request.GET.get("part", ""))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Approve: %(schedule)s") % {"schedule": schedule},
        "schedule": schedule,
        "part": part.key,
        "part_said": part_said(part),
        "effect": what_approval_does(schedule, part),
        "parts": parts_of(schedule),
        "changed": changed_since(schedule),
        "waiting_for": _waiting_for(schedule),
        "first_word": schedule.edition.second_approval
        and schedule.checked_by_id in (None, request.user.pk),
        "checked_said": part_said(part_named(schedule.checked_part)),
    }
    return TemplateResponse(request, "admin/matchmaking/schedule/approve.html", context)


@require_POST
def ask_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """Sends a draft to the leads who have a say in it."""
    schedule = schedule_of(request, schedule_id, admin)
    if not admin.may_approve(request, schedule):
        raise PermissionDenied
    back = reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk])
    try:
        asked = ask_leads(schedule.pk, user=request.user)  # type: ignore[arg-type]
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{back}?view=leads")
    told = ngettext("%(count)d lead is told.", "%(count)d leads are told.", asked.told)
    messages.success(request, told % {"count": asked.told})
    if asked.nobody:
        names = ", ".join(map(str, asked.nobody))
        said = _("Nobody can speak for %(names)s: give them a lead.") % {"names": names}
        messages.warning(request, said)
    return redirect(f"{back}?view=leads")


def approvable(schedule: Schedule) -> bool:
    """A draft, or an approved one of which parts still wait."""
    if schedule.state == Schedule.State.APPROVED:
        return schedule.meetings.filter(status=Meeting.Status.PROPOSED).exists()
    return schedule.state in Schedule.OPEN


def _approve(request: HttpRequest, schedule: Schedule) -> None:
    try:
        report = approve_schedule(
            schedule.pk,
            user=request.user,  # type: ignore[arg-type]
            part=part_named(request.POST.get("part", "")),
            seen=number(request.POST.get("seen")),
        )
    except RuleBroken as refusal:
        messages.error(request, refused(refusal))
        return
    if report.left_out:
        messages.warning(request, _left_out(report))
    if report.first_word:
        said = _("Your approval is noted. A second person has to approve before anything is told.")
        messages.success(request, said)
        return
    messages.success(request, _report(schedule, report))


def _waiting_for(schedule: Schedule) -> tuple[int, list[str]]:
    """How many meetings wait for leads, and for whose."""
    held = held_back(schedule)
    keys = {each for delegations in held.values() for each in delegations}
    rows = schedule.edition.delegations.filter(pk__in=keys).order_by("ref") if keys else []
    return len(held), [str(row) for row in rows]


def _left_out(report: ApprovalReport) -> str:
    said = ngettext(
        "%(number)s meeting is left out, for it cannot bind any more: %(names)s.",
        "%(number)s meetings are left out, for they cannot bind any more: %(names)s.",
        len(report.left_out),
    )
    return said % {"number": len(report.left_out), "names": in_a_sentence(report.left_out)}


def _report(schedule: Schedule, report: ApprovalReport) -> str:
    told = ngettext(
        "%(count)d notice is on its way.", "%(count)d notices are on their way.", report.notified
    )
    held = ngettext(
        "Approved: %(count)d meeting is confirmed.",
        "Approved: %(count)d meetings are confirmed.",
        report.meetings,
    )
    said = f"{held % {'count': report.meetings}} {told % {'count': report.notified}}"
    minutes = schedule.edition.undo_minutes
    if report.notified and minutes:
        wait = _("They leave in %(minutes)s minutes; until then the approval can be undone.")
        said = f"{said} {wait % {'minutes': minutes}}"
    return said
