"""Take a meeting out of a timetable."""

from django.db import transaction

from accounts.models import User
from matchmaking.actions.change_timetable import kept, movable, open_timetable, record_change
from matchmaking.models import Meeting, ScheduleChange


@transaction.atomic
def cancel_meeting(
    meeting_id: int, *, seen: int | None = None, user: User | None = None
) -> ScheduleChange:
    """Its place is free at once; of a meeting that binds both sides are told, after the time to
    undo. The wish stays: a later plan may hold it again.

    RuleBroken for one that is over, cancelled or pinned; ChangedMeanwhile as `open_timetable`.
    """
    found = Meeting.objects.filter(pk=meeting_id).values_list("schedule", flat=True).first()
    schedule = open_timetable(found or 0, seen)
    meeting = movable(schedule, meeting_id)
    before = kept(meeting)
    meeting.sequence += meeting.status == Meeting.Status.CONFIRMED
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status", "sequence"])
    return record_change(
        schedule, ScheduleChange.Kind.CANCELLED, {meeting.pk: before}, [meeting], user=user
    )
