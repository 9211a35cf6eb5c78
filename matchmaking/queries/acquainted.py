"""Who has met or asked whom already, at this edition or an earlier one."""

from collections.abc import Collection
from typing import Any

from expo.models import Edition
from matchmaking.models import Meeting, MeetingRequest


def met_pairs(edition: Edition, buyers: Collection[int] | None = None) -> set[tuple[int, int]]:
    """Pairs (buyer, exhibitor) of the edition whose organizations have.

    A request counts whatever became of it, a meeting unless it was cancelled. `buyers`: of these
    only.
    """
    ours = edition.buyers.all() if buyers is None else edition.buyers.filter(pk__in=buyers)
    buyer_of = dict(ours.values_list("organization", "pk"))
    exhibitor_of = dict(edition.exhibitors.values_list("organization", "pk"))
    # Few are named one by one; forty thousand names would take longer to send than to find.
    asked: Any = ours.values("organization") if buyers is None else list(buyer_of)
    pairs = {
        pair
        for rows in (MeetingRequest.objects.order_by(), Meeting.objects.live().order_by())
        for pair in rows.filter(buyer__organization__in=asked).values_list(
            "buyer__organization", "exhibitor__organization"
        )
    }
    return {
        (buyer_of[buyer], exhibitor_of[exhibitor])
        for buyer, exhibitor in pairs
        if exhibitor in exhibitor_of
    }


def organizations_met(organization: int, others: Collection[int], *, as_buyer: bool) -> set[int]:
    """Which of the others it has asked, been asked by, or met on that side of the table."""
    mine, theirs = ("buyer", "exhibitor") if as_buyer else ("exhibitor", "buyer")
    pair = {f"{mine}__organization": organization, f"{theirs}__organization__in": others}
    name = f"{theirs}__organization"
    asked = MeetingRequest.objects.filter(**pair).order_by().values_list(name, flat=True)
    return {*asked, *Meeting.objects.live().filter(**pair).order_by().values_list(name, flat=True)}
