"""Open, pause or close a need."""

from django.db import transaction
from django.utils.translation import gettext as _

from buyers.models import Buyer, SourcingNeed
from foundation.errors import RuleBroken
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.save_need import locked_need


@transaction.atomic
def set_need_state(buyer: Buyer, need_id: int, state: str) -> SourcingNeed:
    """The need in that state; its matches come or go. The same state again changes nothing."""
    if state not in SourcingNeed.State:
        raise RuleBroken(_("There is no such state."))
    need = locked_need(buyer, need_id)
    if need.state != state:
        need.state = state
        need.save(update_fields=["state"])
        refresh_matches(buyer.edition_id, buyers=[buyer.pk])
    return need
