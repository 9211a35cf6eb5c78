"""People are added by e-mail."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, User
from tests.factories.accounts import OrganizationFactory, OrganizerFactory


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory(email="desk@example.org"))
    return client


def test_a_person_is_added_and_may_sign_in(desk: Client) -> None:
    data = {
        "email": "amina@example.org",
        "name": "Amina",
        "usable_password": "true",
        "password1": "harbour-light-4",
        "password2": "harbour-light-4",
    }
    page = desk.post(reverse("admin:accounts_user_add"), data)
    assert page.status_code == 302, page.context["errors"]
    assert User.objects.get(email="amina@example.org").check_password("harbour-light-4")


def test_the_same_address_in_capitals_is_refused_in_words(desk: Client) -> None:
    data = {
        "email": "DESK@example.org",
        "usable_password": "true",
        "password1": "harbour-light-4",
        "password2": "harbour-light-4",
    }
    page = desk.post(reverse("admin:accounts_user_add"), data)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors


def test_an_organization_is_found_in_any_of_its_languages(desk: Client) -> None:
    OrganizationFactory(name={"zh": "浦江食品", "en": "Pujiang Foods"})
    OrganizationFactory(name={"en": "Nile Herbs"})
    for words in ("浦江", "pujiang"):
        page = desk.get(reverse("admin:accounts_organization_changelist"), {"q": words})
        assert page.context["cl"].result_count == 1
    assert Organization.objects.count() == 2
