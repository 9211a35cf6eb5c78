"""Order of showing: by score, moved by discovery and by the floor, at the least cost."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.scoring import exposure
from matchmaking.scoring.exposure import ShownRules, Unhelped, ranks, show

Rows = list[tuple[int, int, float]]


def shown(
    rows: Rows, rules: ShownRules
) -> tuple[dict[tuple[int, int], int], exposure.ExposureReport]:
    buyer, exhibitor, score = (np.array(column) for column in zip(*rows, strict=True))
    places, report = show(buyer, exhibitor, score.astype(float), rules)
    return {(b, e): int(p) for (b, e, _), p in zip(rows, places, strict=True)}, report


def test_without_wishes_the_order_is_by_score_ties_by_exhibitor() -> None:
    rows = [(1, 7, 80.0), (1, 3, 90.0), (1, 5, 80.0), (2, 7, 30.0)]
    places, report = shown(rows, ShownRules(length=2, floor=0))
    assert places == {(1, 3): 1, (1, 5): 2, (1, 7): 3, (2, 7): 1}
    assert (report.raised, report.cost) == (0, 0.0)


def test_the_floor_takes_the_cheapest_way_and_tells_its_cost() -> None:
    # Exhibitor 9 stands in no list; buyer 2 loses the least by showing it.
    rows = [(1, 1, 95.0), (1, 9, 70.0), (2, 1, 90.0), (2, 9, 80.0), (3, 1, 90.0)]
    places, report = shown(rows, ShownRules(length=1, floor=1, threshold=60))
    assert places == {(1, 1): 1, (1, 9): 2, (2, 9): 1, (2, 1): 2, (3, 1): 1}
    assert (report.below, report.raised, report.helped) == (1, 1, 1)
    assert (report.cost, report.costliest_list) == (10.0, 10.0)
    assert report.cost_a_list == pytest.approx(10 / 3, abs=1e-4)
    assert (report.exact, report.unhelped) == (True, ())


def test_nobody_is_pushed_below_the_floor_for_another() -> None:
    # 9 can only be raised in place of 2, which then has to be raised in place of 1.
    rows = [(1, 2, 90.0), (1, 9, 85.0), (2, 1, 90.0), (2, 2, 70.0), (3, 1, 90.0)]
    places, report = shown(rows, ShownRules(length=1, floor=1, threshold=60))
    assert [pair for pair, place in places.items() if place == 1] == [(1, 9), (2, 2), (3, 1)]
    assert report.cost == 25.0


def test_who_cannot_be_helped_and_why() -> None:
    rows = [(1, 1, 90.0), (1, 2, 80.0), (1, 3, 50.0), (2, 1, 90.0)]
    _, report = shown(rows, ShownRules(length=1, floor=2, threshold=60))
    # 3 has no match from the threshold on: nothing is owed to it. 2 has but one.
    assert report.eligible == 2
    assert (
        Unhelped(2, 1, "too_few_matches") in report.unhelped
        or Unhelped(2, 0, "lists_full") in report.unhelped
    )
    assert {each.exhibitor for each in report.unhelped} <= {1, 2}


def test_discovery_moves_up_who_is_new_and_rarely_shown() -> None:
    rows = [(b, 1, 80.0) for b in range(1, 6)] + [(1, 2, 78.0), (1, 3, 79.0)]
    plain, _ = shown(rows, ShownRules(length=1, floor=0))
    eager = ShownRules(length=1, floor=0, discovery={1: 100}, met=frozenset({(1, 3)}))
    moved, _ = shown(rows, eager)
    assert [plain[1, e] for e in (1, 3, 2)] == [1, 2, 3]
    # 2 is in nobody's list and has not met the buyer; 3 has; 1 is a star.
    assert [moved[1, e] for e in (2, 1, 3)] == [1, 2, 3]
    mild, _ = shown(rows, ShownRules(length=1, floor=0, discovery={1: 1}))
    assert mild == plain


def test_other_lists_count_as_they_stand() -> None:
    rows = [(1, 1, 95.0), (1, 9, 70.0)]
    alone, _ = shown(rows, ShownRules(length=1, floor=1))
    beside, _ = shown(rows, ShownRules(length=1, floor=1, elsewhere={9: 1}))
    covered, _ = shown(rows, ShownRules(length=1, floor=1, elsewhere={1: 1}))
    assert alone[1, 1] == beside[1, 1] == 1
    assert covered[1, 9] == 1


@st.composite
def markets(draw: st.DrawFn) -> Rows:
    pairs = draw(
        st.lists(
            st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=9, unique=True
        )
    )
    scores = draw(st.lists(st.integers(40, 100), min_size=len(pairs), max_size=len(pairs)))
    return [(b, e, float(s)) for (b, e), s in zip(pairs, scores, strict=True)]


def every_choice(rows: Rows, length: int) -> Iterator[set[int]]:
    """All ways to fill every list with as many rows as fit."""
    lists = [[i for i, row in enumerate(rows) if row[0] == b] for b in {row[0] for row in rows}]
    ways = [list(combinations(rows_of, min(length, len(rows_of)))) for rows_of in lists]
    for way in product(*ways):
        yield {row for part in way for row in part}


@settings(max_examples=200, deadline=None)
@given(rows=markets(), length=st.integers(1, 3), floor=st.integers(0, 3))
def test_no_other_choice_helps_more_or_costs_less(rows: Rows, length: int, floor: int) -> None:
    rules = ShownRules(length=length, floor=floor, threshold=60)
    places, report = shown(rows, rules)
    by_score = ranks(*(np.array(column) for column in zip(*rows, strict=True)))
    best = {i for i, place in enumerate(by_score) if place <= length}
    good = {i for i, row in enumerate(rows) if row[2] >= 60}
    owed = {rows[i][1] for i in good}
    wanted = {e: min(floor, len({i for i in best | good if rows[i][1] == e})) for e in owed}

    def missing(chosen: set[int]) -> int:
        return sum(max(0, n - sum(rows[i][1] == e for i in chosen)) for e, n in wanted.items())

    # Only good matches are raised.
    choices = [c for c in every_choice(rows, length) if c - best <= good]
    least, most = min((missing(c), -sum(rows[i][2] for i in c)) for c in choices)
    chosen = {i for i, row in enumerate(rows) if places[row[0], row[1]] <= length}
    assert missing(chosen) == least
    assert -sum(rows[i][2] for i in chosen) == pytest.approx(most)
    assert report.cost == pytest.approx(sum(rows[i][2] for i in best) + most)
    assert sorted(places.values()) == sorted(by_score.tolist())


def test_one_by_one_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "EXPOSURE_EXACT_MOST", 0)
    rows = [(1, 1, 95.0), (1, 9, 70.0), (2, 1, 90.0), (2, 9, 80.0), (3, 1, 90.0)]
    places, report = shown(rows, ShownRules(length=1, floor=1, threshold=60))
    assert places[2, 9] == 1
    assert (report.cost, report.exact) == (10.0, False)
