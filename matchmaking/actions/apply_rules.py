"""Let a changed rule count in the matches that are shown."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from expo.models import Edition
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.models import HostedOnly, Match, PairRule


@transaction.atomic
def apply_rules(edition: Edition, organizations: Collection[int]) -> int:
    """After a rule for these organizations was saved or deleted: matches that it forbids go at
    once, others come back when the parties are matched again, in the background. How many went.
    """
    matches = Match.objects.filter(edition=edition)
    never = PairRule.objects.filter(edition=edition, kind=PairRule.Kind.NEVER)
    gone = 0
    for one, other in never.filter(
        Q(one__in=organizations) | Q(other__in=organizations)
    ).values_list("one", "other"):
        both = Q(exhibitor__organization=one, buyer__organization=other)
        both |= Q(exhibitor__organization=other, buyer__organization=one)
        gone += matches.filter(both).delete()[0]
    alone = HostedOnly.objects.filter(exhibitor__organization__in=organizations)
    closed = matches.filter(exhibitor__in=alone.values("exhibitor"), buyer__hosted=False)
    gone += closed.delete()[0]
    refresh_matches(
        edition.pk,
        exhibitors=edition.exhibitors.filter(organization__in=organizations).values_list(
            "pk", flat=True
        ),
        buyers=edition.buyers.filter(organization__in=organizations).values_list("pk", flat=True),
    )
    return gone
