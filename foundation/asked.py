"""What addresses and forms say, before anybody looks it up."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NUMBER = re.compile("[0-9]{1,9}")
_NULL = re.compile("%00|\x00")


def number(text: str | None) -> int | None:
    """A number that a column can hold, such as a row's id; None for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def numbers(texts: list[str]) -> set[int]:
    """Those among the texts."""
    return {found for text in texts if (found := number(text)) is not None}


def plain(text: str) -> str:
    """Without what PostgreSQL cannot hold, for boxes that no form of Django's looks at."""
    return text.replace("\x00", "")


def without_null(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: null characters in a page's query are left out, for nothing is found by them.

    The API says 400, as it does of everything that is wrong with a call.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if _NULL.search(query) and not request.path.startswith("/api/"):
            request.META["QUERY_STRING"] = _NULL.sub("", query)
        return get_response(request)

    return middleware
