"""Say of organizations that somebody founded in the portal that they are known, or refuse them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from expo.models import Edition
from foundation.errors import RuleBroken
from matchmaking.actions.decide_participants import Decision, decide_participants
from matchmaking.actions.tell import Said, tell
from matchmaking.models.notice import Kind
from matchmaking.queries.queues import MOST, let_in_elsewhere, new_organizations, waiting


@dataclass(frozen=True)
class Checked:
    """How many organizations, and how many people were told."""

    organizations: int
    told: int


@transaction.atomic
def check_organizations(
    edition: Edition, keys: Collection[int], user: User, *, refused_because: str | None = None
) -> Checked:
    """Of those that still wait at this edition, at most `MOST` at a time. Repeated: nothing.

    A refusal needs its reason, which their people are told; what they applied for here is refused
    with it. RuleBroken without, and for one that another organizer has let in.
    """
    reason = None if refused_because is None else refused_because.strip()[:300]
    if reason == "":
        raise RuleBroken(_("Say why: their people are told the reason."))
    rows = new_organizations(edition).select_for_update(of=("self",)).filter(pk__in=keys)
    found = list(rows.order_by("pk")[:MOST])
    if reason is not None:
        _let_in_by_nobody_else(found, user)
    standing = Organization.Standing
    for row in found:
        row.standing = standing.KNOWN if reason is None else standing.REFUSED
        row.standing_reason, row.checked_by = reason or "", user
    Organization.objects.bulk_update(found, ["standing", "standing_reason", "checked_by"])
    if reason is None:
        return Checked(len(found), 0)
    told = 0
    for row in found:
        people = User.objects.filter(memberships__organization=row, is_active=True).order_by("pk")
        told += len(tell(people, edition, Kind.ACCOUNT, partial(_refused, row)))
    _refuse_applications(edition, [row.pk for row in found], reason)
    return Checked(len(found), told)


def _let_in_by_nobody_else(rows: Collection[Organization], user: User) -> None:
    elsewhere = let_in_elsewhere([row.pk for row in rows], user)
    first = next((row for row in rows if row.pk in elsewhere), None)
    if first is not None:
        said = _(
            "Nothing was refused: %(name)s takes part in %(edition)s, and only who decides about"
            " organizations there as well can refuse it."
        )
        raise RuleBroken(said % {"name": first, "edition": elsewhere[first.pk]})


def _refuse_applications(edition: Edition, organizations: Iterable[int], reason: str) -> None:
    for side in ("exhibitors", "buyers"):
        applied = waiting(edition, side).filter(organization__in=list(organizations))
        keys = list(applied.order_by().values_list("pk", flat=True))
        if keys:
            decide_participants(edition, side, keys, Decision.REFUSE, because=reason)


def _refused(row: Organization, _person: User) -> Said:
    names = {"organization": row, "reason": row.standing_reason}
    return Said(
        subject=_("%(organization)s was not accepted") % names,
        body=_("The organizer did not accept %(organization)s: %(reason)s") % names,
    )
