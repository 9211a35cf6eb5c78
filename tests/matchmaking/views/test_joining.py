"""Coming to an organization, in a browser."""

import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions.invite import invitation_token, invite
from accounts.models import Invitation, JoinRequest, Membership, Organization, User
from matchmaking.models import Notice
from tests.factories.accounts import (
    MembershipFactory,
    OrganizationFactory,
    OrganizerFactory,
    UserFactory,
)
from tests.factories.expo import EditionFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def owner(client):
    membership = MembershipFactory(role=Role.OWNER)
    client.force_login(membership.user)
    return membership


def link_in(body):
    return re.findall(r"http://(?:testserver|127.0.0.1:8000)(/\S+)", str(body))[0]


def test_who_signs_up_gets_a_link_and_the_pages_language(client):
    email = f"{uuid.uuid4()}@example.org"  # allauth sends one link in three minutes
    form = {"email": email, "password1": "reef-knot-77", "password2": "reef-knot-77"}
    client.post(reverse("account_signup"), form, headers={"accept-language": "fr"})
    link = link_in(mail.outbox[0].body)
    assert User.objects.get().language == "fr"
    assert not EmailAddress.objects.get().verified
    client.get(link)
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified


def test_a_founder_becomes_the_owner(client):
    client.force_login(UserFactory())
    form = {"name__en": "Nyanza Tea", "country": "KE", "registration_number": "C-77"}
    answer = client.post(reverse("found-organization"), form, follow=True)
    made = Organization.objects.get()
    assert made.memberships.get().role == Role.OWNER
    assert "Nyanza Tea" in answer.content.decode()


def test_a_likely_duplicate_is_offered_first_and_may_be_overruled(client):
    there = OrganizationFactory(name={"en": "Kivu Hills Coffee Cooperative"}, country="RW")
    client.force_login(UserFactory())
    form = {"name__en": "Kivu Hills Coffee", "country": "RW"}
    page = client.post(reverse("found-organization"), form).content.decode()
    assert reverse("ask-to-join", args=[there.pk]) in page
    assert Organization.objects.count() == 1
    client.post(reverse("found-organization"), {**form, "anew": "1"})
    assert Organization.objects.count() == 2


@pytest.fixture
def squatter():
    """A stranger's, with the number of a company that has not come yet."""
    named = {"name": {"en": "Squat"}, "country": "RW", "registration_number": "R-1"}
    return OrganizationFactory(**named, standing="new")


TAKEN = {"name__en": "Other", "country": "RW", "registration_number": "R-1"}


def test_a_taken_registration_number_leads_to_whoever_has_it(client, squatter):
    client.force_login(UserFactory())
    answer = client.post(reverse("found-organization"), {**TAKEN, "anew": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Squat has this number already." in page
    assert "constraint" not in page.lower()
    assert reverse("ask-to-join", args=[squatter.pk]) in page
    assert 'name="ours"' in page


def test_whose_number_was_taken_founds_without_it_and_the_organizer_reads_why(client, squatter):
    client.force_login(UserFactory(language="fr"))
    client.post(reverse("found-organization"), {**TAKEN, "name__en": "", "ours": "1"})
    assert Organization.objects.count() == 1  # something else is wrong
    page = client.post(reverse("found-organization"), {**TAKEN, "ours": "1"}, follow=True)
    assert "sans son numéro" in page.content.decode()
    made = Organization.objects.exclude(pk=squatter.pk).get()
    assert (made.standing, made.registration_number) == ("new", "")
    said = f"says that the number R-1 of Squat ({squatter.pk}) is its own"
    assert made.standing_reason == said
    assert made.memberships.get().role == Role.OWNER
    client.force_login(OrganizerFactory())
    edition = EditionFactory()
    queue = f"{reverse('admin:expo_edition_queues', args=[edition.pk])}?queue=organizations"
    assert said in client.get(queue).content.decode()


def test_a_number_is_changed_to_no_other_ones(client, owner, squatter):
    Organization.objects.filter(pk=owner.organization_id).update(standing="new")
    there = reverse("organization-edit", args=[owner.organization_id])
    answer = client.post(there, {**TAKEN, "ours": "1"})
    assert "Squat has this number already." in answer.content.decode()
    owner.organization.refresh_from_db()
    assert owner.organization.registration_number != "R-1"


def test_owners_are_told_once_and_let_somebody_in(client, owner):
    stranger = UserFactory()
    client.force_login(stranger)
    for _time in range(2):
        client.post(reverse("ask-to-join", args=[owner.organization_id]))
    assert [notice.email for notice in Notice.objects.all()] == [owner.user.email]
    asked = JoinRequest.objects.get()
    client.force_login(owner.user)
    form = {"role": "viewer", "accept": "1"}
    client.post(reverse("join-answer", args=[owner.organization_id, asked.pk]), form)
    assert stranger.memberships.get().role == Role.VIEWER


def test_an_invitation_is_read_without_effect_and_accepted_in_one_click(client, owner):
    form = {"email": "aline@example.org", "role": "editor"}
    client.post(reverse("invite", args=[owner.organization_id]), form)
    link = link_in(Notice.objects.get().body)
    client.logout()
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="aline@example.org").exists()
    client.post(link)
    person = User.objects.get(email="aline@example.org")
    assert person.memberships.get().role == Role.EDITOR
    assert int(client.session["_auth_user_id"]) == person.pk


def test_the_link_opens_no_account_that_is_there_already(client, owner):
    known = UserFactory()
    link = reverse(
        "invitation",
        args=[invitation_token(invite(owner.organization, known.email, "editor", user=owner.user))],
    )
    client.logout()
    assert client.post(link).status_code == 409
    assert "_auth_user_id" not in client.session
    assert not known.memberships.exists()


@pytest.mark.parametrize("change", [{"revoked_at": True}, {"expires_at": True}])
def test_an_invitation_that_is_over_makes_nobody_a_member(client, owner, change):
    invitation = invite(owner.organization, "late@example.org", "editor", user=owner.user)
    Invitation.objects.update(**dict.fromkeys(change, timezone.now()))
    client.logout()
    assert (
        client.post(reverse("invitation", args=[invitation_token(invitation)])).status_code == 409
    )
    assert not User.objects.filter(email="late@example.org").exists()


def test_a_forged_link_leads_nowhere(client):
    assert client.get(reverse("invitation", args=["1:forged"])).status_code == 404


def test_an_organization_keeps_an_owner(client, owner):
    own = reverse("member", args=[owner.organization_id, owner.pk])
    client.post(own, {"role": "viewer"})
    client.post(reverse("leave", args=[owner.organization_id]))
    owner.refresh_from_db()
    assert owner.role == Role.OWNER


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 403), (None, 404)])
def test_only_owners_change_the_team(client, owner, role, status):
    person = UserFactory()
    if role:
        MembershipFactory(organization=owner.organization, user=person, role=role)
    client.force_login(person)
    for name, args in (("invite", []), ("member", [owner.pk]), ("revoke", [1])):
        address = reverse(name, args=[owner.organization_id, *args])
        assert client.post(address, {"role": "viewer"}).status_code == status
    page = client.get(reverse("organization", args=[owner.organization_id]))
    assert page.status_code == (200 if role else 404)


def test_a_chosen_language_stays_with_the_person(client, owner):
    client.post(reverse("set_language"), {"language": "ru", "next": "/"})
    client.logout()
    client.cookies.clear()
    client.force_login(owner.user)
    page = client.get(reverse("organization", args=[owner.organization_id])).content.decode()
    assert '<html lang="ru"' in page


def test_an_owner_applies_once_and_waits_for_the_organizer(client, owner):
    edition = EditionFactory(registration_open=True)
    form = {"edition": edition.pk, "side": "exhibitor"}
    address = reverse("apply", args=[owner.organization_id])
    assert "is asked" in client.post(address, form, follow=True).content.decode()
    assert "already" in client.post(address, form, follow=True).content.decode()
    side = edition.exhibitors.get()
    assert (side.state, side.contact_email) == ("applied", owner.user.email)
    page = client.get(reverse("today", args=[edition.slug, owner.organization_id]))
    assert "not yet let you in" in page.content.decode()


def test_a_closed_edition_takes_no_applications(client, owner):
    form = {"edition": EditionFactory().pk, "side": "buyer"}
    assert client.post(reverse("apply", args=[owner.organization_id]), form).status_code == 404
