"""Needs and products that nobody should write, and some do."""

import math
from dataclasses import replace

import pytest

from matchmaking.scoring.data import BuyerProfile, Category, Match, Need, Product, Settings
from matchmaking.scoring.engine import Engine

LANGUAGES = (
    "green coffee café vert café verde قهوة خضراء зелёный кофе 咖啡生豆 コーヒー豆 커피 생두"
    " กาแฟดิบ कच्ची कॉफी"
)
ODD = {
    "one emoji": "☕",
    "fifty thousand characters": "organic coffee 咖啡 " * 3000,
    "one word without an end": "x" * 50_000,
    "one Chinese run without an end": "咖啡豆" * 17_000,
    "ten languages": LANGUAGES,
    "digits only": "1234567890 42 0901 1/2 3.5",
    "markup": "<script>alert('coffee')</script><b>coffee</b> &lt;green&gt; &nbsp; <a href=",
    "right to left marks": "\u202egreen\u202c \u200fcoffee\u200e \u2067قهوة\u2069",
    "blanks": " \t\n\u3000\u00a0\u200b",
    "nothing": "",
    "halves of characters": "\ud83d coffee \udc00",
    "zeros": "\0\0coffee\0",
    "punctuation": "((((,,,;;;---///>>>>%%%__",
    "combining marks": "c" + "\u0301" * 500 + "offee",
    "steps of a path": " > " * 1000 + "coffee",
}
PLAIN = Product(2, 2, {"en": "Green coffee beans"}, category="0901")


def matched(tree: tuple[Category, ...], settings: Settings, need: str, offer: str) -> list[Match]:
    odd = Product(1, 1, {"en": offer}, {"en": offer})
    twin = Product(3, 3, {"en": offer}, {"en": offer})
    engine = Engine(tree, [odd, PLAIN, twin], [], replace(settings, floor=0))
    wish = Need(1, 1, {"en": need, "zh": need}, categories=("0901",))
    return engine.match([wish], [BuyerProfile(1)])


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_matched_as_well_as_can_be(
    tree: tuple[Category, ...], settings: Settings, name: str
) -> None:
    for need, offer in ((ODD[name], "coffee"), ("coffee", ODD[name]), (ODD[name], ODD[name])):
        found = matched(tree, settings, need, offer)
        # The category alone speaks for the plain product, whatever the texts are.
        assert 2 in {match.exhibitor for match in found}
        for match in found:
            values = [match.score, *match.parts.values(), *(pair.score for pair in match.pairs)]
            assert all(math.isfinite(value) for value in values)
            assert 0 <= match.score <= 100
        assert matched(tree, settings, need, offer) == found
        # Equal offers score alike and stand in the order of their exhibitors.
        twins = [match for match in found if match.exhibitor in {1, 3}]
        assert [match.exhibitor for match in twins] == sorted(m.exhibitor for m in twins)
        assert len({match.score for match in twins}) <= 1
