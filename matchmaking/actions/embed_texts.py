"""Make and keep the vectors of texts."""

import numpy as np

from matchmaking.models import TextVector
from matchmaking.queries.embedder import load_embedder, missing_texts
from matchmaking.scoring.embedding import EmbedderError, text_key


def embed_texts(model: str, texts: list[str]) -> int:
    """Store a vector for each text that has none; how many were made.

    `model` is the name that the vectors are kept under. EmbedderError if the embedder here is not
    that one, or fails; then nothing is stored.
    """
    embedder = load_embedder()
    if embedder.name != model:
        raise EmbedderError(f"{model} was asked for, here is {embedder.name}")
    missing = missing_texts(model, texts)
    if not missing:
        return 0
    vectors = embedder.embed(missing)
    if vectors.shape[:1] != (len(missing),) or not np.isfinite(vectors).all():
        raise EmbedderError(f"{model}: vectors that are not numbers, or too few")
    _forget_other_lengths(model, 2 * vectors.shape[1])
    rows = [
        TextVector(model=model, key=text_key(text), vector=row.tobytes())
        for text, row in zip(missing, vectors.astype("<f2"), strict=True)
    ]
    # In one order everywhere, so that two workers with texts in common wait and do not deadlock.
    rows.sort(key=lambda row: bytes(row.key))
    TextVector.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def _forget_other_lengths(model: str, size: int) -> None:
    """An endpoint may serve another model under the same name one day; theirs do not compare."""
    stored = TextVector.objects.filter(model=model)
    first = stored.first()
    if first and len(first.vector) != size:
        stored.delete()
