"""Note that a person has read what they were told."""

from django.utils import timezone

from accounts.models import User
from matchmaking.models import Notice


def read_notices(user: User, up_to: int | None = None) -> int:
    """All of it, or what is no newer than an id; how much of it was new."""
    rows = Notice.objects.filter(user=user, read_at=None)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return rows.update(read_at=timezone.now())
