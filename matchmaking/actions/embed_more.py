"""Embed in the background what the last run left without vectors, for the next one."""

import logging
import time

from expo.models import Edition
from matchmaking.actions.embed_texts import embed_texts
from matchmaking.models import RunInputs, ScoringRun
from matchmaking.queries.embedder import missing_texts
from matchmaking.queries.engine_input import texts_of
from matchmaking.queue import enqueue
from matchmaking.scoring.embedding import EmbedderError
from matchmaking.scoring.packing import unpack

logger = logging.getLogger(__name__)

SECONDS = 30  # a worker is not kept longer from other work
BATCH = 64


def embed_more(edition_id: int) -> int:
    """How many vectors were made in `SECONDS`. What then remains is another task's.

    Nothing is done while a run is active, which makes its own. A failing embedder ends it; the
    next run tries again.
    """
    inputs = RunInputs.objects.filter(run__edition=edition_id, run__current=True)
    shown = inputs.select_related("run").first()
    if shown is None:
        return 0
    model = shown.run.embedder
    missing = missing_texts(model, texts_of(unpack(bytes(shown.packed))))
    began, made = time.monotonic(), 0
    while made < len(missing):
        if Edition.objects.filter(pk=edition_id, runs__state__in=ScoringRun.ACTIVE).exists():
            return made
        if time.monotonic() - began > SECONDS:
            enqueue("embed_more", edition_id)
            return made
        try:
            embed_texts(model, missing[made : made + BATCH])
        except EmbedderError as error:
            logger.warning("Texts left without vectors: %s", error)
            return made
        made = min(made + BATCH, len(missing))
    return made
