"""Approve a draft: its meetings bind, and everybody is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition, Interpreter
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Notice, Schedule
from matchmaking.queries.calendar import (
    calendar_of,
    meetings_by_interpreter,
    meetings_by_organization,
)
from matchmaking.queue import enqueue


@dataclass(frozen=True)
class ApprovalReport:
    """What an approval did; an approval repeated does nothing and notifies nobody."""

    schedule: int
    meetings: int
    notified: int


@transaction.atomic
def approve_schedule(schedule_id: int, *, user: User | None = None) -> ApprovalReport:
    """Make a draft the edition's timetable.

    1. The edition's row is locked: two approvals at once wait for each other.
    2. The former timetable is superseded. A pair that meets again keeps its calendar entry, with
       a higher SEQUENCE; what was held already stays.
    3. The draft's meetings are confirmed. The database refuses any double booking.
    4. A notice with a calendar goes to every participant's outbox, sent after the commit.

    RuleBroken for a schedule that is superseded or does not exist.
    """
    schedule = Schedule.objects.select_related("edition").filter(pk=schedule_id).first()
    if schedule is None:
        raise RuleBroken(_("There is no schedule %(id)s.") % {"id": schedule_id})
    Edition.objects.select_for_update().get(pk=schedule.edition_id)
    schedule.refresh_from_db()
    if schedule.state == Schedule.State.APPROVED:
        return ApprovalReport(schedule.pk, schedule.meetings.binding().count(), 0)
    if schedule.state not in Schedule.OPEN:
        raise RuleBroken(_("Only a draft can be approved; this schedule is superseded."))
    _supersede_former(schedule)
    schedule.meetings.filter(status=Meeting.Status.PROPOSED).update(status=Meeting.Status.CONFIRMED)
    schedule.state, schedule.approved_by = Schedule.State.APPROVED, user
    schedule.approved_at = timezone.now()
    schedule.save(update_fields=["state", "approved_by", "approved_at"])
    notices = Notice.objects.bulk_create(_notices(schedule.edition))
    enqueue("send_notices")
    return ApprovalReport(schedule.pk, schedule.meetings.binding().count(), len(notices))


def _supersede_former(schedule: Schedule) -> None:
    former = schedule.edition.schedules.filter(state=Schedule.State.APPROVED).first()
    if former is None:
        return
    former.state = Schedule.State.SUPERSEDED
    former.save(update_fields=["state"])
    old = {
        (meeting.exhibitor_id, meeting.buyer_id): meeting
        for meeting in former.meetings.filter(status=Meeting.Status.CONFIRMED)
    }
    former.meetings.filter(status=Meeting.Status.CONFIRMED).update(status=Meeting.Status.CANCELLED)
    again = []
    for meeting in schedule.meetings.filter(status=Meeting.Status.PROPOSED):
        earlier = old.get((meeting.exhibitor_id, meeting.buyer_id))
        if earlier:
            meeting.uid, meeting.sequence = earlier.uid, earlier.sequence + 1
            again.append(meeting)
    Meeting.objects.bulk_update(again, ["uid", "sequence"], batch_size=1000)


def _notices(edition: Edition) -> Iterable[Notice]:
    """One for each organization that meets somebody, and for each interpreter with work."""
    meetings = meetings_by_organization(edition)
    for side in (*edition.exhibitors.all(), *edition.buyers.all()):
        # An organization that exhibits and buys is told once.
        mine = meetings.get(side.organization_id)
        if mine and side.contact_email:
            del meetings[side.organization_id]
            yield _notice(edition, side.contact_email, side.language, mine)
    rosters = meetings_by_interpreter(edition)
    for person in Interpreter.objects.filter(edition=edition, pk__in=rosters).exclude(email=""):
        yield _notice(edition, person.email, edition.language, rosters[person.pk])


def _notice(edition: Edition, email: str, language: str, meetings: list[Meeting]) -> Notice:
    with translation.override(language):
        return Notice(
            edition=edition,
            email=email,
            subject=_("Your meetings at %(edition)s") % {"edition": edition.name},
            body=_(
                "Your timetable for %(edition)s is fixed: %(count)d meetings.\n"
                "The calendar is attached; times are in the expo's time zone, %(zone)s."
            )
            % {"edition": edition.name, "count": len(meetings), "zone": edition.time_zone},
            calendar=calendar_of(meetings, edition, language),
        )
