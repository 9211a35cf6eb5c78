"""The search: what finds what, in which language, and that the rows it looks into are kept."""

import pytest
from django.db import connection

from exhibitors.models import Product, SearchEntry
from exhibitors.queries.search import Asked, search
from foundation.texts import Text
from matchmaking.scoring.text import grams, normalise
from tests.factories.accounts import OrganizationFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import (
    BoothFactory,
    CategoryFactory,
    EditionFactory,
    GlossaryTermFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def growers(edition):
    organization = OrganizationFactory(name={"en": "Kivu Hills", "zh": "基伍山合作社"})
    return ExhibitorFactory(edition=edition, organization=organization)


def listed(exhibitor, name, **more):
    return ProductFactory(exhibitor=exhibitor, name=Text(name), **{"category": None, **more})


def found(edition, text, **narrowed):
    answer = search(edition, Asked(text, narrowed))
    return [str(entry.product or entry.exhibitor) for entry in answer.entries]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ({"en": "Washed Bourbon coffees"}, "coffee wash"),
        ({"fr": "Cafés lavés d'altitude"}, "cafe lave"),
        ({"es": "Almendras tostadas"}, "almendra"),
        ({"ru": "Гречневая крупа ядрица"}, "гречневой крупы"),
        ({"ar": "زيت الزيتون البكر"}, "زيتون"),
        ({"zh": "有机咖啡生豆（15目以上）"}, "咖啡豆 有机"),
        ({"ja": "玄米の抹茶"}, "抹茶"),
        ({"th": "กาแฟอาราบิก้า"}, "กาแฟ"),
        ({"de": "Röstkaffee für Großküchen"}, "rostkaffee"),
        ({"en": "Ｆｕｌｌ width"}, "full WIDTH"),
    ],
)
def test_words_are_found_in_their_language(edition, growers, name, text):
    product = listed(growers, name)
    listed(growers, {"en": "Copper wire", "zh": "铜线"})
    assert found(edition, text) == [str(product)]


def test_a_name_weighs_more_than_a_description_and_its_exhibitor_least(edition, growers):
    described = listed(growers, {"en": "Drip bags"}, description={"en": "From arabica"})
    named = listed(growers, {"en": "Arabica"})
    assert found(edition, "arabica") == [str(named), str(described)]
    assert found(edition, "kivu")[0] == "Kivu Hills"
    assert len(found(edition, "kivu")) == 3


def test_a_category_is_found_by_its_name_in_another_language(edition, growers):
    wine = CategoryFactory(code="2204", name={"en": "Wine of fresh grapes", "zh": "葡萄酒"})
    barrel = listed(growers, {"fr": "Fût de chêne, millésime 2025"}, category=wine)
    assert found(edition, "葡萄酒") == [str(barrel)]
    assert found(edition, "wine") == [str(barrel)]
    assert found(edition, "2204") == [str(barrel)]


def test_the_glossary_says_it_otherwise(edition, growers):
    GlossaryTermFactory(edition=edition, text={"en": "hard cheese", "zh": "硬质奶酪"})
    cheese = listed(growers, {"en": "Hard cheese, 12 months"})
    assert found(edition, "硬质奶酪") == [str(cheese)]
    assert search(edition, Asked("进口硬质奶酪")).loose  # “imported” stands nowhere


def test_slips_of_the_pen_are_mended_and_said(edition, growers):
    product = listed(growers, {"en": "Washed arabica"})
    answer = search(edition, Asked("arabcia"))
    assert (answer.instead, [entry.product for entry in answer.entries]) == ("arabica", [product])


def test_if_nothing_has_all_words_some_will_do(edition, growers):
    listed(growers, {"en": "Dried mango"})
    answer = search(edition, Asked("mango pineapple"))
    assert (answer.loose, answer.total) == (True, 1)


def test_only_who_is_let_in_is_seen_and_only_at_this_edition(edition, growers):
    listed(growers, {"en": "Coffee"})
    ProductFactory(name={"en": "Coffee elsewhere"})
    growers.state = "applied"
    growers.save()
    assert found(edition, "coffee") == []
    assert found(edition, "") == []


def test_facets_count_as_if_not_narrowed_by_themselves(edition, growers):
    booth = BoothFactory(edition=edition)
    there = ExhibitorFactory(
        edition=edition, organization=OrganizationFactory(country="ET"), booth=booth
    )
    parent = CategoryFactory(code="09", name={"en": "Coffee and tea"})
    coffee = CategoryFactory(code="0901", parent=parent)
    listed(growers, {"en": "Coffee"}, category=coffee)
    listed(there, {"en": "Coffee"}, category=coffee)
    CertificateFactory(exhibitor=there, standard="organic")
    CertificateFactory(exhibitor=growers, standard="organic", valid_until="2020-01-01")
    answer = search(edition, Asked("coffee", {"country": "ET", "kind": "product"}))
    assert answer.total == 1
    assert answer.counts["country"] == {"ET": 1, "RW": 1}
    assert answer.counts["certificate"] == {"organic": 1}
    assert answer.counts["hall"] == {str(booth.hall_id): 1}
    assert answer.tree.added_up(answer.counts["category"])[parent.pk] == 1
    assert len(found(edition, "", category="09")) == 2
    assert len(found(edition, "", certificate="organic")) == 2  # the product and its exhibitor


@pytest.mark.parametrize(
    "text",
    ["😀", "'", '"a', "a' & | ! () <-> :*", "\\", "%s %(x)s", "x" * 10_000, "咖" * 300,
     "\u202e\u200b", "\ud800", "a\0b", "🇨🇳 coffee", "the of", "1e999999 -- /*"],
)  # fmt: skip
def test_nothing_that_one_may_type_breaks_it(edition, growers, text):
    listed(growers, {"en": "Coffee"})
    assert set(found(edition, text)) <= {"Coffee", str(growers)}


def test_the_rows_follow_every_way_of_writing(edition, growers):
    product = listed(growers, {"en": "Coffee"})
    Product.objects.filter(pk=product.pk).update(name={"en": "Tea"})
    assert found(edition, "coffee") == []
    assert found(edition, "tea") == ["Tea"]
    copy = Product(exhibitor=growers, edition=edition, ref="again", name={"en": "Cocoa"})
    Product.objects.bulk_create([copy])
    Product.objects.bulk_create(
        [Product(pk=copy.pk, exhibitor=growers, edition=edition, ref="again", name={"en": "Nuts"})],
        update_conflicts=True, unique_fields=["id"], update_fields=["name"],
    )  # fmt: skip
    assert found(edition, "nuts") == ["Nuts"]
    growers.organization.name = {"en": "Rusizi Union"}
    growers.organization.save()
    assert len(found(edition, "rusizi")) == 3
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM exhibitors_product WHERE id = %s", [product.pk])
    assert not SearchEntry.objects.filter(product=product.pk).exists()


def test_an_import_of_many_writes_the_rows_in_few_statements(
    edition, growers, django_assert_num_queries
):
    products = [
        Product(exhibitor=growers, edition=edition, ref=f"p{n}", name={"en": f"Coffee {n}"})
        for n in range(300)
    ]
    with django_assert_num_queries(1):
        Product.objects.bulk_create(products)
    assert search(edition, Asked("coffee")).total == 300


@pytest.mark.parametrize("text", ["咖啡豆", "กาแฟดี", "ひらがなカタカナ", "冷冻虾仁"])
def test_the_database_cuts_unspaced_scripts_as_the_engine_does(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_grams(search_plain(%s))", [text])
        assert set(cursor.fetchone()[0].split()) == set(grams(normalise(text)))
