"""A side's matches as cards: the same page for buyers and exhibitors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Exhibitor, Product
from expo.models import Edition, Participant
from matchmaking.lifts import say_lift
from matchmaking.models import Match, MatchMark, MeetingRequest
from matchmaking.models.request import other_side
from matchmaking.queries.acquainted import organizations_met
from matchmaking.queries.discreet import discreet
from matchmaking.queries.review import category_names
from matchmaking.queries.speaking import Speaking, speaking
from matchmaking.wording import Names, say_block, say_reason

Side = MeetingRequest.Side
REASONS_SHOWN = 3
OFFERS_SHOWN = 2
# Who can lift a block; the price is for both to agree on, and so on.
LIFTED_BY = {
    "certificate_missing": "exhibitor",
    "certificate_to_show": "both",
    "certificate_expired": "exhibitor",
    "certificate_ends_early": "exhibitor",
    "moq_above_volume": "both",
    "moq_maybe_above_volume": "buyer",
    "capacity_below_volume": "both",
    "no_common_language": "organizer",
    "incoterm_not_accepted": "both",
    "lead_time_after_deadline": "both",
    "shelf_life_too_short": "exhibitor",
    "origin_unwanted": "exhibitor",
    "price_above_target": "exhibitor",
}


@dataclass(frozen=True)
class Todo:
    """A block as something to do: `who` is `me`, `them`, `both`, `organizer` or empty."""

    said: str
    lift: str
    who: str


@dataclass(frozen=True)
class Offer:
    """One of the best pairs: a product and the need that it answers."""

    product: Product
    need: SourcingNeed | None
    score: float


@dataclass(frozen=True)
class Card:
    """A match as one side reads it."""

    match: Match
    side: str
    reasons: list[str]
    todos: list[Todo]
    offers: list[Offer]
    speaking: Speaking
    mark: MatchMark | None = None
    request: MeetingRequest | None = None
    met: bool = False
    why: list[str] = field(default_factory=list)
    # The best pair is of another need than the one looked at; reasons and blocks are that one's.
    elsewhere: bool = False

    @property
    def other(self) -> Participant:
        """Whom it is about."""
        return self.match.exhibitor if self.side == Side.BUYER else self.match.buyer

    @property
    def saved(self) -> bool:
        """Kept for later."""
        return self.mark is not None and self.mark.kind == MatchMark.Kind.SAVED

    @property
    def hidden(self) -> bool:
        """Not wanted."""
        return self.mark is not None and self.mark.kind == MatchMark.Kind.HIDDEN


@dataclass(frozen=True)
class Wanted:
    """What the reader wants to see. `show`: `all` but the hidden ones, `saved`, or `hidden`."""

    need: int | None = None
    text: str = ""
    country: str = ""
    unblocked: bool = False
    show: str = "all"

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.need or self.text or self.country or self.unblocked or self.show != "all")


def all_matches(me: Participant) -> QuerySet[Match]:
    """Every shown match of one side with parties who take part, in the order of its list."""
    mine, theirs = ("buyer", "exhibitor") if isinstance(me, Buyer) else ("exhibitor", "buyer")
    rows = (
        Match.objects.current()
        .filter(**{mine: me, f"{theirs}__state": Participant.State.APPROVED})
        .select_related(
            "exhibitor__organization", "exhibitor__booth__hall", "buyer__organization", "edition"
        )
    )
    return rows.as_shown() if isinstance(me, Buyer) else rows.order_by("-score", "pk")


def matches_of(me: Participant, wanted: Wanted) -> QuerySet[Match]:
    """Those that the reader wants to see."""
    rows = all_matches(me)
    theirs = "exhibitor" if isinstance(me, Buyer) else "buyer"
    marks = _marks(me).filter(**{theirs: OuterRef(theirs)})
    if wanted.show == "saved":
        rows = rows.filter(Exists(marks.saved()))
    elif wanted.show == "hidden":
        rows = rows.filter(Exists(marks.hidden()))
    else:
        rows = rows.exclude(Exists(marks.hidden()))
    if wanted.need is not None:
        rows = rows.filter(pairs__contains=[{"need": wanted.need}])
    if wanted.country:
        rows = rows.filter(**{f"{theirs}__organization__country": wanted.country})
    if wanted.unblocked:
        rows = rows.filter(blocks=[])
    if wanted.text:
        rows = rows.filter(_says(theirs, wanted.text))
    return rows


def _says(theirs: str, text: str) -> Q:
    """The words stand in the other's name or description, or in what it lists or looks for."""
    listed: Any = (
        Product.objects.filter(
            Q(name__icontains=text) | Q(description__icontains=text),
            exhibitor=OuterRef("exhibitor"),
        )
        if theirs == "exhibitor"
        else SourcingNeed.objects.filter(text__icontains=text, buyer=OuterRef("buyer"))
    )
    return (
        Q(**{f"{theirs}__organization__name__icontains": text})
        | Q(**{f"{theirs}__description__icontains": text})
        | Q(Exists(listed))
    )


def _marks(me: Participant) -> Any:
    side = Side.BUYER if isinstance(me, Buyer) else Side.EXHIBITOR
    return MatchMark.objects.filter(**{side: me}, side=side)


def countries_of(me: Participant) -> list[str]:
    """Where the matches come from."""
    theirs = "exhibitor" if isinstance(me, Buyer) else "buyer"
    name = f"{theirs}__organization__country"
    return sorted(all_matches(me).order_by().values_list(name, flat=True).distinct())


def cards_of(me: Participant, matches: Sequence[Match], *, need: int | None = None) -> list[Card]:
    """Cards of some matches, with the offers for one need if it is given; the same number of
    queries however many.
    """
    side = Side.BUYER if isinstance(me, Buyer) else Side.EXHIBITOR
    theirs = other_side(side)
    keys = [getattr(match, f"{theirs}_id") for match in matches]
    near = {f"{theirs}__in": keys}
    marks = {getattr(mark, f"{theirs}_id"): mark for mark in _marks(me).filter(**near)}
    asked = MeetingRequest.objects.live().filter(**{side: me}, **near)
    requests = {getattr(row, f"{theirs}_id"): row for row in asked}
    names = names_of(me.edition, matches)
    offers = _offers(matches, own=theirs == Side.BUYER, need=need)
    speaks = speaking(me.edition)
    met = met_among(me, matches)
    return [
        Card(
            match=match,
            side=side,
            reasons=reasons_of(match, side, names),
            todos=todos_of(match, side),
            offers=offers[match.pk],
            speaking=speaks(match.buyer, match.exhibitor),
            mark=marks.get(getattr(match, f"{theirs}_id")),
            request=requests.get(getattr(match, f"{theirs}_id")),
            met=getattr(match, theirs).organization_id in met,
            elsewhere=need is not None and match.pairs[0]["need"] != need,
        )
        for match in matches
    ]


def names_of(edition: Edition, matches: Iterable[Match]) -> Names:
    """Words for the categories of the matches' reasons."""
    reasons = [reason for match in matches for reason in match.reasons]
    return {"category": category_names(edition, reasons)}


def reasons_of(match: Match, side: str, names: Names) -> list[str]:
    """The first three, in words."""
    return [say_reason(discreet(each, side), names) for each in match.reasons[:REASONS_SHOWN]]


def todos_of(match: Match, side: str) -> list[Todo]:
    """What stands in the way, who can lift it and by what."""
    return [
        Todo(
            say_block(discreet(block, side)),
            say_lift(discreet(block, side)),
            _who(str(block.get("code")), side),
        )
        for block in match.blocks
    ]


def _who(code: str, side: str) -> str:
    who = LIFTED_BY.get(code, "")
    if who in Side.values:
        return "me" if who == side else "them"
    return who


def _offers(matches: Sequence[Match], *, own: bool, need: int | None) -> dict[int, list[Offer]]:
    """The best pairs of each match, one for a product; `own`: one for a need instead."""
    key = "need" if own else "product"
    chosen: dict[int, list[dict[str, Any]]] = {}
    for match in matches:
        fits = [pair for pair in match.pairs if need is None or pair["need"] == need]
        first = {pair[key]: pair for pair in reversed(fits)}
        chosen[match.pk] = list(reversed(first.values()))[:OFFERS_SHOWN]
    pairs = [pair for each in chosen.values() for pair in each]
    products = Product.objects.select_related("category").prefetch_related("pictures")
    offered = products.in_bulk({pair["product"] for pair in pairs})
    needs = SourcingNeed.objects.in_bulk({pair["need"] for pair in pairs})
    return {
        key: [
            Offer(offered[pair["product"]], needs.get(pair["need"]), pair["score"])
            for pair in each
            if pair["product"] in offered
        ]
        for key, each in chosen.items()
    }


def met_among(me: Participant, matches: Iterable[Match]) -> set[int]:
    """Organizations of the matches' other sides that this one has asked or met before, at any
    edition; one query a table.
    """
    theirs = "exhibitor" if isinstance(me, Buyer) else "buyer"
    others = {getattr(match, theirs).organization_id for match in matches}
    return organizations_met(me.organization_id, others, as_buyer=isinstance(me, Buyer))


def match_with(me: Participant, other: Participant) -> Match | None:
    """The shown match of a pair."""
    theirs = "exhibitor" if isinstance(other, Exhibitor) else "buyer"
    return all_matches(me).filter(**{theirs: other}).first()
