"""A place's days: its meetings as a list and as a grid, with the ways between them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from expo.models import Edition, HallDistance, Participant, TimeSlot
from matchmaking.models import Meeting
from matchmaking.queries.calendar import meetings_of
from matchmaking.queries.places import Place
from matchmaking.queries.times import open_slots


@dataclass(frozen=True)
class Stop:
    """A meeting, and how many minutes on foot the next one of the day is away (None: none)."""

    meeting: Meeting
    other: Participant
    walk: int | None
    hurry: bool

    @property
    def side(self) -> str:
        """The one that the organization of these days is on."""
        return "exhibitor" if self.other == self.meeting.buyer else "buyer"


@dataclass(frozen=True)
class Cell:
    """One slot of the grid."""

    slot: TimeSlot
    meetings: list[Meeting]
    open: bool


@dataclass(frozen=True)
class Grid:
    """`rows` pair a time of day with a cell for each of `days` (None: no slot then)."""

    days: list[date]
    rows: list[tuple[time, list[Cell | None]]]


def days_of(place: Place) -> list[tuple[date, list[Stop]]]:
    """The place's binding meetings under their days; three queries."""
    meetings = meetings_of(place.organization, place.edition)
    return stops_by_day(place.organization.pk, meetings, walks_of(place.edition))


def stops_by_day(
    organization: int, meetings: Iterable[Meeting], minutes: dict[frozenset[int], int]
) -> list[tuple[date, list[Stop]]]:
    """An organization's meetings, which come in order of time, under their days. No query."""
    days: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        days[meeting.slot.starts.date()].append(meeting)
    return [(day, list(_stops(organization, held, minutes))) for day, held in sorted(days.items())]


def walks_of(edition: Edition) -> dict[frozenset[int], int]:
    """Minutes on foot between two halls."""
    rows = HallDistance.objects.filter(edition=edition).values_list("start", "end", "minutes")
    return {frozenset((start, end)): minutes for start, end, minutes in rows}


def _stops(
    organization: int, meetings: list[Meeting], minutes: dict[frozenset[int], int]
) -> Iterable[Stop]:
    for number, meeting in enumerate(meetings):
        mine = meeting.exhibitor_organization_id == organization
        later = [m for m in meetings[number + 1 :] if m.during.lower >= meeting.during.upper]
        walk, hurry = None, False
        if later and later[0].table.hall_id != meeting.table.hall_id:
            walk = minutes.get(frozenset((meeting.table.hall_id, later[0].table.hall_id)))
            pause = (later[0].during.lower - meeting.during.upper).total_seconds() / 60
            hurry = walk is not None and walk > pause
        yield Stop(meeting, meeting.buyer if mine else meeting.exhibitor, walk, hurry)


def grid_of(edition: Edition, meetings: Iterable[Meeting], *sides: Participant) -> Grid:
    """Slots by time of day and day; open where every side given is there. One query."""
    slots = list(edition.slots.select_related("day", "edition").order_by("during"))
    open_ids = open_slots(slots, *(side.available for side in sides))
    held: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        held[meeting.slot_id].append(meeting)
    cells = {
        (slot.starts.time(), slot.day.date): Cell(
            slot, held[slot.pk], open_ids is None or str(slot.pk) in open_ids
        )
        for slot in slots
    }
    days = sorted({day for _start, day in cells})
    starts = sorted({start for start, _day in cells})
    return Grid(days, [(start, [cells.get((start, day)) for day in days]) for start in starts])
