"""An organization at two editions is no way from the one's desk into the other's data."""

import pytest
from django.urls import reverse

from accounts.actions.join import found_organization
from accounts.models import Membership, Organization
from buyers.models import Buyer
from expo.models import Organizer
from foundation.errors import RuleBroken
from matchmaking.actions.check_organizations import check_organizations
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


@pytest.fixture
def new(own):
    """Waits to be checked here, and takes part at another edition."""
    Organization.objects.filter(pk=own.pk).update(standing="new")
    BuyerFactory(edition=EditionFactory(), organization=own)
    own.refresh_from_db()
    return own


def test_what_another_organizer_has_let_in_is_not_refused(client, organizer, new):
    queue = reverse("admin:expo_edition_queues", args=[organizer.edition_id])
    sent = {"decision": "reject", "row": new.pk, "sure": "1", "reason": "No register"}
    page = client.post(f"{queue}?queue=organizations", sent, follow=True).content.decode()
    assert "Nothing was refused" in page
    assert str(new.buyers.get().edition) in page
    new.refresh_from_db()
    assert new.standing == "new"
    Buyer.objects.update(state="applied")
    check_organizations(organizer.edition, [new.pk], organizer.user, refused_because="No register")
    new.refresh_from_db()
    assert new.standing == "refused"


def test_whoever_organizes_both_refuses_it(organizer, new):
    there = new.buyers.get().edition
    OrganizerRoleFactory(user=organizer.user, edition=there, role="delegations")
    done = check_organizations(organizer.edition, [new.pk], organizer.user, refused_because="Twice")
    assert done.organizations == 1


def test_one_may_vouch_for_what_takes_part_elsewhere(organizer, new):
    assert check_organizations(organizer.edition, [new.pk], organizer.user).organizations == 1
    new.refresh_from_db()
    assert new.standing == "known"


def test_what_another_organizer_has_let_in_is_not_merged_away(client, organizer, new):
    into = MembershipFactory(
        organization=OrganizationFactory(name=new.name, country=new.country)
    ).organization
    there = reverse("admin:expo_edition_same", args=[organizer.edition_id, new.pk])
    page = client.post(there, {"into": into.pk}, follow=True).content.decode()
    assert "cannot be merged by you" in page
    assert new.buyers.exists()
    Buyer.objects.update(state="applied")
    merge_organizations(new.pk, into.pk, user=organizer.user)
    assert into.buyers.exists()


def test_nobody_is_merged_into_what_another_organizer_has_let_in(organizer, own):
    double = found_organization(UserFactory(), Organization(name={"en": "Double"}, country="RW"))
    BuyerFactory(edition=EditionFactory(), organization=own)
    with pytest.raises(RuleBroken, match="cannot be merged by you"):
        merge_organizations(double.pk, own.pk, user=organizer.user)
    assert not own.memberships.exists()
    MembershipFactory(organization=own, role="owner")
    merge_organizations(double.pk, own.pk, user=organizer.user)  # its owners are asked
    assert own.join_requests.exists()
