"""A draft knows whether what it was made from has changed: in one query, whatever was changed."""

from typing import Any

import pytest

from expo.models import Edition
from matchmaking.models import Meeting, PlanningSettings
from matchmaking.queries.planning_stamp import changed_since, stamp_of
from tests.factories.expo import (
    DelegationFactory,
    HallDistanceFactory,
    InterpreterFactory,
    MeetingTableFactory,
    TimeSlotFactory,
    open_edition,
)
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    ScheduleFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


def ask_after(edition: Edition) -> None:
    MeetingRequestFactory(edition=edition).after.add(edition.requests.first())


CHANGES: dict[str, Any] = {
    "settings": lambda edition: PlanningSettings.objects.create(edition=edition, idle_gap=51),
    "threshold": lambda edition: Edition.objects.filter(pk=edition.pk).update(match_threshold=61),
    "slot": lambda edition: TimeSlotFactory(day=edition.days.first()),
    "state": lambda edition: edition.buyers.update(state="refused"),
    "team": lambda edition: edition.buyers.update(team_size=2),
    "away": lambda edition: edition.exhibitors.update(available=[edition.slots.first().during]),
    "table": lambda edition: MeetingTableFactory(edition=edition),
    "kept": lambda edition: edition.tables.update(reserved_for=edition.buyers.first().organization),
    "distance": lambda edition: HallDistanceFactory(edition=edition),
    "interpreter": lambda edition: InterpreterFactory(edition=edition),
    "quota": lambda edition: DelegationFactory(edition=edition, meeting_quota=3),
    "request": lambda edition: edition.requests.update(state="declined"),
    "order": ask_after,
    "match": lambda edition: MatchFactory(run=ScoringRunFactory(edition=edition, current=True)),
    "held": lambda edition: MeetingFactory(schedule__edition=edition, status=Meeting.Status.HELD),
}


@pytest.fixture
def edition() -> Edition:
    made = open_edition()
    MeetingTableFactory(edition=made)
    MeetingRequestFactory(edition=made)
    return made


def test_it_takes_one_query(edition: Edition, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        stamp = stamp_of(edition)
    assert len(stamp) == 64


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_the_solver_reads_changes_it(edition: Edition, change: Any) -> None:
    schedule = ScheduleFactory(edition=edition, stamp=stamp_of(edition))
    assert not changed_since(schedule)
    change(edition)
    assert changed_since(schedule)


def test_what_happens_elsewhere_does_not(edition: Edition) -> None:
    schedule = ScheduleFactory(edition=edition, stamp=stamp_of(edition))
    MeetingRequestFactory(edition=open_edition())
    edition.buyers.update(contact_name="Zhou Min")
    assert not changed_since(schedule)


def test_a_draft_made_by_hand_has_nothing_to_compare(edition: Edition) -> None:
    assert not changed_since(ScheduleFactory(edition=edition))
