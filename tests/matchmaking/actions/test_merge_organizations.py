"""Organizations founded in the portal: accepted, refused with a reason, or found to be the same."""

import pytest
from django.urls import reverse

from accounts.actions.invite import invite
from accounts.actions.join import found_organization
from accounts.models import Membership, Organization
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.check_organizations import check_organizations
from matchmaking.actions.merge_organizations import merge_organizations
from matchmaking.models import Notice
from matchmaking.queries.queues import alike, new_organizations
from tests.factories.accounts import (
    MembershipFactory,
    OrganizationFactory,
    OrganizerFactory,
    UserFactory,
)
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import open_edition
from tests.factories.matchmaking import MeetingFactory, PairRuleFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return open_edition()


@pytest.fixture
def known():
    return OrganizationFactory(name=Text({"en": "Kivu Hills Cooperative"}), country="RW")


@pytest.fixture
def new():
    made = Organization(name={"en": "Kivu Hills Coop"}, country="RW")
    return found_organization(UserFactory(), made)


def test_what_is_founded_in_the_portal_waits_and_imports_do_not(edition, known, new):
    assert list(new_organizations(edition)) == [new]
    other = found_organization(UserFactory(), Organization(name={"en": "Elsewhere"}, country="KE"))
    BuyerFactory(organization=other, state="applied")  # at another edition
    assert list(new_organizations(edition)) == [new]


def test_accepting_is_noted_and_tells_nobody(edition, new):
    checker = OrganizerFactory()
    assert check_organizations(edition, [new.pk], checker).organizations == 1
    assert check_organizations(edition, [new.pk], checker).organizations == 0
    new.refresh_from_db()
    assert (new.standing, new.checked_by) == ("known", checker)
    assert not Notice.objects.exists()


def test_a_refusal_needs_a_reason_and_ends_the_application(edition, new):
    applied = BuyerFactory(edition=edition, organization=new, state="applied")
    with pytest.raises(RuleBroken, match="Say why"):
        check_organizations(edition, [new.pk], OrganizerFactory(), refused_because="  ")
    done = check_organizations(edition, [new.pk], OrganizerFactory(), refused_because="No register")
    assert (done.organizations, done.told) == (1, 1)
    applied.refresh_from_db()
    assert applied.state == "refused"
    assert "No register" in Notice.objects.order_by("pk")[0].body


def test_similar_names_are_found_in_two_queries(known, new, django_assert_num_queries):
    OrganizationFactory(name={"en": "Something else"})
    with django_assert_num_queries(2):
        assert alike([new]) == {new.pk: [known]}


def test_merging_hands_everything_over_and_keeps_the_history(edition, known, new):
    product = ProductFactory(exhibitor__edition=edition, exhibitor__organization=new)
    rule = PairRuleFactory(edition=edition, one=new)
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=edition), exhibitor=product.exhibitor)
    founder = new.memberships.get().user
    key = new.pk
    assert merge_organizations(new.pk, known.pk, user=OrganizerFactory()) == known
    assert not Organization.objects.filter(pk=key).exists()
    for row in (product.exhibitor, rule, meeting):
        row.refresh_from_db()
    assert product.exhibitor.organization == rule.one == known
    assert meeting.exhibitor_organization == known
    assert known.memberships.get(user=founder).role == "owner"  # nobody was there before
    events = Organization.pgh_event_models["update"].objects.filter(pgh_obj_id=key)  # type: ignore[attr-defined]
    assert known.name["en"] in events.get().standing_reason
    assert Notice.objects.get().user == founder


def test_nobody_gets_into_a_company_by_founding_its_double(known, new):
    MembershipFactory(organization=known, role=Membership.Role.OWNER)
    founder = new.memberships.get().user
    invite(new, "friend@example.org", "owner", user=founder)
    merge_organizations(new.pk, known.pk, user=OrganizerFactory())
    assert not known.invitations.exists()
    assert not known.memberships.filter(user=founder).exists()
    assert known.join_requests.get().user == founder


def test_two_entries_on_one_side_are_not_merged(edition, known, new):
    for organization in (known, new):
        ExhibitorFactory(edition=edition, organization=organization)
    with pytest.raises(RuleBroken, match="same side"):
        merge_organizations(new.pk, known.pk, user=OrganizerFactory())
    assert new.memberships.count() == 1


def test_what_can_be_there_only_once_stops_it_whole(edition, known, new):
    third = OrganizationFactory()
    for organization in (known, new):
        PairRuleFactory(edition=edition, one=organization, other=third)
    with pytest.raises(RuleBroken, match="only one"):
        merge_organizations(new.pk, known.pk, user=OrganizerFactory())


def test_only_a_new_one_goes_over(known, new):
    for first, second in ((known.pk, new.pk), (new.pk, new.pk), (new.pk, 999_999)):
        with pytest.raises(RuleBroken):
            merge_organizations(first, second, user=OrganizerFactory())


def test_the_queue_shows_them_side_by_side_and_counts_first(client, edition, known, new):
    client.force_login(OrganizerFactory())
    queue = f"{reverse('admin:expo_edition_queues', args=[edition.pk])}?queue=organizations"
    there = reverse("admin:expo_edition_same", args=[edition.pk, new.pk])
    page = client.get(queue).content.decode()
    assert there in page
    assert str(known) in page
    text = client.post(queue, {"decision": "reject", "row": new.pk}).content.decode()
    assert "Nothing has been done yet." in text
    assert 'name="reason"' in text
    sent = {"decision": "reject", "row": new.pk, "sure": "1"}
    assert "Say why" in client.post(queue, sent, follow=True).content.decode()
    assert client.post(there, {"into": OrganizationFactory().pk}).status_code == 404
    page = client.post(there, {"into": known.pk}, follow=True).content.decode()
    assert "They are one now" in page
    assert client.get(there).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_eleven_queries(client, edition, django_assert_num_queries, rows):
    OrganizationFactory.create_batch(rows, standing="new")
    client.force_login(OrganizerFactory())
    queue = f"{reverse('admin:expo_edition_queues', args=[edition.pk])}?queue=organizations"
    with django_assert_num_queries(11):
        client.get(queue)
