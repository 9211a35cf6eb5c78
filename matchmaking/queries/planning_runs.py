"""Who works on which timetable."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

from matchmaking.models.planning import LOCKS


@contextmanager
def hold(run_id: int) -> Iterator[bool]:
    """Hold the run's lock on this connection; False where another connection holds it.

    It ends with the connection, so that a dead worker holds nothing; unlike a row's lock it needs
    no transaction that stays open for as long as the solver works.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, run_id])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            # On a connection that is broken there is nothing left to give back.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, run_id])


def at_work(run_id: int) -> bool:
    """Whether somebody holds the run's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND classid = %s AND objid = %s AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCKS, run_id],
        )
        return bool(cursor.fetchone()[0])
