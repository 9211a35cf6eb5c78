"""Every reason and block of any match, recomputed from the data by other means."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checks
from hypothesis import strategies as st

from matchmaking.lifts import LIFTS
from matchmaking.scoring.data import (
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
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.weights import REASON_WEIGHTS

TODAY = date(2027, 3, 1)
KG = {"kg": 1, "t": 1000, "bag": 60}
SECTION = {"0901": "09", "0902": "09", "1509": "15", "09": "09", "": ""}
IN_TEXT = {"organic": ("organic", "有机"), "haccp": ("haccp",)}
ETHIOPIA = ("ethiopia", "埃塞俄比亚", "yirgacheffe")
NEED_TEXTS = (
    "Washed green coffee beans, organic, from Ethiopia, 18 t",
    "寻找有机认证的埃塞俄比亚水洗咖啡生豆，CIF 上海",
    "frozen olives, HACCP, FOB, shelf life 12 months, before 1 May 2027",
    "black tea 500 kg",
    "橄榄油",
)
PRODUCT_TEXTS = (
    "Yirgacheffe washed green beans, 300 × 60 kg, organic (ECOCERT)",
    "Ethiopia green coffee, HACCP",
    "Frozen olives kept at -18 °C",
    "Black tea, 480 kg lot",
    "Extra virgin olive oil, organic",
)


class Case(NamedTuple):
    """One need, product and their owners; `said`: both sides' texts, small letters."""

    need: Need
    product: Product
    buyer: BuyerProfile
    supplier: Supplier

    @property
    def asked(self) -> str:
        return " ".join(self.need.texts.values()).lower()

    @property
    def told(self) -> str:
        return " ".join([*self.product.names.values(), *self.product.descriptions.values()]).lower()


def kg(amount: Any, unit: Any) -> float:
    return float(amount) * KG[str(unit)]


def asks_for(case: Case, standard: str) -> bool:
    return standard in case.need.certificates or (
        not case.need.certificates and any(w in case.asked for w in IN_TEXT[standard])
    )


def valid(case: Case, standard: str) -> list[Certificate]:
    held = [c for c in case.product.certificates if c.standard == standard]
    return [c for c in held if c.valid_until is None or c.valid_until >= TODAY]


def ended(case: Case, standard: str) -> list[date]:
    held = [c.valid_until for c in case.product.certificates if c.standard == standard]
    return [day for day in held if day and day < TODAY]


def shares_stem(word: str, text: str) -> bool:
    bare = re.sub(r"(ies|es|s|y)$", "", word.lower())
    return any(each.startswith(bare) for each in re.findall(r"\w+", text)) or word in text


def words_shared(case: Case, params: dict[str, Any]) -> bool:
    words = str(params["words"]).split(", ")
    return all(shares_stem(w, case.asked) and shares_stem(w, case.told) for w in words)


def words_translated(case: Case, params: dict[str, Any]) -> bool:
    pairs = re.findall(r"([^ ,]+) \(([^)]+)\)", str(params["words"]))
    return bool(pairs) and all(
        word in case.asked
        and sense in cedict().senses(word)
        and all(shares_stem(w, case.told) for w in re.findall(r"\w{3,}", sense))
        for word, sense in pairs
    )


def contains(wanted: str, offered: str) -> bool:
    return bool(wanted) and (wanted == offered or SECTION[offered] == wanted)


def price(case: Case) -> float:
    """Of one kg, in dollars."""
    band = case.product.price
    assert band is not None
    return band.low * (1.1 if band.currency == "EUR" else 1) / KG[band.unit]


def volume_fits(case: Case, p: dict[str, Any]) -> bool:
    need, product = case.need, case.product
    assert product.capacity is not None
    wanted = kg(p["volume"], p["volume_unit"])
    period = need.volume_period if need.volume else "once"
    year = wanted * (12 if period == "month" else 1)
    return (
        kg(p["moq"], p["moq_unit"]) <= wanted
        and year <= kg(product.capacity.amount, product.capacity.unit)
        and product.moq == Quantity(p["moq"], p["moq_unit"])
    )


def days(case: Case) -> date:
    return case.need.deadline or date(2027, 5, 1)


def common(case: Case) -> set[str]:
    return set(case.buyer.languages) & set(case.supplier.languages)


def offers_origin(case: Case, origin: str) -> bool:
    wanted = case.need.origins_wanted
    asked = origin in wanted if wanted else any(w in case.asked for w in ETHIOPIA)
    return asked and (case.product.origin or "ET") == origin


Check = Callable[[Case, dict[str, Any]], bool]
REASONS: dict[str, Check] = {
    "words_in_common": words_shared,
    "words_translated": words_translated,
    "same_category": lambda c, p: (
        p["code"] in c.need.categories and contains(p["code"], c.product.category)
    ),
    "near_category": lambda c, p: (
        p["wanted"] in c.need.categories
        and p["code"] == c.product.category
        and SECTION[p["wanted"]] == SECTION[p["code"]]
        and not contains(p["wanted"], p["code"])
    ),
    "category_from_words": lambda c, _p: not (c.need.categories and c.product.category),
    "certificate_held": lambda c, p: (
        asks_for(c, p["standard"])
        and any(one.issuer == p["issuer"] for one in valid(c, p["standard"]))
    ),
    "certificate_named": lambda c, p: (
        asks_for(c, p["standard"])
        and not valid(c, p["standard"])
        and any(w in c.told for w in IN_TEXT[p["standard"]])
    ),
    "origin_wanted": lambda c, p: offers_origin(c, p["origin"]) and c.product.origin == p["origin"],
    "origin_named": lambda c, p: (
        offers_origin(c, p["origin"]) and any(w in c.told for w in ETHIOPIA)
    ),
    "price_within_target": lambda c, p: (
        abs(p["price"] - price(c) * KG[p["unit"]]) < 1e-3 and p["price"] <= p["target"]
    ),
    "incoterm_offered": lambda c, p: (
        p["incoterm"] == c.product.incoterm
        and (p["incoterm"] in c.need.incoterms or p["incoterm"].lower() in c.asked)
    ),
    "quantity_fits": volume_fits,
    "quantity_near": lambda _c, p: (
        0.8 <= kg(p["lot"], p["lot_unit"]) / kg(p["volume"], p["volume_unit"]) <= 1.25
    ),
    "lead_time_in_time": lambda c, p: TODAY + timedelta(p["lead_time_days"]) <= days(c),
    "shelf_life_long_enough": lambda c, p: (
        c.product.shelf_life_days == p["shelf_life_days"] >= p["min_shelf_life_days"]
    ),
    "market_targeted": lambda c, p: (
        p["country"] == c.buyer.country and p["country"] in c.supplier.target_markets
    ),
    "language_in_common": lambda c, p: p["language"] in common(c),
    "cold_chain_kept": lambda c, p: p["cold"] in c.asked and p["cold"] in c.told,
}
BLOCKS: dict[str, Check] = {
    "certificate_missing": lambda c, p: (
        p["standard"] in c.need.certificates
        and not valid(c, p["standard"])
        and not ended(c, p["standard"])
    ),
    "certificate_expired": lambda c, p: (
        not valid(c, p["standard"]) and max(ended(c, p["standard"])).isoformat() == p["valid_until"]
    ),
    "certificate_ends_early": lambda c, p: (
        bool(valid(c, p["standard"])) and TODAY.isoformat() <= p["valid_until"] < p["deadline"]
    ),
    "certificate_to_show": lambda c, p: (
        asks_for(c, p["standard"])
        and p["standard"] not in c.need.certificates
        and not valid(c, p["standard"])
    ),
    "moq_above_volume": lambda c, p: (
        kg(p["moq"], p["moq_unit"]) > kg(p["volume"], p["volume_unit"])
        and c.need.volume == Quantity(p["volume"], p["volume_unit"])
    ),
    "moq_maybe_above_volume": lambda c, p: (
        c.need.volume is None and kg(p["moq"], p["moq_unit"]) > kg(p["volume"], p["volume_unit"])
    ),
    "capacity_below_volume": lambda _c, p: (
        kg(p["capacity"], p["capacity_unit"])
        < kg(p["volume"], p["volume_unit"]) * (12 if p["volume_period"] == "month" else 1)
    ),
    "incoterm_not_accepted": lambda c, p: (
        p["incoterm"] == c.product.incoterm and p["incoterm"] not in c.need.incoterms
    ),
    "lead_time_after_deadline": lambda c, p: (
        c.need.deadline is not None
        and TODAY + timedelta(p["lead_time_days"]) - c.need.deadline == timedelta(p["days_late"])
        and p["days_late"] > 0
    ),
    "shelf_life_too_short": lambda _c, p: p["shelf_life_days"] < p["min_shelf_life_days"],
    "origin_unwanted": lambda c, p: (
        p["origin"] == c.product.origin and p["origin"] in c.need.origins_unwanted
    ),
    "price_above_target": lambda c, p: (
        p["price"] > 1.5 * p["target"] and abs(p["price"] - price(c) * KG[p["unit"]]) < 1e-3
    ),
    "no_common_language": lambda c, _p: not common(c),
}
CERTIFICATES = (
    Certificate("organic", date(2028, 1, 1), None, "ECOCERT"),
    Certificate("organic", date(2026, 1, 1), None, "CERES"),
    Certificate("haccp", date(2027, 3, 20), None, "SGS"),
)


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


NEEDS = st.builds(
    Need,
    id=st.just(1),
    buyer=st.just(1),
    texts=st.sampled_from(NEED_TEXTS).map(lambda text: {"en": text}),
    categories=st.sampled_from([(), ("0901",), ("09",), ("1509",)]),
    volume=maybe(Quantity(18, "t"), Quantity(500, "kg")),
    volume_period=st.sampled_from(["once", "month"]),
    target_price=maybe(PriceBand(6, 6, "USD", "kg"), PriceBand(90, 90, "EUR", "bag")),
    certificates=st.sampled_from([(), ("organic",), ("organic", "haccp")]),
    incoterms=st.sampled_from([(), ("CIF",), ("FOB", "CIF")]),
    origins_wanted=st.sampled_from([(), ("ET",)]),
    origins_unwanted=st.sampled_from([(), ("BR",)]),
    deadline=maybe(date(2027, 4, 1), date(2027, 9, 1)),
    min_shelf_life_days=maybe(180),
)
PRODUCTS = st.builds(
    Product,
    id=st.just(1),
    exhibitor=st.just(1),
    names=st.sampled_from(PRODUCT_TEXTS).map(lambda text: {"en": text}),
    category=st.sampled_from(["", "0901", "0902", "1509"]),
    origin=st.sampled_from(["", "ET", "BR"]),
    moq=maybe(Quantity(320, "bag"), Quantity(100, "kg"), Quantity(20, "t")),
    unit_size=st.just(Quantity(60, "kg")),
    capacity=maybe(Quantity(200, "t"), Quantity(400, "t")),
    capacity_period=st.just("year"),
    price=maybe(PriceBand(5, 6, "USD", "kg"), PriceBand(12, 12, "EUR", "kg")),
    incoterm=st.sampled_from(["", "FOB", "CIF", "EXW"]),
    lead_time_days=maybe(20, 45),
    shelf_life_days=maybe(90, 365),
    certificates=st.lists(st.sampled_from(CERTIFICATES), unique=True).map(tuple),
)
BUYERS = st.builds(
    BuyerProfile,
    id=st.just(1),
    languages=st.sampled_from([("zh",), ("en", "zh")]),
    country=st.sampled_from(["", "CN"]),
)
SUPPLIERS = st.builds(
    Supplier,
    id=st.just(1),
    languages=st.sampled_from([("en",), ("am",), ()]),
    target_markets=st.sampled_from([(), ("CN", "JP")]),
)


def test_every_code_is_recomputed() -> None:
    assert set(REASONS) == set(REASON_WEIGHTS)
    # The price is said more discreetly to the other side.
    assert set(BLOCKS) | {"price_above_target_discreet"} == set(LIFTS)


@pytest.fixture(scope="module")
def terms() -> Settings:
    return Settings(TODAY, "USD", {"EUR": 1.1}, floor=0)


@checks(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(need=NEEDS, product=PRODUCTS, buyer=BUYERS, supplier=SUPPLIERS)
def test_what_a_match_says_is_true(
    tree: tuple[Category, ...],
    terms: Settings,
    need: Need,
    product: Product,
    buyer: BuyerProfile,
    supplier: Supplier,
) -> None:
    case = Case(need, product, buyer, supplier)
    for match in Engine(tree, [product], [supplier], terms).match([need], [buyer]):
        for reason in match.reasons:
            assert REASONS[reason.code](case, dict(reason.params)), reason
        for block in match.blocks:
            assert BLOCKS[block.code](case, dict(block.params)), block
        assert len(match.reasons) <= 3
