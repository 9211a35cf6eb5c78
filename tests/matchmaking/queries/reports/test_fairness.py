"""How evenly meetings are spread."""

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from expo.models import Edition
from matchmaking.models import Meeting
from matchmaking.queries.reports.fairness import Spread, fairness_of
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory


def spread(*members: int) -> Spread:
    return Spread("all", sorted((met, members.count(met)) for met in set(members)))


def test_equal_shares_have_a_gini_of_none() -> None:
    assert spread(3, 3, 3).gini == pytest.approx(0)


def test_one_of_ten_with_all_meetings_has_a_gini_of_nine_tenths() -> None:
    assert spread(*[0] * 9, 7).gini == pytest.approx(0.9)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30).filter(any))
def test_gini_is_half_the_mean_difference_by_the_mean(members: list[int]) -> None:
    size, mean = len(members), sum(members) / len(members)
    difference = sum(abs(one - other) for one in members for other in members) / size**2
    assert spread(*members).gini == pytest.approx(difference / 2 / mean)


def test_buckets_median_and_the_busiest_tenth() -> None:
    found = spread(0, 0, 1, 2, 4, 5, 8, 8, 8, 8)
    assert found.buckets == [2, 1, 2, 5]
    assert (found.members, found.meetings, found.mean, found.median) == (10, 44, 4.4, 4.5)
    assert found.top_tenth == pytest.approx(8 / 44)


def test_nobody_and_nothing() -> None:
    empty = spread()
    assert (empty.mean, empty.median, empty.gini, empty.top_tenth) == (None,) * 4
    assert (spread(0, 0).mean, spread(0, 0).gini) == (0, None)


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition()


@pytest.mark.parametrize("rows", [1, 3])
def test_two_queries(edition: Edition, django_assert_num_queries: Any, rows: int) -> None:
    ExhibitorFactory.create_batch(rows, edition=edition)
    with django_assert_num_queries(2):
        fairness_of(edition)


def test_newcomers_and_poor_countries_against_the_rest(edition: Edition) -> None:
    poor = ExhibitorFactory(edition=edition, organization__country="RW", first_time=True)
    rich = ExhibitorFactory(edition=edition, organization__country="FR")
    ExhibitorFactory(edition=edition, organization__country="FR", state="applied")
    BuyerFactory(edition=edition, organization__country="FR", hosted=True)
    plan = ScheduleFactory(edition=edition, state="approved", approved_at=timezone.now())
    for slot in edition.slots.all()[:2]:
        MeetingFactory(schedule=plan, exhibitor=rich, slot=slot, status=Meeting.Status.CONFIRMED)
    MeetingFactory(schedule=plan, exhibitor=poor, slot=edition.slots.last())  # a draft's
    found = fairness_of(edition)
    assert [(each.group, each.counts) for each in found["exhibitors"]] == [
        ("all", [(0, 1), (2, 1)]),
        ("first_time", [(0, 1)]),
        ("ldc", [(0, 1)]),
        ("rest", [(2, 1)]),
    ]
    assert found["buyers"][1].counts == [(0, 1)]
