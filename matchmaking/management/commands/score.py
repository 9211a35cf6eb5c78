"""`manage.py score EDITION [--wait] [--json]`."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import CommandParser
from rich.console import Console
from rich.progress import Progress

from matchmaking.actions.start_scoring import start_scoring
from matchmaking.errors import RuleBroken
from matchmaking.management.answering import AnsweringCommand
from matchmaking.models import ScoringRun
from matchmaking.queries.editions import edition_by_slug

POLL_SECONDS = 0.2


class Command(AnsweringCommand):
    """Starts a scoring run on the Celery workers."""

    help = "Score an edition's exhibitor–buyer pairs on the Celery workers."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition, and whether to wait for the end."""
        super().add_arguments(parser)
        parser.add_argument("edition", help="the edition's short name")
        parser.add_argument("--wait", action="store_true", help="wait until the run is over")

    def work(self, **options: Any) -> dict[str, Any]:
        """Starts the run; with --wait, follows it in the database."""
        edition = edition_by_slug(options["edition"])
        if not options["wait"]:
            return _answer(start_scoring(edition))
        with _worker(self):
            return _answer(_followed(start_scoring(edition)))


@contextmanager
def _worker(command: Command) -> Iterator[None]:
    """A worker for as long as the run takes, where none is at work: waiting alone would hang."""
    if current_app.control.ping(timeout=1.5):
        yield
        return
    command.say("No Celery worker answers; starting one for this run.")
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    arguments = [
        "-A",
        "config",
        "worker",
        "--concurrency",
        "2",
        "-Q",
        queue,
        "--loglevel",
        "WARNING",
    ]
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and application)
        [sys.executable, "-m", "celery", *arguments], cwd=settings.BASE_DIR, stdout=sys.stderr
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _followed(run: ScoringRun) -> ScoringRun:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Scoring", total=None)
        while run.state in ScoringRun.ACTIVE:
            time.sleep(POLL_SECONDS)
            progress = run.progress
            bar.update(task, completed=progress["done"], total=progress["total"] or None)
            run.refresh_from_db()
    if run.state != ScoringRun.State.DONE:
        raise RuleBroken(f"Scoring run {run.pk} {run.get_state_display()}. {run.message}".strip())
    return run


def _answer(run: ScoringRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "state": run.state,
        "needs": run.needs,
        "products": run.products,
        "pairs_scored": run.pairs_scored,
        "matches": run.matches_found,
        "seconds": round(run.seconds, 3),
    }
