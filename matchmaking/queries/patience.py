"""Figures of the front page that take a moment at a large expo: asked for now and then only."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from django.core.cache import cache

from expo.models import Edition

SLOW = 0.03  # seconds: what takes longer is kept
KEPT = 120  # seconds

Answer = TypeVar("Answer")


def now_and_then(edition: Edition, name: str, ask: Callable[[], Answer]) -> Answer:
    """What is quick is asked for each time; what took long is up to two minutes old."""
    key = f"{name}-{edition.pk}"
    known: tuple[Answer] | None = cache.get(key)
    if known is not None:
        return known[0]
    began = perf_counter()
    found = ask()
    if perf_counter() - began > SLOW:
        cache.set(key, (found,), KEPT)
    return found
