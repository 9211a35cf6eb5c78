"""The floor at a time: halls with how full they are, one hall's tables with who sits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from expo.models import Edition, Hall, MeetingTable, TimeSlot
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.times import open_slots

MOST = 1500  # tables drawn


@dataclass(frozen=True)
class HallNow:
    """A hall with its tables and how many are taken."""

    hall: Any
    tables: int
    taken: int


@dataclass(frozen=True)
class TableNow:
    """A table: who meets there, or nobody; `closed` where it serves nobody then."""

    table: MeetingTable
    meeting: Meeting | None
    closed: bool


def shown_schedule(edition: Edition) -> Schedule | None:
    """The approved one, else the newest draft."""
    schedules = edition.schedules.select_related("edition")
    approved = schedules.filter(state=Schedule.State.APPROVED).first()
    return approved or schedules.exclude(state=Schedule.State.SUPERSEDED).first()


def slots_of(edition: Edition) -> list[TimeSlot]:
    """In order, with their days."""
    return list(edition.slots.select_related("day", "edition").order_by("during"))


def slot_to_show(slots: Sequence[TimeSlot], wanted: int | None) -> TimeSlot | None:
    """The one asked for, else the present one, else the first ahead, else the first."""
    now = timezone.now()
    asked = next((slot for slot in slots if slot.pk == wanted), None)
    ahead = next((slot for slot in slots if slot.during.upper > now), None)
    return asked or ahead or next(iter(slots), None)


def halls_at(edition: Edition, schedule: Schedule | None, slot: TimeSlot | None) -> list[HallNow]:
    """Two queries."""
    halls = Hall.objects.filter(edition=edition, tables__isnull=False)
    counted = halls.annotate(table_count=Count("tables")).order_by("ref")
    taken = {}
    if schedule is not None and slot is not None:
        held = schedule.meetings.live().filter(slot=slot).order_by()
        taken = dict(held.values_list("table__hall").annotate(count=Count("pk")))
    return [HallNow(hall, hall.table_count, taken.get(hall.pk, 0)) for hall in counted]


def tables_at(hall: Hall, schedule: Schedule | None, slot: TimeSlot) -> list[TableNow]:
    """Two queries; at most `MOST` tables."""
    held: dict[int, Meeting] = {}
    if schedule is not None:
        meetings = schedule.meetings.live().filter(slot=slot, table__hall=hall)
        held = {meeting.table_id: meeting for meeting in meetings.with_names()}
    served = Q(booth=None) | Q(booth__exhibitors__isnull=False)
    tables = hall.tables.annotate(serves=Count("pk", filter=served)).order_by("ref")[:MOST]
    return [TableNow(t, held.get(t.pk), not t.serves or _shut(t, slot)) for t in tables]


def _shut(table: MeetingTable, slot: TimeSlot) -> bool:
    opened = open_slots([slot], table.open)
    return opened is not None and not opened
