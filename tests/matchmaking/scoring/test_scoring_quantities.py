import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.scoring.data import (
    BuyerProfile,
    Need,
    PriceBand,
    Product,
    Quantity,
    Settings,
    Supplier,
)
from matchmaking.scoring.quantities import Measured, a_year, measure, ratio
from matchmaking.scoring.sides import Offered, Wanted
from matchmaking.scoring.terms import compared_prices

BARE = Product(1, 1, {})
BAGS = replace(BARE, moq=Quantity(10, "bag"), unit_size=Quantity(60, "kg"))


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Quantity(2, "t"), Measured(2000, "kg")),
        (Quantity(500, "g"), Measured(0.5, "kg")),
        (Quantity(3, "m3"), Measured(3000, "l")),
        (Quantity(5, "bag"), Measured(300, "kg")),
        (Quantity(5, "carton"), Measured(5, "carton")),
        (Quantity(0, "kg"), None),
        (Quantity(-1, "kg"), None),
        (Quantity(math.nan, "kg"), None),
        (Quantity(math.inf, "kg"), None),
        (None, None),
    ],
)
def test_measure(quantity: Quantity | None, expected: Measured | None) -> None:
    assert measure(quantity, BAGS) == expected


def test_a_pack_of_packs_is_counted_in_the_inner_ones() -> None:
    cartons = replace(BARE, moq=Quantity(1, "carton"), unit_size=Quantity(12, "bottle"))
    assert measure(Quantity(2, "carton"), cartons) == Measured(24, "bottle")


def test_on_a_pallet_of_cartons_the_size_is_a_cartons() -> None:
    price = PriceBand(20, 20, "USD", "carton")
    stacked = replace(BARE, moq=Quantity(1, "pallet"), price=price, unit_size=Quantity(12, "kg"))
    assert measure(Quantity(1, "pallet"), stacked) == Measured(1, "pallet")
    assert measure(Quantity(2, "carton"), stacked) == Measured(24, "kg")
    light = replace(stacked, price=None)
    assert measure(Quantity(1, "pallet"), light) == Measured(1, "pallet")
    whole = replace(light, unit_size=Quantity(800, "kg"))
    assert measure(Quantity(1, "pallet"), whole) == Measured(800, "kg")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Measured(10, "kg"), Measured(5, "kg"), Measured(2, "")),
        (Measured(38_400, "kg"), Measured(1, "fcl20"), Measured(2, "", exact=False)),
        (Measured(2, "fcl40"), Measured(1, "fcl40"), Measured(2, "")),
        (Measured(19.2, "fcl40"), Measured(26, "fcl20"), Measured(1, "", exact=False)),
        (Measured(1, "bag"), Measured(5, "kg"), None),
        (Measured(1, "pcs"), Measured(1, "fcl20"), None),
        (None, Measured(5, "kg"), None),
    ],
)
def test_ratio(first: Measured | None, second: Measured | None, expected: Measured | None) -> None:
    found = ratio(first, second)
    if expected is None or found is None:
        assert found is expected
    else:
        assert (round(found.amount, 9), found.exact) == (expected.amount, expected.exact)


def test_periods() -> None:
    assert a_year(Measured(2, "t"), "month") == Measured(24, "t")
    assert a_year(Measured(2, "t"), "once") == Measured(2, "t")
    assert a_year(Measured(2, "t"), "") is None


@given(st.floats(), st.sampled_from(["kg", "bag", "fcl20", "nonsense", ""]), st.floats())
def test_any_quantity_is_positive_or_nothing(amount: float, unit: str, size: float) -> None:
    found = measure(Quantity(amount, unit), replace(BAGS, unit_size=Quantity(size, "kg")))
    assert found is None or (found.amount > 0 and math.isfinite(found.amount))


def _prices(
    target: PriceBand, product: Product, settings: Settings
) -> tuple[float, float, float] | None:
    wanted = Wanted.of(Need(1, 1, {}, target_price=target), BuyerProfile(1), settings)
    return compared_prices(wanted, Offered.of(product, Supplier(1), settings))


def test_prices_convert_currency_and_pack(settings: Settings) -> None:
    sold = replace(BAGS, price=PriceBand(600, 700, "EUR", "bag"))
    a_tonne = 600 * 1.08 / 60 * 1000
    expected = pytest.approx((2, a_tonne, a_tonne / 2))
    assert _prices(PriceBand(5400, 5400, "USD", "t"), sold, settings) == expected
    found = _prices(PriceBand(5.4, 5.4, "USD", "kg"), sold, settings)
    assert found == pytest.approx((2, 10.8, 5.4))


def test_prices_that_do_not_compare_are_unknown(settings: Settings) -> None:
    in_yen = replace(BAGS, price=PriceBand(1, 1, "JPY", "kg"))
    by_piece = replace(BAGS, price=PriceBand(1, 1, "USD", "pcs"))
    target = PriceBand(7, 7, "USD", "kg")
    assert [_prices(target, p, settings) for p in (in_yen, by_piece, BAGS)] == [None] * 3
