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
) -> OutcomeStep:
    """The side says that a step was reached; said again, it corrects it.

    It stands once the other side says so too. RuleBroken for a day before the meeting or ahead.
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
    step = outcome.steps.filter(rung=rung).first() or OutcomeStep(outcome=outcome, rung=rung)
    step.reached_on, step.value = reached_on, value
    step.value_currency = value_currency if value is not None else ""
    step.save()
    outcome.recorded_by = user
    outcome.save()
    return step


@transaction.atomic
def take_back_step(meeting: Meeting, side: str, rung: str) -> bool:
    """The side no longer says so; False if it had not."""
    gone, _by_model = OutcomeStep.objects.filter(
        outcome__meeting=meeting, outcome__side=side, rung=rung
    ).delete()
    return gone > 0


def _check(meeting: Meeting) -> None:
    if meeting.status not in (Meeting.Status.CONFIRMED, Meeting.Status.HELD):
        raise RuleBroken(_("This meeting was not held."))
    if meeting.status == Meeting.Status.CONFIRMED and meeting.during.upper > timezone.now():
        raise RuleBroken(_("The meeting is still to come."))
