"""Start a scoring run, or go on with one that was left."""

import hashlib
from collections.abc import Sequence
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from expo.models import Edition
from foundation.uncollected import uncollected
from matchmaking.actions.cancel_scoring import call_off
from matchmaking.actions.forget_matches import forget_matches
from matchmaking.models import RunInputs, ScoringChunk, ScoringRun, TextVector
from matchmaking.queries.embedder import embedder_name, missing_texts
from matchmaking.queries.engine_input import load_inputs, texts_of
from matchmaking.queries.feedback import adapted_to
from matchmaking.queue import enqueue
from matchmaking.scoring.blend import shipped_blend
from matchmaking.scoring.packing import Inputs, pack

LARGEST_CHUNK = 250  # buyers; a chunk at size L takes some seconds
FEWEST_CHUNKS = 8  # so that small editions keep all workers busy too
TEXTS_A_CHUNK = 128  # some seconds of a small model on one core


@uncollected()
def start_scoring(edition: Edition, *, user: User | None = None) -> ScoringRun:
    """A run over the edition as it is now.

    1. The inputs are read once, the edition's own blend with them; all workers get these.
    2. An active run over the same inputs is gone on with: its open chunks are sent again. One over
       other inputs is cancelled, and its matches go.
    3. A new run gets chunks of texts that have no vector yet, as many as EMBEDDER_MOST allows, and
       chunks of whole buyers; they are sent to the workers after the commit.
    """
    seen = list(edition.match_changes.values_list("pk", flat=True))
    adapted = adapted_to(edition)
    inputs = load_inputs(edition, adapted.blend)
    model = embedder_name()
    packed = pack(inputs)
    digest = hashlib.sha256(packed).hexdigest()  # other where anything read is other
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        active = edition.runs.filter(state__in=ScoringRun.ACTIVE).first()
        if active and (active.digest, active.embedder) == (digest, model):
            return resume_scoring(active)
        if active:
            call_off(active)
        run = ScoringRun.objects.create(
            edition=edition,
            started_by=user,
            digest=digest,
            needs=len(inputs.needs),
            products=len(inputs.products),
            embedder=model,
            changes_seen=seen,
            blend=adapted.record(shipped_blend()),
        )
        RunInputs.objects.create(run=run, packed=packed)
        _make_chunks(run, inputs)
        resume_scoring(run)
    if active:
        forget_matches([active.pk])
    return run


def resume_scoring(run: ScoringRun) -> ScoringRun:
    """Send every open chunk of texts, or if there is none of buyers; without one, have the run
    finished.
    """
    chunks = run.chunks.filter(done=False)
    texts = list(chunks.exclude(texts=[]).values_list("pk", flat=True))
    buyers = [] if texts else list(chunks.values_list("pk", flat=True))
    if run.embedder and run.vectors_until is None and not texts:
        run.vectors_until = TextVector.objects.aggregate(newest=Max("pk"))["newest"] or 0
        run.save(update_fields=["vectors_until"])
    for chunk in texts:
        enqueue("embed_chunk", chunk)
    for chunk in buyers:
        enqueue("score_chunk", chunk)
    if not texts and not buyers:
        enqueue("finish_scoring", run.pk)
    return run


def _make_chunks(run: ScoringRun, inputs: Inputs) -> None:
    missing: list[str] = []
    if run.embedder:
        texts = texts_of(inputs)
        missing = missing_texts(run.embedder, texts)
        run.texts, run.texts_embedded = len(texts), len(texts) - len(missing)
        run.save(update_fields=["texts", "texts_embedded"])
    buyers = sorted({need.buyer for need in inputs.needs})
    size = max(1, min(LARGEST_CHUNK, ceil(len(buyers) / FEWEST_CHUNKS)))
    shares = [{"texts": part} for part in _parts(missing[: settings.EMBEDDER.most], TEXTS_A_CHUNK)]
    shares += [{"buyers": part} for part in _parts(buyers, size)]
    ScoringChunk.objects.bulk_create(
        ScoringChunk(run=run, number=number, **share) for number, share in enumerate(shares)
    )


def _parts(items: Sequence[object], size: int) -> list[Sequence[object]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
