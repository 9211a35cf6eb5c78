"""What one side says came of a meeting."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.errors import RuleBroken
from matchmaking.models import Meeting, Outcome, OutcomeStep

AFTER = (Meeting.Status.CONFIRMED, Meeting.Status.HELD)


@transaction.atomic
def record_outcome(
    meeting: Meeting, side: str, values: Mapping[str, Any], *, user: User
) -> Outcome:
    """The side's word on the meeting; said again, it replaces what was said before.

    RuleBroken for a meeting that was not held and will not be.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status not in AFTER:
        raise RuleBroken(_("Nothing came of a meeting that was not held."))
    row = Outcome.objects.filter(meeting=meeting, side=side).first()
    row = row or Outcome(meeting=meeting, side=side)
    for name, value in values.items():
        setattr(row, name, value)
    row.recorded_by = user
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def record_step(outcome: Outcome, values: Mapping[str, Any]) -> OutcomeStep:
    """A rung of the ladder, reached; one that is there already is corrected, but for repeats."""
    Outcome.objects.select_for_update().get(pk=outcome.pk)
    rung = values["rung"]
    again = rung == OutcomeStep.Rung.REPEAT
    row = None if again else outcome.steps.filter(rung=rung).first()
    row = row or OutcomeStep(outcome=outcome)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
