"""A draft timetable as a delegation's lead reads and approves it."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from expo.models import Delegation
from foundation.asked import number, numbers
from matchmaking.actions.answer_draft import answer_draft
from matchmaking.errors import ChangedMeanwhile, RuleBroken
from matchmaking.models import LeadWord, Meeting, MeetingRequest, Schedule
from matchmaking.queries.discreet import discreet
from matchmaking.queries.leads import by_state, draft_for, reasons_of, spoken_for
from matchmaking.queries.parts import below
from matchmaking.queries.review import category_names
from matchmaking.views.missions import of_lead
from matchmaking.wording import say_reason

if TYPE_CHECKING:
    from accounts.models import User

Side = MeetingRequest.Side
ON_A_PAGE = 50
TABS = {
    "waiting": gettext_lazy("Waiting for you"),
    "objected": gettext_lazy("Objected to"),
    "approved": gettext_lazy("Approved"),
}


@dataclass(frozen=True)
class Line:
    """A meeting; of one that was objected to, the word."""

    meeting: Meeting
    reasons: list[str]
    word: LeadWord | None


@require_http_methods(["GET", "POST"])
@of_lead
def mission_draft(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """What the lead may speak for, by what has been said; POST says it. 404 while nobody asks."""
    schedule = draft_for(delegation)
    if schedule is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, delegation, schedule)
    mine = below(schedule.edition, delegation.pk)
    keys = by_state(spoken_for(schedule, mine))
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in TABS if keys[name]), "waiting")
    rows = Meeting.objects.filter(pk__in=keys[tab]).with_names().order_by("during", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "delegation": delegation,
        "schedule": schedule,
        "tab": tab,
        "tabs": [(name, title, len(keys[name])) for name, title in TABS.items()],
        "page": page,
        "days": _days(schedule, list(page), mine),
        "waiting": len(keys["waiting"]),
    }
    return render(request, "missions/draft.html", context)


def _days(
    schedule: Schedule, meetings: list[Meeting], mine: Collection[int]
) -> list[tuple[Any, list[Line]]]:
    """By day. Of other people's buyers the lead reads no more than an exhibitor may."""
    reasons = [reason for meeting in meetings for reason in meeting.reasons]
    names = {"category": category_names(schedule.edition, reasons)}
    words = reasons_of(schedule, [meeting.pk for meeting in meetings], mine)
    lines = []
    for meeting in meetings:
        side = Side.BUYER if meeting.buyer.delegation_id in mine else Side.EXHIBITOR
        said = [say_reason(discreet(each, side), names) for each in meeting.reasons]
        lines.append(Line(meeting, said, words.get(meeting.pk)))
    days = groupby(lines, key=lambda line: line.meeting.slot.starts.date())
    return [(day, list(held)) for day, held in days]


def _answer(request: HttpRequest, delegation: Delegation, schedule: Schedule) -> HttpResponse:
    ticked = sorted(numbers(request.POST.getlist("meeting")))
    how = request.POST.get("say", "")
    seen = request.POST.get("seen", "")
    try:
        count = answer_draft(
            delegation,
            schedule.pk,
            user=cast("User", request.user),
            approve=how != "object",
            keys=None if how == "all" else ticked,
            reason=request.POST.get("reason", ""),
            seen=number(seen),
        )
    except ChangedMeanwhile:
        said = _("The organizer changed the draft after you read it. Please look at it again.")
        messages.warning(request, said)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _said(how, count))
    tab = request.GET.get("tab", "")
    query = f"?{urlencode({'tab': tab})}" if tab in TABS and how != "all" else ""
    return redirect(f"{request.path}{query}")


def _said(how: str, count: int) -> str:
    if how == "object":
        said = ngettext(
            "Your objection to %(count)d meeting is noted; the organizer is told.",
            "Your objection to %(count)d meetings is noted; the organizer is told.",
            count,
        )
    else:
        said = ngettext(
            "%(count)d meeting is approved by you.",
            "%(count)d meetings are approved by you.",
            count,
        )
    return said % {"count": count}
