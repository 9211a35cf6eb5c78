"""Each block with a case that has it and one that has not, and what would lift it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matchmaking.scoring import terms
from matchmaking.scoring.data import (
    Block,
    BuyerProfile,
    Category,
    Certificate,
    Need,
    PriceBand,
    Product,
    Quantity,
    Settings,
    Supplier,
)
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.sides import Offered, Wanted

PAST = date(2027, 2, 28)


def blocks(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> tuple[Block, ...]:
    wanted = Wanted.of(need, buyer, settings)
    return terms.blocks(wanted, Offered.of(product, supplier, settings), settings)


# code: (changes to need, to product, to buyer, to supplier, parameters expected)
CASES: dict[str, tuple[dict[str, Any], ...]] = {
    "certificate_missing": ({"certificates": ("halal",)}, {}, {}, {}, {"standard": "halal"}),
    "certificate_expired": (
        {},
        {"certificates": (Certificate("organic", PAST),)},
        {},
        {},
        {"standard": "organic", "valid_until": "2027-02-28"},
    ),
    "moq_above_volume": (
        {"volume": Quantity(3, "t")},
        {},
        {},
        {},
        {
            "volume": 3,
            "volume_unit": "t",
            "volume_period": "month",
            "moq": 60,
            "moq_unit": "bag",
        },
    ),
    "capacity_below_volume": (
        {"volume": Quantity(2, "fcl20")},
        {},
        {},
        {},
        {
            "volume": 2,
            "volume_unit": "fcl20",
            "volume_period": "month",
            "capacity": 20,
            "capacity_unit": "fcl20",
            "capacity_period": "year",
        },
    ),
    "incoterm_not_accepted": (
        {"incoterms": ("CIF", "DAP")},
        {},
        {},
        {},
        {"incoterm": "FOB", "accepted": "CIF, DAP"},
    ),
    "lead_time_after_deadline": (
        {"deadline": date(2027, 4, 14)},
        {},
        {},
        {},
        {"lead_time_days": 45, "deadline": "2027-04-14", "days_late": 1},
    ),
    "shelf_life_too_short": (
        {"min_shelf_life_days": 366},
        {},
        {},
        {},
        {"shelf_life_days": 365, "min_shelf_life_days": 366},
    ),
    "origin_unwanted": ({"origins_unwanted": ("RW",)}, {}, {}, {}, {"origin": "RW"}),
    "price_above_target": (
        {"target_price": PriceBand(3, 3, "USD", "kg")},
        {},
        {},
        {},
        {"price": 6, "target": 3, "currency": "USD", "unit": "kg", "percent_above": 100},
    ),
    "no_common_language": (
        {},
        {},
        {"languages": ("ar",)},
        {},
        {"buyer_languages": "ar", "exhibitor_languages": "en, fr"},
    ),
}


def test_a_fitting_pair_has_none(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> None:
    assert blocks(need, product, buyer, supplier, settings) == ()


@pytest.mark.parametrize("code", sorted(CASES))
def test_block(
    code: str,
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    changes = CASES[code]
    fitting: list[Any] = [need, product, buyer, supplier]
    parties = [replace(x, **c) for x, c in zip(fitting, changes, strict=False)]
    (block,) = blocks(*[*parties, settings])
    assert (block.code, dict(block.params)) == (code, changes[4])


@pytest.mark.parametrize(
    "changes",
    [
        ({"certificates": ()}, {"certificates": ()}),
        ({"volume": None}, {"moq": Quantity(10_000, "t")}),
        ({"volume": Quantity(1, "pallet")}, {}),
        ({"volume_period": ""}, {"capacity": Quantity(1, "fcl20"), "moq": None}),
        ({}, {"capacity_period": "", "capacity": Quantity(1, "t")}),
        ({"incoterms": ()}, {}),
        ({}, {"incoterm": ""}),
        ({"deadline": None}, {"lead_time_days": 4_000_000}),
        ({"deadline": date(2027, 4, 15)}, {}),
        ({"min_shelf_life_days": 365}, {}),
        ({}, {"shelf_life_days": None}),
        ({"origins_unwanted": ("RW",)}, {"origin": ""}),
        ({"target_price": PriceBand(4, 4, "USD", "kg")}, {}),
        ({"target_price": PriceBand(1, 1, "JPY", "kg")}, {}),
    ],
)
def test_what_is_unknown_or_just_enough_blocks_nothing(
    changes: tuple[dict[str, Any], dict[str, Any]],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    parties = (replace(need, **changes[0]), replace(product, **changes[1]), buyer, supplier)
    assert blocks(*parties, settings) == ()


def test_an_estimated_load_blocks_only_far_beyond(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> None:
    need = replace(need, volume_period="once")
    near = replace(product, moq=Quantity(25, "t"))
    far = replace(product, moq=Quantity(30, "t"))
    assert blocks(need, near, buyer, supplier, settings) == ()
    assert [b.code for b in blocks(need, far, buyer, supplier, settings)] == ["moq_above_volume"]


def test_an_interpreter_lifts_the_language_block(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> None:
    chinese = replace(buyer, languages=("zh-Hans",))
    assert blocks(need, product, chinese, supplier, settings) == ()
    alone = replace(settings, interpreter_languages=frozenset())
    assert len(blocks(need, product, chinese, supplier, alone)) == 1


def test_an_empty_language_tag_says_nothing(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> None:
    silent = replace(buyer, languages=("",))
    assert blocks(need, product, silent, replace(supplier, languages=("",)), settings) == ()
    underscored = replace(supplier, languages=("zh_CN",))
    assert blocks(need, product, buyer, underscored, settings) == ()


def test_lead_times_beyond_the_calendar(
    need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier, settings: Settings
) -> None:
    endless = replace(product, lead_time_days=10**9)
    (block,) = blocks(need, endless, buyer, supplier, settings)
    assert block.params["days_late"] == (date.max - date(2027, 10, 1)) // timedelta(days=1)


# Lifting each block: what the other side would change.
LIFTS: dict[str, dict[str, Any]] = {
    "certificate_missing": {"certificates": (Certificate("organic"), Certificate("halal"))},
    "certificate_expired": {"certificates": (Certificate("organic", date(2029, 1, 1)),)},
    "moq_above_volume": {"moq": Quantity(1, "bag")},
    "capacity_below_volume": {"capacity": Quantity(200, "fcl20")},
    "incoterm_not_accepted": {"incoterm": "DAP"},
    "lead_time_after_deadline": {"lead_time_days": 1},
    "shelf_life_too_short": {"shelf_life_days": 800},
}


@pytest.mark.parametrize("code", sorted(LIFTS))
def test_lifting_a_block_leaves_the_score(
    code: str,
    tree: tuple[Category, ...],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    need, product = replace(need, **CASES[code][0]), replace(product, **CASES[code][1])
    lifted = replace(product, **LIFTS[code])
    (before,) = Engine(tree, [product], [supplier], settings).match([need], [buyer])
    (after,) = Engine(tree, [lifted], [supplier], settings).match([need], [buyer])
    assert [b.code for b in before.blocks] == [code]
    assert after.blocks == ()
    assert after.score == before.score
    assert after.parts == before.parts
