"""Two organizers at one timetable: nothing is overwritten, the later one is told what changed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from matchmaking.models import Meeting
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import MeetingTableFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    made: Meeting = MeetingFactory(schedule=ScheduleFactory(edition=open_edition()))
    return made


def organizer(name: str) -> Client:
    client = Client()
    client.force_login(OrganizerFactory(name=name))
    return client


def page_of(meeting: Meeting, name: str, *more: int) -> str:
    return reverse(f"admin:matchmaking_schedule_{name}", args=[meeting.schedule_id, *more])


def seen_by(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("later", ["move", "swap", "cancel", "approve"])
def test_the_later_save_is_told_what_changed(meeting: Meeting, later: str) -> None:
    slots = list(meeting.schedule.edition.slots.order_by("during"))
    table = MeetingTableFactory(edition=meeting.schedule.edition)
    other = MeetingFactory(schedule=meeting.schedule, slot=slots[3])
    lin, omar = organizer("Lin"), organizer("Omar")
    change = page_of(meeting, "adjust", meeting.pk)
    read = change if later != "approve" else page_of(meeting, "approve")
    seen = {client: seen_by(client, read) for client in (lin, omar)}
    where = f"{slots[2].pk}-{table.pk}"
    lin.post(change, {"seen": seen[lin], "to": where})
    sent = {
        "move": {"to": f"{slots[1].pk}-{table.pk}"},
        "swap": {"swap": other.pk},
        "cancel": {"cancel": "1"},
        "approve": {},
    }[later]
    page = omar.post(read, {"seen": seen[omar], **sent}, follow=True).content.decode()
    assert "Nothing of yours was saved" in page
    assert f"Lin: moved {meeting.exhibitor} – {meeting.buyer}" in page
    meeting.refresh_from_db()
    assert (meeting.slot, meeting.table, meeting.status) == (slots[2], table, "proposed")
