"""Ask delegations' leads for their word on a draft: from now on they read it in the portal."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from expo.models import Delegation
from matchmaking.actions.change_timetable import open_timetable
from matchmaking.actions.tell import Said, tell
from matchmaking.errors import RuleBroken
from matchmaking.models import Schedule
from matchmaking.models.notice import Kind
from matchmaking.queries.leads import LeadLine, lead_lines


@dataclass(frozen=True)
class Asked:
    """How many leads are told; delegations that nobody can speak for."""

    told: int
    nobody: list[Delegation]


@transaction.atomic
def ask_leads(schedule_id: int, *, user: User | None = None) -> Asked:
    """Each lead who has yet to say something is told; asked again, once more.

    A delegation without a lead is asked of the nearest lead above. RuleBroken where no lead has a
    say, or all have approved.
    """
    schedule = open_timetable(schedule_id, None)
    lines = lead_lines(schedule)
    if not any(line.said.open for line in lines):
        raise RuleBroken(_("No lead's word is missing."))
    schedule.asked_at, schedule.asked_by = timezone.now(), user
    if schedule.state == Schedule.State.DRAFT:
        schedule.state = Schedule.State.IN_REVIEW
    schedule.save(update_fields=["asked_at", "asked_by", "state"])
    asked: defaultdict[User, list[LeadLine]] = defaultdict(list)
    for line in lines:
        if line.said.waiting and line.leads:
            asked[line.leads[0]].append(line)
    for person, mine in asked.items():
        tell([person], schedule.edition, Kind.TIMETABLE, lambda _person, mine=mine: _said(mine))  # type: ignore[misc]
    nobody = [line.delegation for line in lines if line.said.open and not line.leads]
    return Asked(len(asked), nobody)


def _said(lines: list[LeadLine]) -> Said:
    names = ", ".join(str(line.delegation) for line in lines)
    count = sum(len(line.said.waiting) for line in lines)
    body = ngettext(
        "The organizer asks for your word on %(count)d meeting of %(names)s before the timetable is"
        " approved.",
        "The organizer asks for your word on %(count)d meetings of %(names)s before the timetable"
        " is approved.",
        count,
    )
    return Said(
        subject=_("Draft timetable: your word is asked for"),
        body=body % {"count": count, "names": names},
        path=reverse("mission-draft", args=[lines[0].delegation.pk]),
    )
