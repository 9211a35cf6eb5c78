"""A timetable by participant: who is where in which slot, and where each is still free."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from buyers.models import Buyer
from expo.models import OpeningDay, Participant, TimeSlot
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.left_out import left_out_of
from matchmaking.queries.rules import rules_of
from matchmaking.queries.times import open_slots

SIDES = ("exhibitors", "buyers")


def participants(schedule: Schedule, side: str, words: str = "") -> QuerySet[Any]:
    """Of one side, let in or with a meeting here; those with fewest meetings first.

    `held` is how many meetings the schedule has for them. `words` is a part of the name.
    """
    rows: QuerySet[Any] = getattr(schedule.edition, side)
    held = Q(meetings__schedule=schedule) & ~Q(meetings__status=Meeting.Status.CANCELLED)
    if schedule.state == Schedule.State.SUPERSEDED:
        held = Q(meetings__schedule=schedule)
    here = Meeting.objects.filter(schedule=schedule, **{side.removesuffix("s"): OuterRef("pk")})
    found = rows.filter(Q(state=Participant.State.APPROVED) | Exists(here))
    if words:
        found = found.filter(organization__name__icontains=words)
    counted = found.annotate(held=Count("meetings", filter=held))
    ordered: QuerySet[Any] = counted.select_related("organization").order_by("held", "ref")
    return ordered


@dataclass(frozen=True)
class Cell:
    """A slot of somebody's day: the meetings there, or why there is none."""

    slot: TimeSlot
    meetings: list[Meeting]
    state: str  # met (all seats), part (some of them), free, away, quiet


@dataclass(frozen=True)
class Line:
    """Somebody through the day; `free` slots are those that could still be filled."""

    row: Any
    cells: list[Cell]
    held: int
    free: int
    left_out: int


def lines_of(
    schedule: Schedule, day: OpeningDay, side: str, rows: Sequence[Any]
) -> tuple[list[TimeSlot], list[Line]]:
    """A page's participants × the day's slots: six queries, however many.

    Whoever exhibits and buys has the meetings of both sides in the line.
    """
    slots = list(day.slots.select_related("edition").order_by("during"))
    return slots, _lines(schedule, slots, side, rows)


def _lines(schedule: Schedule, slots: list[TimeSlot], side: str, rows: Sequence[Any]) -> list[Line]:
    organizations = {row.organization_id for row in rows}
    held: defaultdict[tuple[int, int], list[Meeting]] = defaultdict(list)
    for meeting in meetings_of(schedule, organizations).filter(slot__in=slots):
        for key in {meeting.exhibitor_organization_id, meeting.buyer_organization_id}:
            held[key, meeting.slot_id].append(meeting)
    rules = rules_of(schedule.edition)
    left = left_out_of(schedule, side.removesuffix("s"), [row.pk for row in rows])
    lines = []
    for row in rows:
        opened = open_slots(slots, row.available)
        buyer = row if isinstance(row, Buyer) else Buyer(hosted=True)
        cells = []
        for slot in slots:
            meetings = held[row.organization_id, slot.pk]
            there = opened is None or str(slot.pk) in opened
            calm = rules.open_to(slot, buyer)
            state = _state(len(meetings), row.team_size, there=there, calm=calm)
            cells.append(Cell(slot, meetings, state))
        free = sum(cell.state == "free" for cell in cells)
        count = sum(len(cell.meetings) for cell in cells)
        lines.append(Line(row, cells, count, free, left[row.pk]))
    return lines


def _state(meetings: int, seats: int, *, there: bool, calm: bool) -> str:
    if meetings:
        return "met" if meetings >= seats else "part"
    if not there:
        return "away"
    return "free" if calm else "quiet"


def meetings_of(schedule: Schedule, organizations: Collection[int]) -> QuerySet[Meeting]:
    """All that they have in the schedule, on all days; of a superseded one also what was cancelled
    when it was.
    """
    meetings = schedule.meetings.all()
    if schedule.state != Schedule.State.SUPERSEDED:
        meetings = meetings.live()
    return meetings.of_organizations(organizations).with_names().order_by("during", "pk")
