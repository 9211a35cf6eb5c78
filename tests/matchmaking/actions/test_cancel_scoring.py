"""What a run has found goes when it is cancelled, and in time when nobody compares it any more."""

import time
from threading import Thread

import pytest
from django.db import connection, connections

from buyers.models import SourcingNeed
from config.embedder import EmbedderSettings
from matchmaking.actions import forget_matches, score_chunk
from matchmaking.actions.cancel_scoring import cancel_scoring
from matchmaking.actions.keep_short import keep_short
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.actions.store_matches import store_matches
from matchmaking.models import Match, ScoringRun
from matchmaking.queries.engine_of_run import prepared
from matchmaking.queries.scoring_runs import KEPT
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory

pytestmark = pytest.mark.django_db
State = ScoringRun.State


@pytest.fixture(autouse=True)
def alone(monkeypatch, settings):
    settings.EMBEDDER = EmbedderSettings("none")
    prepared.cache_clear()
    monkeypatch.setattr("matchmaking.actions.start_scoring.enqueue", lambda *_task: None)


@pytest.fixture
def chunks(edition):
    """Of a run of two parts."""
    return start_scoring(edition).chunks.order_by("number")


def test_a_cancelled_run_keeps_no_matches(chunks):
    score_chunk.score_chunk(chunks[0].pk)
    run = chunks[0].run
    assert run.matches.exists()
    other = MatchFactory()
    assert cancel_scoring(run.pk).state == State.CANCELLED
    assert list(Match.objects.all()) == [other]
    score_chunk.score_chunk(chunks[1].pk)
    assert not run.matches.exists()


def test_a_run_over_former_inputs_keeps_no_matches(edition, chunks):
    score_chunk.score_chunk(chunks[0].pk)
    SourcingNeed.objects.update(priority="low")
    assert start_scoring(edition) != chunks[0].run
    assert not Match.objects.exists()
    former = ScoringRun.objects.get(pk=chunks[0].run_id)
    assert (former.state, former.finished_at is None) == (State.CANCELLED, False)


@pytest.mark.parametrize("state", [State.CANCELLED, State.FAILED])
def test_of_a_run_that_is_over_before_its_part_is_stored_nothing_is(chunks, monkeypatch, state):
    run = chunks[0].run
    ready = prepared(run.pk)
    match = ready.engine.match

    def over(*asked):
        ScoringRun.objects.filter(pk=run.pk).update(state=state)
        return match(*asked)

    monkeypatch.setattr(ready.engine, "match", over)
    score_chunk.score_chunk(chunks[0].pk)
    assert not run.matches.exists()
    assert not chunks[0].done
    assert ScoringRun.objects.get(pk=run.pk).state == state


@pytest.mark.django_db(transaction=True)
def test_a_cancel_waits_for_a_part_that_is_being_stored(chunks, monkeypatch):
    run = chunks[0].run
    stored = []

    def cancel():
        cancel_scoring(run.pk)
        connections.close_all()

    canceller = Thread(target=cancel)

    def store(*asked):
        store_matches(*asked)
        stored.append(run.matches.count())
        canceller.start()
        deadline = time.monotonic() + 30
        while not waiting():
            assert canceller.is_alive(), "it did not wait"
            assert time.monotonic() < deadline

    monkeypatch.setattr(score_chunk, "store_matches", store)
    score_chunk.score_chunk(chunks[0].pk)
    canceller.join(timeout=30)
    assert stored[0] > 0
    assert not run.matches.exists()
    assert ScoringRun.objects.get(pk=run.pk).state == State.CANCELLED


def waiting():
    """How many locks are waited for that this session holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


def test_matches_stay_for_the_runs_that_are_shown_or_compared(edition, monkeypatch):
    monkeypatch.setattr(forget_matches, "BATCH", 2)
    shown = ScoringRunFactory(edition=edition, current=True)
    gone = ScoringRunFactory(edition=edition, matches_found=5)
    last = ScoringRunFactory.create_batch(KEPT, edition=edition)
    elsewhere = ScoringRunFactory()
    over = [ScoringRunFactory(edition=edition, state=s) for s in (State.CANCELLED, State.FAILED)]
    active = ScoringRunFactory(edition=edition, state=State.RUNNING)
    kept = [shown, *last, elsewhere, active]
    for run in [*kept, *over]:
        MatchFactory(run=run)
    MatchFactory.create_batch(5, run=gone)
    keep_short()
    assert set(Match.objects.values_list("run", flat=True)) == {run.pk for run in kept}
    gone.refresh_from_db()
    assert gone.matches_found == 5
