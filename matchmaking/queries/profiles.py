"""What joins a participant with one of the other side, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from buyers.models import Buyer, SourcingNeed
from expo.models import Participant
from matchmaking.models import MeetingRequest
from matchmaking.queries.contacts import contact_open
from matchmaking.queries.matches import Card, cards_of, match_with
from matchmaking.queries.speaking import Speaking, speaking
from matchmaking.trade_words import need_terms

LISTED = 60  # needs on the page

Terms = list[tuple[str, str]]


@dataclass(frozen=True)
class Profile:
    """`card` is the pair's match, None without one; the contact shows if it is `contact_open`."""

    other: Participant
    side: str
    card: Card | None
    speaking: Speaking
    contact_open: bool
    request: MeetingRequest | None
    needs: Sequence[tuple[SourcingNeed, Terms]] = ()


def profile_of(me: Participant, other: Participant) -> Profile:
    """`other`, with what speaks for meeting it; a fixed number of queries."""
    mine, theirs = ("buyer", "exhibitor") if isinstance(me, Buyer) else ("exhibitor", "buyer")
    match = match_with(me, other)
    pair = {mine: me, theirs: other}
    live = MeetingRequest.objects.live().filter(**pair).first()
    buyer, exhibitor = (me, other) if isinstance(me, Buyer) else (other, me)
    return Profile(
        other=other,
        side=mine,
        card=cards_of(me, [match])[0] if match else None,
        speaking=speaking(me.edition)(buyer, exhibitor),  # type: ignore[arg-type]
        contact_open=contact_open(me, other),
        request=live,
        needs=_needs(other) if isinstance(other, Buyer) else (),
    )


def _needs(buyer: Buyer) -> list[tuple[SourcingNeed, Terms]]:
    rows = SourcingNeed.objects.filter(buyer=buyer, state=SourcingNeed.State.OPEN)
    rows = rows.prefetch_related(Prefetch("categories"))
    return [(row, need_terms(row, own=False)) for row in rows[:LISTED]]
