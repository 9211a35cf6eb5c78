"""How much a person, an organization and an address may ask, counted in the shared store."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds


class Counted(BaseThrottle):
    """So many requests in each minute of the clock. One atomic step in the store a request."""

    group = ""

    def allow_request(self, request: Request, view: Any) -> bool:  # noqa: ARG002 (DRF's signature)
        """Counts the request for each of its keys; all have to have room."""
        limit = settings.API_RATES[self.group]
        counts = [_count(f"rate:{self.group}:{key}") for key in self.keys(request)]
        return all(count <= limit for count in counts)

    def keys(self, request: Request) -> list[str]:
        """Whom the request counts for."""
        raise NotImplementedError

    def wait(self) -> float:
        """Until the next minute begins."""
        return WINDOW - time.time() % WINDOW


class ByAddress(Counted):
    """Whoever asks from there, signed in or not."""

    group = "address"

    def keys(self, request: Request) -> list[str]:
        """Behind proxies, what they say, as far as `NUM_PROXIES` are trusted."""
        return [self.get_ident(request)]


class ByPerson(Counted):
    """All tokens and sessions of a person together."""

    group = "person"

    def keys(self, request: Request) -> list[str]:
        """Nobody signed in counts for an address only."""
        return [str(request.user.pk)] if request.user.is_authenticated else []


class ByOrganization(Counted):
    """All machine tokens of an organization together."""

    group = "organization"

    def keys(self, request: Request) -> list[str]:
        """Personal tokens count for their person only."""
        organization = getattr(request.auth, "organization_id", None)
        return [str(organization)] if organization else []


def _count(key: str) -> int:
    now = int(time.time()) // WINDOW
    whole = f"{key}:{now}"
    cache.add(whole, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(whole)
    except ValueError:  # it ran out in between
        return 1
