"""Each reason with a case that has it and one that has not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    BuyerProfile,
    Category,
    Certificate,
    Need,
    PriceBand,
    Product,
    Quantity,
    Reason,
    Settings,
    Supplier,
)
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.reasons import (
    Weighed,
    best_reasons,
    category_reason,
    term_reasons,
    word_reason,
)
from matchmaking.scoring.sides import Offered, Wanted
from matchmaking.scoring.words import ProductText, WishWords

Parties = dict[str, Any]

# code: (parameters, a change to need, product, buyer or supplier that takes it away)
TERMS: dict[str, tuple[dict[str, Any], tuple[str, dict[str, Any]]]] = {
    "certificate_held": (
        {"standard": "organic", "issuer": "ECOCERT"},
        ("product", {"certificates": (Certificate("organic", date(2027, 2, 28), None, "X"),)}),
    ),
    "quantity_fits": (
        {"volume": 1, "volume_unit": "fcl20", "moq": 60, "moq_unit": "bag"},
        ("need", {"volume": Quantity(1, "t")}),
    ),
    "price_within_target": (
        {"price": 6, "target": 7, "currency": "USD", "unit": "kg"},
        ("need", {"target_price": PriceBand(5.99, 5.99, "USD", "kg")}),
    ),
    "origin_wanted": ({"origin": "RW"}, ("need", {"origins_wanted": ("ET",)})),
    "incoterm_offered": ({"incoterm": "FOB"}, ("need", {"incoterms": ("CIF",)})),
    "lead_time_in_time": (
        {"lead_time_days": 45, "deadline": "2027-10-01"},
        ("need", {"deadline": date(2027, 3, 2)}),
    ),
    "shelf_life_long_enough": (
        {"shelf_life_days": 365, "min_shelf_life_days": 180},
        ("product", {"shelf_life_days": 179}),
    ),
    "market_targeted": ({"country": "CN"}, ("buyer", {"country": "JP"})),
    "language_in_common": ({"language": "en"}, ("supplier", {"languages": ("fr",)})),
}


def codes(found: Iterable[Weighed]) -> dict[str, dict[str, str | float]]:
    return {reason.code: dict(reason.params) for _, reason in found}


@pytest.fixture
def parties(need: Need, product: Product, buyer: BuyerProfile, supplier: Supplier) -> Parties:
    # The capacity of 20 containers a year holds one a month.
    return {"need": need, "product": product, "buyer": buyer, "supplier": supplier}


def _sides(parties: Parties, settings: Settings) -> tuple[Wanted, Offered]:
    wanted = Wanted.of(parties["need"], parties["buyer"], settings)
    return wanted, Offered.of(parties["product"], parties["supplier"], settings)


def test_a_fitting_pair_has_them_all(parties: Parties, settings: Settings) -> None:
    found = codes(term_reasons(*_sides(parties, settings), settings))
    assert found == {code: params for code, (params, _) in TERMS.items()}


@pytest.mark.parametrize("code", sorted(TERMS))
def test_reason_goes(code: str, parties: Parties, settings: Settings) -> None:
    party, change = TERMS[code][1]
    parties[party] = replace(parties[party], **change)
    assert codes(term_reasons(*_sides(parties, settings), settings)) == {
        other: params for other, (params, _) in TERMS.items() if other != code
    }


@pytest.mark.parametrize(("moq", "told"), [(12_000, True), (15_000, False), (20_000, False)])
def test_a_containers_load_has_to_fit_with_room(
    parties: Parties, settings: Settings, moq: int, told: bool
) -> None:
    """It is 19.2 t of coffee, and less of tea: what nearly fills it is no reason."""
    lots = {"moq": Quantity(moq, "kg"), "unit_size": None, "capacity": Quantity(900, "t")}
    parties["product"] = replace(parties["product"], **lots)
    found = codes(term_reasons(*_sides(parties, settings), settings))
    assert ("quantity_fits" in found) == told


@pytest.mark.parametrize(
    ("wanted", "code", "stated", "expected"),
    [
        ({"0901": 1.0}, "0901", (True, True), Reason("same_category", {"code": "0901"})),
        ({"09": 1.0}, "0901", (True, True), Reason("same_category", {"code": "09"})),
        (
            {"0902": 1.0},
            "0901",
            (True, True),
            Reason("near_category", {"wanted": "0902", "code": "0901"}),
        ),
        ({"0901": 0.5}, "0901", (False, True), Reason("category_from_words", {"code": "0901"})),
        ({"1509": 1.0}, "0901", (True, True), None),
        ({"0902": 0.5}, "0901", (False, True), None),
        ({}, "0901", (False, True), None),
        ({"0901": 1.0}, "", (True, False), None),
    ],
)
def test_category_reasons(
    tree: tuple[Category, ...],
    wanted: dict[str, float],
    code: str,
    stated: tuple[bool, bool],
    expected: Reason | None,
) -> None:
    found = [r for _, r in category_reason(wanted, code, stated, CategoryIndex(tree))]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "offer", "expected"),
    [
        ("organic green beans and nuts", "Organic bean, green", ["beans", "green", "organic"]),
        ("寻找水洗咖啡生豆", "埃塞水洗咖啡豆", ["水洗咖啡"]),
        ("我们的茶", "我们的咖啡", []),
        ("500 ml", "500 g", []),
        ("bean beans", "beans", ["bean"]),
        ("", "coffee", []),
    ],
)
def test_words_in_common(text: str, offer: str, expected: list[str]) -> None:
    assert WishWords([text], lambda _: 1.0).shared(ProductText([offer])) == expected


def test_no_shared_words_give_no_reason() -> None:
    assert list(word_reason([], 1.0)) == []


def test_three_reasons_of_different_codes_are_shown() -> None:
    weighed = [(w, Reason(code, {"n": n})) for n, (w, code) in enumerate([(1, "a"), (2, "b")] * 2)]
    assert best_reasons([*weighed, (0.5, Reason("c")), (0.4, Reason("d"))]) == (
        Reason("b", {"n": 1}),
        Reason("a", {"n": 0}),
        Reason("c"),
    )


def test_reasons_of_a_match_are_true(
    tree: tuple[Category, ...], parties: Parties, settings: Settings
) -> None:
    need, product, buyer, supplier = parties.values()
    (match,) = Engine(tree, [product], [supplier], settings).match([need], [buyer])
    assert [reason.code for reason in match.reasons] == [
        "same_category",
        "words_in_common",
        "certificate_held",
    ]
    words = str(match.reasons[1].params["words"]).split(", ")
    offered = " ".join([*product.names.values(), *product.descriptions.values()]).lower()
    assert words
    assert all(word in offered and word in need.texts["en"].lower() for word in words)
