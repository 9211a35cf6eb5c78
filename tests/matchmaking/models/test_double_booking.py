"""Whoever writes, nothing is booked twice: the database refuses it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from matchmaking.models import Meeting
from tests.factories.accounts import OrganizationFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import (
    InterpreterFactory,
    MeetingTableFactory,
    TimeSlotFactory,
    open_edition,
)
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db
Status = Meeting.Status


@pytest.fixture
def first():
    """A confirmed meeting in an edition of two slots."""
    schedule = ScheduleFactory(edition=open_edition(slots=2))
    return MeetingFactory(
        schedule=schedule,
        interpreter=InterpreterFactory(edition=schedule.edition),
        status=Status.CONFIRMED,
    )


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(**fields)
        check_deferred()
    return True


def check_deferred():
    """What would happen at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("shared", ["table", "exhibitor", "buyer", "interpreter"])
def test_within_a_schedule(first, shared):
    taken = {shared: getattr(first, shared)}
    assert refused(schedule=first.schedule, slot=first.slot, **taken)
    later = first.edition.slots.last()
    MeetingFactory(schedule=first.schedule, slot=later, **taken)
    check_deferred()


@pytest.mark.parametrize("shared", ["table", "exhibitor", "buyer", "interpreter"])
def test_across_schedules_for_what_binds_but_not_for_drafts(first, shared):
    draft = ScheduleFactory(edition=first.edition)
    taken = {"schedule": draft, "slot": first.slot, shared: getattr(first, shared)}
    proposed = MeetingFactory(**taken)
    for binding in (Status.CONFIRMED, Status.HELD, Status.NO_SHOW):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=proposed.pk).update(status=binding)


def test_a_cancelled_meeting_frees_its_place(first):
    Meeting.objects.update(status=Status.CANCELLED)
    MeetingFactory(
        schedule=first.schedule,
        slot=first.slot,
        table=first.table,
        exhibitor=first.exhibitor,
        status=Status.CONFIRMED,
    )
    check_deferred()


def test_a_team_of_two_has_two_seats_and_no_third():
    schedule = ScheduleFactory(edition=open_edition(slots=1))
    exhibitor = ExhibitorFactory(edition=schedule.edition, team_size=2)
    for seat in (1, 2):
        MeetingFactory(schedule=schedule, exhibitor=exhibitor, exhibitor_seat=seat)
    assert refused(schedule=schedule, exhibitor=exhibitor, exhibitor_seat=2)
    assert refused(schedule=schedule, exhibitor=exhibitor, exhibitor_seat=3)
    assert refused(schedule=schedule, exhibitor=exhibitor, exhibitor_seat=0)


def test_the_same_people_cannot_sell_and_buy_at_once():
    schedule = ScheduleFactory(edition=open_edition(slots=1))
    both = OrganizationFactory()
    selling = ExhibitorFactory(edition=schedule.edition, organization=both)
    buying = BuyerFactory(edition=schedule.edition, organization=both)
    MeetingFactory(schedule=schedule, exhibitor=selling)
    assert refused(schedule=schedule, buyer=buying)
    assert refused(schedule=schedule, exhibitor=selling, buyer=buying)


def test_a_meeting_keeps_its_slots_time_and_follows_it(first):
    last = first.edition.slots.last()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=first.pk).update(during=last.during)
        check_deferred()
    shorter = DateTimeTZRange(first.during.lower, first.during.upper - timedelta(minutes=10))
    type(first.slot).objects.filter(pk=first.slot_id).update(during=shorter)
    first.refresh_from_db()
    assert first.during == shorter


def test_a_team_that_meets_cannot_shrink_below_its_seats():
    schedule = ScheduleFactory(edition=open_edition(slots=1))
    exhibitor = ExhibitorFactory(edition=schedule.edition, team_size=2)
    meeting = MeetingFactory(schedule=schedule, exhibitor=exhibitor, exhibitor_seat=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(exhibitor).objects.update(team_size=1)
    type(exhibitor).objects.update(team_size=F("team_size") + 1)
    meeting.refresh_from_db()
    assert meeting.exhibitor_team == 3


@pytest.mark.parametrize(
    "stranger", [ExhibitorFactory, BuyerFactory, MeetingTableFactory, InterpreterFactory]
)
def test_parts_of_two_editions_do_not_meet(first, stranger):
    name = {"MeetingTable": "table"}.get(
        stranger._meta.model.__name__, stranger._meta.model.__name__.lower()
    )
    assert refused(schedule=first.schedule, slot=first.edition.slots.last(), **{name: stranger()})


def test_a_slot_lies_within_its_days_hours():
    edition = open_edition(slots=1)
    day = edition.days.get()
    early = DateTimeTZRange(day.hours.lower - timedelta(minutes=30), day.hours.lower)
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeSlotFactory(day=day, during=early)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.days.update(
            hours=DateTimeTZRange(day.hours.lower, day.hours.lower + timedelta(minutes=5))
        )


def test_two_live_meetings_of_a_pair_in_one_schedule_are_refused(first):
    assert refused(
        schedule=first.schedule,
        slot=first.edition.slots.last(),
        exhibitor=first.exhibitor,
        buyer=first.buyer,
    )
