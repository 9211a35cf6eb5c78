"""Coming to an organization: found it, ask to join, be let in."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import JoinRequest, Membership, Organization, User
from foundation.errors import RuleBroken

Role = Membership.Role


@transaction.atomic
def found_organization(user: User, organization: Organization) -> Organization:
    """Store a new organization with its founder as the owner; an organizer is to look at it."""
    organization.standing = Organization.Standing.NEW
    organization.save()
    Membership.objects.create(user=user, organization=organization, role=Role.OWNER)
    return organization


def ask_to_join(user: User, organization: Organization) -> JoinRequest:
    """A request to the owners; the one that is pending already, if there is one.

    RuleBroken for somebody who is a member.
    """
    if user.memberships.filter(organization=organization).exists():
        raise RuleBroken(_("You are a member already."))
    return JoinRequest.objects.get_or_create(
        user=user, organization=organization, state=JoinRequest.State.PENDING
    )[0]


@transaction.atomic
def answer_join_request(
    request_id: int, organization: Organization, *, accept: bool, role: str, user: User
) -> JoinRequest:
    """Let the person in with a role, or not; answered once, whoever clicks twice."""
    request = JoinRequest.objects.select_for_update().get(pk=request_id, organization=organization)
    if request.state != JoinRequest.State.PENDING:
        return request
    request.state = JoinRequest.State.ACCEPTED if accept else JoinRequest.State.DECLINED
    request.answered_by = user
    request.save(update_fields=["state", "answered_by"])
    if accept:
        Membership.objects.get_or_create(
            user_id=request.user_id, organization=organization, defaults={"role": role}
        )
    return request
