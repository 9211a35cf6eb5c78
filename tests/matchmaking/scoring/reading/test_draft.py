"""A pasted e-mail becomes a draft need; guesses never replace what is stated, and never block."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.scoring.data import Guesses, Need, PriceBand, Product, Quantity
from matchmaking.scoring.reading.draft import draft_need, likely_language
from matchmaking.scoring.reading.guesses import read_need, read_product

MAIL = """Dear all,
we are looking for washed green coffee from Ethiopia, organic (ECOCERT) and Fairtrade,
not from Brazil. Volume: two 20' containers a month. Target: USD 7.20/kg, CIF Shanghai.
Shelf life 12 months at least. Delivery before 1 October 2027."""


def test_every_field_with_the_words_it_was_read_from() -> None:
    draft = draft_need(MAIL)
    assert draft.language == "en"
    assert (draft.volume, draft.volume_period) == (Quantity(2, "fcl20"), "month")
    assert draft.target_price == PriceBand(7.2, 7.2, "USD", "kg")
    assert draft.certificates == ("organic", "fairtrade")
    assert (draft.incoterms, draft.incoterm_place) == (("CIF",), "Shanghai")
    assert (draft.origins_wanted, draft.origins_unwanted) == (("ET",), ("BR",))
    assert (draft.deadline, draft.min_shelf_life_days) == (date(2027, 10, 1), 360)
    assert {name: [span.text for span in spans] for name, spans in draft.spans.items()} == {
        "volume": ["two 20' containers a month"],
        "target_price": ["USD 7.20/kg"],
        "certificates": ["organic", "Fairtrade"],
        "incoterms": ["CIF Shanghai"],
        "origins_wanted": ["Ethiopia"],
        "origins_unwanted": ["Brazil"],
        "deadline": ["1 October 2027"],
        "min_shelf_life_days": ["Shelf life 12 months"],
    }
    assert all(MAIL[s.start : s.end] == s.text for spans in draft.spans.values() for s in spans)


def test_an_amount_and_its_period_are_shown_without_the_goods_between() -> None:
    spans = draft_need("We need 20 t green coffee per month").spans["volume"]
    assert [span.text for span in spans] == ["20 t", "per month"]


def test_the_example_of_the_issue() -> None:
    draft = draft_need("寻找有机认证的埃塞俄比亚水洗咖啡生豆，每月一个货柜，CIF 上海")
    assert draft.language == "zh"
    assert (draft.volume, draft.volume_period) == (Quantity(1, "fcl20"), "month")
    assert (draft.certificates, draft.origins_wanted) == (("organic",), ("ET",))
    assert (draft.incoterms, draft.incoterm_place) == (("CIF",), "上海")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous recherchons du café pour notre marché", "fr"),
        ("Buscamos café para nuestro mercado", "es"),
        ("Ищем кофе", "ru"),
        ("نبحث عن بن", "ar"),
        ("寻找coffee", "zh"),
        ("☕", "en"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert likely_language(text) == language


@given(st.text(max_size=300))
def test_any_text_gives_a_draft(text: str) -> None:
    draft = draft_need(text)
    assert all(
        draft.text[span.start : span.end] == span.text and span.text
        for spans in draft.spans.values()
        for span in spans
    )


def test_a_long_text_is_read_from_its_beginning() -> None:
    assert draft_need("x " * 50_000 + "CIF Shanghai").incoterms == ()


def test_what_is_stated_is_not_guessed(need: Need) -> None:
    text = {"en": MAIL}
    stated = read_need(replace(need, texts=text))
    assert stated.guessed == Guesses()
    assert stated == replace(need, texts=text, guessed=stated.guessed)
    silent = read_need(Need(1, 1, text))
    assert silent.guessed.quantity == Quantity(2, "fcl20")
    assert (silent.volume, silent.certificates, silent.deadline) == (None, (), None)


def test_a_products_lot_and_origin_are_guessed_where_it_states_none(product: Product) -> None:
    text = "Yirgacheffe washed green beans, 320 × 60 kg"
    silent = read_product(Product(1, 1, {"en": text}))
    assert silent.guessed == Guesses(quantity=Quantity(19_200, "kg"), origins=("ET",))
    assert read_product(replace(product, names={"en": text})).guessed == Guesses()
