"""What is left of a need's text for the words to be compared."""

import pytest

from matchmaking.scoring.data import Need
from matchmaking.scoring.reading.guesses import goods_words, read_need


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "We need 20 t green coffee per month for our roastery",
            "We need green coffee for our roastery",
        ),
        ("500 kg CIF Rotterdam per month of green coffee", "of green coffee"),
        ("每月采购20吨咖啡豆", "采购 咖啡豆"),
        ("Looking for a pallet jack", "Looking for a pallet jack"),
        ("Looking for a set of tools", "Looking for a set of tools"),
        ("a pallet of rice, FOB Karachi", "of rice,"),
        ("green coffee, not from Brazil", "green coffee, not from"),
        ("不要巴西的咖啡豆", "不要 的咖啡豆"),
        ("20 t per month", "20 t per month"),
        ("9" * 5000 + " green coffee", "9" * 5000 + " green coffee"),
    ],
)
def test_goods_are_left_when_terms_are_taken_out(text: str, left: str) -> None:
    assert " ".join(goods_words(text).split()) == left


def test_a_country_left_out_by_its_field_is_not_wanted_by_the_text() -> None:
    need = Need(1, 1, {"en": "Coffee from Rwanda or Kenya"}, origins_unwanted=("RW",))
    assert read_need(need).guessed.origins == ("KE",)
