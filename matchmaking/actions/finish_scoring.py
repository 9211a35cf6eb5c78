"""Show a finished run's matches instead of the former ones, in one step."""

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from expo.models import Edition
from matchmaking.actions.show_matches import show_matches
from matchmaking.models import MatchChange, RunInputs, ScoringRun
from matchmaking.queries.engine_of_run import forget_engines
from matchmaking.queue import enqueue


@transaction.atomic
def finish_scoring(run_id: int) -> bool:
    """True if this call finished the run; False while chunks are open or when it is over.

    The edition's row is locked, so that two last chunks cannot both finish it.
    """
    run = ScoringRun.objects.select_related("edition").get(pk=run_id)
    Edition.objects.select_for_update().get(pk=run.edition_id)
    run.refresh_from_db()
    if run.state not in ScoringRun.ACTIVE or run.chunks.filter(done=False).exists():
        return False
    with connection.cursor() as cursor:
        # Of a run it has not heard of, PostgreSQL expects a row or two, and goes through all of
        # them for each buyer's list, until it looks by itself a minute or two later.
        cursor.execute("ANALYZE matchmaking_match")
    now = timezone.now()
    run.edition.runs.filter(current=True).update(current=False)
    run.state, run.current, run.finished_at = ScoringRun.State.DONE, True, now
    run.seconds = (now - run.created_at).total_seconds()
    run.pairs_scored = run.chunks.aggregate(pairs=Sum("pairs_scored"))["pairs"] or 0
    run.matches_found = run.matches.count()
    run.save()
    show_matches(run)
    RunInputs.objects.filter(run__edition=run.edition_id).exclude(run=run).delete()
    forget_engines(run)
    MatchChange.objects.filter(pk__in=run.changes_seen).delete()
    if MatchChange.objects.pending(run).exists():
        enqueue("apply_changes", run.edition_id)
    enqueue("warm_matches", run.edition_id)
    if run.texts_embedded < run.texts and not run.embedder_error:
        enqueue("embed_more", run.edition_id)
    return True
