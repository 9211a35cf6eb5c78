"""The edition itself, its opening days and the slots that follow from them."""

import re
from datetime import date
from math import inf
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from expo.models import Edition, OpeningDay, TimeSlot
from matchmaking.exchange.clock import Clock, cut_slots
from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.kinds import Currency
from matchmaking.exchange.loading.load import Counts, Load
from matchmaking.exchange.loading.upsert import apply_row
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.rows import Row, bind, read_rows
from matchmaking.exchange.sheets import EDITION
from matchmaking.exchange.tables import Table
from matchmaking.models import Meeting, MeetingRequest

_RATE = re.compile(r"([A-Za-z]{3}):(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)")
Day = tuple[date, DateTimeTZRange, list[DateTimeTZRange]]


def start_load(source: EditionCells | None, slug: str, problems: Problems) -> Load:
    """Creates or updates the edition and its days; with problems, a stand-in that is rolled back.

    Locks the edition's row until the transaction ends, so that two imports wait for each other.
    """
    if source is None:
        edition = Edition.objects.select_for_update().filter(slug=slug).first()
        if edition is None:
            advice = "is missing; it describes the edition (or name one that exists by --edition)"
            problems.add("edition.toml", None, "", "", advice)
            return _stand_in(problems)
        return _load(edition, problems)
    if source.broken:
        return _stand_in(problems)
    own = Problems()
    row = _read(source, slug, own)
    load = _place(row, source.file, own) if row and not row.bad else None
    for each in own:
        line = each.line if each.line and each.line > 1 else source.lines.get(each.column)
        problems.add(each.file, line, each.column, each.value, each.message)
    if load is None or own:
        return _stand_in(problems)
    load.problems = problems
    return load


def _stand_in(problems: Problems) -> Load:
    """So that the other files can be checked too; rolled back with all the rest."""
    edition = Edition.objects.create(
        slug=f"unread-{uuid4()}",
        name={"en": "-"},
        time_zone="UTC",
        currency="USD",
        slot_minutes=30,
    )
    return Load(edition, problems, Clock(), edition.category_scheme, unread={"edition"})


def _load(edition: Edition, problems: Problems) -> Load:
    hours = tuple(edition.days.values_list("hours", flat=True))
    clock = Clock(edition.zone, edition.language, hours)
    return Load(edition, problems, clock, edition.category_scheme)


def _read(source: EditionCells, slug: str, problems: Problems) -> Row | None:
    cells = {**source.cells, "slug": slug or source.cells.get("slug", "")}
    if not cells["slug"]:
        problems.add(source.file, None, "slug", "", "is missing; name the edition so")
        return None
    table = Table(source.file, list(cells), iter([(1, list(cells.values()))]))
    bound = bind(EDITION, table, problems)
    if bound is None:
        return None
    return next(read_rows(EDITION, table, bound, Clock(), problems), None)


def _place(row: Row, file: str, problems: Problems) -> Load | None:
    edition = Edition.objects.select_for_update().filter(slug=row.key).first()
    created = edition is None
    edition = edition or Edition(language=row.values.get("language") or "en")
    load = Load(edition, problems, Clock(), edition.category_scheme, file=file)
    zone = row.values["timezone"]
    if zone not in available_timezones():
        load.report(row, "timezone", zone, "is no time zone; write one like Asia/Shanghai")
        return None
    row.extra["time_zone"] = zone
    if "rates" in row.values:
        row.extra["rates"] = _rates(load, row)
    changed = apply_row(EDITION, load, row, edition)
    days = _days(load, row, Clock(ZoneInfo(zone), edition.language))
    if problems:
        return None
    if created or changed:
        edition.save()
    moved = _write_days(load, row, days)
    counts = load.counts.setdefault("edition", Counts())
    counts.created, counts.updated = int(created), int(not created and bool(changed or moved))
    counts.unchanged = 1 - counts.created - counts.updated
    after = _load(edition, problems)
    after.counts = load.counts
    return None if problems else after


def _rates(load: Load, row: Row) -> dict[str, float]:
    rates = {}
    for cell in filter(None, (row.values.get("rates") or "").split(";")):
        found = _RATE.fullmatch(cell.strip())
        try:
            code = Currency().read(cell.partition(":")[0].strip(), load.clock)
        except ValueError as error:
            load.report(row, "rates", cell, str(error))
            continue
        rate = float(found[2]) if found else 0.0
        if 0 < rate < inf:
            rates[code] = rate
        else:
            load.report(row, "rates", cell, "write a rate above zero, like EUR = 1.08")
    return rates


def _days(load: Load, row: Row, clock: Clock) -> list[Day]:
    spans = {name: _spans(load, row, name, clock) for name in ("days", "breaks")}
    days: dict[date, Day] = {}
    for span in spans["days"]:
        day = span.lower.date()
        if day in days:
            load.report(row, "days", day, "stands twice; give each day once")
        days[day] = (day, span, [])
    for pause in spans["breaks"]:
        day = pause.lower.date()
        hours = days[day][1] if day in days else None
        if hours is None or pause.lower < hours.lower or pause.upper > hours.upper:
            load.report(row, "breaks", pause.lower, "lies outside the day's opening hours")
        else:
            days[day][2].append(pause)
    return [days[day] for day in sorted(days)]


def _spans(load: Load, row: Row, column: str, clock: Clock) -> list[DateTimeTZRange]:
    spans = []
    for cell in filter(None, (row.values.get(column) or "").split(";")):
        try:
            spans.append(clock.read(cell.strip()))
        except ValueError as error:
            load.report(row, column, cell, str(error))
    return spans


def _write_days(load: Load, row: Row, days: list[Day]) -> bool:
    """Whether anything is different now. Refuses to move time under planned meetings."""
    edition = load.edition
    there = {day.date: day for day in edition.days.all()}
    slots: dict[Any, dict[DateTimeTZRange, TimeSlot]] = {}
    for slot in edition.slots.select_related("day"):
        slots.setdefault(slot.day.date, {})[slot.during] = slot
    wanted = {
        day: list(cut_slots(hours, breaks, edition.slot_minutes)) for day, hours, breaks in days
    }
    same_days = {day.date: (day.hours, day.breaks) for day in there.values()} == {
        day: (hours, breaks) for day, hours, breaks in days
    }
    if same_days and {day: set(found) for day, found in slots.items()} == {
        day: set(cut) for day, cut in wanted.items() if cut
    }:
        return False
    gone = [
        s for day, found in slots.items() for d, s in found.items() if d not in wanted.get(day, ())
    ]
    if not _may_change(load, row, gone):
        return True
    TimeSlot.objects.filter(pk__in=[slot.pk for slot in gone]).delete()
    edition.days.exclude(date__in=wanted).delete()
    for day, hours, breaks in days:
        opening = there.get(day) or OpeningDay(edition=edition, date=day)
        opening.hours, opening.breaks = hours, breaks
        opening.save()
        TimeSlot.objects.bulk_create(
            TimeSlot(edition=edition, day=opening, opening=hours, during=cut)
            for cut in wanted[day]
            if cut not in slots.get(day, {})
        )
    return True


def _may_change(load: Load, row: Row, gone: list[TimeSlot]) -> bool:
    meetings = Meeting.objects.filter(edition=load.edition).count()
    if meetings:
        advice = "days, breaks and slot_minutes cannot change while meetings are planned"
        load.report(
            row, "days", row.values["days"], f"{advice}: delete the {meetings} meetings first"
        )
        return False
    fixed = MeetingRequest.objects.filter(fixed_slot__in=gone).values_list("ref", flat=True)
    if fixed:
        advice = f"takes away the fixed slot of {', '.join(fixed[:5])}; free those requests first"
        load.report(row, "days", row.values["days"], advice)
        return False
    return True
