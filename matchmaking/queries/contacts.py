"""Whose contact details may be shown to whom.

To the other side once both agreed to meet and the contact, as a person with an account, agreed that
they be shown (`share_contact`). Who has no account has agreed to nothing.
"""

from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower

from accounts.models import Consent, Purpose
from buyers.models import Buyer
from expo.models import Participant
from matchmaking.models import MeetingRequest


def agreed_with(mine: str, others: list[int]) -> Exists:
    """Of exhibitors or buyers (`mine`): whether one of the others and they agreed to meet."""
    other = "exhibitor" if mine == "buyer" else "buyer"
    return Exists(
        MeetingRequest.objects.filter(
            **{mine: OuterRef("pk"), f"{other}__in": others}, state=MeetingRequest.State.ACCEPTED
        )
    )


def consents() -> Coalesce:
    """Of exhibitors or buyers: whether the person behind the contact's address consents."""
    said = Consent.objects.filter(purpose=Purpose.SHARE_CONTACT, user__is_active=True)
    # As the index on addresses has it.
    said = said.annotate(address=Lower("user__email"), wanted=Lower(OuterRef("contact_email")))
    newest = said.filter(address=F("wanted")).order_by("-pk").values("given")[:1]
    return Coalesce(Subquery(newest), False, output_field=BooleanField())


def contact_open(me: Participant, other: Participant) -> bool:
    """Whether `other`'s contact may be shown to `me`. One query."""
    mine = "buyer" if isinstance(other, Buyer) else "exhibitor"
    rows: Any = type(other)._default_manager.filter(pk=other.pk)  # noqa: SLF001 (the documented name)
    return bool(rows.filter(Q(agreed_with(mine, [me.pk])), Q(consents())).exists())
