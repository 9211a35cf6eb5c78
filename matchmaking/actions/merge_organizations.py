"""Make one of two organizations that are the same."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from foundation.errors import RuleBroken
from matchmaking.actions.tell import Said, tell
from matchmaking.models.notice import Kind

Role = Membership.Role


@transaction.atomic
def merge_organizations(new_id: int, into_id: int, *, user: User) -> Organization:
    """The new one's people and everything of its own go over to the other; it is no more.

    1. Only one that waits to be checked goes over: nobody knows it by its name yet.
    2. Where both take part at an edition on the same side, nothing is done: somebody has to decide
       which entry is right.
    3. Its people may look at the other one's things, but change nothing unless its owners let
       them; where the other has nobody, they keep their roles.
    4. History keeps that it was, and which one it became.

    RuleBroken with what stands in the way.
    """
    keys = sorted({new_id, into_id})
    rows = Organization.objects.select_for_update().order_by("pk").in_bulk(keys)
    new, into = rows.get(new_id), rows.get(into_id)
    if new is None or into is None or new == into:
        raise RuleBroken(_("Choose two organizations that are there."))
    if new.standing != Organization.Standing.NEW:
        raise RuleBroken(_("Only an organization that waits to be checked can be merged."))
    _no_side_twice(new, into)
    people = list(User.objects.filter(memberships__organization=new, is_active=True))
    _move_people(new, into)
    new.standing, new.checked_by = Organization.Standing.REFUSED, user
    new.standing_reason = _("the same as %(name)s (%(id)s)") % {"name": into, "id": into.pk}
    new.save(update_fields=["standing", "standing_reason", "checked_by"])
    try:
        with transaction.atomic():
            for model, field in _pointing_here():
                model._base_manager.filter(**{field: new}).update(**{field: into})  # noqa: SLF001 (documented)
            name = str(new)
            new.delete()
    except (IntegrityError, models.ProtectedError) as error:
        raise RuleBroken(
            _("They cannot be merged: both have something of which there can be only one.")
        ) from error
    tell(people, None, Kind.ACCOUNT, partial(_merged, name, into))
    return into


def _no_side_twice(new: Organization, into: Organization) -> None:
    for side in (Exhibitor, Buyer):
        theirs = side.objects.filter(organization=into).values("edition")
        both = side.objects.filter(organization=new, edition__in=theirs).select_related("edition")
        twice = both.first()
        if twice is not None:
            said = _("Both take part in %(edition)s on the same side: take one entry away first.")
            raise RuleBroken(said % {"edition": twice.edition})


def _move_people(new: Organization, into: Organization) -> None:
    alone = not into.memberships.exists()
    for membership in new.memberships.order_by("pk"):
        role = membership.role if alone else Role.VIEWER
        Membership.objects.get_or_create(
            user_id=membership.user_id, organization=into, defaults={"role": role}
        )
    new.memberships.all().delete()


def _pointing_here() -> Iterator[tuple[Any, str]]:
    """Every model's own foreign keys to organizations; not history, which nobody rewrites."""
    for relation in Organization._meta.get_fields(include_hidden=True):  # noqa: SLF001 (documented)
        field: Any = getattr(relation, "field", None)
        if field is None or not relation.auto_created or not field.db_constraint:
            continue
        if field.model is not Membership and not field.many_to_many:
            yield field.model, field.name


def _merged(name: str, into: Organization, _person: User) -> Said:
    names = {"name": name, "into": into}
    return Said(
        subject=_("%(name)s is %(into)s") % names,
        body=_(
            "The organizer found that %(name)s and %(into)s are the same and made one of them. You"
            " belong to %(into)s now; its owners can give you a role with which you change things."
        )
        % names,
        path="/",
    )
