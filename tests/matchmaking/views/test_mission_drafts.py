"""A draft in the portal: its delegations' leads read it, approve and object."""

import pytest
from django.urls import reverse

from matchmaking.actions.ask_leads import ask_leads
from matchmaking.models import LeadWord
from tests.factories.accounts import UserFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import DelegationFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return DelegationFactory(edition=open_edition(slots=6), lead=UserFactory(), approves=True)


@pytest.fixture
def draft(mission):
    return ScheduleFactory(edition=mission.edition)


def meeting(draft, delegation, at=0):
    exhibitor = ExhibitorFactory(edition=draft.edition, delegation=delegation)
    slot = draft.edition.slots.order_by("during")[at]
    return MeetingFactory(schedule=draft, exhibitor=exhibitor, slot=slot)


def address(delegation):
    return reverse("mission-draft", args=[delegation.pk])


def test_a_draft_is_hidden_until_the_organizer_asks(client, mission, draft):
    meeting(draft, mission)
    client.force_login(mission.lead)
    assert client.get(address(mission)).status_code == 404
    ask_leads(draft.pk)
    assert client.get(address(mission)).status_code == 200
    page = client.get(reverse("mission", args=[mission.pk])).content.decode()
    assert address(mission) in page
    assert "1 meeting of the draft timetable waits" in page


def test_a_lead_reads_the_own_companies_meetings_only(client, mission, draft):
    mine, others = meeting(draft, mission), meeting(draft, None, 1)
    ask_leads(draft.pk)
    client.force_login(mission.lead)
    page = client.get(address(mission)).content.decode()
    assert str(mine.exhibitor) in page
    assert str(others.exhibitor) not in page
    client.force_login(UserFactory())
    assert client.get(address(mission)).status_code == 404


def test_approving_all_and_objecting_to_one(client, mission, draft):
    meetings = [meeting(draft, mission, at) for at in range(3)]
    ask_leads(draft.pk)
    client.force_login(mission.lead)
    sent = {"say": "object", "meeting": meetings[0].pk, "reason": "<b>Twice</b>", "seen": 0}
    page = client.post(address(mission), sent, follow=True).content.decode()
    assert "Your objection to 1 meeting is noted" in page
    page = client.post(address(mission), {"say": "all", "seen": 0}, follow=True).content.decode()
    assert "2 meetings are approved by you." in page
    assert "&lt;b&gt;Twice&lt;/b&gt;" in page
    said = LeadWord.objects.order_by("meeting").values_list("meeting", "approved")
    assert list(said) == [(m.pk, at > 0) for at, m in enumerate(meetings)]


def test_an_older_page_says_nothing(client, mission, draft):
    meeting(draft, mission)
    ask_leads(draft.pk)
    draft.revision = 1
    draft.asked_at = "2026-10-01T00:00Z"
    draft.save()
    client.force_login(mission.lead)
    page = client.post(address(mission), {"say": "all", "seen": 0}, follow=True).content.decode()
    assert "Please look at it again" in page
    assert not LeadWord.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"say": "x"}, {"say": "object"}, {"say": "ticked", "meeting": "9" * 40}, {"seen": "٣"}],
)
def test_nonsense_is_refused_in_words(client, mission, draft, sent):
    meeting(draft, mission)
    ask_leads(draft.pk)
    client.force_login(mission.lead)
    assert client.post(address(mission), sent, follow=True).status_code == 200
    assert not LeadWord.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_many(
    client, mission, draft, django_assert_num_queries, rows
):
    for at in range(rows):
        meeting(draft, mission, at)
    ask_leads(draft.pk)
    client.force_login(mission.lead)
    client.get(address(mission))
    with django_assert_num_queries(14):
        client.get(address(mission))


def test_an_exhibitors_lead_does_not_read_a_buyers_target_price(client, mission, draft):
    mine = meeting(draft, mission)
    price = {"code": "price_within_target", "price": 6.2, "currency": "USD", "unit": "kg"}
    mine.reasons = [{**price, "target": 8.4}]
    mine.save()
    ask_leads(draft.pk)
    client.force_login(mission.lead)
    page = client.get(address(mission)).content.decode()
    assert "8.4" not in page
    assert "Its price is within what the buyer has in mind" in page
    mine.buyer.delegation = mission
    mine.buyer.save()
    assert "8.4" in client.get(address(mission)).content.decode()
