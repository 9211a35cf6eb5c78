"""What happened is recorded by the database and cannot be rewritten."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from matchmaking.models import Meeting, MeetingRequest, Schedule
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.matchmaking import (
    MatchMarkFactory,
    MeetingFactory,
    MeetingRequestFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db


def events(label):
    return apps.get_model(label).objects.order_by("pgh_id")


def test_a_bulk_update_is_recorded_too():
    meeting = MeetingFactory()
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.CONFIRMED)
    recorded = events("matchmaking.MeetingEvent").filter(pgh_obj=meeting)
    assert [event.status for event in recorded] == ["proposed", "confirmed"]


def test_so_is_raw_sql():
    request = MeetingRequestFactory(state=MeetingRequest.State.PENDING)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matchmaking_meetingrequest SET state = 'withdrawn'")
    recorded = events("matchmaking.MeetingRequestEvent").filter(pgh_obj=request)
    assert [event.state for event in recorded] == ["pending", "withdrawn"]


def test_rights_given_and_taken_are_recorded():
    user = UserFactory()
    User.objects.update(is_superuser=True)
    MembershipFactory(user=user)
    assert [e.is_superuser for e in events("accounts.UserEvent").filter(pgh_obj=user)] == [
        False,
        True,
    ]
    assert events("accounts.MembershipEvent").filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("make", "label"),
    [
        (MeetingFactory, "matchmaking.MeetingEvent"),
        (MeetingRequestFactory, "matchmaking.MeetingRequestEvent"),
        (MatchMarkFactory, "matchmaking.MatchMarkEvent"),
        (ScheduleFactory, "matchmaking.ScheduleEvent"),
        (MembershipFactory, "accounts.MembershipEvent"),
    ],
)
def test_history_can_be_neither_changed_nor_deleted(make, label):
    make()
    with pytest.raises(DatabaseError, match="append"), transaction.atomic():
        events(label).update(pgh_label="other")
    with pytest.raises(DatabaseError, match="append"), transaction.atomic():
        events(label).delete()
    assert events(label).count() == 1


def test_history_outlives_what_it_is_about():
    schedule = ScheduleFactory()
    Schedule.objects.all().delete()
    assert events("matchmaking.ScheduleEvent").filter(pgh_obj_id=schedule.pk).exists()
