"""Let requests that nobody answered run out."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.models import MeetingRequest

LIFETIME = timedelta(days=30)


def expire_requests() -> int:
    """Pending requests older than `LIFETIME` expire; how many. Safe to repeat."""
    today = timezone.now().date()
    return MeetingRequest.objects.filter(
        state=MeetingRequest.State.PENDING, asked_on__lt=today - LIFETIME
    ).update(state=MeetingRequest.State.EXPIRED, answered_on=today)
