"""Let requests that nobody answered run out."""

from django.db.models import DateField, ExpressionWrapper, F
from django.utils import timezone

from expo.models import Edition
from matchmaking.models import MeetingRequest

# PostgreSQL adds days to a date.
LAST_DAY = ExpressionWrapper(F("asked_on") + F("edition__request_days"), output_field=DateField())


def expire_requests() -> int:
    """Pending requests older than their edition's `request_days` expire; how many.

    Days are those of the edition's own zone, as `asked_on` is. Safe to repeat.
    """
    pending = MeetingRequest.objects.filter(state=MeetingRequest.State.PENDING)
    waiting = Edition.objects.filter(pk__in=pending.values("edition"))
    return sum(_expire(edition) for edition in waiting)


def _expire(edition: Edition) -> int:
    today = timezone.localdate(timezone=edition.zone)
    pending = edition.requests.filter(state=MeetingRequest.State.PENDING)
    over = pending.alias(last=LAST_DAY).filter(last__lt=today).values("pk")
    return MeetingRequest.objects.filter(pk__in=over, state="pending").update(
        state=MeetingRequest.State.EXPIRED,
        answered_on=today,
        proposed_slot=None,
        proposed_by="",
    )
