"""Coming to an organization: found it, ask to join, be let in."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import JoinRequest, Membership, Organization, User
from foundation.errors import RuleBroken

Role = Membership.Role


@transaction.atomic
def found_organization(
    user: User, organization: Organization, *, claims_from: Organization | None = None
) -> Organization:
    """Store a new organization with its founder as the owner; an organizer is to look at it.

    With `claims_from` its number is said to stand there wrongly. It is kept without the number, and
    the queue of new organizations says so: the organizer decides whose it is.
    """
    organization.standing = Organization.Standing.NEW
    if claims_from is not None:
        organization.registration_number = ""
        organization.standing_reason = _claim(claims_from)
    organization.save()
    Membership.objects.create(user=user, organization=organization, role=Role.OWNER)
    return organization


def _claim(holder: Organization) -> str:
    """For the organizer, whatever language the founder reads."""
    with translation.override(settings.LANGUAGE_CODE):
        said = _("says that the number %(number)s of %(name)s (%(id)s) is its own")
        names = {"number": holder.registration_number, "name": str(holder)[:150], "id": holder.pk}
    return said % names


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
