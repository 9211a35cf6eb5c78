"""A place's meeting requests, as its inbox shows them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from expo.models import Delegation
from matchmaking.models import Meeting, MeetingRequest
from matchmaking.models.request import MeetingRequestQuerySet
from matchmaking.queries.places import Place

State = MeetingRequest.State
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


def inbox(place: Place, tab: str) -> list[Item]:
    """The requests of one tab, those that wait for this place first, newest first."""
    rows = _requests(place).select_related(
        "edition", "exhibitor__organization", "exhibitor__booth", "buyer__organization",
        "proposed_slot__edition", "fixed_slot__edition",
    )  # fmt: skip
    binding = Meeting.objects.binding().select_related("slot__edition", "table__hall")
    rows = rows.prefetch_related(Prefetch("meetings", binding, to_attr="bound"))
    items = [_item(place, row) for row in rows.order_by("-asked_on", "-pk")]
    return sorted((item for item in items if _tab(item) == tab), key=lambda i: not i.my_turn)


def counts(place: Place) -> dict[str, int]:
    """How many requests each tab holds; one query."""
    rows = _requests(place)
    items = [_item(place, row) for row in rows]
    return {tab: sum(_tab(item) == tab for item in items) for tab in TABS}


def waiting(place: Place) -> int:
    """How many wait for this place's answer; one query."""
    return sum(_item(place, row).my_turn for row in _requests(place).live())


def limits(place: Place) -> Limits:
    """What the inbox shows above the requests."""
    sent = sum(
        item.mine and item.request.state == State.PENDING
        for item in (_item(place, row) for row in _requests(place).live())
    )
    sides = [side for side in (place.exhibitor, place.buyer) if side]
    mine = Q(exhibitor_organization=place.organization) | Q(buyer_organization=place.organization)
    most = [side.max_meetings for side in sides]
    return Limits(
        sent=sent,
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


def _requests(place: Place) -> MeetingRequestQuerySet:
    mine = Q(pk__in=[])
    if place.exhibitor:
        mine |= Q(exhibitor=place.exhibitor)
    if place.buyer:
        mine |= Q(buyer=place.buyer)
    return MeetingRequest.objects.filter(mine, edition=place.edition)


def _item(place: Place, row: MeetingRequest) -> Item:
    exhibits = place.exhibitor is not None and row.exhibitor_id == place.exhibitor.pk
    side = MeetingRequest.Side.EXHIBITOR if exhibits else MeetingRequest.Side.BUYER
    return Item(row, side, next(iter(getattr(row, "bound", [])), None))


def _tab(item: Item) -> str:
    request = item.request
    if not request.live:
        return "past"
    if request.state == State.ACCEPTED:
        return "agreed"
    return "sent" if request.asked_by == item.side else "received"


def request_of(place: Place, key: int) -> Item | None:
    """One of the place's requests."""
    row = _requests(place).filter(pk=key).first()
    return _item(place, row) if row else None
