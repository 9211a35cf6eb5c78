"""Joining, with the e-mails that go with it: each is put into the outbox with what it tells of."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.invite import invitation_token, invite
from accounts.actions.join import ask_to_join
from accounts.models import Invitation, JoinRequest, Membership, Organization, User
from accounts.queries.people import person_at
from foundation.errors import RuleBroken
from matchmaking.actions.tell import Said, address, tell
from matchmaking.models import Notice
from matchmaking.models.notice import Kind
from matchmaking.queue import enqueue

# So that nobody fills owners' mailboxes: a day's requests, and the pause after a refused one.
A_PERSON_ASKS, OWNERS_ARE_TOLD = 10, 20
DAY, AGAIN_AFTER = timedelta(days=1), timedelta(days=7)


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
    """Ask to join, and tell the owners; once, however often one asks.

    Above a day's measure the request waits on the organization's page, and no e-mail goes out.
    RuleBroken for who is a member, was refused some days ago, or asks everybody.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    asked = user.join_requests.filter(organization=organization, state=JoinRequest.State.PENDING)
    if (pending := asked.first()) is not None:
        return pending
    since = timezone.now() - DAY
    _may_ask(user, organization, since)
    told = organization.join_requests.filter(created_at__gt=since).count() < OWNERS_ARE_TOLD
    request = ask_to_join(user, organization)
    if told:
        _tell_owners(user, organization)
    return request


def _may_ask(user: User, organization: Organization, since: datetime) -> None:
    history = JoinRequest.pgh_event_model.objects  # type: ignore[attr-defined]
    refused = history.filter(
        user=user.pk,
        organization=organization.pk,
        state=JoinRequest.State.DECLINED,
        pgh_created_at__gt=timezone.now() - AGAIN_AFTER,
    )
    if refused.exists():
        raise RuleBroken(_("Its owners did not let you in; ask again in a week."))
    if user.join_requests.filter(created_at__gt=since).count() >= A_PERSON_ASKS:
        raise RuleBroken(_("That is enough for one day; go on tomorrow."))


def _tell_owners(user: User, organization: Organization) -> None:
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
