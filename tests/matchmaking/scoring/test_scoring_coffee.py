"""The need and the offer that the engine was written for, among others of their kind."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    BuyerProfile,
    Certificate,
    Match,
    Need,
    Product,
    Quantity,
    Settings,
    Supplier,
)
from matchmaking.scoring.engine import Engine

WANTED = "寻找有机认证的埃塞俄比亚水洗咖啡生豆，每月一个货柜，CIF 上海"
COOPERATIVE = "Yirgacheffe washed green beans, 320 × 60 kg, organic (ECOCERT)"
OTHERS = {
    "Kenya AA green coffee": "0901",
    "Roasted arabica coffee, Ethiopian blend": "0901",
    "Sidamo natural green coffee": "0901",
    "Washed Bourbon green coffee": "0901",
    "Robusta green coffee, 18 t lots": "0901",
    "Arabica green coffee, washed, Colombia Supremo": "0901",
    "Keemun black tea, organic": "0902",
    "Green tea, organic certified, 20' container": "0902",
    "Organic Ceylon tea": "0902",
    "Instant coffee powder": "2101",
    "Ethiopian sesame seeds": "1207",
    "Organic green beans, frozen": "0710",
}
BUYER = BuyerProfile(1, ("zh",), "CN", ("import",))
SETTINGS = Settings(date(2027, 5, 10), "USD", floor=1)


@pytest.fixture(scope="module")
def hs() -> CategoryIndex:
    return shipped_index()


def offers(*, categories: bool) -> list[Product]:
    names = {**OTHERS, COOPERATIVE: "0901"}
    return [
        Product(number, number, {"en": name}, category=code if categories else "")
        for number, (name, code) in enumerate(names.items(), start=1)
    ]


def matches(hs: CategoryIndex, need: Need, products: list[Product]) -> list[Match]:
    suppliers = [Supplier(product.exhibitor, ("en",), "ET") for product in products]
    return Engine(hs, products, suppliers, SETTINGS).match([need], [BUYER])


@pytest.mark.parametrize("categories", [False, True])
def test_the_cooperative_comes_first(hs: CategoryIndex, categories: bool) -> None:
    need = Need(1, 1, {"zh": WANTED}, "zh", ("0901",) if categories else ())
    products = offers(categories=categories)
    best = matches(hs, need, products)[0]
    assert best.exhibitor == len(products)
    assert {reason.code for reason in best.reasons} <= {
        "same_category",
        "words_translated",
        "certificate_named",
        "origin_named",
    }
    assert len(best.reasons) == 3
    # The paper that the text speaks of is a thing to fix.
    assert ("certificate_to_show", {"standard": "organic"}) in [
        (block.code, block.params) for block in best.blocks
    ]


def test_a_missing_certificate_is_a_block_and_no_lower_number(hs: CategoryIndex) -> None:
    need = Need(
        1,
        1,
        {"zh": WANTED},
        "zh",
        ("0901",),
        volume=Quantity(1, "fcl20"),
        volume_period="month",
        certificates=("organic",),
        incoterms=("CIF",),
        origins_wanted=("ET",),
    )
    bare = replace(offers(categories=True)[-1], origin="ET")
    held = replace(bare, certificates=(Certificate("organic", date(2028, 1, 1), None, "ECOCERT"),))
    (without,) = matches(hs, need, [bare])
    (with_paper,) = matches(hs, need, [held])
    assert with_paper.score == without.score
    assert [block.code for block in without.blocks] == ["certificate_missing", "no_common_language"]
    assert without.blocks[0].params == {"standard": "organic", "named": "ECOCERT"}
    assert [block.code for block in with_paper.blocks] == ["no_common_language"]
    assert "certificate_held" in {reason.code for reason in with_paper.reasons}


def test_guesses_give_no_hard_block(hs: CategoryIndex) -> None:
    need = Need(1, 1, {"en": "Green coffee from Ethiopia, halal, 100 kg, FOB Mombasa"}, "en")
    product = Product(
        1, 1, {"en": "Green coffee"}, origin="BR", moq=Quantity(10, "t"), incoterm="CIF"
    )
    (match,) = matches(hs, need, [product])
    assert [block.code for block in match.blocks] == [
        "certificate_to_show",
        "moq_maybe_above_volume",
        "no_common_language",
    ]
