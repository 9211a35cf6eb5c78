"""Make and end access tokens."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SCOPES, AccessToken, Membership, Organization, User
from foundation.errors import RuleBroken

MOST_LIVE = 20  # of a person
LONGEST_DAYS = 365
MAY_MAKE = (Membership.Role.OWNER, Membership.Role.EDITOR)


@transaction.atomic
def make_token(
    user: User,
    name: str,
    scopes: Sequence[str],
    *,
    organization: Organization | None = None,
    days: int | None = 90,
) -> tuple[AccessToken, str]:
    """The token, and its secret, which nobody can be shown again.

    RuleBroken without a known scope, for too long a time, or if the person does not act for the
    organization.
    """
    User.objects.select_for_update().get(pk=user.pk)
    chosen = [scope for scope in SCOPES if scope in scopes]
    if not chosen or not name.strip():
        raise RuleBroken(_("Give the token a name and choose at least one thing it may do."))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise RuleBroken(_("A token is good for 1 to %d days.") % LONGEST_DAYS)
    if AccessToken.objects.live().filter(user=user).count() >= MOST_LIVE:
        raise RuleBroken(_("You have %d tokens; end one first.") % MOST_LIVE)
    if organization and not _acts(user, organization):
        raise RuleBroken(_("Only who acts for the organization makes tokens for it."))
    secret = AccessToken.new_secret()
    token = AccessToken.objects.create(
        user=user,
        organization=organization,
        kind=AccessToken.Kind.MACHINE if organization else AccessToken.Kind.PERSONAL,
        name=name.strip()[:80],
        scopes=chosen,
        digest=AccessToken.digest_of(secret),
        hint=secret[:8],
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    return token, secret


def end_token(user: User, token_id: int) -> bool:
    """The token opens nothing any more; False if the person has no such token."""
    rows = AccessToken.objects.filter(user=user, pk=token_id, ended_at=None)
    return rows.update(ended_at=timezone.now()) > 0


def _acts(user: User, organization: Organization) -> bool:
    return user.memberships.filter(organization=organization, role__in=MAY_MAKE).exists()
