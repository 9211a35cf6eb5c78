"""Whether a meeting was held."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from matchmaking.models import Meeting

Status = Meeting.Status
EARLY = timedelta(minutes=15)  # who is there before the time may be noted


@transaction.atomic
def record_attendance(meeting_id: int, status: str) -> Meeting:
    """`held` or `no_show`, or back to `confirmed` where somebody said so by mistake.

    RuleBroken for a meeting that does not bind or whose time has not come.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    if status not in (Status.HELD, Status.NO_SHOW, Status.CONFIRMED):
        raise RuleBroken(_("A meeting was held, or somebody did not come."))
    if meeting.status not in (Status.CONFIRMED, Status.HELD, Status.NO_SHOW):
        raise RuleBroken(_("This meeting is not in the timetable."))
    if meeting.status == status:
        return meeting
    if status != Status.CONFIRMED and timezone.now() < meeting.during.lower - EARLY:
        raise RuleBroken(_("The meeting is still to come."))
    meeting.status = status
    meeting.save(update_fields=["status"])
    return meeting
