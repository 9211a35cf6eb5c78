"""Whom to tell of what happens to a participant."""

from collections.abc import Iterable

from accounts.models import Membership, User
from expo.models import Participant


def people_of(side: Participant) -> Iterable[User]:
    """The active owners and editors of its organization, in a fixed order."""
    roles = (Membership.Role.OWNER, Membership.Role.EDITOR)
    return User.objects.filter(
        is_active=True,
        memberships__organization=side.organization_id,
        memberships__role__in=roles,
    ).order_by("pk")
