"""Score one chunk of a run's buyers."""

from dataclasses import asdict

from django.db import transaction

from matchmaking.actions.finish_scoring import finish_scoring
from matchmaking.models import Match, ScoringChunk, ScoringRun
from matchmaking.queries.engine_of_run import prepared
from matchmaking.scoring import data


def score_chunk(chunk_id: int) -> None:
    """Store the chunk's matches, once.

    1. Lock the chunk; whoever finds it locked, done or its run no longer active leaves it.
    2. Score its buyers and store the matches in the same transaction: a worker that dies on the
       way leaves the chunk as it was.
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
    matches, needs = prepared(run.pk).match(chunk.buyers)
    there = (
        set(run.edition.buyers.values_list("pk", flat=True)),
        set(run.edition.exhibitors.values_list("pk", flat=True)),
    )
    rows = (match_row(run, m) for m in matches if m.buyer in there[0] and m.exhibitor in there[1])
    Match.objects.bulk_create(rows, batch_size=1000)
    chunk.done, chunk.pairs_scored = True, needs * run.products
    chunk.save(update_fields=["done", "pairs_scored"])
    return run.pk


def match_row(run: ScoringRun, match: data.Match) -> Match:
    """A match of the run, not stored yet."""
    return Match(
        edition_id=run.edition_id,
        run=run,
        exhibitor_id=match.exhibitor,
        buyer_id=match.buyer,
        score=match.score,
        parts=dict(match.parts),
        reasons=[asdict(reason) for reason in match.reasons],
        blocks=[asdict(block) for block in match.blocks],
        pairs=[asdict(pair) for pair in match.pairs],
    )
