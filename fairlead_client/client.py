"""The client itself."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.message import Message
from itertools import islice
from typing import Any, Literal, cast
from urllib.parse import urlencode

from fairlead_client.forms import Form
from fairlead_client.rows import BulkResult, Kind, MeetingRequest, Row, Text
from fairlead_client.wire import JSON, Call, Wire

Verb = Literal["accept", "decline", "withdraw", "propose"]
NDJSON = "application/x-ndjson"
WEBP = "image/webp"
BULK = 1000


class Fairlead:
    """One server, one token, one language.

    Every POST carries an idempotency key: `key`, or a random one that ApiError tells. After a
    broken connection, a time-out, 502, 503 or 504 the client sends a GET again, and a POST under
    the same key, so that it is done once. A PATCH, PUT or DELETE might undo what somebody did
    meanwhile: it goes out again only if no connection came about. When the server says to wait
    (429), the client waits. All that within `patience` seconds, with growing pauses; then ApiError.

    Redirects are not followed. `http://` is for this machine only.
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
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        self._wire = Wire(site, headers, timeout=timeout, patience=patience)

    def me(self) -> Row:
        """Who the token speaks for, and where they act."""
        row: Row = self._json("GET", "me/")[0]
        return row

    def get(self, kind: Kind, key: int | str) -> Row:
        """One row; its ETag is under `"etag"`, as `change` wants it."""
        row, headers = self._json("GET", f"{kind}/{key}/")
        # A proxy may take it away; then nobody gets to change the row without it unawares.
        return {**row, "etag": headers["ETag"]} if "ETag" in headers else row

    def rows(self, kind: Kind, **filters: Any) -> Iterator[Any]:
        """All rows, page by page; `fields=["id", "name"]` picks some of each."""
        address: str | None = f"{kind}/{_query(filters)}"
        while address:
            page, _headers = self._json("GET", address)
            yield from page["results"]
            following = page["next"]
            address = following.split("/api/v1/", 1)[1] if following else None

    def export(self, kind: Kind, **filters: Any) -> Iterator[Any]:
        """All rows as one stream; what the server reads as it goes. The way for many.

        ApiError `not_whole` where the stream breaks off: the rows so far are not all.
        """
        for line in self._wire.lines(Call("GET", f"{kind}/{_query(filters)}", accept=NDJSON)):
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
        self,
        kind: Kind,
        edition: str,
        rows: Iterable[Mapping[str, Any]],
        *,
        key: str | None = None,
    ) -> Iterator[BulkResult]:
        """Rows by their `ref`, a thousand at a time; what became of each thousand.

        The thousands go out under `key` with their number: `key-1`, `key-2`.
        """
        waiting = iter(rows)
        number = 0
        while batch := list(islice(waiting, BULK)):
            number += 1
            yield self._bulk(kind, edition, batch, f"{key}-{number}" if key else None)

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
        return self._wire.whole(Call("GET", path, accept=f"{WEBP}, {JSON}"))[0]

    def answer(
        self, request: int, verb: Verb, *, key: str | None = None, **said: Any
    ) -> MeetingRequest:
        """Accept, decline (`reason`), withdraw, or propose another time (`slot`)."""
        row = self._json("POST", f"requests/{request}/{verb}/", said, key=key)[0]
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

    def read_need(self, edition: str, text: str, *, key: str | None = None) -> Row:
        """A pasted text as the fields of a need; nothing is saved."""
        body = {"edition": edition, "text": text}
        row: Row = self._json("POST", "needs/read/", body, key=key)[0]
        return row

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> Any:
        """Anything else that the OpenAPI document lists, by its path below `/api/v1/`."""
        return self._json(method.upper(), path.lstrip("/"), body, etag=etag, key=key)[0]

    def wait_for_plan(self, plan: int, *, seconds: float = 600) -> Row:
        """The plan once its search is over. TimeoutError if that takes longer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            row = self.get("plans", plan)
            if row["state"] not in ("pending", "running"):
                return row
            time.sleep(1)
        raise TimeoutError(f"plan {plan} is still at work")

    def _bulk(
        self, kind: Kind, edition: str, rows: Sequence[Mapping[str, Any]], key: str | None
    ) -> BulkResult:
        body = {"edition": edition, "rows": rows}
        return cast("BulkResult", self._json("POST", f"{kind}/bulk/", body, key=key)[0])

    def _json(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> tuple[Any, Message]:
        text, headers = self._wire.whole(Call(method, path, body, etag=etag, key=key))
        return (json.loads(text) if text else None), headers


def _query(filters: Mapping[str, Any]) -> str:
    said = {
        name: ",".join(value) if isinstance(value, (list, tuple)) else value
        for name, value in filters.items()
        if value is not None
    }
    return f"?{urlencode(said)}" if said else ""
