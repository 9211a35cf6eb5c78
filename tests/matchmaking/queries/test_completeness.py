"""What is missing costs what the engine itself would say, were it there."""

from decimal import Decimal

import pytest

from config.embedder import EmbedderSettings
from exhibitors.models import Exhibitor, Product
from matchmaking.actions.score_chunk import score_chunk
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.models import Match, MatchChange
from matchmaking.queries.completeness import completeness
from matchmaking.queries.engine_of_run import prepared
from matchmaking.queries.products import products_of
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory, EditionFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibitor(monkeypatch, settings):
    """One product that says little, one need that asks for much."""
    settings.EMBEDDER = EmbedderSettings("none")
    prepared.cache_clear()
    monkeypatch.setattr("matchmaking.actions.start_scoring.enqueue", lambda *_task: None)
    edition = EditionFactory(match_threshold=50)
    coffee = CategoryFactory(code="0901", name={"en": "Coffee"})
    made = ExhibitorFactory(edition=edition, languages=["zh"])
    ProductFactory(
        exhibitor=made, category=coffee, name={"en": "Washed arabica green coffee"}, origin=""
    )
    need = SourcingNeedFactory(
        buyer=BuyerFactory(edition=edition),
        text={"en": "Washed arabica green coffee"},
        volume=Decimal(600), volume_unit="kg", volume_period="month",
        target_price=Decimal(7), target_price_currency="USD", target_price_unit="kg",
        certificates=["organic"], incoterms=["FOB"], origins_wanted=["RW"],
    )  # fmt: skip
    need.categories.add(coffee)
    return scored(made)


def scored(exhibitor):
    run = start_scoring(exhibitor.edition)
    for chunk in run.chunks.values_list("pk", flat=True):
        score_chunk(chunk)
    return Exhibitor.objects.select_related("organization", "edition").get(pk=exhibitor.pk)


def missing(exhibitor):
    return {item.name: item for item in completeness(exhibitor).missing}


def test_an_hs_code_is_a_category_in_the_hs_tree_only(exhibitor):
    exhibitor.products.update(category=None, hs_code="090111")
    assert "category" not in missing(exhibitor)
    assert not products_of(exhibitor, lack="no-category")
    exhibitor.edition.category_scheme = "own"
    assert missing(exhibitor)["category"].products == 1
    assert products_of(exhibitor, lack="no-category").count() == 1


FILLED: dict[str, dict[str, object]] = {
    "price": {
        "price_min": Decimal(6), "price_max": Decimal(7), "price_currency": "USD",
        "price_unit": "kg",
    },
    "origin": {"origin": "RW"},
    "moq": {"moq": Decimal(60), "moq_unit": "kg"},
    "capacity": {"capacity": Decimal(9), "capacity_unit": "t", "capacity_period": "month"},
}  # fmt: skip


@pytest.mark.parametrize("name", FILLED)
def test_the_points_are_those_that_the_engine_gives_once_it_is_filled_in(exhibitor, name):
    before = Match.objects.current().get().score
    said = missing(exhibitor)[name]
    assert (said.asked, said.products) == (1, 1)
    assert said.points > 0
    Product.objects.update(**FILLED[name])
    exhibitor = scored(exhibitor)
    assert Match.objects.current().get().score - before == pytest.approx(said.points, abs=0.02)
    assert name not in missing(exhibitor)


def test_markets_are_worked_out_by_the_same_formula(exhibitor):
    before = Match.objects.current().get().score
    said = missing(exhibitor)["target_markets"]
    Exhibitor.objects.update(target_markets=["CN"])
    scored(exhibitor)
    assert Match.objects.current().get().score - before == pytest.approx(said.points, abs=0.02)


def test_a_match_that_would_come_over_the_threshold_is_counted(exhibitor):
    score = Match.objects.current().get().score
    points = missing(exhibitor)["origin"].points
    exhibitor.edition.match_threshold = int(score + points)
    assert missing(exhibitor)["origin"].lifted == 1
    exhibitor.edition.match_threshold = int(score + points) + 1
    assert missing(exhibitor)["origin"].lifted == 0


def test_what_is_no_part_of_the_score_is_only_counted(exhibitor):
    incoterm = missing(exhibitor)["incoterm"]
    assert (incoterm.asked, incoterm.points, incoterm.lifted) == (1, None, None)


def test_standards_asked_for_in_vain_are_named_until_a_certificate_covers_them(exhibitor):
    assert [(p.standard, p.asked) for p in completeness(exhibitor).papers] == [("organic", 1)]
    CertificateFactory(exhibitor=exhibitor, standard="organic", valid_until=None)
    assert completeness(scored(exhibitor)).papers == []


def test_before_any_run_nothing_is_claimed():
    exhibitor = ExhibitorFactory()
    ProductFactory(exhibitor=exhibitor)
    found = completeness(exhibitor)
    assert (found.matches, found.papers, found.others) == (0, [], [])
    assert {item.asked for item in found.items} == {0}


def test_a_change_that_is_not_matched_yet_is_said(exhibitor):
    assert not completeness(exhibitor).pending
    MatchChange.objects.create(edition=exhibitor.edition, exhibitor=exhibitor.pk)
    assert completeness(exhibitor).pending


def test_as_many_queries_for_three_products_as_for_one(exhibitor, django_assert_num_queries):
    with django_assert_num_queries(6):
        completeness(exhibitor)
    for _more in range(2):
        PictureFactory(product=ProductFactory(exhibitor=exhibitor))
    with django_assert_num_queries(6):
        completeness(exhibitor)
