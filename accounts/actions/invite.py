"""Inviting colleagues, and taking up an invitation."""

from datetime import timedelta

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
# A day's, so that nobody fills strangers' mailboxes with words of their own.
A_PERSON_SENDS, AN_ORGANIZATION_SENDS, AN_ADDRESS_GETS = 30, 60, 5
DAY = timedelta(days=1)
AGAIN_AFTER = timedelta(hours=1)  # to the same address


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

    RuleBroken if the person is a member already, or too many invitations are open or were sent.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if organization.memberships.filter(user=person_at(email)).exists():
        raise RuleBroken(_("%(email)s is a member already.") % {"email": email})
    _within_a_days_allowance(organization, email, user)
    organization.invitations.filter(
        email__iexact=email, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    if organization.invitations.open().count() >= MOST_OPEN:
        raise RuleBroken(_("Too many invitations are open; take some back first."))
    return Invitation.objects.create(
        organization=organization, email=email, role=role, invited_by=user
    )


def _within_a_days_allowance(organization: Organization, email: str, user: User) -> None:
    now = timezone.now()
    sent = Invitation.objects.filter(created_at__gt=now - DAY)
    there = sent.filter(email__iexact=email)
    if there.filter(organization=organization, created_at__gt=now - AGAIN_AFTER).exists():
        raise RuleBroken(
            _("%(email)s was invited a moment ago; try again in an hour.") % {"email": email}
        )
    if (
        there.count() >= AN_ADDRESS_GETS
        or sent.filter(organization=organization).count() >= AN_ORGANIZATION_SENDS
        or sent.filter(invited_by=user).count() >= A_PERSON_SENDS
    ):
        raise RuleBroken(_("That is enough for one day; go on tomorrow."))


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
