"""Inputs come back from bytes as they went in."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from matchmaking.scoring.data import BuyerProfile, Category, Product, Settings
from matchmaking.scoring.packing import Inputs, pack, unpack


@pytest.fixture
def inputs(settings, tree, need, product, buyer, supplier) -> Inputs:
    bare = Product(id=2, exhibitor=1, names={"zh": "茶", "en": "Tea"})
    return Inputs(settings, tree, (supplier,), (product, bare), (buyer, BuyerProfile(2)), (need,))


def test_there_and_back(inputs):
    found = unpack(pack(inputs))
    assert found == inputs
    assert unpack(pack(replace(inputs, hs=False))) == replace(inputs, hs=False)
    assert list(found.products[1].names) == ["zh", "en"]
    assert isinstance(found.products[0].certificates[0].valid_until, date)
    assert isinstance(found.settings.interpreter_languages, frozenset)
    assert isinstance(found.categories[0], Category)


def test_equal_inputs_give_equal_bytes_whatever_the_order_of_sets():
    """Sets of strings come in another order in every process."""
    program = (
        "from datetime import date;"
        "from matchmaking.scoring.data import Settings;"
        "from matchmaking.scoring.packing import Inputs, pack;"
        "spoken = frozenset(frozenset(x.split()) for x in ('fr zh', 'ar zh', 'ru en'));"
        "at = Settings(date(2027, 3, 1), 'USD', {}, spoken);"
        "print(pack(Inputs(at, (), (), (), (), ())).hex())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1


def test_whatever_differs_differs_in_bytes(inputs):
    other = replace(inputs, settings=Settings(date(2027, 3, 2), "USD"))
    cheaper = replace(inputs.products[0], price=None)
    assert len({pack(each) for each in (inputs, other, replace(inputs, products=(cheaper,)))}) == 3
