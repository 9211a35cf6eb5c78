"""`python -m tests.benchmarks.approval [--meetings N]`: approving a large timetable.

On servers and in a database of its own: an edition and a draft of N meetings, which is approved in
one transaction that writes every participant's and interpreter's calendar into the outbox. Then a
second draft, in which a quarter of the meetings have moved and a tenth are others, takes its
place. Seconds on the clock from the call to the commit. With EXPLAIN=1, the slowest statements.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    os.environ["FAIRLEAD_QUEUE"] = f"bench-{os.getpid()}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expo.models import Edition
    from matchmaking.models import Schedule

FIRST_DAY = date(2031, 11, 5)
DAYS, SLOTS, SLOT_MINUTES = 6, 16, 30
EXHIBITORS, BUYERS = 2503, 5003
LANGUAGES = ("en", "zh-hans", "fr", "es", "ar", "ru")


def main(arguments: list[str] | None = None) -> int:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=10_000)
    options = parser.parse_args(arguments)
    from tests.benchmarks.expo import database  # noqa: PLC0415 -- the queue is named first

    with database("approval"), _own_database():
        edition = _edition(options.meetings)
        figures = _approve("first", _draft(edition, options.meetings, 1))
        figures |= _approve("in its place", _draft(edition, options.meetings, 2))
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


@contextmanager
def _own_database() -> Iterator[None]:
    from django.db import connection  # noqa: PLC0415

    former = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "bench_approval"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(former, verbosity=0)


def _approve(name: str, draft: Schedule) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from matchmaking.actions.approve_schedule import approve_schedule  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with ExitStack() as watched:
        # Django writes every statement out a second time to keep it, which costs seconds.
        if os.environ.get("EXPLAIN"):
            asked = watched.enter_context(CaptureQueriesContext(connection))
        began, worked = perf_counter(), process_time()
        report = approve_schedule(draft.pk)
        took, worked = perf_counter() - began, process_time() - worked
    if os.environ.get("EXPLAIN"):
        for query in sorted(asked, key=lambda each: -float(each["time"]))[:8]:
            sys.stderr.write(f"{query['time']} s  {query['sql'][:150]}\n")
    return {
        f"{name}: seconds": round(took, 2),
        f"{name}: processor seconds here": round(worked, 2),
        f"{name}: meetings": report.meetings,
        f"{name}: notices": report.notified,
    }


def _edition(meetings: int) -> Edition:
    """A floor, days and people for so many meetings."""
    from tests.factories.expo import EditionFactory, HallFactory  # noqa: PLC0415

    edition: Edition = EditionFactory()
    _days(edition)
    tables = -(-meetings // (DAYS * SLOTS))
    _tables(edition, [HallFactory(edition=edition) for _hall in range(8)], tables)
    _people(edition)
    return edition


def _days(edition: Edition) -> None:
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange  # noqa: PLC0415

    from expo.models import OpeningDay, TimeSlot  # noqa: PLC0415

    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        opens = datetime.combine(day, time(1), UTC)
        closes = opens + timedelta(minutes=SLOTS * SLOT_MINUTES)
        hours = DateTimeTZRange(opens, closes)
        row = OpeningDay.objects.create(edition=edition, date=day, hours=hours)
        starts = [opens + timedelta(minutes=SLOT_MINUTES * n) for n in range(SLOTS)]
        ends = [start + timedelta(minutes=SLOT_MINUTES) for start in starts]
        TimeSlot.objects.bulk_create(
            TimeSlot(edition=edition, day=row, opening=hours, during=DateTimeTZRange(*each))
            for each in zip(starts, ends, strict=True)
        )


def _tables(edition: Edition, halls: list[Any], tables: int) -> None:
    from expo.models import MeetingTable  # noqa: PLC0415

    MeetingTable.objects.bulk_create(
        MeetingTable(edition=edition, hall=halls[n % len(halls)], ref=f"T{n}")
        for n in range(tables)
    )


def _people(edition: Edition) -> None:
    from accounts.models import Organization  # noqa: PLC0415
    from buyers.models import Buyer  # noqa: PLC0415
    from exhibitors.models import Exhibitor  # noqa: PLC0415
    from expo.models import Interpreter  # noqa: PLC0415

    for model, number in ((Exhibitor, EXHIBITORS), (Buyer, BUYERS)):
        side = model.__name__.lower()
        companies = Organization.objects.bulk_create(
            Organization(name={"en": f"{side} {n} Trading"}, country="CN") for n in range(number)
        )
        rows: Any = model
        rows._default_manager.bulk_create(
            rows(
                edition=edition,
                organization=company,
                ref=f"{side}-{n}",
                language=LANGUAGES[n % len(LANGUAGES)],
                contact_email=f"{side}-{n}@example.org",
            )
            for n, company in enumerate(companies)
        )
    Interpreter.objects.bulk_create(
        Interpreter(edition=edition, ref=f"I{n}", name=f"Voice {n}", email=f"voice-{n}@example.org")
        for n in range(40)
    )


def _draft(edition: Edition, meetings: int, version: int) -> Schedule:
    """Of the second version a quarter stands a slot later and a tenth has other buyers. Prime
    numbers of people and 96 slots: nobody sits in two places, no two meet twice.
    """
    from matchmaking.models import Meeting, Schedule  # noqa: PLC0415

    schedule = Schedule.objects.create(edition=edition, version=version)
    slots = list(edition.slots.order_by("pk"))
    tables = list(edition.tables.order_by("pk"))
    sellers, buyers = (list(side.order_by("pk")) for side in (edition.exhibitors, edition.buyers))
    people = list(edition.interpreters.order_by("pk"))
    rows = []
    for n in range(meetings):
        place, at = divmod(n, len(slots))
        later, others = version > 1 and place % 4 == 0, version > 1 and place % 10 == 1
        row = Meeting(
            schedule=schedule,
            slot=slots[(at + later) % len(slots)],
            table=tables[place],
            exhibitor=sellers[n % len(sellers)],
            buyer=buyers[(n + others) % len(buyers)],
            interpreter=people[place] if place < len(people) else None,
        )
        row.fill_copies()
        rows.append(row)
    Meeting.objects.bulk_create(rows, batch_size=1000)
    return schedule


if __name__ == "__main__":
    sys.exit(main())
