"""Nobody fills strangers' mailboxes by inviting them or by asking to be let in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite as inviting
from accounts.actions.join import answer_join_request
from accounts.models import Invitation, JoinRequest, Organization
from foundation.errors import RuleBroken
from matchmaking.actions import tell_joining
from matchmaking.actions.tell_joining import ask_owners, invite_colleague
from matchmaking.models import Notice
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return MembershipFactory(role="owner")


def send(owner, email="aline@example.org"):
    return invite_colleague(owner.organization, email, "editor", user=owner.user)


def later(hours):
    """As if what was sent so far had been sent so many hours ago."""
    Invitation.objects.update(created_at=timezone.now() - timedelta(hours=hours))


def test_the_same_address_is_invited_again_after_an_hour(owner):
    first = send(owner)
    with pytest.raises(RuleBroken, match="in an hour"):
        send(owner, "Aline@Example.org")
    first.refresh_from_db()
    assert first.revoked_at is None
    later(hours=2)
    send(owner)
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("limit", ["A_PERSON_SENDS", "AN_ORGANIZATION_SENDS"])
def test_a_days_invitations_are_counted_although_taken_back(owner, monkeypatch, limit):
    monkeypatch.setattr(inviting, limit, 3)
    for n in range(3):
        send(owner, f"p{n}@example.org")
        Invitation.objects.update(revoked_at=timezone.now())
    with pytest.raises(RuleBroken, match="tomorrow"):
        send(owner, "p3@example.org")
    later(hours=25)
    send(owner, "p3@example.org")


def test_an_address_gets_a_few_a_day_whoever_sends(monkeypatch):
    monkeypatch.setattr(inviting, "AN_ADDRESS_GETS", 2)
    for _n in range(2):
        send(MembershipFactory(role="owner"))
    with pytest.raises(RuleBroken, match="tomorrow"):
        send(MembershipFactory(role="owner"))
    assert Notice.objects.count() == 2


def test_who_was_refused_asks_again_after_some_days(owner, monkeypatch):
    person = UserFactory()
    asked = ask_owners(person, owner.organization)
    answer_join_request(asked.pk, owner.organization, accept=False, role="viewer", user=owner.user)
    with pytest.raises(RuleBroken, match="in a week"):
        ask_owners(person, owner.organization)
    assert Notice.objects.count() == 1
    monkeypatch.setattr(tell_joining, "AGAIN_AFTER", timedelta())
    ask_owners(person, owner.organization)
    assert Notice.objects.count() == 2


def test_a_person_asks_a_few_organizations_a_day(monkeypatch):
    monkeypatch.setattr(tell_joining, "A_PERSON_ASKS", 2)
    person = UserFactory()
    for organization in OrganizationFactory.create_batch(2):
        ask_owners(person, organization)
    with pytest.raises(RuleBroken, match="tomorrow"):
        ask_owners(person, OrganizationFactory())


def test_owners_are_told_of_a_days_measure_and_the_rest_waits(owner, monkeypatch):
    monkeypatch.setattr(tell_joining, "OWNERS_ARE_TOLD", 2)
    for person in UserFactory.create_batch(3):
        ask_owners(person, owner.organization)
    assert Notice.objects.count() == 2
    assert JoinRequest.objects.filter(organization=owner.organization).count() == 3


@pytest.mark.parametrize(
    ("name", "word"),
    [("x" * 301, "300"), ("Win at HTTP://x.example", "address"), ("see www.x.example", "address")],
)
def test_a_name_is_short_and_holds_no_address(client, name, word):
    client.force_login(UserFactory())
    page = client.post(reverse("found-organization"), {"name__en": name, "country": "KE"})
    assert page.status_code == 422
    assert word in page.context["form"].errors["name"][0]
    assert not Organization.objects.exists()
