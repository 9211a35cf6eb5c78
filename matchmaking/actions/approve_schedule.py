"""Approve a draft: its meetings bind, and everybody is told."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
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
from matchmaking.queries.times import upcoming_slots
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
    2. The former timetable is superseded: what has begun stays, the rest is cancelled. A pair that
       meets again keeps its calendar entry, with a higher SEQUENCE if time or place changed.
    3. The draft's meetings are confirmed. The database refuses any double booking.
    4. A notice with a calendar goes to every participant's outbox, sent after the commit.

    RuleBroken for a schedule that is superseded, does not exist or clashes with what has begun.
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
    gone = _supersede_former(schedule)
    _confirm(schedule)
    schedule.state, schedule.approved_by = Schedule.State.APPROVED, user
    schedule.approved_at = timezone.now()
    schedule.save(update_fields=["state", "approved_by", "approved_at"])
    notices = _tell(schedule.edition, gone)
    enqueue("send_notices")
    return ApprovalReport(schedule.pk, schedule.meetings.binding().count(), len(notices))


def _confirm(schedule: Schedule) -> None:
    try:
        with transaction.atomic():
            proposed = schedule.meetings.filter(status=Meeting.Status.PROPOSED)
            proposed.update(status=Meeting.Status.CONFIRMED)
    except IntegrityError as error:
        raise RuleBroken(
            _("A table, seat or interpreter of this draft is taken by now; plan again.")
        ) from error


def _supersede_former(schedule: Schedule) -> list[Meeting]:
    """Cancel what the former timetable still had ahead; returns what does not come again."""
    former = schedule.edition.schedules.filter(state=Schedule.State.APPROVED).first()
    if former is None:
        return []
    former.state = Schedule.State.SUPERSEDED
    former.save(update_fields=["state"])
    ahead = former.meetings.filter(
        status=Meeting.Status.CONFIRMED, slot__in=upcoming_slots(schedule.edition)
    )
    old = {(meeting.exhibitor_id, meeting.buyer_id): meeting for meeting in ahead.with_names()}
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in old.values()]).update(
        status=Meeting.Status.CANCELLED
    )
    again = []
    for meeting in schedule.meetings.filter(status=Meeting.Status.PROPOSED):
        earlier = old.pop((meeting.exhibitor_id, meeting.buyer_id), None)
        if earlier:
            meeting.uid = earlier.uid
            meeting.sequence = earlier.sequence + (_place(earlier) != _place(meeting))
            again.append(meeting)
    Meeting.objects.bulk_update(again, ["uid", "sequence"], batch_size=1000)
    return list(old.values())


def _place(meeting: Meeting) -> tuple[int | None, ...]:
    """What a calendar entry shows besides the two sides."""
    return meeting.slot_id, meeting.table_id, meeting.interpreter_id


def _tell(edition: Edition, gone: list[Meeting]) -> list[Notice]:
    """Put a notice into the outbox for each organization and interpreter with meetings, or with
    cancelled ones. Notices of the former timetable that have not left yet never will.
    """
    edition.notices.filter(state=Notice.State.WAITING).update(state=Notice.State.REPLACED)
    meetings, rosters = meetings_by_organization(edition), meetings_by_interpreter(edition)
    for meeting in gone:
        meeting.status, meeting.sequence = Meeting.Status.CANCELLED, meeting.sequence + 1
        meetings[meeting.exhibitor_organization_id].append(meeting)
        meetings[meeting.buyer_organization_id].append(meeting)
        if meeting.interpreter_id:
            rosters[meeting.interpreter_id].append(meeting)
    Meeting.objects.bulk_update(gone, ["sequence"], batch_size=1000)
    notices = []
    for side in (*edition.exhibitors.all(), *edition.buyers.all()):
        # An organization that exhibits and buys is told once.
        mine = meetings.get(side.organization_id)
        if mine and side.contact_email:
            del meetings[side.organization_id]
            notices.append(_notice(edition, side.contact_email, side.language, mine))
    people = Interpreter.objects.filter(edition=edition, pk__in=rosters).exclude(email="")
    notices += [_notice(edition, p.email, edition.language, rosters[p.pk]) for p in people]
    return Notice.objects.bulk_create(notices)


def _notice(edition: Edition, email: str, language: str, meetings: list[Meeting]) -> Notice:
    held = sum(meeting.status != Meeting.Status.CANCELLED for meeting in meetings)
    with translation.override(language):
        return Notice(
            edition=edition,
            email=email,
            subject=_("Your meetings at %(edition)s") % {"edition": edition.name},
            body=_(
                "Your timetable for %(edition)s is fixed: %(count)d meetings.\n"
                "The calendar is attached; times are in the expo's time zone, %(zone)s."
            )
            % {"edition": edition.name, "count": held, "zone": edition.time_zone},
            calendar=calendar_of(meetings, edition, language),
        )
