"""Embed one chunk of a run's texts."""

from django.db import transaction
from django.db.models import F

from matchmaking.actions.embed_texts import embed_texts
from matchmaking.actions.start_scoring import resume_scoring
from matchmaking.models import ScoringChunk, ScoringRun
from matchmaking.scoring.embedding import EmbedderError


def embed_chunk(chunk_id: int) -> None:
    """Store the vectors of the chunk's texts, once; after the last chunk matching begins.

    1. Lock the chunk; whoever finds it locked, done or its run no longer active leaves it.
    2. A failing embedder is written on the run, the first time it fails. The chunk is done all the
       same, and the ones after it without asking: the run goes on without those vectors.
    """
    ScoringRun.objects.filter(chunks=chunk_id, state=ScoringRun.State.PENDING).update(
        state=ScoringRun.State.RUNNING
    )
    run_id = _embed(chunk_id)
    if (
        run_id
        and not ScoringChunk.objects.filter(run=run_id, done=False).exclude(texts=[]).exists()
    ):
        resume_scoring(ScoringRun.objects.get(pk=run_id))


@transaction.atomic
def _embed(chunk_id: int) -> int | None:
    chunk = (
        ScoringChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=chunk_id, done=False, run__state__in=ScoringRun.ACTIVE)
        .select_related("run")
        .first()
    )
    if chunk is None:
        return None
    runs = ScoringRun.objects.filter(pk=chunk.run_id)
    if not chunk.run.embedder_error:
        try:
            embed_texts(chunk.run.embedder, chunk.texts)
        except EmbedderError as error:
            runs.filter(embedder_error="").update(embedder_error=str(error)[:1000])
        else:
            runs.update(texts_embedded=F("texts_embedded") + len(chunk.texts))
    chunk.done = True
    chunk.save(update_fields=["done"])
    return chunk.run_id
