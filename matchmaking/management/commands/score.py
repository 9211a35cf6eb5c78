"""`manage.py score EDITION [--wait] [--json]`."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import CommandParser

from matchmaking.actions.start_scoring import start_scoring
from matchmaking.errors import RuleBroken
from matchmaking.management.answering import AnsweringCommand
from matchmaking.models import ScoringRun
from matchmaking.queries.editions import edition_by_slug

POLL_SECONDS = 0.2
ASK_SECONDS = 20
BOOT_SECONDS = 5  # a worker started just now may need as long


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
        with _worker() as alive:
            return _answer(self.followed(start_scoring(edition), alive))

    def followed(self, run: ScoringRun, alive: Callable[[], bool]) -> ScoringRun:
        """The run once it is over; RuleBroken if it failed or the worker is gone."""
        with self.progress("Scoring") as move:
            while run.state in ScoringRun.ACTIVE:
                if not alive():
                    raise RuleBroken(
                        "No Celery worker is there any more; `score` again goes on with this run."
                    )
                time.sleep(POLL_SECONDS)
                progress = run.progress
                move(progress["done"], progress["total"])
                run.refresh_from_db()
        if run.state != ScoringRun.State.DONE:
            raise RuleBroken(f"Scoring run {run.pk} {run.state}. {run.message}".strip())
        return run


@contextmanager
def _worker() -> Iterator[Callable[[], bool]]:
    """Tells whether a worker is there that serves the run's queue. Where none is at work, one is
    started for the run.
    """
    queue = _queue()
    if _somebody_works(queue):
        yield _asked_now_and_then(queue)
        return
    print(f"No Celery worker serves the queue {queue}; starting one for this run.", file=sys.stderr)
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
        yield lambda: process.poll() is None
    finally:
        process.terminate()
        process.wait()


def _queue() -> str:
    """Where the parts of a run wait."""
    found: str = current_app.amqp.router.route({}, "matchmaking.tasks.score_chunk")["queue"].name
    return found


def _somebody_works(queue: str) -> bool:
    """Whether any worker serves the queue; those of timetables and changes serve others only."""
    return any(queue in _served() for _try in range(BOOT_SECONDS))


def _served() -> set[str]:
    answers = current_app.control.inspect(timeout=1).active_queues() or {}
    return {queue["name"] for queues in answers.values() for queue in queues}


def _asked_now_and_then(queue: str) -> Callable[[], bool]:
    """Whether a worker still answers, asked every `ASK_SECONDS`."""
    asked = time.monotonic()

    def alive() -> bool:
        nonlocal asked
        if time.monotonic() - asked < ASK_SECONDS:
            return True
        asked = time.monotonic()
        return _somebody_works(queue)

    return alive


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
