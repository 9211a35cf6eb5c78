"""A company lets its delegation's lead act for it, or no longer."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Participant
from foundation.errors import RuleBroken
from matchmaking.actions.tell import Said, tell
from matchmaking.models.notice import Kind


@transaction.atomic
def delegate(side: Participant, *, acts: bool) -> bool:
    """Whether anything changed; the lead is told. RuleBroken without a delegation that has one."""
    rows: Any = type(side)._default_manager.select_for_update(of=("self",))  # noqa: SLF001 (the documented name)
    joined = rows.select_related("delegation", "edition", "organization")
    locked: Participant = joined.get(pk=side.pk)
    lead = locked.delegation.lead if locked.delegation else None
    if lead is None:
        raise RuleBroken(_("You belong to no delegation that has a lead."))
    if locked.delegated == acts:
        return False
    locked.delegated = acts
    locked.save(update_fields=["delegated"])

    def say(_person: User) -> Said:
        name = {"who": locked}
        subject = (
            _("You may act for %(who)s") if acts else _("You no longer act for %(who)s")
        ) % name
        return Said(subject, f"{subject}.", path=reverse("mission", args=[locked.delegation_id]))

    tell([lead], locked.edition, Kind.ACCOUNT, say)
    return True
