"""What all tests of the engine, its pages and its actions share."""

import math
from datetime import UTC, datetime, time
from types import SimpleNamespace

import pytest

from matchmaking.queries import patience, times
from tests.factories.expo import FIRST_DAY


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine anything may be slow, and would be kept."""
    monkeypatch.setattr(patience, "SLOW", math.inf)


@pytest.fixture(autouse=True)
def _fixed_days_lie_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """What asks which slots have begun is asked on the eve of the factories' first day."""
    eve = datetime.combine(FIRST_DAY, time(), UTC)
    monkeypatch.setattr(times, "timezone", SimpleNamespace(now=lambda: eve))
