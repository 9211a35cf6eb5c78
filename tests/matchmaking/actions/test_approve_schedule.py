"""Approval: meetings bind, the former timetable gives way, everybody is told once."""

import pytest
from icalendar import Calendar

from foundation.texts import Text
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.plan_edition import plan_edition
from matchmaking.actions.start_planning import start_planning
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Notice, Schedule
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import InterpreterFactory, TimeSlotFactory
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    schedule = ScheduleFactory()
    person = InterpreterFactory(edition=schedule.edition, email="voice@example.org")
    MeetingFactory(schedule=schedule, interpreter=person)
    return schedule


def test_meetings_are_confirmed_and_everybody_is_told(draft):
    organizer = OrganizerFactory()
    report = approve_schedule(draft.pk, user=organizer)
    assert (report.schedule, report.meetings, report.notified) == (draft.pk, 1, 3)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("approved", organizer)
    assert draft.meetings.get().status == Meeting.Status.CONFIRMED
    meeting = draft.meetings.get()
    assert set(Notice.objects.values_list("email", flat=True)) == {
        meeting.exhibitor.contact_email,
        meeting.buyer.contact_email,
        "voice@example.org",
    }


def test_approving_twice_changes_nothing(draft):
    first = approve_schedule(draft.pk)
    again = approve_schedule(draft.pk)
    assert (again.meetings, again.notified) == (first.meetings, 0)
    assert Notice.objects.count() == first.notified


def test_the_former_timetable_is_superseded_and_its_entries_are_updated(draft):
    approve_schedule(draft.pk)
    old = draft.meetings.get()
    later = TimeSlotFactory(day=old.slot.day)
    new = ScheduleFactory(edition=draft.edition)
    moved = MeetingFactory(schedule=new, exhibitor=old.exhibitor, buyer=old.buyer, slot=later)
    approve_schedule(new.pk)
    old.refresh_from_db()
    moved.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.state, old.status, moved.status) == ("superseded", "cancelled", "confirmed")
    assert (moved.uid, moved.sequence) == (old.uid, old.sequence + 1)


def test_a_pair_that_stays_where_it_was_keeps_its_revision(draft):
    approve_schedule(draft.pk)
    old = draft.meetings.get()
    new = ScheduleFactory(edition=draft.edition)
    same = MeetingFactory(
        schedule=new,
        exhibitor=old.exhibitor,
        buyer=old.buyer,
        slot=old.slot,
        table=old.table,
        interpreter=old.interpreter,
    )
    approve_schedule(new.pk)
    same.refresh_from_db()
    assert (same.uid, same.sequence) == (old.uid, old.sequence)


def test_whose_meetings_are_gone_is_told_and_old_notices_do_not_leave(draft):
    approve_schedule(draft.pk)
    meeting = draft.meetings.get()
    report = approve_schedule(ScheduleFactory(edition=draft.edition).pk)
    assert (report.meetings, report.notified) == (0, 3)
    states = Notice.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["replaced"] * 3 + ["waiting"] * 3
    notice = Notice.objects.get(email=meeting.buyer.contact_email, state="waiting")
    (event,) = Calendar.from_ical(notice.calendar).walk("VEVENT")
    assert (str(event["STATUS"]), str(event["SEQUENCE"])) == ("CANCELLED", "1")


def test_what_was_held_stays_and_its_place_is_not_given_twice(draft):
    approve_schedule(draft.pk)
    draft.meetings.update(status=Meeting.Status.HELD)
    held = draft.meetings.get()
    new = ScheduleFactory(edition=draft.edition)
    MeetingFactory(schedule=new, slot=held.slot, table=held.table)
    with pytest.raises(RuleBroken, match="plan again"):
        approve_schedule(new.pk)
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_a_superseded_schedule_cannot_come_back(draft):
    approve_schedule(draft.pk)
    approve_schedule(ScheduleFactory(edition=draft.edition).pk)
    with pytest.raises(RuleBroken, match="superseded"):
        approve_schedule(draft.pk)
    with pytest.raises(RuleBroken, match="no schedule"):
        approve_schedule(999_999)


def test_the_calendar_has_stable_ids_and_the_expos_time_zone(draft):
    approve_schedule(draft.pk)
    meeting = draft.meetings.get()
    notice = Notice.objects.get(email=meeting.buyer.contact_email)
    calendar = Calendar.from_ical(notice.calendar)
    zones = [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]
    event = calendar.walk("VEVENT")[0]
    assert zones == ["Asia/Shanghai"]
    assert str(event["UID"]) == f"{meeting.uid}@fairlead"
    assert str(event["SEQUENCE"]) == "0"
    assert event["DTSTART"].dt == meeting.during.lower
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "America/New_York"])
def test_the_calendar_tells_the_same_moment_in_every_zone(draft, zone):
    draft.edition.time_zone = zone
    draft.edition.save()
    meeting = draft.meetings.get()
    long = {"en": "Umusozi; Coffee, “Growers”\\ Union of the Western Hills and Friends é" * 2}
    meeting.exhibitor.organization.name = Text(long)
    meeting.exhibitor.organization.save()
    approve_schedule(draft.pk)
    text = Notice.objects.get(email=meeting.buyer.contact_email).calendar
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == meeting.during.lower
    assert event["DTEND"].dt == meeting.during.upper
    assert str(event["SUMMARY"]) == f"{meeting.exhibitor} – {meeting.buyer}"
    assert not calendar.get_missing_tzids()


def test_queries_do_not_grow_with_meetings(draft, django_assert_num_queries):
    other = ScheduleFactory()
    MeetingFactory.create_batch(5, schedule=other)
    with django_assert_num_queries(35):
        approve_schedule(draft.pk)
    with django_assert_num_queries(33):  # no interpreters to tell
        approve_schedule(other.pk)


def test_a_planned_draft_can_be_approved(edition):
    schedule = plan_edition(start_planning(edition.pk, time_limit=2, send=False).pk).schedule
    assert approve_schedule(schedule.pk).meetings == schedule.meetings.count()
    assert Schedule.objects.get().state == "approved"
