"""Erase a person, and keep what is not about them."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Interpreter
from foundation.errors import RuleBroken
from matchmaking.models import Notice
from matchmaking.models.notice import Kind

NOBODY = "erased-{key}@erased.invalid"
AT_ONCE = timedelta(minutes=1)  # in which who asks to join is told to the owners


@transaction.atomic
def erase_person(user: User) -> None:
    """The account's row stays without a name, so that who did what stays one somebody; all else
    that names the person goes. Meetings, scores and outcomes are the organizations' and stay.

    RuleBroken for the only owner of an organization with other members, and for organizers.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_superuser or row.is_staff:
        raise RuleBroken(_("An organizer's account is ended by another organizer first."))
    _no_orphans(row)
    for model in (Exhibitor, Buyer):
        model.objects.filter(contact_email__iexact=row.email).update(
            contact_name="", contact_email=""
        )
    Interpreter.objects.filter(user=row).update(user=None, name=_("(erased)"), email="")
    Invitation.objects.filter(email__iexact=row.email).delete()
    _forget_notices(row)
    for related in ("memberships", "join_requests", "tokens", "consents", "feeds",
                    "notice_settings", "emailaddress_set", "authenticator_set",
                    "socialaccount_set"):  # fmt: skip
        getattr(row, related).all().delete()
    row.delegations.update(lead=None)
    email = row.email
    row.email, row.name, row.is_active = NOBODY.format(key=row.pk), "", False
    row.set_unusable_password()
    row.save()
    _forget_history(row, email)


def _forget_notices(user: User) -> None:
    """What the person was told, what went to the address alone, such as an invitation, and what
    owners were told when the person asked to join them: it holds name and address.
    """
    Notice.objects.filter(user=user).delete()
    Notice.objects.filter(user=None, email__iexact=user.email).delete()
    for asked in user.join_requests.all():
        Notice.objects.filter(
            edition=None,
            kind=Kind.ACCOUNT,
            path=reverse("organization", args=[asked.organization_id]),
            created_at__range=(asked.created_at, asked.created_at + AT_ONCE),
        ).delete()


def _no_orphans(user: User) -> None:
    owned = Membership.objects.filter(user=user, role=Membership.Role.OWNER).values("organization")
    for organization in Organization.objects.filter(pk__in=owned):
        others = organization.memberships.exclude(user=user)
        if others.exists() and not others.filter(role=Membership.Role.OWNER).exists():
            raise RuleBroken(
                _("You are the only owner of %(organization)s: name another one first.")
                % {"organization": organization}
            )


def _forget_history(user: User, email: str) -> None:
    """The history keeps that a permission changed and by whom, not whose address it was: the one
    exception to its being append-only, which the law asks for.
    """
    kinds: list[tuple[Any, dict[str, Any]]] = [
        (User, {"pgh_obj": user.pk}),
        (Invitation, {"email__iexact": email}),
    ]
    for tracked, rows in kinds:
        model = tracked.pgh_event_model
        with pgtrigger.ignore(f"{model._meta.label}:append_only"):  # noqa: SLF001 (Django's name)
            model.objects.filter(**rows).update(email=user.email)
