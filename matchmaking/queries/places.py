"""Where a person may act: an organization at an edition, and in which role."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from accounts.models import Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Delegation, Edition

Role = Membership.Role
RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}


@dataclass(frozen=True)
class Place:
    """An organization's taking part in one edition, as one person may see it.

    At least one of `exhibitor` and `buyer` is there. `via` is the delegation whose lead acts for
    the organization; its members have a role of their own.
    """

    edition: Edition
    organization: Organization
    role: str
    exhibitor: Exhibitor | None = None
    buyer: Buyer | None = None
    via: Delegation | None = None

    def may(self, role: str) -> bool:
        """Whether the person's role is this or more."""
        return RANK[Role(self.role)] >= RANK[Role(role)]

    @cached_property
    def edits(self) -> bool:
        """For templates."""
        return self.may(Role.EDITOR)

    @property
    def sides(self) -> list[str]:
        """`exhibitor`, `buyer` or both."""
        both = (("exhibitor", self.exhibitor), ("buyer", self.buyer))
        return [side for side, there in both if there]


def places_of(user: User) -> list[Place]:
    """All places of a person, newest edition first; four queries, however many there are."""
    memberships = user.memberships.select_related("organization").order_by("pk")
    roles = {one.organization_id: one.role for one in memberships}
    organizations = {one.organization_id: one.organization for one in memberships}
    sides = _sides(Q(organization__in=roles))
    keys = sorted(sides, key=lambda key: (-key[0], key[1]))
    return [_place(sides[key], organizations[key[1]], roles[key[1]]) for key in keys]


def place_of(user: User, slug: str, organization: int) -> Place | None:
    """The person's place at one edition, None where they have none."""
    membership = user.memberships.filter(organization=organization)
    held = membership.select_related("organization").first()
    if held is None:
        return None
    sides = _sides(Q(organization=organization, edition__slug=slug))
    found = next(iter(sides.values()), None)
    return _place(found, held.organization, held.role) if found else None


def _sides(condition: Q) -> dict[tuple[int, int], list[Exhibitor | Buyer]]:
    """The sides of each (edition, organization)."""
    found: dict[tuple[int, int], list[Exhibitor | Buyer]] = defaultdict(list)
    rows: list[Exhibitor | Buyer] = [
        *Exhibitor.objects.filter(condition).select_related("edition", "delegation"),
        *Buyer.objects.filter(condition).select_related("edition", "delegation"),
    ]
    for row in rows:
        found[row.edition_id, row.organization_id].append(row)
    return found


def _place(sides: list[Exhibitor | Buyer], organization: Organization, role: str) -> Place:
    return Place(
        edition=sides[0].edition,
        organization=organization,
        role=role,
        exhibitor=next((side for side in sides if isinstance(side, Exhibitor)), None),
        buyer=next((side for side in sides if isinstance(side, Buyer)), None),
    )
