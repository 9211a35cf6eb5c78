"""Addresses are kept in small letters, and an address that somebody has proved is theirs."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.urls import reverse

from accounts.actions.invite import invitation_token, invite
from accounts.models import User
from matchmaking.exchange.loading.people import users_by_email
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-light-4"


@pytest.fixture(autouse=True)
def fresh(settings):
    """Attempts and rates are kept in a store that tests share."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.ACCOUNT_RATE_LIMITS = False


def sign_up(client, email):
    form = {"email": email, "password1": "reef-knot-77", "password2": "reef-knot-77"}
    return client.post(reverse("account_signup"), form)


def test_who_was_imported_in_capitals_signs_up_and_in_by_a_code(client):
    person = users_by_email([("Aline@Kivu.Example", ""), ("ALINE@kivu.example", "Aline")])
    assert list(person) == ["aline@kivu.example"]
    assert (User.objects.get().email, User.objects.get().name) == ("aline@kivu.example", "Aline")
    assert sign_up(client, "Aline@Kivu.example").status_code == 302
    client.post(reverse("account_request_login_code"), {"email": "Aline@Kivu.example"})
    assert [sent.to for sent in mail.outbox] == [["aline@kivu.example"]] * 2


def test_who_was_invited_in_capitals_signs_in(client):
    owner = MembershipFactory(role="owner")
    asked = invite(owner.organization, "New@Example.org", "editor", user=owner.user)
    client.post(reverse("invitation", args=[invitation_token(asked)]))
    person = User.objects.get(email="new@example.org")
    assert EmailAddress.objects.get(user=person).email == "new@example.org"
    person.set_password(PASSWORD)
    person.save()
    client.logout()
    client.post(reverse("account_login"), {"login": "New@example.org", "password": PASSWORD})
    assert int(client.session["_auth_user_id"]) == person.pk


def test_a_second_address_that_is_proved_belongs_to_somebody_already(client):
    member = MembershipFactory(role="owner")
    EmailAddress.objects.create(user=member.user, email="second@example.org", verified=True)
    other = MembershipFactory(role="owner")
    asked = invite(other.organization, "Second@example.org", "editor", user=other.user)
    link = reverse("invitation", args=[invitation_token(asked)])
    assert client.post(link).status_code == 409
    client.force_login(member.user)
    assert client.post(link).status_code == 302
    assert other.organization.memberships.filter(user=member.user).exists()


def test_the_desk_writes_small_letters(client):
    client.force_login(OrganizerFactory())
    form = {"email": "Amina@Example.org", "usable_password": "true"}
    form |= {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("admin:accounts_user_add"), form).status_code == 302
    assert User.objects.filter(email="amina@example.org").exists()


def test_rows_that_are_there_are_written_small_where_nobody_else_has_them():
    person = UserFactory(email="Aline@Kivu.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    taken = EmailAddress.objects.create(user=UserFactory(), email="Bo@kivu.example")
    EmailAddress.objects.create(user=person, email="bo@kivu.example", verified=True)
    import_module("accounts.migrations.0002_small_letters").write_small(apps, None)
    person.refresh_from_db()
    assert person.email == "aline@kivu.example"
    assert EmailAddress.objects.filter(user=person, email="aline@kivu.example").exists()
    taken.refresh_from_db()
    assert taken.email == "Bo@kivu.example"


def test_who_was_imported_is_written_to_in_their_companys_language_and_then_their_own(client):
    told = {"shen@hualin.example": "zh", "amal@dar.example": "ar", "kim@han.example": "ko"}
    people = users_by_email([(email, "") for email in told], told)
    assert [people[email].language for email in told] == ["zh-hans", "ar", "en"]
    person = people["shen@hualin.example"]
    person.set_password("reef-knot-77")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    form = {"login": person.email, "password": "reef-knot-77"}
    client.post(reverse("account_login"), form, headers={"accept-language": "fr"})
    person.refresh_from_db()
    assert person.language == "fr"
    client.logout()
    client.post(reverse("account_login"), form, headers={"accept-language": "es"})
    person.refresh_from_db()
    assert person.language == "fr"
