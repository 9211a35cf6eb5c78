"""What the organizer reads: a schedule by day, what it leaves out, what happened to a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from accounts.models import Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Category, Edition, Hall, OpeningDay, TimeSlot
from foundation.texts import Text
from matchmaking.models import Meeting, MeetingRequest, Schedule

LEVELS = 4


def schedule_for_review(schedule_id: int) -> Schedule | None:
    """With its edition and the people who made and approved it."""
    related = Schedule.objects.select_related("edition", "created_by", "approved_by", "keeps")
    return related.filter(pk=schedule_id).first()


def days_of(schedule: Schedule) -> Sequence[Any]:
    """The edition's opening days, each with `count`, the schedule's meetings on it."""
    counted = Q(slots__meetings__schedule=schedule)
    if schedule.state != Schedule.State.SUPERSEDED:
        counted &= ~Q(slots__meetings__status=Meeting.Status.CANCELLED)
    days = OpeningDay.objects.filter(edition=schedule.edition_id)
    return list(days.annotate(count=Count("slots__meetings", filter=counted)).order_by("date"))


def meetings_on(
    schedule: Schedule, day: date, *, hall: int | None = None, slot: int | None = None
) -> QuerySet[Meeting]:
    """A day's meetings in order of time and table, with all names, of a hall or slot if asked."""
    meetings = schedule.meetings.filter(slot__day__date=day)
    if schedule.state != Schedule.State.SUPERSEDED:
        meetings = meetings.live()
    if hall:
        meetings = meetings.filter(table__hall=hall)
    if slot:
        meetings = meetings.filter(slot=slot)
    return meetings.with_names().order_by("during", "table__hall__ref", "table__ref", "pk")


@dataclass(frozen=True)
class Cell:
    """Meetings of a hall in a slot; `level` 0 (none) to 4 (all tables taken)."""

    slot: TimeSlot
    count: int
    level: int


@dataclass(frozen=True)
class Row:
    """A hall through the day."""

    hall: Hall
    tables: int
    count: int
    cells: list[Cell]


def grid_of(schedule: Schedule, day: OpeningDay) -> tuple[list[TimeSlot], list[Row]]:
    """Halls × slots with the number of meetings; halls without tables are left out."""
    slots = list(day.slots.order_by("during"))
    with_tables = Hall.objects.filter(edition=schedule.edition_id, tables__isnull=False)
    halls: Iterable[Any] = with_tables.annotate(table_count=Count("tables")).order_by("ref")
    counted = meetings_on(schedule, day.date).order_by().select_related(None)
    numbers = {
        (row["table__hall"], row["slot"]): row["number"]
        for row in counted.values("table__hall", "slot").annotate(number=Count("pk"))
    }
    rows = []
    for hall in halls:
        counts = [numbers.get((hall.pk, slot.pk), 0) for slot in slots]
        cells = [
            Cell(slot, count, _level(count, hall.table_count))
            for slot, count in zip(slots, counts, strict=True)
        ]
        rows.append(Row(hall, hall.table_count, sum(counts), cells))
    return slots, rows


def _level(count: int, tables: int) -> int:
    if not count:
        return 0
    return LEVELS if count >= tables else 1 + (LEVELS - 1) * count // tables


def category_names(edition: Edition, reasons: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Words for the categories that reasons speak of: one query."""
    params = [{**reason, **(reason.get("params") or {})} for reason in reasons]
    # `code` is the reason's own where its parameters stand beside it.
    codes = {str(each.get(key, "")) for each in params for key in ("code", "wanted")}
    found = Category.objects.filter(scheme=edition.category_scheme, code__in=codes)
    return {category.code: str(category) for category in found}


@dataclass(frozen=True)
class LeftOutNames:
    """Rows and words for the ids of some left-out wishes."""

    exhibitors: Mapping[int, Exhibitor] = field(default_factory=dict)
    buyers: Mapping[int, Buyer] = field(default_factory=dict)
    parties: Mapping[str, Organization] = field(default_factory=dict)
    slots: Mapping[str, TimeSlot] = field(default_factory=dict)


def left_out_names(schedule: Schedule, items: Sequence[Mapping[str, Any]]) -> LeftOutNames:
    """What the items speak of: four queries, however many items."""
    told = [
        part
        for item in items
        for part in (item.get("reason"), item.get("relaxation"), *(item.get("changes") or ()))
        if part
    ]
    params = [{**part, **(part.get("params") or {})} for part in told]
    exhibitors = Exhibitor.objects.filter(edition=schedule.edition_id).select_related(
        "organization"
    )
    buyers = Buyer.objects.filter(edition=schedule.edition_id).select_related("organization")
    slots = TimeSlot.objects.filter(edition=schedule.edition_id)
    organizations = Organization.objects.in_bulk(_ids(params, "party", "minimums"))
    return LeftOutNames(
        exhibitors=exhibitors.in_bulk(_ids(items, "exhibitor")),
        buyers=buyers.in_bulk(_ids(items, "buyer")),
        parties={str(key): row for key, row in organizations.items()},
        slots={str(key): row for key, row in slots.in_bulk(_ids(params, "slot", "slots")).items()},
    )


def _ids(items: Sequence[Mapping[str, Any]], *keys: str) -> set[int]:
    found: set[int] = set()
    for item in items:
        for key in keys:
            value = item.get(key)
            each = value if isinstance(value, (list, tuple)) else [value]
            found.update(int(str(one)) for one in each if str(one).isdigit())
    # Never empty: `in_bulk` of nothing asks nothing, and the number of queries would vary.
    return found or {0}


@dataclass(frozen=True)
class Change:
    """One column: before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """Who changed what, when; without a person it was the application itself."""

    at: Any
    label: str
    person: str
    page: str
    changes: list[Change]


UNTOLD = {"id", "during"}
# What the words for a row are made of, besides itself.
SPOKEN_WITH: dict[Any, tuple[str, ...]] = {
    Exhibitor: ("organization",),
    Buyer: ("organization",),
    TimeSlot: ("edition",),
    Schedule: ("edition",),
    MeetingRequest: ("exhibitor__organization", "buyer__organization"),
    Meeting: ("exhibitor__organization", "buyer__organization", "slot__edition"),
}


def history_of(row: Model, most: int = 200) -> list[Event]:
    """The row's recorded past, newest first: as the database wrote it, at most `most` events."""
    events = list(row.events.select_related("pgh_context").order_by("-pgh_id")[: most + 1])  # type: ignore[attr-defined]
    users = User.objects.in_bulk({_user_id(event) or 0 for event in events} | {0})
    names = _related_names(events)
    told = []
    for place, event in enumerate(events[:most]):
        before = events[place + 1] if place + 1 < len(events) else None
        user = users.get(_user_id(event) or 0)
        page = str((event.pgh_context.metadata if event.pgh_context else {}).get("url") or "")
        changes = list(_changes(before, event, names))
        told.append(Event(event.pgh_created_at, event.pgh_label, str(user or ""), page, changes))
    return told


def _user_id(event: Any) -> int | None:
    user: int | None = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return user


def _columns(event: Any) -> list[Any]:
    return [
        column
        for column in event._meta.concrete_fields  # noqa: SLF001 (documented)
        if not column.name.startswith("pgh_") and column.name not in UNTOLD
    ]


def _related_names(events: Sequence[Any]) -> dict[tuple[Any, Any], str]:
    """Words for every row that the events point at: one query for each model."""
    wanted: dict[Any, set[Any]] = {}
    for event in events:
        for column in _columns(event):
            if column.is_relation:
                wanted.setdefault(column.related_model, set()).add(getattr(event, column.attname))
    names: dict[tuple[Any, Any], str] = {}
    for model, keys in wanted.items():
        rows: QuerySet[Any] = model.objects.select_related(*SPOKEN_WITH.get(model, ()))
        names |= {(model, key): str(row) for key, row in rows.in_bulk(keys - {None}).items()}
    return names


def _changes(before: Any, event: Any, names: Mapping[tuple[Any, Any], str]) -> Iterable[Change]:
    for column in _columns(event):
        old = getattr(before, column.attname) if before is not None else None
        new = getattr(event, column.attname)
        if old != new and not (before is None and new in ("", None, {}, [], 0, False)):
            title = str(getattr(column, "verbose_name", column.name))
            yield Change(title, _say(column, old, names), _say(column, new, names))


def _say(column: Any, value: Any, names: Mapping[tuple[Any, Any], str]) -> str:
    if value is None or value in ("", {}, []):
        return ""
    if column.is_relation:
        return names.get((column.related_model, value), f"#{value}")
    return _plain(dict(column.flatchoices).get(value, value) if isinstance(value, str) else value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1 else f"{value:,.1f}"
    if isinstance(value, dict) and not isinstance(value, Text):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return str(value)
