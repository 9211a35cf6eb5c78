"""Read a file with an exhibitor's products, or write what was read and confirmed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import pghistory
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.exchange.own_products import Moved, Outcome, load_own_products
from matchmaking.exchange.problems import Problems
from matchmaking.models import ProductImport
from matchmaking.models.product_import import IMPORT_LOCKS
from matchmaking.queries.planning_runs import hold

MOST_ATTEMPTS = 3
State = ProductImport.State


class _StoppedError(Exception):
    """Nobody wants it any more."""


def import_products(import_id: int) -> ProductImport:
    """Work on an import; left alone where it waits for nobody, or another worker has it.

    1. Hold its lock. A worker that died holds it no longer: it starts again, three times.
    2. Read the file into a transaction that is rolled back: what it would change, or what is
       wrong, row by row. Progress goes out, and the word to stop comes in, by a connection of its
       own.
    3. Once confirmed, the same again for good: all rows, the note that the matches need, and the
       import's end in one transaction. If the products have changed since the file was shown, it
       is shown again.
    """
    with hold(import_id, IMPORT_LOCKS) as held:
        if held and _begun(import_id):
            found = ProductImport.objects.select_related("exhibitor__edition").get(pk=import_id)
            with translation.override(found.language):
                _work(found)
    return ProductImport.objects.without_file().get(pk=import_id)


def _begun(import_id: int) -> bool:
    """Claims one that is to be worked on; cancelled or tried too often meanwhile, it is over."""
    mine = ProductImport.objects.at_work().filter(pk=import_id)
    now = timezone.now()
    mine.filter(stop=True).update(state=State.CANCELLED, file=None, finished_at=now)
    mine.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        file=None,
        finished_at=now,
        message=_("The worker died %(count)d times over this file.") % {"count": MOST_ATTEMPTS},
    )
    return mine.update(attempts=F("attempts") + 1) > 0


def _work(found: ProductImport) -> None:
    try:
        with _told(found) as moved:
            if found.state == State.WRITING:
                _write(found, moved)
            else:
                _read(found, moved)
    except _StoppedError:
        _end(found, State.CANCELLED)


def _read(found: ProductImport, moved: Moved) -> None:
    problems = Problems()
    with transaction.atomic():
        outcome = load_own_products(
            found.exhibitor, found.file_name, bytes(found.file or b""), problems, moved
        )
        transaction.set_rollback(True)
    _show(found, outcome, problems)


def _write(found: ProductImport, moved: Moved) -> None:
    problems, shown = Problems(), found.digest
    user = found.started_by_id
    with pghistory.context(command="import_products", user=user), transaction.atomic():
        # Nobody changes them between the look and the write.
        exhibitor = Exhibitor.objects.select_for_update(no_key=True).get(pk=found.exhibitor_id)
        list(exhibitor.products.select_for_update().values_list("pk", flat=True))
        outcome = load_own_products(
            found.exhibitor, found.file_name, bytes(found.file or b""), problems, moved
        )
        good = not problems and outcome.digest == shown
        if good:
            if outcome.rows:
                refresh_matches(found.edition_id, exhibitors=[found.exhibitor_id])
            _end(found, State.DONE, outcome)
        else:
            transaction.set_rollback(True)
    if not good:
        found.message = _("Your products have changed since this was shown. Look at it again.")
        _show(found, outcome, problems)


def _show(found: ProductImport, outcome: Outcome, problems: Problems) -> None:
    found.problems = [asdict(each) for each in problems.kept()]
    found.more_problems = problems.more
    found.digest, found.rows = outcome.digest, [] if problems else outcome.rows
    _end(found, State.FAULTY if problems else State.READY, outcome)


def _end(found: ProductImport, state: State, outcome: Outcome | None = None) -> None:
    """What came of it; the file is kept only where it is still to be written."""
    found.state = state
    if outcome is not None:
        found.created_count = outcome.counts.created
        found.updated_count = outcome.counts.updated
        found.unchanged_count = outcome.counts.unchanged
    if state != State.READY:
        found.file, found.finished_at = None, timezone.now()
    names = ("state", "message", "digest", "rows", "problems", "more_problems", "finished_at")
    counts = ("created_count", "updated_count", "unchanged_count")
    # The counter of rows is written by the other connection.
    found.save(update_fields=[*names, *counts, "file"])


@contextmanager
def _told(found: ProductImport) -> Iterator[Moved]:
    """A function that tells how far it is, seen by others at once, and hears the word to stop."""
    # Inside the transaction of the rows nobody would see it before the end.
    beside = connection.copy()

    def moved(done: int, total: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE matchmaking_productimport SET rows_done = %s, rows_total = %s"
                " WHERE id = %s RETURNING stop",
                [done, total, found.pk],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise _StoppedError

    try:
        yield moved
    finally:
        beside.close()
