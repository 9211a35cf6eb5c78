"""Scoring runs: chunks are done once, runs are resumed, readers never see half a run."""

import json
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Q

from buyers.models import SourcingNeed
from config.embedder import EmbedderSettings
from matchmaking.actions.finish_scoring import finish_scoring
from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.score_chunk import score_chunk
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.models import Match, RunInputs, ScoringRun
from matchmaking.queries.engine_of_run import prepared
from tests.factories.exhibitors import ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sent(monkeypatch, settings):
    """What was handed to Celery, by task name; the broker itself has tests of its own."""
    settings.EMBEDDER = EmbedderSettings("none")
    prepared.cache_clear()
    tasks = []
    for action in ("start_scoring", "resume_runs"):
        module = f"matchmaking.actions.{action}"
        if action == "start_scoring":
            monkeypatch.setattr(f"{module}.enqueue", lambda *task: tasks.append(task))
    return tasks


def score_all(run):
    for chunk in run.chunks.values_list("pk", flat=True):
        score_chunk(chunk)
    run.refresh_from_db()
    return run


def test_a_run_scores_whole_buyers_and_is_shown_at_the_end(edition, sent):
    run = start_scoring(edition)
    chunks = list(run.chunks.order_by("number"))
    assert [name for name, _chunk in sent] == ["score_chunk"] * len(chunks) == ["score_chunk"] * 2
    score_chunk(chunks[0].pk)
    assert not Match.objects.current().exists()
    score_chunk(chunks[1].pk)
    run.refresh_from_db()
    assert (run.state, run.current, run.needs, run.products) == ("done", True, 2, 2)
    assert run.pairs_scored == 4
    best = {m.buyer.ref: m.exhibitor.ref for m in Match.objects.current().order_by("score")}
    assert best == {"roaster": "growers", "grocer": "beekeepers"}


def test_a_missing_certificate_is_a_block_not_a_lower_number(edition):
    score_all(start_scoring(edition))
    blocked = Match.objects.current().get(buyer__ref="grocer", exhibitor__ref="beekeepers")
    assert [block["code"] for block in blocked.blocks] == ["certificate_missing"]
    SourcingNeed.objects.update(certificates=[])
    score_all(start_scoring(edition))
    free = Match.objects.current().get(buyer__ref="grocer", exhibitor__ref="beekeepers")
    assert free.blocks == []
    assert free.score == pytest.approx(blocked.score)


def test_a_chunk_sent_twice_is_done_once(edition):
    run = start_scoring(edition)
    chunk = run.chunks.first()
    score_chunk(chunk.pk)
    found = run.matches.count()
    score_chunk(chunk.pk)
    assert run.matches.count() == found > 0


def test_the_same_inputs_go_on_with_the_open_run_others_start_afresh(edition, sent):
    run = start_scoring(edition)
    score_chunk(run.chunks.first().pk)
    del sent[:]
    assert start_scoring(edition) == run
    assert [chunk for _name, chunk in sent] == [run.chunks.last().pk]
    SourcingNeed.objects.update(priority="low")
    other = start_scoring(edition)
    run.refresh_from_db()
    assert (other != run, run.state) == (True, "cancelled")
    score_chunk(run.chunks.last().pk)
    assert not run.chunks.last().done


def test_all_workers_of_a_run_read_what_was_there_when_it_started(edition):
    run = start_scoring(edition)
    score_chunk(run.chunks.first().pk)
    ProductFactory(exhibitor=edition.exhibitors.first(), name={"en": "Natural honey"})
    SourcingNeed.objects.update(text={"en": "Steel pipes"})
    prepared.cache_clear()  # as in another process
    score_all(run)
    best = {m.buyer.ref: m.exhibitor.ref for m in run.matches.order_by("score")}
    assert best == {"roaster": "growers", "grocer": "beekeepers"}
    assert run.products == 2


def test_who_is_gone_before_the_end_is_left_out(edition):
    run = start_scoring(edition)
    edition.exhibitors.get(ref="growers").delete()
    edition.buyers.get(ref="grocer").delete()
    score_all(run)
    assert run.state == "done"
    assert not run.matches.filter(Q(exhibitor__ref="growers") | Q(buyer__ref="grocer")).exists()


def test_inputs_are_kept_for_the_run_that_is_shown_only(edition):
    score_all(start_scoring(edition))
    SourcingNeed.objects.update(priority="low")
    start_scoring(edition)
    SourcingNeed.objects.update(priority="high")
    last = score_all(start_scoring(edition))
    assert list(RunInputs.objects.values_list("run", flat=True)) == [last.pk]


def test_a_run_replaces_the_former_in_one_step(edition):
    first = score_all(start_scoring(edition))
    SourcingNeed.objects.update(priority="low")
    second = score_all(start_scoring(edition))
    first.refresh_from_db()
    assert (first.current, second.current) == (False, True)
    assert set(Match.objects.current().values_list("run", flat=True)) == {second.pk}


def test_the_database_knows_at_once_how_many_matches_a_run_has(edition):
    score_all(start_scoring(edition))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matchmaking_match")  # as it does by itself, but later
    SourcingNeed.objects.update(priority="low")
    run = score_all(start_scoring(edition))
    plan: Any = json.loads(run.matches.all().explain(format="JSON"))
    assert plan[0]["Plan"]["Plan Rows"] == run.matches.count() > 1


def test_a_run_finishes_once_and_not_early(edition):
    run = start_scoring(edition)
    assert not finish_scoring(run.pk)
    score_all(run)
    assert not finish_scoring(run.pk)


def test_an_error_fails_the_run_and_says_what_it_was(edition, monkeypatch):
    run = start_scoring(edition)
    monkeypatch.setattr("matchmaking.actions.score_chunk.prepared", lambda _run: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        score_chunk(run.chunks.first().pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", "ZeroDivisionError: division by zero")


def test_an_edition_without_needs_is_done_at_once(edition, sent):
    SourcingNeed.objects.all().delete()
    run = start_scoring(edition)
    assert sent == [("finish_scoring", run.pk)]
    assert finish_scoring(run.pk)
    assert score_all(run).matches_found == 0


def test_old_open_runs_are_resumed(edition, sent):
    run = start_scoring(edition)
    assert resume_runs() == 0
    ScoringRun.objects.update(created_at=run.created_at - PATIENCE)
    del sent[:]
    assert resume_runs() == 1
    assert len(sent) == run.chunks.count()


@pytest.mark.django_db(transaction=True)
def test_a_locked_chunk_is_left_to_the_worker_that_has_it(edition):
    run = start_scoring(edition)
    chunk = run.chunks.first()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "SELECT 1 FROM matchmaking_scoringchunk WHERE id = %s FOR UPDATE", [chunk.pk]
            )
            score_chunk(chunk.pk)
            assert not run.matches.exists()
    finally:
        other.close()
        connections["default"].close()
