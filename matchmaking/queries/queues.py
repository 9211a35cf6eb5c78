"""What waits for an organizer's decision."""

from typing import Any

from django.db.models import QuerySet

from buyers.models import Buyer
from exhibitors.models import Certificate, Exhibitor
from expo.models import Edition, Participant

MOST = 500  # decided at a time


def waiting(edition: Edition, side: str) -> QuerySet[Any]:
    """Participants of a side (`exhibitors`, `buyers`) who applied, in the order they did."""
    model: Any = Exhibitor if side == "exhibitors" else Buyer
    rows = model.objects.filter(edition=edition, state=Participant.State.APPLIED)
    found: QuerySet[Any] = rows.select_related("organization", "edition", "delegation")
    return found.order_by("created_at", "pk")


def papers(edition: Edition) -> QuerySet[Certificate]:
    """Certificates that nobody has checked, those that end first before others."""
    rows = Certificate.objects.filter(edition=edition, checked_on=None)
    related = rows.select_related("exhibitor__organization", "product")
    return related.order_by("valid_until", "pk")
