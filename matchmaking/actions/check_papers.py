"""Note that certificates were checked."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from exhibitors.models import Certificate
from expo.models import Edition
from matchmaking.queries.queues import MOST, papers


@transaction.atomic
def check_papers(edition: Edition, keys: Collection[int], user: User) -> int:
    """By whom, on which day by the edition's clock; how many. One that was checked keeps its
    checker.
    """
    rows = papers(edition).select_for_update(of=("self",)).filter(pk__in=keys)
    found = list(rows.values_list("pk", flat=True)[:MOST])
    today = timezone.localdate(timezone=edition.zone)
    return Certificate.objects.filter(pk__in=found).update(checked_by=user, checked_on=today)
