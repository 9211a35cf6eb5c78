"""A small coffee market that each test changes by one thing."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from matchmaking.scoring.blend import relevance
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Document
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
from matchmaking.scoring.relevance import RelevanceIndex, Wish

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

TREE = (
    Category("II", "", {"en": "Vegetable products", "zh": "植物产品"}),
    Category("09", "II", {"en": "Coffee, tea and spices", "zh": "咖啡、茶及调味香料"}),
    Category("0901", "09", {"en": "Coffee", "zh": "咖啡"}),
    Category("0902", "09", {"en": "Tea", "zh": "茶叶"}),
    Category("15", "II", {"en": "Fats and oils", "zh": "油脂"}),
    Category("1509", "15", {"en": "Olive oil", "zh": "橄榄油"}),
    Category("S", "", {"en": "Services", "zh": "服务"}, "service"),
    Category("S01", "S", {"en": "Software development", "zh": "软件开发"}, "service"),
)

Ask = Callable[[str], list[float]]


@pytest.fixture
def asked() -> Callable[..., Ask]:
    """Titles, to be asked for the relevance of each to a text."""

    def make(*titles: str, **options) -> Ask:
        index = RelevanceIndex.of([Document(t) for t in titles], CategoryIndex(()), **options)
        return lambda text: relevance(index.parts([Wish((text,))]))[0].tolist()

    return make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is absent: it is not part of the project")
    return DATA


@pytest.fixture(scope="session")
def nomenclature(shared_data: Path) -> list[Category]:
    """HS chapters and headings in English, from the reference data."""
    with (shared_data / "reference" / "hs_en.csv").open(encoding="utf-8-sig") as lines:
        rows = [r for r in csv.DictReader(lines) if r["level"] in {"2", "4"}]
    return [
        Category(r["hscode"], "" if r["level"] == "2" else r["parent"], {"en": r["description"]})
        for r in rows
    ]


@pytest.fixture
def tree() -> tuple[Category, ...]:
    return TREE


@pytest.fixture
def settings() -> Settings:
    return Settings(date(2027, 3, 1), "USD", {"EUR": 1.08}, frozenset({frozenset({"zh", "fr"})}))


@pytest.fixture
def need() -> Need:
    return Need(
        id=1,
        buyer=1,
        texts={"en": "Washed green coffee beans, organic"},
        language="en",
        categories=("0901",),
        volume=Quantity(1, "fcl20"),
        volume_period="month",
        target_price=PriceBand(7, 7, "USD", "kg"),
        certificates=("organic",),
        incoterms=("CIF", "FOB"),
        origins_wanted=("RW",),
        origins_unwanted=("XX",),
        deadline=date(2027, 10, 1),
        min_shelf_life_days=180,
    )


@pytest.fixture
def product() -> Product:
    return Product(
        id=1,
        exhibitor=1,
        names={"en": "Washed Bourbon green coffee"},
        descriptions={"en": "Red Bourbon dried on raised beds, in jute bags."},
        language="en",
        category="0901",
        hs_code="090111",
        origin="RW",
        moq=Quantity(60, "bag"),
        unit_size=Quantity(60, "kg"),
        capacity=Quantity(20, "fcl20"),
        capacity_period="year",
        price=PriceBand(6, 7.4, "USD", "kg"),
        incoterm="FOB",
        lead_time_days=45,
        shelf_life_days=365,
        certificates=(Certificate("organic", date(2028, 3, 31), None, "ECOCERT"),),
    )


@pytest.fixture
def buyer() -> BuyerProfile:
    return BuyerProfile(1, ("zh", "en"), "CN", ("retail",))


@pytest.fixture
def supplier() -> Supplier:
    return Supplier(1, ("en", "fr"), "RW", ("CN",), ("retail",))
