"""The inbox of requests, from both sides: each verb, whose turn it is, the limits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaking.links import sign
from matchmaking.models import Meeting, MeetingRequest
from tests.factories.accounts import MembershipFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import DelegationFactory, OpeningDayFactory, TimeSlotFactory, hours
from tests.factories.matchmaking import MeetingRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    day = timezone.localdate() + timedelta(days=20)
    opening = OpeningDayFactory(date=day, hours=hours(day, 1, 9))
    TimeSlotFactory(day=opening)
    return TimeSlotFactory(day=opening)


@pytest.fixture
def asked(slot):
    buyer = BuyerFactory(edition=slot.edition)
    return MeetingRequestFactory(
        edition=slot.edition, buyer=buyer, asked_by="buyer", state="pending"
    )


@pytest.fixture
def sign_in(client):
    def act(side):
        client.force_login(MembershipFactory(organization=side.organization).user)
        return side

    return act


def at(side, name, *args):
    return reverse(name, args=[side.edition.slug, side.organization_id, *args])


def inbox(client, side, tab):
    return client.get(at(side, "requests-tab", tab)).content.decode()


def test_the_asked_side_accepts_and_the_asking_side_reads_it(client, asked, sign_in):
    exhibitor = sign_in(asked.exhibitor)
    assert "your answer is awaited" in inbox(client, exhibitor, "received")
    client.post(at(exhibitor, "request-answer", asked.pk), {"accept": "1"})
    assert str(asked.buyer) in inbox(client, exhibitor, "agreed")
    buyer = sign_in(asked.buyer)
    assert str(asked.exhibitor) in inbox(client, buyer, "agreed")
    assert not Meeting.objects.exists()


def test_declining_gives_the_reason_to_the_other_side(client, asked, sign_in):
    exhibitor = sign_in(asked.exhibitor)
    verb = {"decline": "1", "reason": "Sold out until June"}
    client.post(at(exhibitor, "request-answer", asked.pk), verb)
    assert "Sold out until June" in inbox(client, sign_in(asked.buyer), "past")


@pytest.mark.parametrize("way", ["inbox", "e-mail"])
def test_a_time_changed_while_the_page_was_open_is_not_accepted(client, asked, slot, sign_in, way):
    asked.proposed_slot, asked.proposed_by = slot, "buyer"
    asked.save()
    exhibitor = sign_in(asked.exhibitor)
    shown = client.get(at(exhibitor, "requests-tab", "received")).content.decode()
    address = at(exhibitor, "request-answer", asked.pk)
    if way == "e-mail":
        person = exhibitor.organization.memberships.get().user
        address = reverse("link-answer", args=[sign("answer", asked.pk, person.pk)])
        shown = client.get(address).content.decode()
    assert f'name="seen" value="{slot.pk}"' in shown
    asked.proposed_slot = later = TimeSlotFactory(day=slot.day)
    asked.save()
    sent = {"accept": "1", "seen": slot.pk}
    assert "is another one by now" in client.post(address, sent, follow=True).content.decode()
    client.post(address, {**sent, "seen": later.pk})
    asked.refresh_from_db()
    assert (asked.state, asked.fixed_slot) == ("accepted", later)


def test_another_time_is_proposed_and_taken_by_the_other_side(client, asked, slot, sign_in):
    exhibitor = sign_in(asked.exhibitor)
    page = client.get(at(exhibitor, "request-propose", asked.pk)).content.decode()
    assert f'value="{slot.pk}"' in page
    client.post(at(exhibitor, "request-propose", asked.pk), {"slot": slot.pk})
    buyer = sign_in(asked.buyer)
    assert "They propose" in inbox(client, buyer, "sent")
    client.post(at(buyer, "request-answer", asked.pk), {"accept": "1"})
    asked.refresh_from_db()
    assert (asked.state, asked.fixed_slot) == ("accepted", slot)
    assert not Meeting.objects.exists()


def test_only_the_asker_withdraws_and_only_the_asked_answers(client, asked, sign_in):
    exhibitor = sign_in(asked.exhibitor)
    client.post(at(exhibitor, "request-answer", asked.pk), {"withdraw": "1"})
    buyer = sign_in(asked.buyer)
    client.post(at(buyer, "request-answer", asked.pk), {"accept": "1"})
    asked.refresh_from_db()
    assert asked.state == "pending"
    client.post(at(buyer, "request-answer", asked.pk), {"withdraw": "1"})
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_asking_shows_caps_and_quotas_and_stops_at_the_cap(client, asked, sign_in):
    edition = asked.edition
    edition.pending_cap = 1
    edition.save()
    asked.buyer.delegation = DelegationFactory(edition=edition, meeting_quota=7)
    asked.buyer.save()
    other = ExhibitorFactory(edition=edition)
    buyer = sign_in(asked.buyer)
    page = client.get(at(buyer, "request-new", "buyer", other.pk)).content.decode()
    assert "1 of 1" in page
    assert "0 of 7" in page
    assert "days to answer" in page
    answer = client.post(at(buyer, "request-new", "buyer", other.pk), {"priority": "should"})
    assert answer.status_code == 422
    assert "as many as this expo allows" in answer.content.decode()
    assert MeetingRequest.objects.count() == 1


def test_a_strangers_request_is_not_there_and_viewers_do_not_answer(client, asked, sign_in):
    stranger = sign_in(BuyerFactory(edition=asked.edition))
    address = at(stranger, "request-answer", asked.pk)
    assert client.post(address, {"accept": "1"}).status_code == 404
    viewer = MembershipFactory(organization=asked.exhibitor.organization, role="viewer").user
    client.force_login(viewer)
    address = at(asked.exhibitor, "request-answer", asked.pk)
    assert client.post(address, {"accept": "1"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_any_number_of_requests(
    client, asked, sign_in, rows, django_assert_num_queries
):
    buyer = sign_in(asked.buyer)
    for _more in range(rows - 1):
        MeetingRequestFactory(edition=asked.edition, buyer=buyer, asked_by="buyer", state="pending")
    inbox(client, buyer, "sent")
    with django_assert_num_queries(16):
        inbox(client, buyer, "sent")


def test_the_inbox_turns_its_pages_those_that_wait_first(client, asked, sign_in):
    exhibitor = sign_in(asked.exhibitor)
    edition = asked.edition
    MeetingRequestFactory.create_batch(
        30, edition=edition, exhibitor=asked.exhibitor, asked_by="buyer", state="accepted"
    )
    late = MeetingRequestFactory(
        edition=edition, exhibitor=asked.exhibitor, asked_by="buyer", state="accepted",
        asked_on="2020-01-01", proposed_slot=edition.slots.first(), proposed_by="buyer",
    )  # fmt: skip
    address = at(exhibitor, "requests-tab", "agreed")
    first = client.get(address)
    assert [name for _t, _title, name in first.context["tabs"]] == [1, 0, 31, 0]
    assert first.context["items"][0].request == late
    assert len(first.context["items"]) == 25
    assert "1 / 2" in first.content.decode()
    assert len(client.get(address, {"page": "2"}).context["items"]) == 6
    assert len(client.get(address, {"page": "x"}).context["items"]) == 25
