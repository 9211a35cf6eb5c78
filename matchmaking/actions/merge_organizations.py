"""Make one of two organizations that are the same."""

from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.actions.join import ask_to_join
from accounts.models import Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import MeetingTable
from foundation.errors import RuleBroken
from matchmaking.actions.tell import Said, tell
from matchmaking.models import MeetingLimit, PairRule
from matchmaking.models.notice import Kind
from matchmaking.queries.queues import let_in_elsewhere

# What goes over; invitations, feeds and whatever else lets people in ends with the new one.
HANDED_OVER: tuple[tuple[Any, str], ...] = (
    (Exhibitor, "organization"),
    (Buyer, "organization"),
    (PairRule, "one"),
    (PairRule, "other"),
    (MeetingLimit, "organization"),
    (MeetingTable, "reserved_for"),
)


@transaction.atomic
def merge_organizations(new_id: int, into_id: int, *, user: User) -> Organization:
    """The new one's entries and the rules about it go over to the other; it is no more.

    1. Only one that waits to be checked goes over: nobody knows it by its name yet.
    2. Where both take part at an edition on the same side, nothing is done: somebody has to decide
       which entry is right.
    3. Its people ask to join the other one, whose owners decide; where that has nobody, they keep
       their roles, except the one who merges: nobody makes themselves a member.
    4. Nothing goes over that another organizer has let in, and nobody gets by it into what takes
       part at another organizer's edition.
    5. History keeps that it was, and which one it became.

    RuleBroken with what stands in the way.
    """
    keys = sorted({new_id, into_id})
    rows = Organization.objects.select_for_update().order_by("pk").in_bulk(keys)
    new, into = rows.get(new_id), rows.get(into_id)
    if new is None or into is None or new == into:
        raise RuleBroken(_("Choose two organizations that are there."))
    if new.standing != Organization.Standing.NEW:
        raise RuleBroken(_("Only an organization that waits to be checked can be merged."))
    _organized(new, into, user)
    _no_side_twice(new, into)
    people = list(User.objects.filter(memberships__organization=new, is_active=True))
    _move_people(new, into, user)
    new.standing, new.checked_by = Organization.Standing.REFUSED, user
    new.standing_reason = _("the same as %(name)s (%(id)s)") % {"name": into, "id": into.pk}
    new.save(update_fields=["standing", "standing_reason", "checked_by"])
    try:
        with transaction.atomic():
            for model, field in HANDED_OVER:
                model.objects.filter(**{field: new}).update(**{field: into})
            name = str(new)
            new.delete()
    except (IntegrityError, models.ProtectedError) as error:
        raise RuleBroken(
            _("They cannot be merged: both have something of which there can be only one.")
        ) from error
    tell(people, None, Kind.ACCOUNT, partial(_merged, name, into))
    return into


def _organized(new: Organization, into: Organization, user: User) -> None:
    asked = [new] if into.memberships.exists() else [new, into]
    elsewhere = let_in_elsewhere([row.pk for row in asked], user)
    for row in asked:
        if row.pk in elsewhere:
            said = _(
                "They cannot be merged by you: %(name)s takes part in %(edition)s, and only who"
                " decides about organizations there as well can do it."
            )
            raise RuleBroken(said % {"name": row, "edition": elsewhere[row.pk]})


def _no_side_twice(new: Organization, into: Organization) -> None:
    for side in (Exhibitor, Buyer):
        theirs = side.objects.filter(organization=into).values("edition")
        both = side.objects.filter(organization=new, edition__in=theirs).select_related("edition")
        twice = both.first()
        if twice is not None:
            said = _("Both take part in %(edition)s on the same side: take one entry away first.")
            raise RuleBroken(said % {"edition": twice.edition})


def _move_people(new: Organization, into: Organization, merging: User) -> None:
    alone = not into.memberships.exists()
    members = set(into.memberships.values_list("user", flat=True))
    for membership in new.memberships.select_related("user").order_by("pk"):
        if alone and membership.user_id != merging.pk:
            Membership.objects.create(user=membership.user, organization=into, role=membership.role)
        elif membership.user_id not in members:
            ask_to_join(membership.user, into)
    new.memberships.all().delete()


def _merged(name: str, into: Organization, _person: User) -> Said:
    names = {"name": name, "into": into}
    return Said(
        subject=_("%(name)s is %(into)s") % names,
        body=_(
            "The organizer found that %(name)s and %(into)s are the same and made one of them. If"
            " %(into)s has people already, they are asked to let you in."
        )
        % names,
        path="/",
    )
