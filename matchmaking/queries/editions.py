"""Finding an edition, and its day of reference."""

from datetime import date

from django.utils import timezone

from expo.models import Edition
from matchmaking.errors import RuleBroken


def edition_by_slug(slug: str) -> Edition:
    """RuleBroken names the editions there are."""
    try:
        return Edition.objects.get(slug=slug)
    except Edition.DoesNotExist:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise RuleBroken(f"There is no edition “{slug}”. Editions: {known}.") from None


def reference_day(edition: Edition) -> date:
    """The day on which orders can first be agreed: the opening, or today once it has passed.

    Certificates must be valid on it and lead times are counted from it.
    """
    today = timezone.now().astimezone(edition.zone).date()
    opening = edition.days.order_by("date").values_list("date", flat=True).first()
    return max(today, opening) if opening else today
