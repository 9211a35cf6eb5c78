"""How calls go out: to one address, under one key, and again where that does no harm."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import BadStatusLine, HTTPResponse, IncompleteRead
from socket import EAI_AGAIN, gaierror
from ssl import SSLCertVerificationError
from typing import Any, TypeVar, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from fairlead_client.errors import ApiError
from fairlead_client.forms import Form

JSON = "application/json"
LOCAL = {"localhost", "127.0.0.1", "::1"}
TOO_MANY = 429
UNREACHED = {502, 503, 504}
LONGEST_PAUSE = 30.0
PIECE = 1 << 16
BROKEN = (OSError, IncompleteRead, BadStatusLine)

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One request; `path` is below `/api/v1/`, `key` the idempotency key of a POST."""

    method: str
    path: str
    body: Any = None
    accept: str = JSON
    etag: str | None = None
    key: str | None = None


class _Stay(HTTPRedirectHandler):
    """Follows nothing: urllib would make a GET of a POST, and hand the token on."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """None: the redirect is an error, as any other answer that is none."""


class Wire:
    """The way to one server."""

    def __init__(
        self, site: str, headers: dict[str, str], *, timeout: float, patience: float
    ) -> None:
        parts = urlsplit(site)
        near = parts.scheme == "http" and parts.hostname in LOCAL
        if not parts.hostname or not (near or parts.scheme == "https"):
            raise ValueError(
                "The site's address begins with https:// (with http:// only on this machine)."
            )
        self.base = f"{site.rstrip('/')}/api/v1/"
        self.headers, self.timeout, self.patience = headers, timeout, patience
        self._opener = build_opener(_Stay)

    def whole(self, call: Call) -> tuple[bytes, Message]:
        """The answer's body and headers."""
        return self._patiently(call, _read)

    def lines(self, call: Call) -> Iterator[bytes]:
        """The answer line by line; ApiError where it ends before its end."""
        with self._patiently(call, lambda answer: answer) as answer:
            yield from _lines(answer)

    def _patiently(self, call: Call, take: Callable[[HTTPResponse], T]) -> T:
        key = (call.key or uuid.uuid4().hex) if call.method == "POST" else ""
        request = self._request(call, key)
        until = time.monotonic() + self.patience
        pause = 1.0
        while True:
            try:
                return take(cast("HTTPResponse", self._opener.open(request, timeout=self.timeout)))
            except HTTPError as error:
                problem, again = _refused(error, key), _may_repeat(call, error)
            except BROKEN as error:
                problem, again = _broken(error, key), _may_repeat(call, error)
            wait = max(pause, problem.retry_after)
            if not again or time.monotonic() + wait > until:
                raise problem
            time.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _request(self, call: Call, key: str) -> Request:
        headers = {**self.headers, "Accept": call.accept}
        data = None
        if isinstance(call.body, Form):
            headers["Content-Type"], data = call.body.encoded()
        elif call.body is not None:
            headers["Content-Type"], data = JSON, json.dumps(call.body).encode()
        if call.etag:
            headers["If-Match"] = call.etag
        if key:
            headers["Idempotency-Key"] = key
        address = self.base + call.path
        return Request(address, data=data, headers=headers, method=call.method)  # noqa: S310 (checked above)


def _read(answer: HTTPResponse) -> tuple[bytes, Message]:
    with answer:
        return answer.read(), answer.headers


def _lines(answer: HTTPResponse) -> Iterator[bytes]:
    """Iterating an HTTPResponse would take a connection that broke for the end of the list."""
    rest, given = b"", 0
    while True:
        try:
            piece = answer.read1(PIECE)
        except BROKEN as error:
            raise _not_whole(given) from error
        if not piece:
            break
        *lines, rest = (rest + piece).split(b"\n")
        given += len(lines)
        yield from lines
    # What has a Content-Length ends early without an error; a line cut in two has no line end.
    if rest or answer.length:
        raise _not_whole(given)


def _may_repeat(call: Call, error: Exception) -> bool:
    """A POST under its key is done once; other changes only if the server did not get them."""
    if isinstance(error, HTTPError):
        again = error.code in UNREACHED and call.method in ("GET", "POST")
        return error.code == TOO_MANY or again
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, gaierror):
        return reason.errno == EAI_AGAIN
    if isinstance(reason, SSLCertVerificationError):
        return False
    return call.method in ("GET", "POST") or isinstance(reason, ConnectionRefusedError)


def _refused(error: HTTPError, key: str) -> ApiError:
    if 300 <= error.code < 400:  # noqa: PLR2004 (redirects)
        error.close()
        place = error.headers.get("Location", "another address")
        detail = f"The server sends on to {place}; use the https:// address that answers itself."
        return ApiError(error.code, {"code": "redirect", "detail": detail})
    with error:
        try:
            problem = json.loads(error.read())
        except (ValueError, *BROKEN):
            problem = None
        retry = error.headers.get("Retry-After", "0")
    if not isinstance(problem, dict):
        problem = {"detail": error.reason}
    return ApiError(error.code, problem, int(retry) if retry.isdecimal() else 0, key)


def _broken(error: Exception, key: str) -> ApiError:
    reason = error.reason if isinstance(error, URLError) else error
    detail = f"no whole answer came ({type(reason).__name__}: {reason})"
    return ApiError(0, {"code": "connection", "detail": detail}, key=key)


def _not_whole(given: int) -> ApiError:
    detail = f"the list broke off after {given} rows and is not whole; ask for it again"
    return ApiError(0, {"code": "not_whole", "detail": detail})
