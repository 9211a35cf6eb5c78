"""A place's meeting requests, as its inbox shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Prefetch, Q, When

from expo.models import Delegation
from matchmaking.models import Meeting, MeetingRequest
from matchmaking.models.request import MeetingRequestQuerySet, other_side
from matchmaking.queries.places import Place

State, Side = MeetingRequest.State, MeetingRequest.Side
TABS = ("received", "sent", "agreed", "past")


@dataclass(frozen=True)
class Item:
    """One request, seen from one side (`side`)."""

    request: MeetingRequest
    side: str
    meeting: Meeting | None

    @property
    def other(self) -> object:
        """Whom it is about."""
        mine = MeetingRequest.Side.EXHIBITOR
        return self.request.buyer if self.side == mine else self.request.exhibitor

    @property
    def my_turn(self) -> bool:
        """Whether it waits for this side."""
        return self.request.awaits == self.side

    @property
    def mine(self) -> bool:
        """Whether this side asked."""
        return self.request.asked_by == self.side

    @property
    def movable(self) -> bool:
        """Whether another time may be proposed, or the agreement taken back."""
        return self.request.live and self.meeting is None

    @property
    def expires(self) -> date:
        """The last day on which it can be answered."""
        return self.request.asked_on + timedelta(days=self.request.edition.request_days)


@dataclass(frozen=True)
class Limits:
    """What limits a place: numbers used, and how many there may be (None: no limit)."""

    sent: int
    cap: int
    meetings: int
    most: int | None
    quotas: list[tuple[Delegation, int]]


def _turn(side: str) -> Q:
    """What waits for a side, as `MeetingRequest.awaits` says of a row."""
    asked = Q(state=State.PENDING, proposed_by="", asked_by=other_side(side))
    return asked | Q(state__in=MeetingRequest.LIVE, proposed_by=other_side(side))


# Tab → its requests, as a side sees them.
IN_TAB: dict[str, Callable[[str], Q]] = {
    "received": lambda side: Q(state=State.PENDING, asked_by=other_side(side)),
    "sent": lambda side: Q(state=State.PENDING, asked_by=side),
    "agreed": lambda _side: Q(state=State.ACCEPTED),
    "past": lambda _side: ~Q(state__in=MeetingRequest.LIVE),
}


def inbox(place: Place, tab: str) -> MeetingRequestQuerySet:
    """The requests of one tab, those that wait for this place first, newest first."""
    rows = _requests(place, IN_TAB[tab]).select_related(
        "edition", "exhibitor__organization", "exhibitor__booth", "buyer__organization",
        "proposed_slot__edition", "fixed_slot__edition",
    )  # fmt: skip
    binding = Meeting.objects.binding().select_related("slot__edition", "table__hall")
    rows = rows.prefetch_related(Prefetch("meetings", binding, to_attr="bound"))
    late = Case(When(_either(place, _turn), then=0), default=1)
    return rows.order_by(late, "-asked_on", "-pk")


def items_of(place: Place, rows: Iterable[MeetingRequest]) -> list[Item]:
    """Requests of the inbox as the place sees them."""
    return [_item(place, row) for row in rows]


def counts(place: Place) -> dict[str, int]:
    """How many requests each tab holds; one query."""
    numbers = {tab: Count("pk", filter=_either(place, IN_TAB[tab])) for tab in TABS}
    found: dict[str, int] = _requests(place).aggregate(**numbers)
    return found


def waiting(place: Place) -> int:
    """How many wait for this place's answer; one query."""
    return _requests(place, _turn).count()


def limits(place: Place) -> Limits:
    """What the inbox shows above the requests."""
    sides = [side for side in (place.exhibitor, place.buyer) if side]
    mine = Q(exhibitor_organization=place.organization) | Q(buyer_organization=place.organization)
    most = [side.max_meetings for side in sides]
    return Limits(
        sent=_requests(place, IN_TAB["sent"]).count(),
        cap=place.edition.pending_cap * len(sides),
        meetings=Meeting.objects.binding().filter(mine, edition=place.edition).count(),
        most=None if None in most else sum(limit or 0 for limit in most),
        quotas=[
            (side.delegation, _used(side.delegation))
            for side in sides
            if side.delegation and side.delegation.meeting_quota is not None
        ],
    )


def _used(delegation: Delegation) -> int:
    """Binding meetings of the delegation's own members."""
    member = Q(exhibitor__delegation=delegation) | Q(buyer__delegation=delegation)
    return Meeting.objects.binding().filter(member, edition=delegation.edition_id).count()


def _requests(place: Place, of: Callable[[str], Q] = lambda _side: Q()) -> MeetingRequestQuerySet:
    return MeetingRequest.objects.filter(_either(place, of), edition=place.edition)


def _either(place: Place, of: Callable[[str], Q]) -> Q:
    """Requests of the place's sides, of each those that the condition of that side says."""
    mine = Q(pk__in=[])
    for side, there in ((Side.EXHIBITOR, place.exhibitor), (Side.BUYER, place.buyer)):
        if there:
            mine |= Q(**{side: there}) & of(side)
    return mine


def _item(place: Place, row: MeetingRequest) -> Item:
    exhibits = place.exhibitor is not None and row.exhibitor_id == place.exhibitor.pk
    side = MeetingRequest.Side.EXHIBITOR if exhibits else MeetingRequest.Side.BUYER
    return Item(row, side, next(iter(getattr(row, "bound", [])), None))


def request_of(place: Place, key: int) -> Item | None:
    """One of the place's requests."""
    row = _requests(place).filter(pk=key).first()
    return _item(place, row) if row else None
