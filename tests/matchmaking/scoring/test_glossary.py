"""What the organizer calls things finds products that no dictionary would."""

from datetime import date

import pytest

from matchmaking.scoring.data import BuyerProfile, Category, Need, Product, Settings, Term
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.glossary import Glossary, keywords_of

TERMS = (
    Term({"ru": "зелёная гречка", "en": "raw buckwheat groats", "zh": "生荞麦米"}, "1008"),
    Term({"ru": "гречка", "en": "buckwheat/kasha"}),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Купим зелёная гречка, 20 т", ["raw buckwheat groats", "生荞麦米"]),
        ("ГРЕЧКА", ["buckwheat"]),
        ("kasha for bakeries", ["гречка"]),
        ("采购生荞麦米一批", ["raw buckwheat groats", "зелёная гречка"]),
        ("гречкавород", []),
        ("", []),
    ],
)
def test_terms_are_found_whole_and_the_longest_first(text, said):
    assert Glossary(TERMS).said_otherwise(text) == said


def test_without_terms_nothing_is_said():
    assert Glossary(()).said_otherwise("гречка") == []


def test_a_need_meets_the_product_through_the_glossary():
    need = Need(1, 1, {"ru": "гречка"}, "ru")
    offers = [Product(1, 1, {"en": "Kasha buckwheat"}), Product(2, 2, {"en": "Oat flakes"})]
    buyers, tree = [BuyerProfile(1)], [Category("10", "", {"en": "Cereals"})]
    day = date(2027, 5, 10)
    alone = Engine(tree, offers, [], Settings(day, "USD")).match([need], buyers)
    helped = Engine(tree, offers, [], Settings(day, "USD", glossary=TERMS)).match([need], buyers)
    assert alone == []
    assert [match.exhibitor for match in helped] == [1]


def test_a_category_is_named_by_its_terms():
    assert keywords_of(TERMS) == {"1008": "raw buckwheat groats;зелёная гречка;生荞麦米"}
