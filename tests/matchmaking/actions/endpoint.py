"""A real embeddings endpoint on this machine, which can be made to misbehave."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """`mood` is what it does next; `asked` the texts of each question; `keys` what it was shown."""

    def __init__(self) -> None:
        self.mood = "good"
        self.asked: list[list[str]] = []
        self.keys: list[str | None] = []
        self.url = ""

    def answer(self, texts: list[str]) -> bytes:
        """Texts of the same first letter are alike."""
        rows: list[Any] = []
        for place, text in enumerate(texts):
            digest = hashlib.sha256(text.encode()).digest()
            row = [0.1 + each / 2550 for each in digest[:8]]
            row[ord(text[0]) % 8] += 3
            rows.append({"index": place, "embedding": row})
        spoilt = {
            "garbage": b"<html>500</html>",
            "a list": json.dumps(rows).encode(),
            "words": json.dumps({"data": [{"index": 0, "embedding": "AAAA"}] * len(rows)}).encode(),
            "too few": json.dumps({"data": rows[1:]}).encode(),
            "not a number": json.dumps(
                {"data": [{**row, "embedding": [float("nan"), 1]} for row in rows]}
            ).encode(),
            "zeros": json.dumps({"data": [{**r, "embedding": [0, 0]} for r in rows]}).encode(),
            "ragged": json.dumps(
                {"data": [{**r, "embedding": [1] * (1 + r["index"])} for r in rows]}
            ).encode(),
            "huge": json.dumps({"data": [{**r, "embedding": [10**400, 1]} for r in rows]}).encode(),
        }
        return spoilt.get(self.mood) or json.dumps({"data": rows}).encode()


@contextmanager
def serving() -> Iterator[Endpoint]:
    """The endpoint, until the block ends."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(asked["input"])
            endpoint.keys.append(self.headers["Authorization"])
            if endpoint.mood == "hangs up":
                return
            if endpoint.mood == "no HTTP":
                self.wfile.write(b"hello\r\n\r\n")
                return
            self.send_response(503 if endpoint.mood == "busy" else 200)
            self.end_headers()
            body = endpoint.answer(asked["input"])
            step = 1 if endpoint.mood == "trickles" else len(body)
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                self.wfile.flush()
                if step == 1:
                    time.sleep(0.05)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint.url = f"http://127.0.0.1:{server.server_port}/v1/embeddings"
        yield endpoint
        server.shutdown()
