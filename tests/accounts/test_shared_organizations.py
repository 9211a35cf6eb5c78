"""An organization at two editions is no way from the one's desk into the other's data."""

import pytest
from django.urls import reverse

from accounts.actions.join import found_organization
from accounts.models import Membership, Organization
from expo.models import Organizer
from matchmaking.actions.merge_organizations import merge_organizations
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import EditionFactory, OrganizerRoleFactory
from tests.forms import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client):
    role = OrganizerRoleFactory(edition=EditionFactory(), role="delegations")
    client.force_login(role.user)
    return role


@pytest.fixture
def own(organizer):
    return ExhibitorFactory(edition=organizer.edition).organization


def send(client, organization, person, **changes):
    """The organization's page with one more member."""
    there = reverse("admin:accounts_organization_change", args=[organization.pk])
    browser = Browser("organization_form")
    browser.feed(client.get(there).content.decode())
    total = organization.memberships.count()
    added = {
        "memberships-TOTAL_FORMS": str(total + 1),
        "memberships-INITIAL_FORMS": str(total),
        f"memberships-{total}-user": person.pk,
        f"memberships-{total}-role": "owner",
        f"memberships-{total}-organization": organization.pk,
    }
    return client.post(there, {**browser.sent, **added, **changes})


def test_another_editions_organizer_has_a_say(client, organizer, own):
    BuyerFactory(edition=EditionFactory(), organization=own)
    assert send(client, own, organizer.user, name__en="Mine now").status_code == 403
    own.refresh_from_db()
    assert str(own) != "Mine now"
    assert not Membership.objects.exists()
    page = reverse("admin:accounts_organization_change", args=[own.pk])
    assert 'name="_save"' not in client.get(page).content.decode()


def test_whoever_organizes_both_may(client, organizer, own):
    buyer = BuyerFactory(edition=EditionFactory(), organization=own)
    role = OrganizerRoleFactory(user=organizer.user, edition=buyer.edition, role="reporter")
    assert send(client, own, UserFactory()).status_code == 403
    Organizer.objects.filter(pk=role.pk).update(role="delegations")
    person = MembershipFactory(organization=ExhibitorFactory(edition=buyer.edition).organization)
    assert send(client, own, person.user).status_code == 302
    assert own.memberships.get().user == person.user


def test_nobody_names_themselves_where_nothing_is_organized(client, organizer):
    nowhere = OrganizationFactory()
    assert send(client, nowhere, organizer.user).status_code == 200
    known = MembershipFactory(organization=ExhibitorFactory(edition=organizer.edition).organization)
    assert send(client, nowhere, known.user).status_code == 302
    assert [each.user for each in nowhere.memberships.all()] == [known.user]


def test_at_their_own_edition_they_may(client, organizer, own):
    assert send(client, own, organizer.user).status_code == 302
    assert own.memberships.get().user == organizer.user


def test_merging_makes_nobody_a_member_by_their_own_hand(organizer, own):
    made = Organization(name={"en": "Double"}, country="RW")
    double = found_organization(organizer.user, made)
    merge_organizations(double.pk, own.pk, user=organizer.user)
    assert not own.memberships.exists()
    assert own.join_requests.get().user == organizer.user
