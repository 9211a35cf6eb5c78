"""The blend bends to an edition's labels, and only as far as they carry."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.scoring.adaptation import (
    FACTORS,
    HIGHEST,
    LEAST_OF_EACH,
    LOWEST,
    Labelled,
    adapt,
    cross_validated,
    fit_factors,
)
from matchmaking.scoring.blend import PARTS, Blend, shipped_blend

SHARE = st.one_of(st.none(), st.floats(0, 1, width=32))
LABEL = st.builds(
    Labelled,
    parts=st.fixed_dictionaries({}, optional=dict.fromkeys((*PARTS, "price", "origin"), SHARE)),
    welcome=st.booleans(),
    weight=st.sampled_from([0.5, 1.0, 2.0]),
    group=st.integers(0, 9),
)


def planted(number, *, by, seed=1):
    """Pairs of equal words; people welcome those whose `by` is high."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    labels = []
    for place in range(number):
        value = chance.random()
        parts = {"words": chance.random(), "category_stated": chance.random(), by: value}
        labels.append(Labelled(parts, value > 0.5, 1.0, place % 20))
    return labels


def test_too_few_labels_leave_the_shipped_blend():
    labels = planted(400, by="origin")
    few = [x for x in labels if x.welcome][: LEAST_OF_EACH - 1]
    few += [x for x in labels if not x.welcome]
    assert adapt(shipped_blend(), few).blend is None


def test_many_labels_teach_a_planted_preference():
    found = adapt(shipped_blend(), planted(400, by="category_stated"))
    assert found.factors["category"] > 1.2
    assert found.factors["category"] > found.factors["coverage"]


def test_fewer_labels_move_less():
    few, many = (
        adapt(shipped_blend(), planted(number, by="category_stated")).factors["category"]
        for number in (60, 600)
    )
    assert 1 < few < many


def test_labels_that_say_nothing_halve_what_they_cannot_confirm_at_most():
    chance = random.Random(5)  # noqa: S311 (no secret)
    labels = [
        Labelled({"words": chance.random(), "letters": chance.random()}, n % 2 == 0, 1.0, n % 9)
        for n in range(300)
    ]
    factors = adapt(shipped_blend(), labels).factors
    assert all(LOWEST <= factors[name] <= 1 for name in ("coverage", "letters"))
    assert {factors[name] for name in ("meaning", "price", "origin")} == {1}


@given(st.lists(LABEL, max_size=60))
def test_no_factor_leaves_its_bounds(labels):
    assert ((fit_factors(shipped_blend(), labels) + 1e-9 >= LOWEST).all()) or not labels
    assert (fit_factors(shipped_blend(), labels) <= HIGHEST + 1e-9).all()


def test_the_order_of_labels_does_not_matter():
    labels = planted(200, by="price")
    shuffled = random.Random(2).sample(labels, len(labels))  # noqa: S311 (no secret)
    assert adapt(shipped_blend(), labels) == adapt(shipped_blend(), shuffled)


def test_adapting_is_worth_it_on_labels_not_learnt_from():
    worth = cross_validated(shipped_blend(), planted(400, by="category_stated"))
    assert worth.log_loss[1] < worth.log_loss[0]
    assert worth.auc[1] >= worth.auc[0]


def test_nothing_to_compare_has_no_worth():
    assert cross_validated(shipped_blend(), []) is None


def test_a_runs_record_reads_back_as_the_blend():
    found = adapt(shipped_blend(), planted(200, by="origin"))
    record = found.record(shipped_blend())
    assert Blend.from_json(record) == found.blend
    assert record["labels"] == {"welcome": found.welcome, "unwelcome": found.unwelcome}
    assert set(record["factors"]) == set(FACTORS)


@pytest.mark.parametrize("part", ["words", "category_stated", "dense", "letters"])
def test_the_adapted_blend_is_still_monotone(part):
    found = adapt(shipped_blend(), planted(200, by="origin")).blend
    values = [step / 20 for step in range(21)]
    columns = {name: np.full(21, 0.3, dtype=np.float32) for name in PARTS} | {
        part: np.array(values, dtype=np.float32)
    }
    assert (np.diff(found.relevance(columns)) >= -1e-7).all()
