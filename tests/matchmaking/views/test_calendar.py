"""A place's calendar pages: days, availability, private address, day sheet, check-in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.errors import RuleBroken
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.record_attendance import record_attendance
from matchmaking.models import CalendarFeed, Meeting
from tests.factories.accounts import MembershipFactory
from tests.factories.expo import (
    EditionFactory,
    OpeningDayFactory,
    OrganizerRoleFactory,
    TimeSlotFactory,
)
from tests.factories.matchmaking import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    made = MeetingFactory()
    approve_schedule(made.schedule_id)
    made.refresh_from_db()
    return made


@pytest.fixture
def member(client, meeting):
    membership = MembershipFactory(organization=meeting.buyer_organization)
    client.force_login(membership.user)
    return membership


def at(name, meeting, *args):
    return reverse(name, args=[meeting.edition.slug, meeting.buyer_organization_id, *args])


def test_the_days_name_the_other_side_and_the_place(client, meeting, member):
    page = client.get(at("calendar", meeting)).content.decode()
    assert str(meeting.exhibitor) in page
    assert str(meeting.table) in page


@pytest.mark.parametrize("name", ["today", "calendar"])
def test_the_days_lead_to_whom_one_meets(client, meeting, member, name):
    others = at("matches-with", meeting, "buyer", meeting.exhibitor_id)
    assert f'href="{others}"' in client.get(at(name, meeting)).content.decode()
    assert client.get(others).status_code == 200


def test_the_days_of_an_exhibitor_lead_to_the_buyer(client, meeting):
    company = meeting.exhibitor_organization
    client.force_login(MembershipFactory(organization=company).user)
    place = [meeting.edition.slug, company.pk]
    others = reverse("matches-with", args=[*place, "exhibitor", meeting.buyer_id])
    for name in ("today", "calendar"):
        assert f'href="{others}"' in client.get(reverse(name, args=place)).content.decode()
    assert client.get(others).status_code == 200


def test_painted_slots_become_ranges(client, meeting, member):
    second = TimeSlotFactory(day=meeting.slot.day)
    TimeSlotFactory(day=meeting.slot.day)
    client.post(at("availability", meeting, "buyer"), {"slot": [meeting.slot_id, second.pk]})
    meeting.buyer.refresh_from_db()
    span = meeting.buyer.available[0]
    assert (span.lower, span.upper) == (meeting.during.lower, second.during.upper)


def test_all_slots_mean_always_and_none_is_refused(client, meeting, member):
    every = list(meeting.edition.slots.values_list("pk", flat=True))
    client.post(at("availability", meeting, "buyer"), {"slot": every})
    meeting.buyer.refresh_from_db()
    assert meeting.buyer.available == []
    page = client.post(at("availability", meeting, "buyer"), {}, follow=True).content.decode()
    assert "at least one time" in page


def test_painting_a_meeting_away_is_said_and_moves_nothing(client, meeting, member):
    other = TimeSlotFactory(day=meeting.slot.day)
    answer = client.post(at("availability", meeting, "buyer"), {"slot": [other.pk]}, follow=True)
    assert "confirmed outside these times" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CONFIRMED


def test_viewers_do_not_paint_and_the_other_side_is_not_ours(client, meeting, member):
    member.role = "viewer"
    member.save()
    address = at("availability", meeting, "buyer")
    assert client.post(address, {"slot": [meeting.slot_id]}).status_code == 404
    assert client.get(at("availability", meeting, "exhibitor")).status_code == 404


def test_a_private_address_works_without_signing_in_until_taken_back(client, meeting, member):
    page = client.post(at("calendar-feed-new", meeting)).content.decode()
    path = page.split('value="http://127.0.0.1:8000')[1].split('"')[0]
    client.logout()
    assert str(meeting.uid) in client.get(path).content.decode()
    client.force_login(member.user)
    client.post(at("calendar-feed-new", meeting))
    assert client.get(path).status_code == 404
    client.post(at("calendar-feed-end", meeting))
    assert not CalendarFeed.objects.exists()


def test_a_former_members_address_opens_nothing(client, meeting, member):
    secret = CalendarFeed.make(member.user, meeting.edition, meeting.buyer_organization)
    member.delete()
    assert client.get(reverse("calendar-feed", args=[secret])).status_code == 404


def test_the_day_sheet_has_a_code_for_each_meeting(client, meeting, member):
    page = client.get(at("day-sheet", meeting)).content.decode()
    assert page.count('class="segno"') == 1


def test_only_staff_check_in_and_only_by_the_button(client, meeting, member):
    address = reverse("check-in", args=[meeting.uid])
    assert client.post(address, {"status": "held"}).status_code == 403
    client.force_login(OrganizerRoleFactory(role="floor").user)  # of another edition
    assert client.post(address, {"status": "held"}).status_code == 403
    client.force_login(OrganizerRoleFactory(edition=meeting.edition, role="floor").user)
    client.get(address)
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CONFIRMED
    client.post(address, {"status": "held"})
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.HELD
    assert "Take back" in client.get(address).content.decode()
    client.post(address, {"status": "confirmed"})
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CONFIRMED


@pytest.mark.parametrize(("minutes", "status"), [(14, "no_show"), (16, "confirmed")])
def test_nobody_is_missed_before_the_time(client, minutes, status):
    edition = EditionFactory()
    starts = timezone.now() + timedelta(minutes=minutes)
    opened = (starts, starts + timedelta(hours=1))
    day = OpeningDayFactory(edition=edition, date=timezone.localdate(starts), hours=opened)
    slot = TimeSlotFactory(day=day, during=(starts, starts + timedelta(minutes=30)))
    ahead = MeetingFactory(schedule__edition=edition, slot=slot, status="confirmed")
    client.force_login(OrganizerRoleFactory(edition=edition, role="floor").user)
    page = client.post(reverse("check-in", args=[ahead.uid]), {"status": "no_show"})
    ahead.refresh_from_db()
    assert ahead.status == status
    assert ("still to come" in page.content.decode()) == (status == "confirmed")


def test_a_meeting_that_was_cancelled_meanwhile_stays_so(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.CANCELLED)
    for status in ("held", "confirmed"):
        with pytest.raises(RuleBroken, match="not in the timetable"):
            record_attendance(meeting.pk, status)


@pytest.mark.parametrize("name", ["calendar", "day-sheet", "requests", "today"])
def test_strangers_learn_nothing(client, meeting, name):
    address = at(name, meeting)
    assert client.get(address).status_code == 302
    client.force_login(MembershipFactory().user)
    assert client.get(address).status_code == 404


def test_as_many_queries_for_three_meetings_as_for_one(
    client, meeting, member, django_assert_num_queries
):
    client.get(at("calendar", meeting))
    with django_assert_num_queries(15):
        client.get(at("calendar", meeting))
    for _more in range(2):
        slot = TimeSlotFactory(day=meeting.slot.day)
        MeetingFactory(
            schedule=meeting.schedule, slot=slot, buyer=meeting.buyer, status="confirmed"
        )
    with django_assert_num_queries(15):
        client.get(at("calendar", meeting))
