"""Each meeting for the reader's calendar program: entered, moved, taken out, never told twice."""

from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.send_notices import send_notices
from matchmaking.models import Notice, NoticeSetting
from tests.factories.accounts import MembershipFactory
from tests.factories.expo import TimeSlotFactory
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return MeetingFactory()


def entries():
    """Method, UID and SEQUENCE of what the buyer's calendar program got."""
    Notice.objects.update(leaves_at=None)  # the time to undo is over
    send_notices()
    found = []
    for message in mail.outbox:
        for part in getattr(message, "alternatives", []):
            calendar = Calendar.from_ical(part.content)
            event: Any = calendar.walk("VEVENT")[0]
            if "buying" in message.to[0]:
                assert part.mimetype == f"text/calendar; method={calendar['METHOD']}"
                assert str(event["ATTENDEE"]) == f"mailto:{message.to[0]}"
                found.append((calendar["METHOD"], str(event["UID"]), int(event["SEQUENCE"])))
    return found


def again(meeting, **changes):
    """The edition's next timetable, approved."""
    schedule = ScheduleFactory(edition=meeting.edition)
    if changes:
        MeetingFactory(
            schedule=schedule, exhibitor=meeting.exhibitor, buyer=meeting.buyer, **changes
        )
    approve_schedule(schedule.pk)


def test_a_meeting_is_entered_moved_and_taken_out_under_one_id(meeting):
    approve_schedule(meeting.schedule_id)
    meeting.refresh_from_db()
    uid = f"{meeting.uid}@fairlead"
    assert entries() == [("REQUEST", uid, 0)]
    again(meeting, slot=TimeSlotFactory(day=meeting.slot.day))
    assert entries() == [("REQUEST", uid, 0), ("REQUEST", uid, 1)]
    again(meeting)
    assert entries()[2:] == [("CANCEL", uid, 2)]


def test_what_stays_as_it_was_is_not_told_again(meeting):
    approve_schedule(meeting.schedule_id)
    entries()
    again(meeting, slot=meeting.slot, table=meeting.table)
    assert len(entries()) == 1
    assert Notice.objects.filter(kind="timetable", state="sent").count() == 4


def test_what_was_never_entered_is_not_taken_out(meeting):
    approve_schedule(meeting.schedule_id)
    again(meeting)  # before the first notice left
    assert entries() == []


def test_the_text_says_when_and_where_in_the_readers_language(meeting):
    member = MembershipFactory(organization=meeting.buyer.organization)
    member.user.email, member.user.language = meeting.buyer.contact_email, "zh-hans"
    member.user.save()
    approve_schedule(meeting.schedule_id)
    entries()
    box: list[Any] = mail.outbox
    (message,) = [m for m in box if m.to == [member.user.email] and m.alternatives]
    assert "2026年11月5日, 09:00" in message.subject
    assert "Asia/Shanghai" in message.body


def test_readers_may_have_none_of_it(meeting):
    member = MembershipFactory(organization=meeting.buyer.organization)
    member.user.email = meeting.buyer.contact_email
    member.user.save()
    NoticeSetting.objects.create(user=member.user, kind="entry", way="portal")
    approve_schedule(meeting.schedule_id)
    assert entries() == []
    assert Notice.objects.filter(user=member.user, state="sent").count() == 1


def test_the_timetables_mail_opens_the_day_sheet_for_its_reader_only(client, meeting):
    member = MembershipFactory(organization=meeting.buyer.organization)
    member.user.email = meeting.buyer.contact_email
    member.user.save()
    approve_schedule(meeting.schedule_id)
    entries()
    notice = Notice.objects.get(user=member.user, kind="timetable")
    (link,) = [word for word in notice.body.split() if "/day/" in word]
    path = link.removeprefix("http://127.0.0.1:8000")
    assert 'class="segno"' in client.get(path).content.decode()
    member.delete()
    assert client.get(path).status_code == 410
    assert client.get(path[:-9] + "x/").status_code == 404
