"""The portal's first page and calendars: everybody sees their own and nobody else's."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from matchmaking.actions.approve_schedule import approve_schedule
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory
from tests.factories.expo import DelegationFactory, InterpreterFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    ScheduleFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Approved, with an interpreter who can sign in."""
    schedule = ScheduleFactory()
    person = InterpreterFactory(edition=schedule.edition, user=UserFactory())
    made = MeetingFactory(schedule=schedule, interpreter=person)
    approve_schedule(schedule.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def buyer(client, meeting):
    membership = MembershipFactory(organization=meeting.buyer_organization)
    client.force_login(membership.user)
    return membership.user


def calendar(meeting, organization):
    return reverse("organization-calendar", args=[meeting.edition.slug, organization.pk])


def test_a_stranger_is_told_what_it_is(client):
    page = client.get("/").content.decode()
    assert reverse("account_login") in page
    assert 'lang="en"' in page


def test_hall_staff_are_shown_to_the_desk(client):
    client.force_login(UserFactory(is_staff=True))
    page = client.get("/").content.decode()
    assert reverse("admin:index") in page.partition("<main")[2]
    assert reverse("find-organization") not in page.partition("<main")[2]


@pytest.mark.parametrize(("code", "direction"), [("zh-hans", "ltr"), ("ar", "rtl")])
def test_pages_speak_the_readers_language(client, code, direction):
    page = client.get("/", headers={"accept-language": code}).content.decode()
    assert f'<html lang="{code}" dir="{direction}">' in page


def test_a_buyer_sees_the_day_with_place_and_other_side(client, meeting, buyer):
    page = client.get("/", follow=True).content.decode()
    assert str(meeting.exhibitor) in page
    assert str(meeting.table) in page
    assert meeting.interpreter.name in page
    assert "09:00–09:30" in page


def test_matches_come_with_reasons_and_blocks_in_words(client, meeting, buyer):
    run = ScoringRunFactory(edition=meeting.edition, current=True)
    MatchFactory(run=run, buyer=meeting.buyer, exhibitor=meeting.exhibitor)
    page = client.get("/", follow=True).content.decode()
    assert "Rwanda" in page
    assert "1 thing in the way" in page


def test_a_members_calendar_downloads(client, meeting, buyer):
    answer = client.get(calendar(meeting, meeting.buyer_organization))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{meeting.uid}@fairlead" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_nobody_reads_anothers_calendar(client, meeting, buyer):
    assert client.get(calendar(meeting, meeting.exhibitor_organization)).status_code == 404
    client.logout()
    answer = client.get(calendar(meeting, meeting.buyer_organization))
    assert answer["Location"].startswith(reverse("account_login"))


def test_interpreters_have_their_roster(client, meeting, buyer):
    mine = reverse("interpreter-calendar", args=[meeting.edition.slug])
    assert client.get(mine).status_code == 404
    client.force_login(meeting.interpreter.user)
    assert str(meeting.uid) in client.get(mine).content.decode()
    assert str(meeting.buyer) in client.get("/").content.decode()


def test_a_delegation_lead_sees_the_delegation(client):
    delegation = DelegationFactory(lead=UserFactory())
    client.force_login(delegation.lead)
    assert str(delegation) in client.get("/").content.decode()


def test_an_organizer_is_led_to_the_desk_and_others_are_not(client, buyer):
    assert reverse("admin:index") not in client.get("/").content.decode()
    client.force_login(OrganizerFactory())
    assert reverse("admin:index") in client.get("/").content.decode()


def test_the_page_takes_as_many_queries_for_three_meetings_as_for_one(
    client, meeting, buyer, django_assert_num_queries
):
    address = reverse("today", args=[meeting.edition.slug, meeting.buyer_organization_id])
    with django_assert_num_queries(14):
        client.get(address)
    schedule = ScheduleFactory(edition=meeting.edition)
    for slot in meeting.slot.day.slots.all():
        MeetingFactory(schedule=schedule, slot=slot, buyer=meeting.buyer)
    approve_schedule(schedule.pk)
    with django_assert_num_queries(14):
        client.get(address)


def test_signing_in_ignores_the_case_of_the_address(client):
    person = UserFactory(email="aline@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    form = {"login": "Aline@Example.org", "password": "harbour-light-4"}
    assert client.post(reverse("account_login"), form)["Location"] == "/"
