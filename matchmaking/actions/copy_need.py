"""Begin a need from another."""

import uuid

from django.db import transaction

from buyers.models import Buyer, SourcingNeed
from matchmaking.actions.save_need import locked_need


@transaction.atomic
def copy_need(buyer: Buyer, need_id: int) -> SourcingNeed:
    """A second one with the same text and terms, paused: it is to be changed before it counts."""
    need = locked_need(buyer, need_id)
    categories = list(need.categories.all())
    need.pk, need.ref = None, f"p{uuid.uuid4().hex[:12]}"
    need.state = SourcingNeed.State.PAUSED
    need._state.adding = True  # noqa: SLF001 (Django's documented way to copy a row)
    need.save()
    need.categories.set(categories)
    return need
