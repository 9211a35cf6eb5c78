"""Save or hide a match, or take that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.errors import RuleBroken
from matchmaking.models import MatchMark, MeetingRequest
from matchmaking.queries.places import place_of


@transaction.atomic
def mark_match(
    buyer: Buyer,
    exhibitor: Exhibitor,
    *,
    side: str,
    kind: str,
    user: User,
    reason: str = "",
    note: str = "",
) -> MatchMark:
    """What `side` says of the pair from now on; said again, it replaces what was said before.

    Values are those of `MeetingRequest.Side`, `MatchMark.Kind` and `MatchMark.Reason`; hiding
    needs a reason, saving has none. The same words again change nothing and leave no history.
    RuleBroken if the user does not act for that side or the two are not of one edition.
    """
    _check(buyer, exhibitor, side, user)
    if (kind == MatchMark.Kind.HIDDEN) != bool(reason):
        raise RuleBroken(_("Hiding a match needs a reason, saving one has none."))
    if kind not in MatchMark.Kind or (reason and reason not in MatchMark.Reason):
        raise RuleBroken(_("There is no such mark or reason."))
    said = {"kind": kind, "reason": reason, "note": note.strip()}
    pair = {"buyer": buyer, "exhibitor": exhibitor, "side": side}
    rows = MatchMark.objects.select_for_update()
    mark, made = rows.get_or_create(
        **pair, defaults={**said, "edition_id": buyer.edition_id, "marked_by": user}
    )
    if not made and any(getattr(mark, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(mark, name, value)
        mark.marked_by = user
        mark.save()
    return mark


def unmark_match(buyer: Buyer, exhibitor: Exhibitor, *, side: str, user: User) -> bool:
    """Take the side's mark back; False if there was none. RuleBroken as for `mark_match`."""
    _check(buyer, exhibitor, side, user)
    marks = MatchMark.objects.filter(buyer=buyer, exhibitor=exhibitor, side=side)
    gone, _by_model = marks.delete()
    return gone > 0


def _check(buyer: Buyer, exhibitor: Exhibitor, side: str, user: User) -> None:
    if side not in MeetingRequest.Side:
        raise RuleBroken(_("A match has two sides, the buyer's and the exhibitor's."))
    if buyer.edition_id != exhibitor.edition_id:
        raise RuleBroken(_("Buyer and exhibitor are not of the same edition."))
    mine = buyer if side == MeetingRequest.Side.BUYER else exhibitor
    place = place_of(user, mine.edition.slug, mine.organization_id)
    if place is None or not place.may(Membership.Role.EDITOR):
        raise RuleBroken(_("Only who acts for this side may say what it makes of a match."))
