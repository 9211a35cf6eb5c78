"""What all tests of the engine, its pages and its actions share."""

import math

import pytest

from matchmaking.queries import patience


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine anything may be slow, and would be kept."""
    monkeypatch.setattr(patience, "SLOW", math.inf)
