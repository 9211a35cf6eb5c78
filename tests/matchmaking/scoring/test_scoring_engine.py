import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checks
from hypothesis import strategies as st

from matchmaking.scoring.candidates import best_places
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import (
    BuyerProfile,
    Category,
    Match,
    Need,
    PriceBand,
    Product,
    Quantity,
    Settings,
    Supplier,
)
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.pairs import group_scores

Market = tuple[list[Product], list[Need], list[Supplier], list[BuyerProfile]]

GOODS = ["green coffee", "roasted coffee", "black tea", "olive oil", "绿茶", "橄榄油", "software"]
CODES = ["0901", "0902", "1509", "S01", "", "nowhere"]
ANY_TEXT = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["😀", "<b>", "12345", "\u202e", "", "coffee " * 8_000, "咖啡 кофе قهوة café"]),
)
ANY_NUMBER = st.one_of(st.floats(), st.sampled_from([0.0, -1.0, 1e308, 5e-324]))


def market(seed: int, products: int = 60, needs: int = 30) -> Market:
    """A random market, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - a reproducible market, no secret
    offers = [
        Product(
            id=number,
            exhibitor=number // 3,
            names={"en": f"{dice.choice(GOODS)} {dice.choice(GOODS)} {number % 7}"},
            category=dice.choice(CODES),
            origin=dice.choice(["RW", "ET", ""]),
            price=PriceBand(dice.randint(1, 9), 9, "USD", "kg"),
        )
        for number in range(products)
    ]
    wishes = [
        Need(
            id=number,
            buyer=number // 3,
            texts={"en": dice.choice(GOODS), "zh": dice.choice(GOODS)},
            categories=(dice.choice(CODES),),
            origins_wanted=("RW",),
            target_price=PriceBand(4, 4, "USD", "kg"),
        )
        for number in range(needs)
    ]
    suppliers = [Supplier(n, ("en",), "RW", ("CN",)) for n in range(products // 3 + 1)]
    buyers = [BuyerProfile(n, ("en",), dice.choice(["CN", "JP"])) for n in range(needs // 3 + 1)]
    return offers, wishes, suppliers, buyers


def test_chunks_and_order_do_not_matter(tree: tuple[Category, ...], settings: Settings) -> None:
    offers, wishes, suppliers, buyers = market(1, products=300, needs=90)
    engine = Engine(tree, offers, suppliers, settings)
    whole = engine.match(wishes, buyers)
    shuffled = Engine(tree, offers[::-1], suppliers[::-1], settings)
    one_by_one: list[Match] = []
    for buyer in buyers:
        own = [need for need in wishes if need.buyer == buyer.id]
        one_by_one += shuffled.match(own[::-1], [buyer])
    assert len(whole) > 100
    assert one_by_one == whole


def test_matches_are_sorted_and_bounded(tree: tuple[Category, ...], settings: Settings) -> None:
    offers, wishes, suppliers, buyers = market(2)
    found = Engine(tree, offers, suppliers, replace(settings, top_per_buyer=4, floor=30)).match(
        wishes, buyers
    )
    assert found == sorted(found, key=lambda m: (m.buyer, -m.score, m.exhibitor))
    assert max(np.bincount([m.buyer for m in found])) == 4
    assert all(30 <= m.score <= 100 for m in found)
    assert all(list(m.pairs) == sorted(m.pairs, key=lambda p: -p.score) for m in found)


def test_chinese_need_finds_english_product_through_the_tree(
    tree: tuple[Category, ...], settings: Settings
) -> None:
    need = Need(1, 1, {"zh": "寻找优质咖啡"})
    offers = [
        Product(1, 1, {"en": "Assam"}, hs_code="090240"),
        Product(2, 2, {"en": "Arabica"}, hs_code="090111"),
    ]
    found = Engine(tree, offers, [], settings).match([need], [])
    assert found[0].exhibitor == 2
    assert [r.code for r in found[0].reasons] == ["category_from_words"]


def test_the_fitting_product_comes_first(
    tree: tuple[Category, ...],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    others = [
        replace(product, id=2, exhibitor=2, names={"en": "Black tea"}, category="0902"),
        replace(product, id=3, exhibitor=3, origin="BR"),
        replace(product, id=4, exhibitor=4, price=PriceBand(10, 10, "USD", "kg")),
    ]
    found = Engine(tree, [*others, product], [supplier], settings).match([need], [buyer])
    assert found[0].exhibitor == product.exhibitor
    # Black tea is no offer for who wants coffee.
    assert [match.exhibitor for match in found[1:]] == [3, 4]


def test_a_dearer_product_never_scores_higher(
    tree: tuple[Category, ...],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    scores = []
    for price in (5, 7, 8, 10, 10.5, 11, 50):
        dear = replace(product, price=PriceBand(price, price, "USD", "kg"))
        scores += [
            m.score for m in Engine(tree, [dear], [supplier], settings).match([need], [buyer])
        ]
    assert len(scores) == 7
    assert scores == sorted(scores, reverse=True)
    # From half above the target on it is a block, and the score stays.
    assert scores[-3] == scores[-2] == scores[-1]


def test_more_products_of_an_exhibitor_never_lower_its_score(
    tree: tuple[Category, ...],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
    settings: Settings,
) -> None:
    def score(offers: list[Product]) -> Match:
        return Engine(CategoryIndex(tree), offers, [supplier], settings).match([need], [buyer])[0]

    pair = [product, replace(product, id=2)]
    assert score(pair).score >= score([product]).score * 0.8
    assert len(score(pair).pairs) == 2


def test_group_scores_saturate() -> None:
    found = group_scores(np.array([0.8, 0.5, 0.5, 0.5, 0.3]), np.array([0, 4]), np.array([4, 5]))
    best_three = 100 * (1 - (1 - 0.8) * (1 - 0.15 * 0.5) * (1 - 0.15**2 * 0.5))
    assert found.tolist() == [pytest.approx(best_three, abs=1e-4), 30.0]


def test_the_best_places_break_ties_by_place() -> None:
    row = np.array([0.5, 0.9, 0.5, 0.5, 0.05, np.nan], dtype=np.float32)
    places, least = best_places(row, 3, 0.1)
    assert (places.tolist(), least) == ([0, 1, 2], 0.5)
    places, least = best_places(row, 5, 0.1)
    assert (places.tolist(), least) == ([0, 1, 2, 3], 0.1)


def test_nothing_gives_nothing(
    tree: tuple[Category, ...],
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    settings: Settings,
) -> None:
    assert Engine(tree, [], [], settings).match([need], [buyer]) == []
    assert Engine(tree, [product], [], settings).match([], []) == []
    assert Engine((), [product], [], settings).match([replace(need, texts={})], []) == []


@checks(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(ANY_TEXT, min_size=3, max_size=3),
    numbers=st.lists(ANY_NUMBER, min_size=5, max_size=5),
    days=st.integers(0, 10**6),
    code=st.sampled_from(CODES),
)
def test_any_input_gives_scores_in_range(
    tree: tuple[Category, ...],
    settings: Settings,
    texts: list[str],
    numbers: list[float],
    days: int,
    code: str,
) -> None:
    a, b, c, d, e = numbers
    product = Product(
        id=1,
        exhibitor=1,
        names={"en": texts[0]},
        descriptions={"zh": texts[1]},
        category=code,
        moq=Quantity(a, "bag"),
        unit_size=Quantity(b, "kg"),
        capacity=Quantity(c, "fcl40"),
        capacity_period="month",
        price=PriceBand(d, d, "EUR", "bag"),
        lead_time_days=days,
    )
    need = Need(
        id=1,
        buyer=1,
        texts={"en": texts[2], "zh": texts[0]},
        categories=("0901",),
        volume=Quantity(e, "t"),
        volume_period="year",
        target_price=PriceBand(a, a, "USD", "kg"),
        deadline=settings.today,
    )
    engine = Engine(tree, [product], [], replace(settings, floor=0))
    for match in engine.match([need], []):
        values = [match.score, *match.parts.values(), *(p.score for p in match.pairs)]
        assert all(math.isfinite(value) for value in values)
        assert 0 <= match.score <= 100
        assert all(0 <= part <= 1 for part in match.parts.values())
        numbers_shown = [v for b in match.blocks for v in b.params.values() if isinstance(v, float)]
        assert all(not math.isnan(v) for v in numbers_shown)
