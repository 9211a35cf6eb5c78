"""A delegation's lead approves a draft's meetings, or objects to some."""

from collections.abc import Collection
from functools import partial

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
from matchmaking.models import LeadWord, Meeting, Schedule
from matchmaking.models.notice import Kind
from matchmaking.queries.leads import by_state, spoken_for
from matchmaking.queries.parts import below

LONGEST = 300


@transaction.atomic
def answer_draft(
    delegation: Delegation,
    schedule_id: int,
    *,
    user: User,
    approve: bool,
    keys: Collection[int] | None = None,
    reason: str = "",
    seen: int | None = None,
) -> int:
    """The word for the delegation and its parts, on some meetings (`keys`) or on all that wait; on
    how many. Said again, the later word counts.

    RuleBroken where nobody asked, for an objection without a reason or of nothing in particular;
    ChangedMeanwhile where the draft is no longer the one that was `seen`.
    """
    schedule = open_timetable(schedule_id, seen)
    if schedule.edition_id != delegation.edition_id or schedule.asked_at is None:
        raise RuleBroken(_("Your word on this timetable was not asked for."))
    reason = reason.strip()[:LONGEST]
    if not approve and not (reason and keys):
        raise RuleBroken(_("Tick the meetings that you object to, and say why."))
    said = spoken_for(schedule, below(schedule.edition, delegation.pk))
    states = by_state(said)
    waiting = states["waiting"]
    wanted = waiting if keys is None else set(keys) & set().union(*states.values())
    if not wanted:
        raise RuleBroken(_("Nothing was ticked."))
    places = Meeting.objects.in_bulk(wanted)
    words = [
        LeadWord(
            edition_id=schedule.edition_id,
            meeting_id=key,
            delegation_id=mine,
            slot_id=places[key].slot_id,
            table_id=places[key].table_id,
            approved=approve,
            reason="" if approve else reason,
            said_by=user,
            said_at=timezone.now(),
        )
        for mine, each in said.items()
        for key in sorted(wanted & {*each.waiting, *each.approved, *each.objected})
    ]
    LeadWord.objects.bulk_create(
        words,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["meeting", "delegation"],
        update_fields=["slot", "table", "approved", "reason", "said_by", "said_at"],
    )
    if not approve and schedule.asked_by:
        say = partial(_objection, schedule, delegation, reason, len(wanted))
        tell([schedule.asked_by], schedule.edition, Kind.TIMETABLE, say)
    return len(wanted)


def _objection(
    schedule: Schedule, delegation: Delegation, reason: str, count: int, _person: User
) -> Said:
    body = ngettext(
        "%(delegation)s objects to %(count)d meeting: %(reason)s",
        "%(delegation)s objects to %(count)d meetings: %(reason)s",
        count,
    )
    address = reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk])
    return Said(
        subject=_("Objection to %(schedule)s") % {"schedule": schedule},
        body=body % {"delegation": delegation, "count": count, "reason": reason},
        path=f"{address}?view=leads",
    )
