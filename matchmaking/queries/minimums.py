"""Whose binding meetings are fewer than the organizer's limits ask for."""

from collections import Counter

from expo.models import Edition
from matchmaking.models import Meeting
from matchmaking.queries.planning_input import members_of
from matchmaking.queries.rules import rules_of


def fewer_than_minimum(edition: Edition) -> dict[str, list[int]]:
    """Side → keys of its participants, those who lack most first."""
    shared = ("edition", "organization", "delegation")
    exhibitors = list(edition.exhibitors.taking_part().only(*shared, "first_time"))
    buyers = list(edition.buyers.taking_part().only(*shared, "hosted"))
    members = members_of(edition, [*exhibitors, *buyers])
    limits = rules_of(edition).limits_of(exhibitors, buyers, members)
    held: Counter[int] = Counter()
    for pair in (
        Meeting.objects.filter(edition=edition)
        .binding()
        .values_list("exhibitor_organization", "buyer_organization")
    ):
        held.update(pair)
    found = {}
    for side, rows in (("exhibitors", exhibitors), ("buyers", buyers)):
        lacking = {
            row.pk: limits[row.organization_id].minimum - held[row.organization_id]
            for row in rows
            if row.organization_id in limits
        }
        short = [key for key, lack in lacking.items() if lack > 0]
        found[side] = sorted(short, key=lambda key: (-lacking[key], key))
    return found
