"""What is saved reaches the shown matches, as a full run would have it."""

import random
import shutil
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.conf import settings

from config.celery import warm
from config.embedder import EmbedderSettings
from exhibitors.models import Product
from matchmaking.actions import apply_changes as applying
from matchmaking.actions.apply_changes import apply_changes
from matchmaking.actions.count_matches import count_matches
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.score_chunk import score_chunk
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.actions.store_matches import SAID, said
from matchmaking.actions.warm_matches import warm_matches, warm_newest
from matchmaking.models import Match, MatchChange, ScoringRun
from matchmaking.queries import engine_of_run, market
from matchmaking.queries.engine_input import load_inputs
from matchmaking.queries.engine_of_run import engine_file, prepared
from matchmaking.scoring import candidates, engine
from matchmaking.scoring.engine import Engine
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory, open_edition

pytestmark = pytest.mark.django_db

GOODS = ["green coffee", "roasted coffee", "black tea", "olive oil", "绿茶", "橄榄油", "honey"]


@pytest.fixture(autouse=True)
def alone(monkeypatch, settings, tmp_path):
    """No broker, no engine of another test, and so few candidates that products push others out."""
    settings.EMBEDDER, settings.VAR_FOLDER = EmbedderSettings("none"), tmp_path
    prepared.cache_clear()
    market._kept.clear()
    monkeypatch.setattr(candidates, "CHEAP_CANDIDATES", 12)
    monkeypatch.setattr(candidates, "LETTER_CANDIDATES", 3)
    monkeypatch.setattr(engine, "CANDIDATES", 6)
    sent = []
    modules = ("start_scoring", "finish_scoring", "refresh_matches", "resume_runs", "apply_changes")
    for module in modules:
        name = f"matchmaking.actions.{module}.enqueue"
        monkeypatch.setattr(name, lambda *task: sent.append(task))
    return sent


@pytest.fixture
def fair(db):
    """Twelve exhibitors with three products each, ten buyers with two needs each, at random."""
    dice = random.Random(11)  # noqa: S311
    edition = open_edition()
    tree = [CategoryFactory(code=code) for code in ("0901", "0902", "1509")]
    fair = SimpleNamespace(edition=edition, dice=dice, tree=tree)
    for _each in range(12):
        exhibitor = ExhibitorFactory(edition=edition)
        for _product in range(3):
            new_product(fair, exhibitor)
    for _each in range(10):
        buyer = BuyerFactory(edition=edition)
        for _need in range(2):
            new_need(fair, buyer)
    return fair


def words(fair):
    return f"{fair.dice.choice(GOODS)} {fair.dice.choice(GOODS)}"


def new_product(fair, exhibitor):
    name = {"en": words(fair)}
    return ProductFactory(exhibitor=exhibitor, name=name, category=fair.dice.choice(fair.tree))


def new_need(fair, buyer):
    need = SourcingNeedFactory(buyer=buyer, text={"en": words(fair)}, certificates=["organic"])
    need.categories.add(fair.dice.choice(fair.tree))
    return need


def full_run(edition):
    run = start_scoring(edition)
    for chunk in run.chunks.values_list("pk", flat=True):
        score_chunk(chunk)
    run.refresh_from_db()
    assert run.current
    return run


def shown(edition):
    """What readers see, without keys of rows."""
    rows = Match.objects.current().filter(edition=edition).values("buyer", "exhibitor", *SAID)
    return {(row.pop("buyer"), row.pop("exhibitor")): row for row in rows}


def in_full(run):
    """The matches of an engine over all that is there now, with the run's own statistics."""
    began = engine_of_run.inputs_of(run)
    statistics = Engine(began.categories, began.products, (), began.settings).statistics
    inputs = load_inputs(run.edition)
    whole = Engine(
        inputs.categories,
        inputs.products,
        inputs.suppliers,
        began.settings,
        statistics=statistics,
    )
    matches = whole.match(inputs.needs, inputs.buyers)
    return {(match.buyer, match.exhibitor): said(match) for match in matches}


def change_supply(fair):
    """One of what exhibitors do; whom it concerns."""
    exhibitor = fair.dice.choice(list(fair.edition.exhibitors.order_by("pk")))
    concerned = {"exhibitors": [exhibitor.pk]}
    match fair.dice.randrange(6):
        case 0:
            new_product(fair, exhibitor)
        case 1:
            exhibitor.products.update(name={"en": words(fair)})
        case 2:
            Product.objects.filter(pk=exhibitor.products.order_by("pk").first().pk).delete()
        case 3:
            CertificateFactory(exhibitor=exhibitor, standard="organic")
        case 4:
            type(exhibitor).objects.filter(pk=exhibitor.pk).update(languages=["zh"])
        case _:
            exhibitor.delete()
    return concerned


def change_demand(fair):
    """One of what buyers do; whom it concerns."""
    buyer = fair.dice.choice(list(fair.edition.buyers.order_by("pk")))
    concerned = {"buyers": [buyer.pk]}
    match fair.dice.randrange(5):
        case 0:
            new_need(fair, buyer)
        case 1:
            buyer.needs.update(text={"zh": "橄榄油"}, certificates=[])
        case 2:
            buyer.needs.all().delete()
        case 3:
            type(buyer).objects.filter(pk=buyer.pk).update(languages=["fr"])
        case _:
            buyer.delete()
    return concerned


class Workers:
    """Who works off a change: the process that did the last one, or one that knows less."""

    def __init__(self, how):
        self.how, self.kept = how, []

    def next(self, dice):
        if self.how == "new process":
            market._kept.clear()
        elif self.how == "lost file":
            market._kept.clear()
            shutil.rmtree(settings.VAR_FOLDER / "engines")
        elif self.how == "two processes":
            # Each knows only its own updates.
            self.kept = [dict(market._kept), *self.kept[:1]]
            market._kept.clear()
            market._kept.update(dice.choice(self.kept))


@pytest.mark.parametrize("how", ["same process", "new process", "lost file", "two processes"])
def test_each_change_gives_what_a_full_run_gives(fair, how, alone):
    workers = Workers(how)
    run = full_run(fair.edition)
    assert shown(fair.edition) == in_full(run)
    for number in range(1, 13):
        changed = change_supply(fair) if number % 3 else change_demand(fair)
        refresh_matches(fair.edition.pk, **changed)
        workers.next(fair.dice)
        update = apply_changes(fair.edition.pk)
        assert update.number == number
        assert shown(fair.edition) == in_full(run)
    assert alone[-1] == ("count_matches", run.pk)
    count_matches(run.pk)
    run.refresh_from_db()
    assert run.matches_found == run.matches.count()


def test_who_changed_is_found_out(fair):
    run = full_run(fair.edition)
    for _change in range(3):
        change_supply(fair)
        change_demand(fair)
    refresh_matches(fair.edition.pk, anybody=True)
    apply_changes(fair.edition.pk)
    assert shown(fair.edition) == in_full(run)


def test_only_whom_a_change_touches_is_matched_anew(fair):
    full_run(fair.edition)
    exhibitor = ExhibitorFactory(edition=fair.edition)
    ProductFactory(exhibitor=exhibitor, name={"en": "black tea"}, category=None)
    refresh_matches(fair.edition.pk, exhibitors=[exhibitor.pk])
    update = apply_changes(fair.edition.pk)
    assert 0 < len(update.buyers) < 10


def test_pairs_that_stay_keep_their_rows(fair):
    full_run(fair.edition)
    before = dict(Match.objects.values_list("pk", "score"))
    buyer = fair.edition.buyers.first()
    new_need(fair, buyer)
    refresh_matches(fair.edition.pk, buyers=[buyer.pk])
    apply_changes(fair.edition.pk)
    after = dict(Match.objects.values_list("pk", "score"))
    others = set(Match.objects.exclude(buyer=buyer).values_list("pk", flat=True))
    assert {pk: before[pk] for pk in others} == {pk: after[pk] for pk in others}
    assert len(before.keys() & after.keys()) > len(others)


def test_the_same_again_does_nothing(fair, django_assert_num_queries):
    run = full_run(fair.edition)
    new_need(fair, fair.edition.buyers.first())
    refresh_matches(fair.edition.pk, buyers=[fair.edition.buyers.first().pk])
    assert apply_changes(fair.edition.pk) is not None
    assert apply_changes(fair.edition.pk) is None
    # What was saved without a change is matched for nobody.
    refresh_matches(fair.edition.pk, buyers=[fair.edition.buyers.last().pk])
    assert apply_changes(fair.edition.pk).buyers == []
    assert run.updates.count() == 2


def test_a_worker_that_dies_leaves_all_as_it_was(fair, monkeypatch):
    run = full_run(fair.edition)
    before = shown(fair.edition)
    refresh_matches(fair.edition.pk, **change_supply(fair))
    with monkeypatch.context() as broken:
        broken.setattr(applying, "with_reaches", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply_changes(fair.edition.pk)
    assert shown(fair.edition) == before
    apply_changes(fair.edition.pk)
    assert shown(fair.edition) == in_full(run)


def test_a_change_during_a_full_run_is_in_it_too(fair, alone):
    first = full_run(fair.edition)
    second = start_scoring(edition_changed(fair))
    chunks = list(second.chunks.values_list("pk", flat=True))
    score_chunk(chunks[0])
    refresh_matches(fair.edition.pk, **change_supply(fair))
    assert apply_changes(fair.edition.pk).run == first
    assert shown(fair.edition) == in_full(first)
    for chunk in chunks[1:]:
        score_chunk(chunk)
    second.refresh_from_db()
    assert second.current
    edition = fair.edition.pk
    assert alone[-2:] == [("apply_changes", edition), ("warm_matches", edition)]
    assert apply_changes(edition).run == second
    assert shown(fair.edition) == in_full(second)
    assert apply_changes(fair.edition.pk) is None


def edition_changed(fair):
    """So that a run over it is another; the shown matches know it already."""
    buyer = fair.edition.buyers.first()
    new_need(fair, buyer)
    refresh_matches(fair.edition.pk, buyers=[buyer.pk])
    apply_changes(fair.edition.pk)
    return fair.edition


def test_what_a_full_run_has_read_need_not_be_applied(fair, alone):
    full_run(fair.edition)
    refresh_matches(fair.edition.pk, **change_supply(fair))
    del alone[:]
    run = full_run(fair.edition)
    assert not MatchChange.objects.exists()
    assert ("apply_changes", fair.edition.pk) not in alone
    assert apply_changes(fair.edition.pk) is None
    assert shown(fair.edition) == in_full(run)


def test_without_a_run_there_is_nothing_to_bring_up_to_date(fair):
    refresh_matches(fair.edition.pk, **change_supply(fair))
    assert apply_changes(fair.edition.pk) is None
    full_run(fair.edition)
    assert not MatchChange.objects.exists()


def test_very_many_changes_are_left_to_a_full_run(fair, monkeypatch):
    monkeypatch.setattr(applying, "DUE_LEAST", 2)
    full_run(fair.edition)
    before = shown(fair.edition)
    Product.objects.update(name={"en": "green coffee"})
    refresh_matches(fair.edition.pk, anybody=True)
    assert apply_changes(fair.edition.pk) is None
    assert shown(fair.edition) == before
    started = ScoringRun.objects.get(state="pending")
    assert apply_changes(fair.edition.pk) is None
    assert ScoringRun.objects.get(state="pending") == started


def test_many_changes_one_by_one_bring_a_full_run_too(fair, monkeypatch):
    monkeypatch.setattr(applying, "DUE_LEAST", 2)
    full_run(fair.edition)
    for buyer in fair.edition.buyers.order_by("pk")[:3]:
        new_need(fair, buyer)
        refresh_matches(fair.edition.pk, buyers=[buyer.pk])
        assert apply_changes(fair.edition.pk) is not None
    assert ScoringRun.objects.filter(state="pending").count() == 1


def test_a_damaged_file_is_built_anew(fair, caplog):
    run = full_run(fair.edition)
    engine_file(run).write_bytes(b"\x80\x05garbage")
    refresh_matches(fair.edition.pk, **change_supply(fair))
    apply_changes(fair.edition.pk)
    assert shown(fair.edition) == in_full(run)
    assert "cannot be read" in caplog.text


def test_an_engine_that_cannot_be_kept_works_all_the_same(fair, settings, tmp_path, caplog):
    settings.VAR_FOLDER = tmp_path / "full"
    settings.VAR_FOLDER.write_text("no folder")
    assert full_run(fair.edition).state == "done"
    assert "not kept in a file" in caplog.text


def test_files_of_former_runs_go(fair, settings):
    full_run(fair.edition)
    run = full_run(edition_changed(fair))
    assert list((settings.VAR_FOLDER / "engines").iterdir()) == [engine_file(run)]


def test_a_worker_gets_ready_for_what_will_be_saved(fair, alone):
    assert not warm_matches(fair.edition.pk)
    run = full_run(fair.edition)
    assert alone[-1] == ("warm_matches", fair.edition.pk)
    assert warm_matches(fair.edition.pk)
    kept = market._kept["market"]
    assert kept.run == run.pk
    refresh_matches(fair.edition.pk, **change_supply(fair))
    apply_changes(fair.edition.pk)
    assert market._kept["market"].engine.relevance._reader is kept.engine.relevance._reader
    assert shown(fair.edition) == in_full(run)


def test_a_worker_that_begins_gets_ready_for_the_edition_scored_last(fair, monkeypatch):
    monkeypatch.setattr(market, "_kept", {})
    assert not warm_newest()
    run = full_run(fair.edition)
    assert warm_newest()
    assert market._kept["market"].run == run.pk


@pytest.mark.parametrize(("queues", "sent"), [(["fresh"], 1), (["planning", "fairlead"], 0)])
def test_only_a_worker_of_the_queue_is_made_ready(monkeypatch, queues, sent):
    app = Mock()
    app.amqp.queues.consume_from = dict.fromkeys(queues)
    monkeypatch.setattr("config.celery.FRESH", "fresh")
    warm(Mock(app=app))
    assert app.send_task.call_count == sent


def test_what_got_lost_is_sent_again(fair, alone):
    full_run(fair.edition)
    refresh_matches(fair.edition.pk, **change_supply(fair))
    del alone[:]
    resume_runs()
    assert alone == []
    change = MatchChange.objects.get()
    MatchChange.objects.update(created_at=change.created_at - PATIENCE)
    resume_runs()
    assert alone == [("apply_changes", fair.edition.pk)]
