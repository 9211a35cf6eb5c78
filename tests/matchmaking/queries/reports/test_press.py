"""Figures for the press, and interpreters' rosters."""

from typing import Any

import pytest
from django.utils import timezone

from expo.models import Edition
from matchmaking.models import Meeting
from matchmaking.queries.reports.press import press_of
from matchmaking.queries.reports.rosters import days_of_interpreters, duties_of
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import InterpreterFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory, ScheduleFactory


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition(days=2, slots=4)


@pytest.fixture
def plan(edition: Edition) -> Any:
    return ScheduleFactory(edition=edition, state="approved", approved_at=timezone.now())


def test_an_empty_edition_has_no_shares(edition: Edition) -> None:
    found = press_of(edition)
    assert set(found.counts.values()) == {0}
    assert set(found.shares.values()) == {None}


def test_meetings_are_told_in_hours_shares_and_pairs(edition: Edition, plan: Any) -> None:
    exhibitor = ExhibitorFactory(edition=edition, organization__country="FR")
    ExhibitorFactory(edition=edition)
    first, second, third = edition.slots.all()[:3]
    status = Meeting.Status
    MeetingFactory(schedule=plan, slot=first, exhibitor=exhibitor, status=status.HELD)
    MeetingFactory(schedule=plan, slot=second, exhibitor=exhibitor, status=status.NO_SHOW)
    MeetingFactory(schedule=plan, slot=third, exhibitor=exhibitor, status=status.CANCELLED)
    for state in ("accepted", "declined", "pending", "expired"):
        MeetingRequestFactory(edition=edition, state=state, exhibitor=exhibitor)
    found = press_of(edition)
    assert {name: found.counts[name] for name in ("scheduled", "held", "hours", "exhibitors")} == {
        "scheduled": 2, "held": 1, "hours": 1, "exhibitors": 2
    }  # fmt: skip
    assert found.counts["pairs_of_countries"] == 1
    assert found.shares["met_exhibitors"] == 0.5
    assert found.shares["held_share"] == 0.5
    assert found.shares["accepted_share"] == 0.25


@pytest.mark.parametrize("rows", [1, 3])
def test_press_figures_take_ten_queries(
    edition: Edition, plan: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for slot in edition.slots.all()[:rows]:
        MeetingFactory(schedule=plan, slot=slot, status=Meeting.Status.CONFIRMED)
    with django_assert_num_queries(10):
        press_of(edition)


def test_a_roster_lists_days_and_meetings_in_order(edition: Edition, plan: Any) -> None:
    busy, idle = (InterpreterFactory(edition=edition, name=name) for name in ("Aline", "Wei"))
    slots = list(edition.slots.order_by("during"))
    for slot in (slots[5], slots[0], slots[2]):
        MeetingFactory(schedule=plan, slot=slot, interpreter=busy, status=Meeting.Status.CONFIRMED)
    MeetingFactory(schedule=plan, slot=slots[1], interpreter=busy)  # a draft's
    days, without = days_of_interpreters(edition)
    assert [(day.person, day.meetings) for day in days] == [(busy, 2), (busy, 1)]
    assert (days[0].first, days[0].last) == (slots[0].during.lower, slots[2].during.upper)
    assert without == [idle]
    assert [duty.starts for duty in duties_of(edition)] == [
        slots[n].during.lower for n in (0, 2, 5)
    ]
    assert list(duties_of(edition, idle.pk)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_rosters_take_three_queries(
    edition: Edition, plan: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for slot in edition.slots.all()[:rows]:
        MeetingFactory(
            schedule=plan,
            slot=slot,
            interpreter=InterpreterFactory(edition=edition),
            status=Meeting.Status.CONFIRMED,
        )
    with django_assert_num_queries(3):
        days_of_interpreters(edition)
        list(duties_of(edition))
