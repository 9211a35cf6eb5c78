"""One new, changed or withdrawn need or product gives what a full run gives."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checks
from hypothesis import strategies as st

from matchmaking.scoring import candidates, engine, layers
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.counting import Floats
from matchmaking.scoring.data import BuyerProfile, Category, Match, Need, Product, Settings
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.statistics import Statistics, StatisticsError

GOODS = (
    "green coffee",
    "roasted coffee",
    "black tea",
    "olive oil",
    "绿茶",
    "橄榄油",
    "cofee",
    "durian",
)
CODES = ("0901", "0902", "1509", "")


def product(number: int, dice: random.Random) -> Product:
    name = f"{dice.choice(GOODS)} {dice.choice(GOODS)} {dice.choice(['new', 'fine', ''])}"
    return Product(number, number // 2, {"en": name}, category=dice.choice(CODES))


def need(number: int, dice: random.Random) -> Need:
    texts = {"en": dice.choice(GOODS), "zh": dice.choice(GOODS)}
    return Need(number, number // 2, texts, categories=(dice.choice(CODES),))


class Lengths:
    """A vector for any text but those of tea, which are as good as never embedded."""

    name = "lengths"

    def embed(self, texts: Sequence[str]) -> Floats:
        rows = [[len(text), text.count("e"), text.count("o"), 1.0] for text in texts]
        found = np.array(rows, dtype=np.float32).reshape(len(texts), 4)
        found[["tea" in text for text in texts]] = np.nan
        return found


class Market:
    """Matches as they stand, kept up to date by rerunning only whom a change touches."""

    def __init__(
        self,
        tree: CategoryIndex,
        settings: Settings,
        dice: random.Random,
        embedder: Embedder | None = None,
    ) -> None:
        self.tree, self.settings, self.dice, self.embedder = tree, settings, dice, embedder
        self.products = {n: product(n, dice) for n in range(40)}
        self.needs = {n: need(n, dice) for n in range(24)}
        self.engine = Engine(tree, self.products.values(), (), settings, embedder)
        self.reaches = dict(self.engine.reaches)
        self.matches: dict[int, list[Match]] = {}
        self.rerun(set(self.needs))

    def rerun(self, needs: set[int]) -> None:
        buyers = {self.needs[n].buyer for n in needs if n in self.needs}
        own = [n for n in self.needs.values() if n.buyer in buyers]
        for buyer in buyers:
            self.matches[buyer] = []
        for match in self.engine.match(own, [BuyerProfile(b) for b in buyers]):
            self.matches[match.buyer].append(match)
        self.reaches |= self.engine.reaches

    def put(self, number: int) -> int:
        old = self.products.get(number)
        new = product(number, self.dice)
        self.products[number] = new
        versions = [new, old] if old else [new]
        touched = self.engine.touched(versions, list(self.needs.values()), self.reaches)
        self.engine = self.engine.updated([new])
        self.rerun(touched)
        return len(touched)

    def withdraw(self, number: int) -> int:
        gone = self.products.pop(number)
        touched = self.engine.touched([gone], list(self.needs.values()), self.reaches)
        self.engine = self.engine.updated(removed=[number])
        self.rerun(touched)
        return len(touched)

    def in_full(self) -> dict[int, list[Match]]:
        whole = Engine(
            self.tree,
            self.products.values(),
            (),
            self.settings,
            self.embedder,
            statistics=self.engine.statistics,
        )
        found: dict[int, list[Match]] = {need.buyer: [] for need in self.needs.values()}
        for match in whole.match(self.needs.values(), []):
            found[match.buyer].append(match)
        return found


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few candidates that products push each other out."""
    monkeypatch.setattr(candidates, "CHEAP_CANDIDATES", 12)
    monkeypatch.setattr(candidates, "LETTER_CANDIDATES", 3)
    monkeypatch.setattr(engine, "CANDIDATES", 8)


@pytest.mark.parametrize("embedded", [False, True])
@checks(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    changes=st.lists(st.tuples(st.booleans(), st.integers(0, 45)), min_size=2, max_size=6),
    most_changed=st.integers(0, 5),
)
def test_changed_products_give_what_a_full_run_gives(
    narrow: None,
    monkeypatch: pytest.MonkeyPatch,
    tree: tuple[Category, ...],
    settings: Settings,
    embedded: bool,
    seed: int,
    changes: list[tuple[bool, int]],
    most_changed: int,
) -> None:
    monkeypatch.setattr(layers, "MOST_CHANGED", most_changed)
    embedder = Lengths() if embedded else None
    market = Market(CategoryIndex(tree), settings, random.Random(seed), embedder)  # noqa: S311
    for withdrawn, number in changes:
        if withdrawn and number in market.products:
            market.withdraw(number)
        else:
            market.put(number)
        assert market.matches == market.in_full()


def test_only_some_needs_are_touched(
    narrow: None, tree: tuple[Category, ...], settings: Settings
) -> None:
    market = Market(CategoryIndex(tree), settings, random.Random(5))  # noqa: S311
    touched = [market.put(number) for number in range(40, 60)]
    assert 0 < sum(touched) < 20 * len(market.needs) / 2


def test_a_changed_need_gives_what_a_full_run_gives(
    tree: tuple[Category, ...], settings: Settings
) -> None:
    market = Market(CategoryIndex(tree), settings, random.Random(7))  # noqa: S311
    market.needs[3] = replace(market.needs[3], texts={"en": "durian"}, categories=())
    market.needs[99] = Need(99, 1, {"en": "olive oil"})
    market.rerun({3, 99})
    assert market.matches == market.in_full()


def test_a_need_never_seen_is_touched(tree: tuple[Category, ...], settings: Settings) -> None:
    market = Market(CategoryIndex(tree), settings, random.Random(1))  # noqa: S311
    new = Need(99, 9, {"en": "paper"})
    assert 99 in market.engine.touched([market.products[1]], [new], market.reaches)
    assert market.engine.touched([], list(market.needs.values()), market.reaches) == set()


def test_what_was_read_once_is_not_read_again(
    tree: tuple[Category, ...], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(CategoryIndex(tree), settings, random.Random(6))  # noqa: S311
    needs = [replace(need, categories=()) for need in market.needs.values()]
    engine = market.engine.updated([product(50, random.Random(2))])  # noqa: S311
    engine.remember(needs)
    guessed: list[str] = []
    infer = CategoryIndex.infer

    def noted(tree: CategoryIndex, texts: Sequence[str]) -> list[dict[str, float]]:
        guessed.extend(texts)
        return infer(tree, texts)

    monkeypatch.setattr(CategoryIndex, "infer", noted)
    read = engine.relevance._reader.query.cache_info().misses
    changed = product(51, random.Random(3))  # noqa: S311
    first = engine.touched([changed], needs, market.reaches)
    again = engine.updated([changed]).touched([changed], needs, market.reaches)
    assert first == again != set()
    assert set(guessed) <= set(changed.names.values())
    assert engine.relevance._reader.query.cache_info().misses == read


def test_statistics_as_bytes(tree: tuple[Category, ...], settings: Settings) -> None:
    dice = random.Random(3)  # noqa: S311
    offers = [product(n, dice) for n in range(30)]
    statistics = Engine(tree, offers, (), settings).statistics
    again = Statistics.from_bytes(statistics.to_bytes())
    assert again == statistics
    assert statistics.documents == 30
    assert statistics.rarity("coffe") < statistics.rarity("nobody says this")
    nothing = Engine(tree, [], (), settings).statistics
    assert Statistics.from_bytes(nothing.to_bytes()) == nothing
    with pytest.raises(StatisticsError):
        Statistics.from_bytes(b"PK garbage")


def test_a_saved_engine_matches_the_same(
    tree: tuple[Category, ...], settings: Settings, tmp_path: Path
) -> None:
    market = Market(CategoryIndex(tree), settings, random.Random(4))  # noqa: S311
    market.engine.save(tmp_path / "engine")
    loaded = Engine.load(tmp_path / "engine")
    needs = market.needs.values()
    assert loaded.match(needs, []) == market.engine.match(needs, [])
    dice = random.Random(9)  # noqa: S311
    new = product(50, dice)
    assert loaded.updated([new]).match(needs, []) == market.engine.updated([new]).match(needs, [])
