"""Who works on which timetable, from what, and how far the search is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import Error, connection
from django.db.models import Count, Q

from expo.models import Edition
from matchmaking.models import Match, Meeting, MeetingRequest, Schedule
from matchmaking.models.planning import LOCKS


@contextmanager
def hold(run_id: int, locks: int = LOCKS) -> Iterator[bool]:
    """Hold the run's lock on this connection; False where another connection holds it.

    It ends with the connection, so that a dead worker holds nothing; unlike a row's lock it needs
    no transaction that stays open for as long as the solver works.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [locks, run_id])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            # On a connection that is broken there is nothing left to give back.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [locks, run_id])


def at_work(run_id: int, locks: int = LOCKS) -> bool:
    """Whether somebody holds the run's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND classid = %s AND objid = %s AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [locks, run_id],
        )
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Point:
    """A moment of a search: seconds, best value so far and proven bound, if any."""

    seconds: float
    best: float | None
    bound: float | None

    @property
    def percent(self) -> float | None:
        """Of the larger of the two, how much may be lost at most."""
        if self.best is None or self.bound is None:
            return None
        return 100 * abs(self.bound - self.best) / max(1.0, abs(self.best), abs(self.bound))


def points_of(progress: Sequence[Sequence[float | None]]) -> list[Point]:
    """A run's stored progress, in order of time."""
    return [Point(seconds or 0.0, best, bound) for seconds, best, bound in progress]


@dataclass(frozen=True)
class Ingredients:
    """What a timetable of an edition would be made of, in numbers."""

    accepted: int
    pending: int
    matches: int
    told: int
    pinned: int


def ingredients(edition: Edition) -> Ingredients:
    """Three queries."""
    requests = edition.requests.aggregate(
        accepted=Count("pk", filter=Q(state=MeetingRequest.State.ACCEPTED)),
        pending=Count("pk", filter=Q(state=MeetingRequest.State.PENDING)),
    )
    approved = Meeting.objects.live().filter(
        schedule__state=Schedule.State.APPROVED, edition=edition
    )
    meetings = approved.aggregate(told=Count("pk"), pinned=Count("pk", filter=Q(pinned=True)))
    strong = Match.objects.current().filter(edition=edition, score__gte=edition.match_threshold)
    return Ingredients(**requests, matches=strong.count(), **meetings)
