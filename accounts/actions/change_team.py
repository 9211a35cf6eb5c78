"""Who acts for an organization: roles changed, members removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization
from foundation.errors import RuleBroken

Role = Membership.Role


@transaction.atomic
def change_role(organization: Organization, membership_id: int, role: str) -> None:
    """RuleBroken if no owner would be left."""
    membership = _locked(organization, membership_id)
    if role != Role.OWNER:
        _keep_an_owner(organization, membership)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def remove_member(organization: Organization, membership_id: int) -> None:
    """RuleBroken if no owner would be left."""
    membership = _locked(organization, membership_id)
    _keep_an_owner(organization, membership)
    membership.delete()


def _locked(organization: Organization, membership_id: int) -> Membership:
    Organization.objects.select_for_update().get(pk=organization.pk)
    return Membership.objects.get(pk=membership_id, organization=organization)


def _keep_an_owner(organization: Organization, leaving: Membership) -> None:
    others = organization.memberships.filter(role=Role.OWNER).exclude(pk=leaving.pk)
    if not others.exists():
        raise RuleBroken(_("An organization needs an owner: name another one first."))
