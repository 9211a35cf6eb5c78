"""A whole expo of a size in a database of its own, from nothing, once; later runs find it there.

Files of the generator, the product's own import, a full scoring run, the solver's timetable and
its approval, then what a season leaves behind: outcomes, and people who wait to be let in.
"""

from __future__ import annotations

import os
import random
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.launch import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from expo.models import Edition

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 1
SOLVER_SECONDS = {"S": 10.0, "M": 30.0, "L": 90.0}
HELD = 0.3  # share of the meetings of which something is told
WAITING = 400  # participants of each side, at most, who are not let in yet
BENCHED = {
    "FAIRLEAD_ENV": "demo",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "EMBEDDER": "none",
    "SECOND_FACTOR": "optional",
    "API_RATES": "person:100000000,organization:100000000,address:100000000",
}


@contextmanager
def database(size: str) -> Iterator[None]:
    """The size's own servers, Django set up on them, all tables there."""
    var = ROOT / "var" / "bench" / f"db-{size}"
    os.environ.update(BENCHED, FAIRLEAD_VAR=str(var))
    with servers.running(var, durable=False):
        import django  # noqa: PLC0415 (its address is known only now)

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        yield


def scored(size: str, *, again: bool = False) -> Edition:
    """The generated edition, with the matches of a full run."""
    from django.core.management import call_command  # noqa: PLC0415

    from expo.models import Edition  # noqa: PLC0415
    from matchmaking.actions.import_edition import import_edition  # noqa: PLC0415

    slug = f"bench-{size.lower()}"
    if not Edition.objects.filter(slug=slug).exists():
        folder = folder_of(size)
        said("import", lambda: import_edition(folder, slug=slug))
    edition = Edition.objects.get(slug=slug)
    if again or not edition.runs.filter(current=True).exists():
        said("full run", lambda: call_command("score", slug, "--wait"))
    return edition


def folder_of(size: str) -> Path:
    """The generator's files, written when first asked for."""
    from matchmaking.generator.folder import generate  # noqa: PLC0415

    folder = ROOT / "var" / "bench" / f"edition-{size}-{SEED}"
    if not (folder / "requests.csv").is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        said("generate", lambda: generate(size, SEED, folder))
    return folder


def approved(size: str) -> Edition:
    """The edition with an approved timetable, and what comes of it."""
    edition = scored(size)
    if not edition.schedules.filter(state="approved").exists():
        said("timetable", lambda: _timetable(edition, SOLVER_SECONDS[size]))
        said("outcomes", lambda: _outcomes(edition))
        _waiting(edition)
        # What PostgreSQL does by itself within minutes: figures should not hang on when.
        said("vacuum", _vacuum)
    return edition


def _timetable(edition: Edition, seconds: float) -> None:
    from matchmaking.actions.approve_schedule import approve_schedule  # noqa: PLC0415
    from matchmaking.actions.plan_edition import plan_edition  # noqa: PLC0415
    from matchmaking.actions.start_planning import start_planning  # noqa: PLC0415

    run = start_planning(edition.pk, time_limit=seconds, send=False)
    run = plan_edition(run.pk)
    if run.schedule_id is None:
        raise RuntimeError(f"no timetable: {run.message}")
    report = approve_schedule(run.schedule_id)
    sys.stderr.write(f"{report.meetings} meetings, {report.notified} told\n")


def _outcomes(edition: Edition) -> None:
    """Some meetings are held, and one or both sides say what came of it."""
    from matchmaking.models import Meeting, MeetingRequest, Outcome, OutcomeStep  # noqa: PLC0415

    chance = random.Random(SEED)  # noqa: S311 (no secret)
    keys = list(Meeting.objects.filter(edition=edition).binding().values_list("pk", flat=True))
    chosen = chance.sample(sorted(keys), round(HELD * len(keys)))
    Meeting.objects.filter(pk__in=chosen).update(status=Meeting.Status.HELD)
    Outcome.objects.bulk_create(
        [
            Outcome(meeting_id=key, side=side, rating=chance.randint(1, 5), language="en",
                    talked_about={"en": "Samples, then a first container."},
                    value=Decimal(1000 * chance.randint(1, 90)), value_currency="USD")
            for key in chosen
            for side in MeetingRequest.Side.values
            if chance.random() < 0.6
        ],
        batch_size=1000,
    )  # fmt: skip
    last = edition.days.latest("date").date
    OutcomeStep.objects.bulk_create(
        [
            OutcomeStep(outcome=outcome, rung=rung, reached_on=last + timedelta(days=30 * n))
            for outcome in Outcome.objects.filter(meeting__edition=edition)
            for n, rung in enumerate(("intent", "contract"), start=1)
            if chance.random() < 1 / (2 * n)
        ],
        batch_size=1000,
    )


def _waiting(edition: Edition) -> None:
    """The last of each side who have no meeting wait in the organizer's queues."""
    for rows in (edition.exhibitors, edition.buyers):
        free: Any = rows.filter(meetings=None, requests=None).order_by("-pk")
        keys = list(free.values_list("pk", flat=True)[:WAITING])
        rows.filter(pk__in=keys).update(state="applied")


def _vacuum() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def said(name: str, work: Callable[[], Any]) -> None:
    """Does it, and says how long that took."""
    began = time.monotonic()
    work()
    sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
