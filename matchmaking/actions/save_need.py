"""Keep what a buyer looks for, new or changed."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from buyers.models import Buyer, SourcingNeed
from foundation.edits import Change, OvertakenError, Values, check_unchanged, values_of
from foundation.errors import RuleBroken
from matchmaking.actions.refresh_matches import refresh_matches

# What a form keeps of a need; its categories come beside them.
OWN = (
    "text", "volume", "volume_unit", "volume_period", "target_price", "target_price_currency",
    "target_price_unit", "certificates", "certificates_nice", "incoterms", "incoterm_place",
    "origins_wanted", "origins_unwanted", "deadline", "min_shelf_life_days", "priority",
)  # fmt: skip


@transaction.atomic
def save_need(
    buyer: Buyer, need_id: int | None, values: Mapping[str, Any], *, seen: Values | None = None
) -> SourcingNeed:
    """The need with `values` (of `OWN`, and `categories`); the buyer's matches follow.

    OvertakenError if somebody else has changed what was `seen`, RuleBroken if the need is gone.
    """
    if need_id is None:
        need = SourcingNeed(
            edition_id=buyer.edition_id, buyer=buyer, ref=f"p{uuid.uuid4().hex[:12]}"
        )
    else:
        need = locked_need(buyer, need_id)
        _check(need, seen)
    for name in OWN:
        setattr(need, name, values[name])
    if need.language not in need.text:
        need.language = next(iter(need.text))
    need.save()
    need.categories.set(values["categories"])
    refresh_matches(buyer.edition_id, buyers=[buyer.pk])
    return need


def locked_need(buyer: Buyer, need_id: int) -> SourcingNeed:
    """One of the buyer's, to change; RuleBroken if somebody has deleted it."""
    need = SourcingNeed.objects.select_for_update().filter(buyer=buyer, pk=need_id).first()
    if need is None:
        raise RuleBroken(_("Somebody has deleted this need meanwhile."))
    return need


def seen_of(need: SourcingNeed) -> Values:
    """What a form shows of a need, to be compared on saving."""
    return {**values_of(need, OWN), "categories": sorted(c.pk for c in need.categories.all())}


def _check(need: SourcingNeed, seen: Values | None) -> None:
    before = dict(seen or {})
    listed = before.pop("categories", None)
    check_unchanged(need, before)
    now = sorted(need.categories.values_list("pk", flat=True))
    if listed is not None and listed != now:
        raise OvertakenError([Change("categories", listed, now)])
