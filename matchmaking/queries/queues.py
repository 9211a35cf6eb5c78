"""What waits for an organizer's decision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import Organization, User
from accounts.roles import editions_where
from buyers.models import Buyer
from exhibitors.models import Certificate, Exhibitor
from expo.models import Edition, Participant

MOST = 500  # decided at a time
DECIDES = "accounts.change_organization"


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


def new_organizations(edition: Edition) -> QuerySet[Organization]:
    """Founded in the portal and not yet looked at: those that take part here, or nowhere yet."""
    here = Q(exhibitors__edition=edition) | Q(buyers__edition=edition)
    nowhere = Q(exhibitors=None, buyers=None)
    wanted = Organization.objects.filter(here | nowhere, standing=Organization.Standing.NEW)
    rows = Organization.objects.filter(pk__in=wanted.values("pk"))
    return rows.order_by("founded_at", "pk")


def let_in_elsewhere(organizations: Collection[int], user: User) -> Mapping[int, Edition]:
    """Of those that take part where the person decides about no organizations, one such edition."""
    mine = editions_where(user, DECIDES)
    found: dict[int, Edition] = {}
    if mine is None:
        return found
    for side in (Exhibitor, Buyer):
        rows = side.objects.taking_part().filter(organization__in=organizations)
        for row in rows.exclude(edition__in=mine).select_related("edition").order_by("edition"):
            found.setdefault(row.organization_id, row.edition)
    return found


ALIKE = """
SELECT asked.key, alike.id
FROM unnest(%s::int[], %s::text[]) AS asked(key, name)
CROSS JOIN LATERAL (
    SELECT id, word_similarity(asked.name, upper(name::text)) AS likeness
    FROM accounts_organization
    WHERE asked.name <%% upper(name::text) AND id <> asked.key
    ORDER BY likeness DESC, id LIMIT 3
) AS alike
ORDER BY asked.key, alike.likeness DESC, alike.id
"""


def alike(organizations: Iterable[Organization]) -> Mapping[int, list[Organization]]:
    """Others of a similar name, at most three of each: two queries, by the index on names."""
    asked = [(row.pk, str(name).upper()) for row in organizations for name in row.name.values()]
    keys, names = [key for key, _name in asked], [name for _key, name in asked]
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [keys, names])
        pairs = list(dict.fromkeys(cursor.fetchall()))
    rows = Organization.objects.in_bulk({other for _key, other in pairs} | {0})
    found: defaultdict[int, list[Organization]] = defaultdict(list)
    for key, other in pairs:
        found[key].append(rows[other])
    return found
