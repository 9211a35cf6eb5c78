"""Let requests that nobody answered run out."""

from django.db.models import DateField, ExpressionWrapper, F
from django.utils import timezone

from matchmaking.models import MeetingRequest

# PostgreSQL adds days to a date.
LAST_DAY = ExpressionWrapper(F("asked_on") + F("edition__request_days"), output_field=DateField())


def expire_requests() -> int:
    """Pending requests older than their edition's `request_days` expire; how many.

    Safe to repeat.
    """
    today = timezone.now().date()
    pending = MeetingRequest.objects.filter(state=MeetingRequest.State.PENDING)
    over = pending.alias(last=LAST_DAY).filter(last__lt=today).values("pk")
    return MeetingRequest.objects.filter(pk__in=over, state="pending").update(
        state=MeetingRequest.State.EXPIRED,
        answered_on=today,
        proposed_slot=None,
        proposed_by="",
    )
