"""Joining, with the e-mails that go with it: each is put into the outbox with what it tells of."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.invite import invitation_token, invite
from accounts.actions.join import ask_to_join
from accounts.models import Invitation, JoinRequest, Membership, Organization, User
from matchmaking.models import Notice
from matchmaking.queue import enqueue


@transaction.atomic
def invite_colleague(
    organization: Organization, email: str, role: str, *, user: User, base: str
) -> Invitation:
    """Invite, and send the link; in the person's language if they have an account, else the page's.

    `base` is the site's address (`https://expo.example`).
    """
    invitation = invite(organization, email, role, user=user)
    known = User.objects.filter(email__iexact=email).first()
    with translation.override(known.language if known else translation.get_language()):
        body = _(
            "%(who)s invites you to act for %(organization)s at Fairlead.\n\n"
            "Open this address and confirm, until %(until)s:\n%(link)s\n\n"
            "If you do not know them, do nothing."
        ) % {
            "who": user,
            "organization": organization,
            "until": invitation.expires_at.date().isoformat(),
            "link": base + reverse("invitation", args=[invitation_token(invitation)]),
        }
        subject = _("Invitation: %(organization)s") % {"organization": organization}
        Notice.objects.create(email=email, subject=subject[:200], body=body)
    enqueue("send_notices")
    return invitation


@transaction.atomic
def ask_owners(user: User, organization: Organization, *, base: str) -> JoinRequest:
    """Ask to join, and tell the owners, each in their language; once, however often one asks."""
    asked = user.join_requests.filter(organization=organization, state=JoinRequest.State.PENDING)
    if (pending := asked.first()) is not None:
        return pending
    request = ask_to_join(user, organization)
    link = base + reverse("organization", args=[organization.pk])
    owners = organization.memberships.filter(role=Membership.Role.OWNER).select_related("user")
    for owner in owners:
        with translation.override(owner.user.language):
            names = {"person": user, "email": user.email, "organization": organization}
            subject = _("%(person)s asks to join %(organization)s") % names
            body = _("%(person)s (%(email)s) asks to act for %(organization)s.") % names
            Notice.objects.create(
                email=owner.user.email, subject=subject[:200], body=f"{body}\n\n{link}"
            )
    enqueue("send_notices")
    return request
