"""Inviting colleagues, and taking up an invitation."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Organization, User
from accounts.queries.people import person_at
from foundation.errors import RuleBroken

SALT = "accounts.invitation"
MOST_OPEN = 50  # invitations of one organization at a time


def invitation_token(invitation: Invitation) -> str:
    """What the invitation's link carries: signed, good for this invitation only."""
    return signing.dumps(invitation.pk, salt=SALT)


def read_token(token: str) -> Invitation | None:
    """The invitation of a link, None for a forged one."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organization", "invited_by").filter(pk=key).first()


@transaction.atomic
def invite(organization: Organization, email: str, role: str, *, user: User) -> Invitation:
    """An invitation that is good for two weeks; an open one to the same address is renewed.

    RuleBroken if the person is a member already, or too many invitations are open.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.memberships.filter(user=person_at(email)).exists():
        raise RuleBroken(_("%(email)s is a member already.") % {"email": email})
    organization.invitations.filter(
        email__iexact=email, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    if organization.invitations.open().count() >= MOST_OPEN:
        raise RuleBroken(_("Too many invitations are open; take some back first."))
    return Invitation.objects.create(
        organization=organization, email=email, role=role, invited_by=user
    )


@transaction.atomic
def accept_invitation(invitation_id: int, *, user: User | None) -> User:
    """Make the person a member and return them; who is new gets an account without a password.

    The link came by e-mail, so the address counts as verified. RuleBroken for an invitation that
    is over, or if the address belongs to somebody who is not the one signed in: the link alone
    opens no account that is there already.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if not Invitation.objects.open().filter(pk=invitation.pk).exists():
        raise RuleBroken(_("This invitation is no longer good; ask for a new one."))
    person = user or _newcomer(invitation.email)
    Membership.objects.get_or_create(
        user=person,
        organization_id=invitation.organization_id,
        defaults={"role": invitation.role},
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return person


def _newcomer(email: str) -> User:
    if person_at(email) is not None:
        raise RuleBroken(_("You have an account already: sign in first."))
    person = User.objects.create_user(email, language=get_language() or "en")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
