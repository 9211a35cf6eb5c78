"""A delegation's pages, for its lead."""

import csv
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from expo.models import Delegation
from matchmaking.queries.calendar import calendar_of, meetings_of_delegations
from matchmaking.queries.leads import counts, draft_for, spoken_for
from matchmaking.queries.missions import Branch, branches, led_by

if TYPE_CHECKING:
    from accounts.models import User

NAMES = {
    "description": gettext_lazy("description"),
    "languages": gettext_lazy("languages"),
    "contact": gettext_lazy("contact"),
    "products": gettext_lazy("products"),
    "needs": gettext_lazy("sourcing needs"),
    "booth": gettext_lazy("booth"),
}
SIDES = {"exhibitor": gettext_lazy("exhibitor"), "buyer": gettext_lazy("buyer")}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def of_lead(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the delegation that the person leads, or one below it; 404 otherwise."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, key: int, **rest: Any) -> HttpResponse:
        delegation = led_by(cast("User", request.user), key)
        if delegation is None:
            raise Http404
        return view(request, delegation, **rest)

    return enter


@require_safe
@of_lead
def mission(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """Its parts and companies, how ready each is, the quota against its use."""
    found = branches(delegation)
    draft = draft_for(delegation)
    said = spoken_for(draft, {branch.delegation.pk for branch in found}) if draft else {}
    context = {
        "delegation": delegation,
        "branches": found,
        "names": NAMES,
        "days": _joint(delegation, found),
        "draft": draft if said else None,
        "waiting": counts(said)["waiting"],
    }
    return render(request, "missions/mission.html", context)


@require_safe
@of_lead
def mission_calendar(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """One .ics of all companies' meetings."""
    keys = [branch.delegation.pk for branch in branches(delegation)]
    meetings = meetings_of_delegations(delegation.edition, keys)
    user = cast("User", request.user)
    text = calendar_of(meetings, delegation.edition, user.language)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delegation.ref}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@of_lead
def mission_csv(_request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """A row for each company; opens in a spreadsheet (UTF-8 with a mark)."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delegation.ref}.csv"'
    response["Cache-Control"] = "private, no-store"
    rows = csv.writer(response)
    rows.writerow(
        [_("Delegation"), _("Organization"), _("Side"), _("Ready"), _("Missing"),
         _("Meetings"), _("Waiting for an answer")]
    )  # fmt: skip
    for branch in branches(delegation):
        for member in branch.members:
            missing = ", ".join(str(NAMES[name]) for name in member.missing)
            rows.writerow(
                [_cell(branch.delegation), _cell(member.side), SIDES[member.kind],
                 f"{member.done}/{member.total}", missing, member.meetings, member.waiting]
            )  # fmt: skip
    return response


def _cell(value: object) -> str:
    """No spreadsheet takes a name for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _joint(delegation: Delegation, found: list[Branch]) -> list[tuple[Any, list[Any]]]:
    keys = [branch.delegation.pk for branch in found]
    days: dict[Any, list[Any]] = {}
    for meeting in meetings_of_delegations(delegation.edition, keys):
        days.setdefault(meeting.slot.starts.date(), []).append(meeting)
    return list(days.items())
