"""Where a person may act: an organization at an edition, and in which role."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.models import Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Delegation, Edition, Participant

Role = Membership.Role
LET_IN = Participant.State.APPROVED
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
    def both(self) -> list[Participant]:
        """The sides themselves."""
        return [side for side in (self.exhibitor, self.buyer) if side]

    @property
    def sides(self) -> list[str]:
        """`exhibitor`, `buyer` or both."""
        both = (("exhibitor", self.exhibitor), ("buyer", self.buyer))
        return [side for side, there in both if there]

    @property
    def let_in(self) -> list[str]:
        """Those of them that take part, and so may read of others and ask them."""
        return [side for side in self.sides if getattr(self, side).state == LET_IN]


def places_of(user: User) -> list[Place]:
    """All places of a person, newest edition first; four queries, however many there are."""
    memberships = user.memberships.select_related("organization").order_by("pk")
    roles = {one.organization_id: one.role for one in memberships}
    organizations = {one.organization_id: one.organization for one in memberships}
    sides = _sides(Q(organization__in=roles))
    keys = sorted(sides, key=lambda key: (-key[0], key[1]))
    return [_place(sides[key], organizations[key[1]], roles[key[1]]) for key in keys]


def place_of(user: User, slug: str, organization: int) -> Place | None:
    """The person's place at one edition, None where they have none.

    A member's role is the membership's. The lead of a delegation is an editor of the members that
    delegated it, as long as the delegation is theirs or below theirs.
    """
    found = next(iter(_sides(Q(organization=organization, edition__slug=slug)).values()), None)
    if found is None:
        return None
    held = user.memberships.filter(organization=organization).first()
    if held is not None:
        return _place(found, found[0].organization, held.role)
    via = next((d for side in found if (d := _leads(user, side))), None)
    return _place(found, found[0].organization, Role.EDITOR, via) if via else None


def _leads(user: User, side: Exhibitor | Buyer) -> Delegation | None:
    """The delegation of a side that lets it act, if the person leads it or one above it."""
    at = side.delegation if side.delegated else None
    while at is not None and at.lead_id != user.pk:
        at = at.parent
    return at


def open_editions() -> QuerySet[Edition]:
    """Editions that organizations may apply to."""
    return Edition.objects.filter(registration_open=True)


def _sides(condition: Q) -> dict[tuple[int, int], list[Exhibitor | Buyer]]:
    """The sides of each (edition, organization)."""
    found: dict[tuple[int, int], list[Exhibitor | Buyer]] = defaultdict(list)
    rows: list[Exhibitor | Buyer] = [
        *Exhibitor.objects.filter(condition).select_related(
            "edition", "organization", "delegation"
        ),
        *Buyer.objects.filter(condition).select_related("edition", "organization", "delegation"),
    ]
    for row in rows:
        found[row.edition_id, row.organization_id].append(row)
    return found


def _place(
    sides: list[Exhibitor | Buyer],
    organization: Organization,
    role: str,
    via: Delegation | None = None,
) -> Place:
    return Place(
        edition=sides[0].edition,
        organization=organization,
        role=role,
        via=via,
        exhibitor=next((side for side in sides if isinstance(side, Exhibitor)), None),
        buyer=next((side for side in sides if isinstance(side, Buyer)), None),
    )
