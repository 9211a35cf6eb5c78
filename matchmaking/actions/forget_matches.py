"""Delete the matches of runs that nobody looks at any more."""

from collections.abc import Collection

from django.db import transaction

from matchmaking.models import Match

BATCH = 10_000  # a run at size L has some 300,000


def forget_matches(runs: Collection[int]) -> int:
    """How many went; the runs and their figures stay. It waits for nobody: rows that somebody
    else is deleting are passed over.
    """
    gone = 0
    while part := _some(runs):
        gone += part
    return gone


@transaction.atomic
def _some(runs: Collection[int]) -> int:
    rows = Match.objects.filter(run__in=runs).order_by().select_for_update(skip_locked=True)
    keys = list(rows.values_list("pk", flat=True)[:BATCH])
    return Match.objects.filter(pk__in=keys).delete()[0]
