"""Undo the last change of a timetable, as long as nobody has been told of it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.actions.change_timetable import next_change, open_timetable
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Notice, Schedule, ScheduleChange


@transaction.atomic
def undo_change(
    change_id: int, *, seen: int | None = None, user: User | None = None
) -> ScheduleChange:
    """Everything is again as it was before.

    1. The schedule is locked; only its last change that is not undone can be.
    2. Its notices are locked, too: the sender has taken none of them, and takes none any more.
    3. Meetings, and of an approval the schedule and the one before it, get back what they were;
       what the notices had replaced waits again.

    RuleBroken once a notice has left; ChangedMeanwhile as `open_timetable`.
    """
    change = ScheduleChange.objects.filter(pk=change_id).first()
    schedule = open_timetable(change.schedule_id if change else 0, seen)
    if change is None or change != last_change(schedule):
        raise RuleBroken(_("Only the last change can be undone."))
    _take_back_notices(change)
    try:
        with transaction.atomic():
            if change.kind == ScheduleChange.Kind.APPROVED:
                _unapprove(schedule, change.data)
            else:
                _give_back(schedule, change.data["meetings"])
    except IntegrityError as error:
        raise RuleBroken(_("It cannot be undone: the place or people are taken by now.")) from error
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return next_change(schedule, ScheduleChange.Kind.UNDONE, {"undoes": change.revision}, user=user)


def last_change(schedule: Schedule) -> ScheduleChange | None:
    """The last one that is neither undone nor itself an undoing."""
    rows = schedule.changes.filter(undone_at=None).exclude(kind=ScheduleChange.Kind.UNDONE)
    return rows.order_by("-revision").first()


def _take_back_notices(change: ScheduleChange) -> None:
    # In the order of the keys, as the sender takes them.
    notices = list(change.notices.select_for_update().order_by("pk"))
    if any(n.state != Notice.State.WAITING or n.attempts for n in notices):
        raise RuleBroken(
            _("It is too late to undo this: people have been told, or are being told.")
        )
    change.notices.update(state=Notice.State.WITHDRAWN)
    again = Notice.objects.filter(
        pk__in=change.data.get("replaced", []), state=Notice.State.REPLACED
    )
    again.update(state=Notice.State.WAITING)


def _give_back(schedule: Schedule, moved: list[dict[str, Any]]) -> None:
    before = {each["meeting"]: each["before"] for each in moved}
    after = {each["meeting"]: each["after"] for each in moved}
    meetings = list(schedule.meetings.select_for_update(of=("self",)).filter(pk__in=before))
    for meeting in meetings:
        if any(getattr(meeting, name) != value for name, value in after[meeting.pk].items()):
            raise RuleBroken(_("It cannot be undone: a meeting has changed since."))
        for name, value in before[meeting.pk].items():
            setattr(meeting, name, value)
    slots = schedule.edition.slots.in_bulk([each["slot_id"] for each in before.values()])
    for meeting in meetings:
        meeting.during = slots[meeting.slot_id].during
    columns = [name.removesuffix("_id") for name in next(iter(before.values()))]
    Meeting.objects.bulk_update(meetings, [*columns, "during"])


def _unapprove(schedule: Schedule, data: dict[str, Any]) -> None:
    """What an approval recorded, the other way round (`actions.approve_schedule`)."""
    confirmed = Meeting.objects.filter(pk__in=data["confirmed"])
    if confirmed.exclude(status=Meeting.Status.CONFIRMED).exists():
        raise RuleBroken(_("It cannot be undone: a meeting has changed since."))
    confirmed.update(status=Meeting.Status.PROPOSED)
    again = {pk: (uid, sequence) for pk, uid, sequence in data["again"]}
    changed = list(Meeting.objects.filter(pk__in=again))
    for meeting in changed:
        meeting.uid, meeting.sequence = again[meeting.pk]
    Meeting.objects.bulk_update(changed, ["uid", "sequence"], batch_size=1000)
    if data["first"]:
        schedule.state, schedule.approved_by, schedule.approved_at = data["state"], None, None
        schedule.save(update_fields=["state", "approved_by", "approved_at"])
    if data["former"]:
        Schedule.objects.filter(pk=data["former"]).update(state=Schedule.State.APPROVED)
        ended = dict(data["ended"])
        rows = list(Meeting.objects.filter(pk__in=ended))
        for meeting in rows:
            meeting.status, meeting.sequence = Meeting.Status.CONFIRMED, ended[meeting.pk]
        Meeting.objects.bulk_update(rows, ["status", "sequence"], batch_size=1000)
