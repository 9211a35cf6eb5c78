"""Whether a meeting was held."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from matchmaking.models import Meeting

Status = Meeting.Status


@transaction.atomic
def record_attendance(meeting_id: int, status: str) -> Meeting:
    """`held` or `no_show`; RuleBroken for a meeting that does not bind."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    if status not in (Status.HELD, Status.NO_SHOW):
        raise RuleBroken(_("A meeting was held, or somebody did not come."))
    if meeting.status not in (Status.CONFIRMED, Status.HELD, Status.NO_SHOW):
        raise RuleBroken(_("This meeting is not in the timetable."))
    if meeting.status != status:
        meeting.status = status
        meeting.save(update_fields=["status"])
    return meeting
