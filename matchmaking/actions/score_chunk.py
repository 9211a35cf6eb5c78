"""Score one chunk of a run's buyers."""

from django.db import connection, transaction

from foundation.uncollected import uncollected
from matchmaking.actions.finish_scoring import finish_scoring
from matchmaking.actions.store_matches import store_matches
from matchmaking.models import ScoringChunk, ScoringRun
from matchmaking.queries.engine_of_run import prepared, stored_reaches
from matchmaking.queue import worker_name


@uncollected()
def score_chunk(chunk_id: int) -> None:
    """Store the chunk's matches, once.

    1. Lock the chunk; whoever finds it locked, done or its run no longer active leaves it.
    2. Score its buyers and store the matches in the same transaction: a worker that dies on the
       way leaves the chunk as it was. Of a run that was over before that nothing is stored.
    3. After the last chunk the run is finished. An error fails the run and says what it was.
    """
    ScoringRun.objects.filter(chunks=chunk_id, state=ScoringRun.State.PENDING).update(
        state=ScoringRun.State.RUNNING
    )
    try:
        run_id = _score(chunk_id)
    except Exception as error:
        ScoringRun.objects.filter(chunks=chunk_id, state__in=ScoringRun.ACTIVE).update(
            state=ScoringRun.State.FAILED, message=f"{type(error).__name__}: {error}"
        )
        raise
    if run_id:
        finish_scoring(run_id)


@transaction.atomic
def _score(chunk_id: int) -> int | None:
    chunk = (
        ScoringChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=chunk_id, done=False, run__state__in=ScoringRun.ACTIVE)
        .select_related("run__edition")
        .first()
    )
    if chunk is None:
        return None
    run = chunk.run
    ready = prepared(run.pk)
    needs = ready.needs_of(chunk.buyers)
    profiles = [ready.buyers[buyer] for buyer in chunk.buyers if buyer in ready.buyers]
    found = ready.engine.match(needs, profiles)
    if not _still_active(run):
        return None
    store_matches(run, found)
    chunk.done, chunk.pairs_scored = True, len(needs) * run.products
    chunk.reaches = stored_reaches(ready.engine.reaches, needs)
    chunk.worker = worker_name()
    chunk.save(update_fields=["done", "pairs_scored", "reaches", "worker"])
    return run.pk


def _still_active(run: ScoringRun) -> bool:
    """To be asked before storing: whoever cancels the run locks the edition's row for update, so
    from here on that waits for the commit, and deletes what was stored.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM expo_edition WHERE id = %s FOR KEY SHARE", [run.edition_id])
    return ScoringRun.objects.filter(pk=run.pk, state__in=ScoringRun.ACTIVE).exists()
