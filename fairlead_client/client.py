"""The client itself."""

import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http.client import HTTPResponse
from typing import Any, Literal, cast
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from fairlead_client.errors import ApiError
from fairlead_client.forms import Form
from fairlead_client.rows import BulkResult, Kind, MeetingRequest, Row, Text

Verb = Literal["accept", "decline", "withdraw", "propose"]
JSON = "application/json"
NDJSON = "application/x-ndjson"
WEBP = "image/webp"
BULK = 1000
TOO_MANY = 429


class Fairlead:
    """One server, one token, one language.

    Every POST carries an idempotency key, so what is sent again after a broken connection is done
    once. When the server says to wait (429), the client waits, up to `patience` seconds in all.
    """

    def __init__(
        self,
        site: str,
        *,
        token: str,
        language: str = "en",
        timeout: float = 30,
        patience: float = 120,
    ) -> None:
        if urlsplit(site).scheme not in ("http", "https"):
            raise ValueError("The site's address begins with https://.")
        self.base = f"{site.rstrip('/')}/api/v1/"
        self.timeout, self.patience = timeout, patience
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

    def me(self) -> Row:
        """Who the token speaks for, and where they act."""
        row: Row = self._json("GET", "me/")[0]
        return row

    def get(self, kind: Kind, key: int | str) -> Row:
        """One row; its ETag is under `"etag"`, as `change` wants it."""
        row, headers = self._json("GET", f"{kind}/{key}/")
        return {**row, "etag": headers["ETag"]}

    def rows(self, kind: Kind, **filters: Any) -> Iterator[Any]:
        """All rows, page by page; `fields=["id", "name"]` picks some of each."""
        address: str | None = f"{kind}/{_query(filters)}"
        while address:
            page, _headers = self._json("GET", address)
            yield from page["results"]
            following = page["next"]
            address = following.split("/api/v1/", 1)[1] if following else None

    def export(self, kind: Kind, **filters: Any) -> Iterator[Any]:
        """All rows as one stream; what the server reads as it goes. The way for many."""
        with self._open("GET", f"{kind}/{_query(filters)}", accept=NDJSON) as answer:
            for line in answer:
                yield json.loads(line)

    def create(self, kind: Kind, row: Mapping[str, Any], *, key: str | None = None) -> Row:
        """A new row; `key` is the idempotency key, where the caller wants to try again later."""
        made: Row = self._json("POST", f"{kind}/", row, key=key)[0]
        return made

    def change(
        self, kind: Kind, key: int | str, values: Mapping[str, Any], *, etag: str | None = None
    ) -> Row:
        """Some fields of a row; with `etag`, ApiError 412 if somebody changed it meanwhile."""
        row: Row = self._json("PATCH", f"{kind}/{key}/", values, etag=etag)[0]
        return row

    def delete(self, kind: Kind, key: int | str, *, etag: str | None = None) -> None:
        """Gone."""
        self._json("DELETE", f"{kind}/{key}/", etag=etag)

    def upsert(
        self, kind: Kind, edition: str, rows: Iterable[Mapping[str, Any]]
    ) -> Iterator[BulkResult]:
        """Rows by their `ref`, a thousand at a time; what became of each thousand."""
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BULK:
                yield self._bulk(kind, edition, batch)
                batch = []
        if batch:
            yield self._bulk(kind, edition, batch)

    def add_picture(
        self,
        exhibitor: int,
        file: bytes,
        alt: Text,
        *,
        product: int | None = None,
        key: str | None = None,
    ) -> Row:
        """A JPEG, PNG or WebP of a product, or the exhibitor's logo; `alt` says what it shows."""
        fields = {"exhibitor": str(exhibitor), "alt": json.dumps(alt)}
        if product is not None:
            fields["product"] = str(product)
        made: Row = self._json("POST", "pictures/", Form(fields, file), key=key)[0]
        return made

    def picture(self, key: int, *, small: bool = False) -> bytes:
        """A picture as WebP; the small one is for lists."""
        path = f"pictures/{key}/{'thumbnail' if small else 'file'}/"
        with self._open("GET", path, accept=f"{WEBP}, {JSON}") as answer:
            return answer.read()

    def answer(self, request: int, verb: Verb, **said: Any) -> MeetingRequest:
        """Accept, decline (`reason`), withdraw, or propose another time (`slot`)."""
        row = self._json("POST", f"requests/{request}/{verb}/", said)[0]
        return cast("MeetingRequest", row)

    def act(
        self,
        kind: Kind,
        key: int,
        verb: str,
        *,
        etag: str | None = None,
        once: str | None = None,
        **said: Any,
    ) -> Any:
        """Any verb of a row: `act("meetings", 7, "move", slot=3, table=9)`.

        `once` is the idempotency key, where the caller wants to try again later.
        """
        return self._json("POST", f"{kind}/{key}/{verb}/", said, etag=etag, key=once)[0]

    def read_need(self, edition: str, text: str) -> Row:
        """A pasted text as the fields of a need; nothing is saved."""
        row: Row = self._json("POST", "needs/read/", {"edition": edition, "text": text})[0]
        return row

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Anything else that the OpenAPI document lists, by its path below `/api/v1/`."""
        return self._json(method, path.lstrip("/"), body)[0]

    def wait_for_plan(self, plan: int, *, seconds: float = 600) -> Row:
        """The plan once its search is over. TimeoutError if that takes longer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            row = self.get("plans", plan)
            if row["state"] not in ("pending", "running"):
                return row
            time.sleep(1)
        raise TimeoutError(f"plan {plan} is still at work")

    def _bulk(self, kind: Kind, edition: str, rows: Sequence[Mapping[str, Any]]) -> BulkResult:
        body = {"edition": edition, "rows": rows}
        return cast("BulkResult", self._json("POST", f"{kind}/bulk/", body)[0])

    def _json(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> tuple[Any, Mapping[str, str]]:
        with self._open(method, path, body, etag=etag, key=key) as answer:
            text = answer.read()
            return (json.loads(text) if text else None), dict(answer.headers)

    def _open(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str = JSON,
        etag: str | None = None,
        key: str | None = None,
    ) -> HTTPResponse:
        headers = {**self.headers, "Accept": accept}
        data = None
        if body is not None:
            form = isinstance(body, Form)
            headers["Content-Type"], data = body.encoded() if form else (JSON, _written(body))
        if etag:
            headers["If-Match"] = etag
        if method == "POST":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        request = Request(self.base + path, data=data, headers=headers, method=method)  # noqa: S310 (checked above)
        waited = 0.0
        while True:
            try:
                return cast("HTTPResponse", urlopen(request, timeout=self.timeout))  # noqa: S310 (the same)
            except HTTPError as error:
                problem = _problem(error)
            pause = max(1, problem.retry_after)
            if problem.status != TOO_MANY or waited + pause > self.patience:
                raise problem
            time.sleep(pause)
            waited += pause


def _written(body: Any) -> bytes:
    return json.dumps(body).encode()


def _query(filters: Mapping[str, Any]) -> str:
    said = {
        name: ",".join(value) if isinstance(value, (list, tuple)) else value
        for name, value in filters.items()
        if value is not None
    }
    return f"?{urlencode(said)}" if said else ""


def _problem(error: HTTPError) -> ApiError:
    with error:
        try:
            problem = json.loads(error.read())
        except ValueError:
            problem = {"detail": error.reason}
        retry = error.headers.get("Retry-After", "0")
    return ApiError(error.code, problem, int(retry) if retry.isdecimal() else 0)
