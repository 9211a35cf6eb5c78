"""Approval: a page that says what will happen, and the button that does it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.errors import RuleBroken
from matchmaking.models import Schedule
from matchmaking.queries.planning_stamp import changed_since
from matchmaking.queries.review import schedule_for_review, what_approval_does


@require_http_methods(["GET", "POST"])
def approve_view(request: HttpRequest, schedule_id: int, admin: Any) -> HttpResponse:
    """GET asks, POST approves; a schedule that is no draft leads back to its review."""
    if not admin.may_approve(request):
        raise PermissionDenied
    schedule = schedule_for_review(schedule_id)
    if schedule is None:
        raise Http404
    if request.method == "POST":
        _approve(request, schedule)
        return redirect("admin:matchmaking_schedule_timetable", schedule.pk)
    if schedule.state not in Schedule.OPEN:
        messages.info(request, _("Only a draft can be approved."))
        return redirect("admin:matchmaking_schedule_timetable", schedule.pk)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Approve: %(schedule)s") % {"schedule": schedule},
        "schedule": schedule,
        "effect": what_approval_does(schedule),
        "changed": changed_since(schedule),
    }
    return TemplateResponse(request, "admin/matchmaking/schedule/approve.html", context)


def _approve(request: HttpRequest, schedule: Schedule) -> None:
    try:
        report = approve_schedule(schedule.pk, user=request.user)  # type: ignore[arg-type]
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return
    told = ngettext(
        "%(count)d notice is on its way.", "%(count)d notices are on their way.", report.notified
    )
    held = ngettext(
        "Approved: %(count)d meeting is confirmed.",
        "Approved: %(count)d meetings are confirmed.",
        report.meetings,
    )
    said = f"{held % {'count': report.meetings}} {told % {'count': report.notified}}"
    messages.success(request, said)
