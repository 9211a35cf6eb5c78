"""One participant as the other side sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import Participant
from matchmaking.models import Meeting, MeetingRequest
from matchmaking.queries.editions import reference_day
from matchmaking.queries.matches import Card, cards_of, match_with
from matchmaking.queries.speaking import Speaking, speaking
from matchmaking.trade_words import need_terms, product_terms
from matchmaking.wording import standard_name

LISTED = 60  # products or needs on the page; search finds the others

Terms = list[tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """A certificate in words; `valid` at the expo."""

    name: str
    certificate: Certificate
    valid: bool


@dataclass(frozen=True)
class Profile:
    """`card` is the pair's match, None without one. `contact` is empty until both agree to meet."""

    other: Participant
    side: str
    card: Card | None
    speaking: Speaking
    agreed: bool
    request: MeetingRequest | None
    products: Sequence[tuple[Product, Terms]] = ()
    papers: Sequence[Paper] = ()
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
        agreed=agreed(mine, me, other),
        request=live,
        products=_products(other) if isinstance(other, Exhibitor) else (),
        papers=_papers(other) if isinstance(other, Exhibitor) else (),
        needs=_needs(other) if isinstance(other, Buyer) else (),
    )


def agreed(mine: str, me: Participant, other: Participant) -> bool:
    """Whether both sides have agreed to meet, or are to meet, or have met at this edition."""
    pair = {mine: me, "exhibitor" if mine == "buyer" else "buyer": other}
    said = MeetingRequest.objects.filter(**pair, state=MeetingRequest.State.ACCEPTED)
    return said.exists() or Meeting.objects.binding().filter(**pair).exists()


def _products(exhibitor: Exhibitor) -> list[tuple[Product, Terms]]:
    rows = exhibitor.products.select_related("category").prefetch_related("pictures")
    return [(row, product_terms(row)) for row in rows[:LISTED]]


def _papers(exhibitor: Exhibitor) -> list[Paper]:
    day = reference_day(exhibitor.edition)
    rows = exhibitor.certificates.select_related("product").order_by("standard", "pk")
    return [
        Paper(standard_name(row.standard), row, row.valid_until is None or row.valid_until >= day)
        for row in rows
    ]


def _needs(buyer: Buyer) -> list[tuple[SourcingNeed, Terms]]:
    rows = SourcingNeed.objects.filter(buyer=buyer, state=SourcingNeed.State.OPEN)
    rows = rows.prefetch_related(Prefetch("categories"))
    return [(row, need_terms(row, own=False)) for row in rows[:LISTED]]
