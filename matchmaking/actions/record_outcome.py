"""One side says what came of a meeting, and how far it has gone since."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.models import Meeting, Outcome, OutcomeStep

Rung = OutcomeStep.Rung


@transaction.atomic
def record_outcome(
    meeting: Meeting,
    side: str,
    *,
    user: User,
    language: str,
    talked_about: str = "",
    next_step: str = "",
    value: Decimal | None = None,
    value_currency: str = "",
    rating: int | None = None,
) -> Outcome:
    """The side's word on a meeting that is over; said again, it replaces the former.

    RuleBroken before the meeting's time, or for one that was not held.
    """
    values = {
        "language": language,
        "talked_about": Text.of({language: talked_about}),
        "next_step": Text.of({language: next_step}),
        "value": value,
        "value_currency": value_currency if value is not None else "",
        "rating": rating,
    }
    return write_outcome(meeting, side, values, user=user)


@transaction.atomic
def write_outcome(meeting: Meeting, side: str, values: Mapping[str, Any], *, user: User) -> Outcome:
    """Some columns of the side's word; what is not named stays. Errors as `record_outcome`'s."""
    _check(meeting)
    outcome, _made = Outcome.objects.select_for_update().get_or_create(
        meeting=meeting, side=side, defaults={"recorded_by": user}
    )
    for name, value in values.items():
        setattr(outcome, name, value)
    outcome.recorded_by = user
    outcome.full_clean()
    outcome.save()
    return outcome


@transaction.atomic
def reach_step(
    meeting: Meeting,
    side: str,
    rung: str,
    *,
    user: User,
    reached_on: date,
    value: Decimal | None = None,
    value_currency: str = "",
    step: int | None = None,
) -> OutcomeStep:
    """The side says that a step was reached; said again, it corrects it. A repeat order of another
    day is one more, unless `step` names the one to correct.

    It stands once the other side says so too. RuleBroken for a day before the meeting or ahead,
    and for a step that is not there.
    """
    _check(meeting)
    if rung not in Rung:
        raise RuleBroken(_("There is no such step."))
    today = timezone.localdate(timezone=meeting.edition.zone)
    if not meeting.slot.starts.date() <= reached_on <= today:
        raise RuleBroken(_("Choose a day from that of the meeting to today."))
    outcome, _made = Outcome.objects.select_for_update().get_or_create(
        meeting=meeting, side=side, defaults={"recorded_by": user}
    )
    row = _said_before(outcome, rung, reached_on, step) or OutcomeStep(outcome=outcome, rung=rung)
    row.reached_on, row.value = reached_on, value
    row.value_currency = value_currency if value is not None else ""
    row.full_clean()
    row.save()
    outcome.recorded_by = user
    outcome.save()
    return row


def _said_before(
    outcome: Outcome, rung: str, reached_on: date, step: int | None
) -> OutcomeStep | None:
    """The step that is corrected."""
    rows = outcome.steps.filter(rung=rung)
    if step is not None:
        found = rows.filter(pk=step).first()
        if found is None:
            raise RuleBroken(_("There is no such step."))
        return found
    return rows.filter(reached_on=reached_on).first() if rung == Rung.REPEAT else rows.first()


@transaction.atomic
def take_back_step(meeting: Meeting, side: str, rung: str, step: int | None = None) -> bool:
    """The side no longer says so; False if it had not. Of repeat orders all, or the one named."""
    said = OutcomeStep.objects.filter(outcome__meeting=meeting, outcome__side=side, rung=rung)
    gone, _by_model = (said if step is None else said.filter(pk=step)).delete()
    return gone > 0


def _check(meeting: Meeting) -> None:
    if meeting.status not in (Meeting.Status.CONFIRMED, Meeting.Status.HELD):
        raise RuleBroken(_("This meeting was not held."))
    if meeting.status == Meeting.Status.CONFIRMED and meeting.during.upper > timezone.now():
        raise RuleBroken(_("The meeting is still to come."))
