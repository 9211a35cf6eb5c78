"""The blend: parts in, relevance out; never lower for more, never outside 0..1."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.scoring.blend import PARTS, Blend, BlendError, relevance, shipped_blend

known = st.floats(0, 1, width=32)
part = st.one_of(st.just(float("nan")), known)
pairs = st.fixed_dictionaries(dict.fromkeys(PARTS, part))


def one(parts: dict[str, float], blend: Blend | None = None) -> float:
    columns = {name: np.array([value], dtype=np.float32) for name, value in parts.items()}
    return float(relevance(columns, blend)[0])


@given(pairs, st.sampled_from(PARTS), known)
def test_no_known_part_that_grows_lowers_the_relevance(parts, name, more):
    less, more = sorted([float(np.nan_to_num(parts[name])), more])
    assert one(parts | {name: less}) <= one(parts | {name: more})


@given(pairs)
def test_it_lies_between_0_and_1(parts):
    assert 0 <= one(parts) <= 1


@given(st.lists(pairs, min_size=2, max_size=8))
def test_each_pair_is_weighed_by_itself(many):
    columns = {name: np.array([p[name] for p in many], dtype=np.float32) for name in PARTS}
    assert relevance(columns).tolist() == [one(parts) for parts in many]


def test_a_pair_that_nothing_speaks_for_has_none():
    assert one(dict.fromkeys(PARTS, float("nan"))) == 0
    assert one(dict.fromkeys(PARTS, 0.0)) == 0
    assert one({"words": 0.0, "dense": -0.4}) == 0


def test_words_may_be_answered_by_the_dictionary():
    assert one({"words": 0.1, "dictionary": 0.6}) == one({"words": 0.6})


def test_a_stated_category_weighs_more_than_a_guess_of_half_trust():
    stated = one({"words": 0.3, "category_stated": 1.0})
    assert stated > one({"words": 0.3, "category_guessed": 0.5}) > one({"words": 0.3})


def test_a_meaning_far_off_counts_against_a_pair_and_a_near_one_for_it():
    assert (
        one({"words": 0.4, "dense": 0.0}) < one({"words": 0.4}) < one({"words": 0.4, "dense": 0.6})
    )


def test_any_shape_will_do():
    parts = {"words": np.full((2, 3), 0.5, dtype=np.float32)}
    assert relevance(parts).shape == (2, 3)
    assert relevance({"words": np.zeros(0, dtype=np.float32)}).shape == (0,)


def test_a_blend_is_read_back_as_it_was_written():
    blend = shipped_blend()
    assert Blend.from_json(json.loads(json.dumps(blend.as_json()))) == blend


def test_factors_scale_inputs_and_soft_terms():
    blend = shipped_blend().scaled({"coverage": 2.0, "price": 1.5}, "edition")
    assert blend.fit == {"price": 1.5}
    assert one({"words": 0.4}, blend) > one({"words": 0.4})
    assert one({"letters": 0.4}, blend) == one({"letters": 0.4})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"input": "weather"}, "weather"),
        ({"coefficient": -0.1}, "-0.1"),
        ({"coefficient": float("nan")}, "nan"),
    ],
)
def test_a_blend_that_could_lower_a_score_is_refused(change, said):
    record = shipped_blend().as_json()
    record["with_meaning"]["terms"][0] |= change
    with pytest.raises(BlendError, match=said):
        Blend.from_json(record)


def test_a_record_with_something_missing_is_refused():
    record = shipped_blend().as_json()
    del record["share"]
    with pytest.raises(BlendError, match="share"):
        Blend.from_json(record)


def test_without_coefficients_there_is_no_relevance():
    blend = shipped_blend()
    silent = replace(blend.without_meaning, terms=())
    assert one({"words": 1.0}, replace(blend, without_meaning=silent)) == 0
