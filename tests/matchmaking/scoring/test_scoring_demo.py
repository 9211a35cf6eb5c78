"""The demo edition's first need, which names most of what a need can, against all its products."""

from dataclasses import replace

import pytest

from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.data import Match
from matchmaking.scoring.engine import Engine
from tests.benchmarks.generated import ROOT, Edition, read_folder

WANTED = "寻找有机认证的埃塞俄比亚水洗咖啡生豆，每月一个货柜，CIF 上海"
OFFERED = "Organic washed Yirgacheffe Grade 1, 320 × 60 kg"


@pytest.fixture(scope="module")
def demo() -> Edition:
    return read_folder(ROOT / "demo" / "harbour-2027")


def matches(demo: Edition) -> list[Match]:
    (need,) = [need for need in demo.needs if WANTED in need.texts.values()]
    buyers = [buyer for buyer in demo.buyers if buyer.id == need.buyer]
    engine = Engine(shipped_index(), demo.products, demo.suppliers, demo.settings)
    return engine.match([need], buyers)


def shown(demo: Edition, match: Match) -> str:
    (name,) = [p.names["en"] for p in demo.products if p.id == match.pairs[0].product]
    return name


def test_the_cooperative_comes_first_with_the_product_that_fits(demo: Edition) -> None:
    first = matches(demo)[0]
    assert shown(demo, first) == OFFERED
    assert {"same_category", "certificate_held"} <= {reason.code for reason in first.reasons}
    # A product of its that is not certified scores as high, and is not the one shown.
    assert "certificate_missing" not in {block.code for block in first.blocks}


def test_without_its_certificate_it_still_comes_first_and_is_told_what_is_missing(
    demo: Edition,
) -> None:
    before = matches(demo)[0]
    bare = [
        replace(product, certificates=()) if product.exhibitor == before.exhibitor else product
        for product in demo.products
    ]
    after = matches(replace(demo, products=bare))[0]
    assert (after.exhibitor, after.score) == (before.exhibitor, before.score)
    assert [b.params["standard"] for b in after.blocks if b.code == "certificate_missing"] == [
        "organic"
    ]
