"""A whole expo of a size in a database of its own, from nothing, once; later runs find it there.

Files of the generator and the product's own import; for fresh matches a full scoring run, for pages
what a season leaves behind (`tests.benchmarks.season`).
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.launch import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from expo.models import Edition

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 1
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


def imported(size: str) -> Edition:
    """The generated edition."""
    from expo.models import Edition  # noqa: PLC0415
    from matchmaking.actions.import_edition import import_edition  # noqa: PLC0415

    slug = f"bench-{size.lower()}"
    if not Edition.objects.filter(slug=slug).exists():
        folder = folder_of(size)
        said("import", lambda: import_edition(folder, slug=slug))
    return Edition.objects.get(slug=slug)


def scored(size: str, *, again: bool = False) -> Edition:
    """With the matches of a full run."""
    from django.core.management import call_command  # noqa: PLC0415

    edition = imported(size)
    if again or not edition.runs.filter(current=True, pairs_scored__gt=0).exists():
        said("full run", lambda: call_command("score", edition.slug, "--wait"))
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
    """With matches of a full run or made up, an approved timetable, and what comes of it."""
    from django.db import transaction  # noqa: PLC0415

    edition = imported(size)
    from tests.benchmarks import season  # noqa: PLC0415 (Django)

    if edition.schedules.exists():
        return edition
    steps = [season.timetable, season.notices, season.outcomes, season.waiting]
    if not edition.runs.filter(current=True).exists():
        steps.insert(0, season.matches)
    with transaction.atomic():
        for made in steps:
            said(made.__name__, partial(made, edition))
    # What PostgreSQL does by itself within minutes: figures should not hang on when.
    said("vacuum", _vacuum)
    return edition


def _vacuum() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def said(name: str, work: Callable[[], Any]) -> None:
    """Does it, and says how long that took."""
    began = time.monotonic()
    work()
    sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
