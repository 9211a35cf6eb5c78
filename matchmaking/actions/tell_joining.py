"""Joining, with the e-mails that go with it: each is put into the outbox with what it tells of."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.invite import invitation_token, invite
from accounts.actions.join import ask_to_join
from accounts.models import Invitation, JoinRequest, Membership, Organization, User
from accounts.queries.people import person_at
from matchmaking.actions.tell import Said, address, tell
from matchmaking.models import Notice
from matchmaking.models.notice import Kind
from matchmaking.queue import enqueue


@transaction.atomic
def invite_colleague(
    organization: Organization, email: str, role: str, *, user: User
) -> Invitation:
    """Invite, and send the link; in the person's language if they have one, else the page's."""
    invitation = invite(organization, email, role, user=user)
    known = person_at(email)
    with translation.override(known.language if known else translation.get_language()):
        body = _(
            "%(who)s invites you to act for %(organization)s at Fairlead.\n\n"
            "Open this address and confirm, until %(until)s:\n%(link)s\n\n"
            "If you do not know them, do nothing."
        ) % {
            "who": user,
            "organization": organization,
            "until": invitation.expires_at.date().isoformat(),
            "link": address(reverse("invitation", args=[invitation_token(invitation)])),
        }
        subject = _("Invitation: %(organization)s") % {"organization": organization}
        Notice.objects.create(kind=Kind.ACCOUNT, email=email, subject=subject[:200], body=body)
    enqueue("send_notices")
    return invitation


@transaction.atomic
def ask_owners(user: User, organization: Organization) -> JoinRequest:
    """Ask to join, and tell the owners; once, however often one asks."""
    asked = user.join_requests.filter(organization=organization, state=JoinRequest.State.PENDING)
    if (pending := asked.first()) is not None:
        return pending
    request = ask_to_join(user, organization)
    names = {"person": user, "email": user.email, "organization": organization}

    def say(_owner: User) -> Said:
        return Said(
            subject=_("%(person)s asks to join %(organization)s") % names,
            body=_("%(person)s (%(email)s) asks to act for %(organization)s.") % names,
            path=reverse("organization", args=[organization.pk]),
        )

    owners = User.objects.filter(
        memberships__organization=organization, memberships__role=Membership.Role.OWNER
    )
    tell(owners.order_by("pk"), None, Kind.ACCOUNT, say)
    return request
