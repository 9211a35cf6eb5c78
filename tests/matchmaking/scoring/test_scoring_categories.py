import csv
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import BuyerProfile, Category, Need, Product, Settings
from matchmaking.scoring.engine import Engine

# An organizer's own tree, whose numbers look like codes of the HS and are none.
OWN = (
    Category("08", "", {"en": "Machinery and tools"}),
    Category("0801", "08", {"en": "Hand tools"}),
    Category("080101", "0801", {"en": "Hammers and chisels"}),
    Category("09", "", {"en": "Furniture"}),
)


def test_similarity_falls_with_distance(tree: tuple[Category, ...]) -> None:
    index = CategoryIndex(tree)
    assert index.similarity("0901", "0901") == 1
    assert index.similarity("09", "0901") == 1
    assert index.similarity("0901", "0902") == pytest.approx((4 / 6) ** 2)
    assert index.similarity("0901", "1509") == pytest.approx((2 / 6) ** 2)
    assert index.similarity("0901", "S01") == 0
    assert index.similarity("0901", "unknown") == 0


def test_codes_resolve_by_prefix(tree: tuple[Category, ...]) -> None:
    index = CategoryIndex(tree)
    assert index.resolve("0901") == "0901"
    assert index.resolve("", "090111") == "0901"
    assert index.resolve("090121") == "0901"
    assert index.resolve("7777", "") == ""


def test_another_tree_has_headings_where_nothing_is_below_and_no_prefixes() -> None:
    index = CategoryIndex(OWN, hs=False)
    assert index.headings == ["080101", "09"]
    assert [code for code, _, _ in index.suggest("garden furniture", "en")] == ["09"]
    assert [*index.infer(["chisels"])[0]] == ["080101"]
    assert index.resolve("09", "080101") == "09"
    assert index.resolve("090111") == index.resolve("", "09") == index.resolve("", "090111") == ""
    again = pickle.loads(pickle.dumps(index))  # noqa: S301 (made here)
    assert again.resolve("090111") == ""
    assert CategoryIndex(OWN).headings == ["0801"]


def test_an_hs_code_is_no_place_in_another_tree() -> None:
    coffee = Product(1, 1, {"en": "Green coffee"}, hs_code="090111")
    need = Need(1, 1, {"en": "Green coffee"}, categories=("09",))
    tree = CategoryIndex(OWN, hs=False)
    settings = Settings(date(2027, 5, 1), "USD", floor=0)

    def reasons(product: Product) -> set[str]:
        (match,) = Engine(tree, [product], (), settings).match([need], [BuyerProfile(1)])
        return {reason.code for reason in match.reasons}

    assert "same_category" not in reasons(coffee)
    assert "same_category" in reasons(replace(coffee, category="09"))


@pytest.mark.parametrize(
    ("text", "code"),
    [("green coffee beans", "0901"), ("绿茶", "0902"), ("特级初榨橄榄油", "1509"), ("软件", "S01")],
)
def test_suggest_finds_the_heading(tree: tuple[Category, ...], text: str, code: str) -> None:
    index = CategoryIndex(tree)
    assert index.suggest(text, "en", 3)[0][0] == code


def test_suggest_names_in_the_language_and_breaks_ties_by_code() -> None:
    names = {"en": "Jam", "zh": "果酱"}
    twins = [Category("2002", "", names), Category("2001", "", names)]
    index = CategoryIndex(twins)
    assert [row[:2] for row in index.suggest("jam", "zh-Hans", 5)] == [
        ("2001", "果酱"),
        ("2002", "果酱"),
    ]
    assert index.suggest("jam", "ru", 1)[0][1] == "Jam"


@pytest.mark.parametrize("text", ["", "😀", "<p></p>", "1234"])
def test_suggest_has_nothing_to_say(tree: tuple[Category, ...], text: str) -> None:
    assert CategoryIndex(tree).suggest(text, "en", 5) == []


def test_keywords_lead_to_a_heading() -> None:
    index = CategoryIndex(
        [
            Category("8518", "", {"en": "Microphones and loudspeakers"}, "goods", "earbuds;耳机"),
            Category("8517", "", {"en": "Telephone sets"}),
        ]
    )
    for text in ("wireless earbuds", "蓝牙耳机"):
        assert [row[:2] for row in index.suggest(text, "en", 5)] == [
            ("8518", "Microphones and loudspeakers")
        ]


@pytest.mark.parametrize(
    "text", ["холодильник", "бытовой холодильник", "холодильниками", "الثلاجات"]
)
def test_words_in_other_letters_lead_to_a_heading_in_any_form(text: str) -> None:
    keywords = "fridge\nréfrigérateurs;холодильники;ثلاجات"
    index = CategoryIndex(
        [
            Category("8418", "", {"en": "Refrigerators"}, "goods", keywords),
            Category("8517", "", {"en": "Telephone sets"}, "goods", "phone\ntéléphones;телефоны"),
        ]
    )
    assert [code for code, _, _ in index.suggest(text, "en", 5)] == ["8418"]


def shipped_rows(name: str) -> list[dict[str, str]]:
    path = Path(__file__).resolve().parents[3] / "expo" / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", ["hs_keywords", "hs_words"])
def test_shipped_keywords_belong_to_headings(name: str) -> None:
    codes = [row["code"] for row in shipped_rows(name)]
    assert sorted(set(codes)) == sorted(codes)
    assert set(codes) <= {row["code"] for row in shipped_rows("hs_headings")}


def test_every_shipped_word_leads_to_its_heading() -> None:
    index = shipped_index()
    words = [
        (row["code"], word)
        for row in shipped_rows("hs_words")
        for language in ("fr", "es", "ar", "ru")
        for word in filter(None, row[language].split(";"))
    ]
    scores = index.scores([word for _, word in words])
    places = [index.headings.index(code) for code, _ in words]
    ahead = [(row > row[place]).sum() for row, place in zip(scores, places, strict=True)]
    assert [word for word, before in zip(words, ahead, strict=True) if before >= 10] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("пылесос", "8508"), ("silla de ruedas", "8713"), ("rideaux", "6303"), ("مكنسة", "8508")],
)
def test_everyday_goods_have_headings(text: str, code: str) -> None:
    assert code in [found for found, _, _ in shipped_index().suggest(text, "en")]


def test_an_empty_tree_and_a_circle_are_survived() -> None:
    assert CategoryIndex(()).suggest("coffee", "en", 5) == []
    circle = CategoryIndex([Category("A", "B", {"en": "Tea"}), Category("B", "A", {"en": "Mate"})])
    assert circle.similarity("A", "B") >= 0


def test_headings_of_real_titles(shared_data: Path, nomenclature: list[Category]) -> None:
    index = CategoryIndex(nomenclature)
    with (shared_data / "classification" / "dev" / "products.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    scores = [
        row["hs6"][:4] in [code for code, _, _ in index.suggest(text, "en", 10)]
        for row in rows
        for text in [f"{row['title']} {row['category_en']}"]
    ]
    assert sum(scores) / len(scores) > 0.4
