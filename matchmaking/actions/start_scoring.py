"""Start a scoring run, or go on with one that was left."""

from math import ceil

from django.db import transaction

from accounts.models import User
from buyers.models import SourcingNeed
from exhibitors.models import Product
from expo.models import Edition
from matchmaking.models import ScoringChunk, ScoringRun
from matchmaking.queries.engine_input import inputs_digest
from matchmaking.queue import enqueue

LARGEST_CHUNK = 250  # buyers; a chunk at size L takes some seconds
FEWEST_CHUNKS = 8  # so that small editions keep all workers busy too


def start_scoring(edition: Edition, *, user: User | None = None) -> ScoringRun:
    """A run over the edition as it is now.

    1. An active run over the same inputs is gone on with: its open chunks are sent again.
    2. An active run over other inputs is cancelled.
    3. A new run gets chunks of whole buyers, each sent to the workers after the commit.
    """
    digest = inputs_digest(edition)
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        active = edition.runs.filter(state__in=ScoringRun.ACTIVE).first()
        if active and active.digest == digest:
            return resume_scoring(active)
        if active:
            active.state = ScoringRun.State.CANCELLED
            active.save(update_fields=["state"])
        run = ScoringRun.objects.create(
            edition=edition,
            started_by=user,
            digest=digest,
            needs=SourcingNeed.objects.filter(edition=edition).count(),
            products=Product.objects.filter(edition=edition).count(),
        )
        _make_chunks(run)
        return resume_scoring(run)


def resume_scoring(run: ScoringRun) -> ScoringRun:
    """Send every open chunk; without one, have the run finished."""
    chunks = list(run.chunks.filter(done=False).values_list("pk", flat=True))
    for chunk in chunks:
        enqueue("score_chunk", chunk)
    if not chunks:
        enqueue("finish_scoring", run.pk)
    return run


def _make_chunks(run: ScoringRun) -> None:
    needs = SourcingNeed.objects.filter(edition=run.edition)
    buyers = list(needs.order_by("buyer").values_list("buyer", flat=True).distinct())
    size = max(1, min(LARGEST_CHUNK, ceil(len(buyers) / FEWEST_CHUNKS)))
    ScoringChunk.objects.bulk_create(
        ScoringChunk(run=run, number=number, buyers=buyers[start : start + size])
        for number, start in enumerate(range(0, len(buyers), size))
    )
