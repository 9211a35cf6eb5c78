"""An organizer's own tree of numbers: no rule of the HS applies to it."""

import pytest

from config.embedder import EmbedderSettings
from matchmaking.actions.score_chunk import score_chunk
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.queries.engine_of_run import engine_file, engine_of, inputs_of, prepared
from matchmaking.queries.headings import headings_like
from matchmaking.queries.needs import headings
from matchmaking.queries.tree import index_of
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory, EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def furniture():
    """Of a tree `own`, beside machines."""
    machines = CategoryFactory(scheme="own", code="08", name={"en": "Machinery and tools"})
    CategoryFactory(scheme="own", code="080101", parent=machines, name={"en": "Hammers"})
    return CategoryFactory(scheme="own", code="09", name={"en": "Furniture"})


def test_headings_are_what_has_nothing_below_it(furniture):
    assert index_of("own").headings == ["080101", "09"]
    assert [each.code for each in headings_like("own", "furniture and tools")] == ["09"]
    assert [each.code for each in headings_like("own", "hammers")] == ["080101"]


def test_words_that_stand_for_hs_codes_are_not_looked_up_in_it(furniture):
    CategoryFactory(scheme="own", code="0901", name={"en": "Chairs"})
    assert headings("own") is None
    assert headings("hs").find("green coffee")


def test_a_run_knows_which_tree_it_has(furniture, settings, monkeypatch, tmp_path):
    settings.EMBEDDER, settings.VAR_FOLDER = EmbedderSettings("none"), tmp_path
    monkeypatch.setattr("matchmaking.actions.start_scoring.enqueue", lambda *_task: None)
    prepared.cache_clear()
    edition = EditionFactory(category_scheme="own")
    coffee = {"en": "Washed arabica green coffee"}
    exhibitor = ExhibitorFactory(edition=edition)
    ProductFactory(exhibitor=exhibitor, name=coffee, category=None, hs_code="090111")
    SourcingNeedFactory(buyer=BuyerFactory(edition=edition), text=coffee).categories.add(furniture)
    run = start_scoring(edition)
    score_chunk(run.chunks.get().pk)
    said = {reason["code"] for reason in run.matches.get().reasons}
    assert said
    assert "same_category" not in said
    assert engine_file(run).is_file()
    kept, _vectors = engine_of(run, inputs_of(run))
    assert kept.relevance.categories.resolve("090111") == ""
