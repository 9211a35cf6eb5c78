"""A delegation's pages: its lead sees what is below, acts where delegated, and nobody else does."""

import pytest
from django.urls import reverse

from matchmaking.models import Notice
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import DelegationFactory
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return DelegationFactory(lead=UserFactory(), meeting_quota=5)


@pytest.fixture
def part(mission):
    return DelegationFactory(edition=mission.edition, parent=mission, lead=UserFactory())


@pytest.fixture
def company(part):
    return ExhibitorFactory(edition=part.edition, delegation=part, delegated=True)


def test_a_lead_sees_what_is_below_and_not_above(client, mission, part, company):
    client.force_login(mission.lead)
    page = client.get(reverse("mission", args=[mission.pk])).content.decode()
    assert str(company) in page
    assert client.get(reverse("mission", args=[part.pk])).status_code == 200
    client.force_login(part.lead)
    assert client.get(reverse("mission", args=[part.pk])).status_code == 200
    assert client.get(reverse("mission", args=[mission.pk])).status_code == 404


@pytest.mark.parametrize("name", ["mission", "mission-calendar", "mission-csv"])
def test_nobody_else_sees_anything(client, mission, company, name):
    address = reverse(name, args=[mission.pk])
    assert client.get(address).status_code == 302
    client.force_login(MembershipFactory(organization=company.organization).user)
    assert client.get(address).status_code == 404


def test_a_lead_acts_for_who_delegated_it_only(client, mission, part, company):
    address = reverse("today", args=[part.edition.slug, company.organization_id])
    client.force_login(mission.lead)
    assert client.get(address).status_code == 200
    company.delegated = False
    company.save()
    assert client.get(address).status_code == 404


def test_the_quota_counts_each_meeting_once(client, mission, part, company):
    schedule = ScheduleFactory(edition=part.edition)
    MeetingFactory(schedule=schedule, exhibitor=company, status="confirmed")
    client.force_login(mission.lead)
    page = client.get(reverse("mission", args=[mission.pk])).content.decode()
    assert "1 of 5 meetings" in page


def test_the_csv_names_companies_and_holds_no_formula(client, mission, company):
    company.organization.name = {"en": "=cmd()"}
    company.organization.save()
    client.force_login(mission.lead)
    text = client.get(reverse("mission-csv", args=[mission.pk])).content.decode()
    assert "'=cmd()" in text


def test_the_joint_calendar_holds_all_meetings(client, mission, part, company):
    schedule = ScheduleFactory(edition=part.edition)
    meeting = MeetingFactory(schedule=schedule, exhibitor=company, status="confirmed")
    client.force_login(mission.lead)
    text = client.get(reverse("mission-calendar", args=[mission.pk])).content.decode()
    assert str(meeting.uid) in text


def test_as_many_queries_for_three_companies_as_for_one(
    client, mission, part, company, django_assert_num_queries
):
    client.force_login(mission.lead)
    address = reverse("mission", args=[mission.pk])
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)
    for _more in range(2):
        ExhibitorFactory(edition=part.edition, delegation=part)
    with django_assert_num_queries(13):
        client.get(address)


def test_an_owner_lets_the_lead_act_and_takes_it_back(client, mission, part, company):
    company.delegated = False
    company.save()
    args = [part.edition.slug, company.organization_id]
    address = reverse("delegate", args=[*args, "exhibitor"])
    member = MembershipFactory(organization=company.organization)
    client.force_login(member.user)
    assert client.post(address, {"acts": "1"}).status_code == 403
    member.role = "owner"
    member.save()
    assert str(part.lead) in client.get(reverse("today", args=args)).content.decode()
    client.post(address, {"acts": "1"})
    client.post(address, {"acts": "1"})
    assert [notice.user for notice in Notice.objects.all()] == [part.lead]
    client.force_login(part.lead)
    assert client.get(reverse("today", args=args)).status_code == 200
    assert client.post(address, {"stop": "1"}).status_code == 403
    client.force_login(member.user)
    client.post(address, {"stop": "1"})
    client.force_login(part.lead)
    assert client.get(reverse("today", args=args)).status_code == 404
