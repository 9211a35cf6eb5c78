"""Fix a meeting's time and table for every later timetable, or let go of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Schedule


@transaction.atomic
def pin_meeting(meeting_id: int, *, pinned: bool = True) -> Meeting:
    """The meeting as it is now; nothing happens to one that is pinned (or free) already.

    RuleBroken for a meeting that is over or cancelled, and in a superseded timetable.
    """
    found = Meeting.objects.select_for_update(of=("self",)).select_related("schedule")
    meeting = found.filter(pk=meeting_id).first()
    if meeting is None:
        raise RuleBroken(_("There is no meeting %(id)s.") % {"id": meeting_id})
    if meeting.status not in {Meeting.Status.PROPOSED, Meeting.Status.CONFIRMED}:
        raise RuleBroken(_("This meeting is over or cancelled."))
    if meeting.schedule.state == Schedule.State.SUPERSEDED:
        raise RuleBroken(_("This timetable is superseded: nothing in it can be fixed any more."))
    if meeting.pinned != pinned:
        meeting.pinned = pinned
        meeting.save(update_fields=["pinned"])
    return meeting
