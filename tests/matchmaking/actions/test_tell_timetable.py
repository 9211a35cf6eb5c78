"""Who is told of a changed timetable: nobody's notice is lost, interpreters lose no word either."""

from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.copy_schedule import copy_schedule
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.actions.send_notices import send_notices
from matchmaking.actions.swap_meetings import swap_meetings
from matchmaking.actions.undo_change import undo_change
from matchmaking.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import InterpreterFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule():
    return ScheduleFactory(edition=open_edition(days=2))


def slots(schedule):
    return list(schedule.edition.slots.order_by("during"))


def interpreted(schedule, slot, person, **fields):
    """French meets Chinese."""
    edition = schedule.edition
    return MeetingFactory(
        schedule=schedule,
        slot=slots(schedule)[slot],
        exhibitor=ExhibitorFactory(edition=edition, languages=["fr"]),
        buyer=BuyerFactory(edition=edition, languages=["zh"]),
        interpreter=person,
        **fields,
    )


def voice(schedule, name, *shifts):
    return InterpreterFactory(
        edition=schedule.edition,
        email=f"{name}@example.org",
        languages=["fr", "zh"],
        shifts=[slots(schedule)[slot].during for slot in shifts],
    )


def waiting(email):
    """The entries of each timetable that waits for an address: UID → status and SEQUENCE."""
    found = Notice.objects.filter(email=email, state="waiting", kind="timetable").order_by("pk")
    return [entries(notice) for notice in found]


def entries(notice):
    events: list[Any] = list(Calendar.from_ical(notice.calendar).walk("VEVENT"))
    return {str(e["UID"]): (str(e["STATUS"]), int(e["SEQUENCE"])) for e in events}


def leave():
    """The time to undo is over."""
    Notice.objects.filter(state="waiting").update(leaves_at=None)
    send_notices()


def programs(email):
    """What the reader's calendar program got."""
    found = Notice.objects.filter(email=email, kind="entry", state="sent").order_by("pk")
    return list(found.values_list("method", "uid", "sequence"))


def uid(meeting):
    meeting.refresh_from_db()
    return f"{meeting.uid}@fairlead"


def test_two_exhibitors_with_one_address_keep_a_notice_each(schedule):
    both = ExhibitorFactory.create_batch(
        2, edition=schedule.edition, contact_email="agency@example.org"
    )
    first, second = (MeetingFactory(schedule=schedule, exhibitor=each) for each in both)
    approve_schedule(schedule.pk)
    change = cancel_meeting(first.pk)
    other, told = {uid(second): ("CONFIRMED", 0)}, {uid(first): ("CANCELLED", 1)}
    assert waiting("agency@example.org") == [other, told]
    undo_change(change.pk)
    assert waiting("agency@example.org") == [{uid(first): ("CONFIRMED", 0)}, other]


def test_who_has_an_account_reads_in_the_language_chosen_there(schedule):
    seller = ExhibitorFactory(
        edition=schedule.edition, contact_email="Awa@example.org", language="fr"
    )
    UserFactory(email="awa@example.org", language="zh-hans")
    MeetingFactory(schedule=schedule, exhibitor=seller)
    approve_schedule(schedule.pk)
    told = Notice.objects.get(email__iexact="awa@example.org")
    with translation.override("zh-hans"):
        assert told.subject.startswith(gettext("Your meetings at %(edition)s").partition("%")[0])


def test_a_cancelled_meeting_is_taken_out_though_a_later_change_follows_at_once(schedule):
    first = MeetingFactory(schedule=schedule, slot=slots(schedule)[0])
    second = MeetingFactory(schedule=schedule, slot=slots(schedule)[1], buyer=first.buyer)
    approve_schedule(schedule.pk)
    leave()
    cancel_meeting(first.pk)
    move_meeting(second.pk, (slots(schedule)[3].pk, second.table_id))
    told = {uid(first): ("CANCELLED", 1), uid(second): ("CONFIRMED", 1)}
    assert waiting(first.buyer.contact_email) == [told]
    leave()
    assert set(programs(first.buyer.contact_email)[2:]) == {
        ("CANCEL", uid(first), 1), ("REQUEST", uid(second), 1),
    }  # fmt: skip


def test_a_cancelled_meeting_is_taken_out_though_a_new_timetable_follows_at_once(schedule):
    meeting = MeetingFactory(schedule=schedule)
    approve_schedule(schedule.pk)
    leave()
    cancel_meeting(meeting.pk)
    new = ScheduleFactory(edition=schedule.edition)
    MeetingFactory(schedule=new)
    approve_schedule(new.pk)
    assert waiting(meeting.buyer.contact_email) == [{uid(meeting): ("CANCELLED", 1)}]


def test_whoever_interprets_it_no_more_takes_it_out(schedule):
    early, late = voice(schedule, "early", 0, 1), voice(schedule, "late", 3)
    meeting = interpreted(schedule, 0, early)
    stays = interpreted(schedule, 1, early)
    approve_schedule(schedule.pk)
    leave()
    move_meeting(meeting.pk, (slots(schedule)[3].pk, meeting.table_id))
    taken, kept = uid(meeting), uid(stays)
    assert meeting.interpreter == late
    assert waiting(early.email) == [{kept: ("CONFIRMED", 0), taken: ("CANCELLED", 1)}]
    assert waiting(late.email) == [{taken: ("CONFIRMED", 1)}]
    leave()
    assert programs(early.email) == [
        ("REQUEST", taken, 0), ("REQUEST", kept, 0), ("CANCEL", taken, 1),
    ]  # fmt: skip
    out = Notice.objects.get(method="CANCEL")
    assert "09:00" in out.subject  # as it was entered
    assert programs(late.email) == [("REQUEST", taken, 1)]


def test_two_interpreters_exchange_their_meetings(schedule):
    early, late = voice(schedule, "early", 0), voice(schedule, "late", 3)
    meetings = [interpreted(schedule, 0, early), interpreted(schedule, 3, late)]
    approve_schedule(schedule.pk)
    leave()
    swap_meetings(*(meeting.pk for meeting in meetings))
    first, second = (uid(meeting) for meeting in meetings)
    assert [meeting.interpreter for meeting in meetings] == [late, early]
    assert waiting(early.email) == [{second: ("CONFIRMED", 1), first: ("CANCELLED", 1)}]
    assert waiting(late.email) == [{first: ("CONFIRMED", 1), second: ("CANCELLED", 1)}]


def test_a_new_timetable_gives_the_entry_to_another_interpreter(schedule):
    early, late = voice(schedule, "early", 0), voice(schedule, "late", 0)
    meeting = interpreted(schedule, 0, early)
    approve_schedule(schedule.pk)
    leave()
    copy = copy_schedule(schedule.pk)
    copy.meetings.update(interpreter=late)
    approve_schedule(copy.pk)
    entry = uid(meeting)
    assert waiting(early.email) == [{entry: ("CANCELLED", 1)}]
    assert waiting(late.email) == [{entry: ("CONFIRMED", 1)}]
    assert waiting(meeting.buyer.contact_email) == [{entry: ("CONFIRMED", 1)}]
    leave()
    assert programs(early.email) == [("REQUEST", entry, 0), ("CANCEL", entry, 1)]
    assert programs(late.email) == [("REQUEST", entry, 1)]
