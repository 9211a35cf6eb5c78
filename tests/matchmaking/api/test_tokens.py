"""Tokens: scopes, ends, machines; sessions; throttles; the portal's page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AccessToken, Membership
from tests.matchmaking.api.conftest import speak

PRODUCTS = "/api/v1/products/"


def test_a_token_does_what_its_scopes_say(world, people):
    client = speak(people["exhibitor"], scopes=["catalogue:read"])
    assert client.get(PRODUCTS).status_code == 200
    for refused in (client.post(PRODUCTS, {}, format="json"), client.get("/api/v1/requests/")):
        assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    token = AccessToken.objects.get(scopes=["catalogue:read"])
    assert token.used_at is not None
    assert token.digest != token.hint


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_an_ended_token_opens_nothing(world, people, change):
    client = speak(people["exhibitor"])
    AccessToken.objects.update(**change)
    answer = client.get(PRODUCTS)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "bad_token"


def test_a_machine_acts_for_its_organization_only_and_ends_with_its_makers_membership(
    world, people
):
    world.rival.organization.memberships.create(user=people["exhibitor"], role="owner")
    machine = speak(people["exhibitor"], organization=world.exhibitor.organization)
    seen = machine.get("/api/v1/buyers/?fields=id").json()["results"]
    assert [row["id"] for row in seen] == [world.buyer.pk]
    assert machine.get("/api/v1/me/export/").status_code == 403
    Membership.objects.filter(
        user=people["exhibitor"], organization=world.exhibitor.organization
    ).update(role="viewer")
    assert machine.get(PRODUCTS).status_code == 401


def test_a_session_writes_with_its_csrf_token_only(world, people):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people["exhibitor"], "django.contrib.auth.backends.ModelBackend")
    address = f"/api/v1/exhibitors/{world.exhibitor.pk}/"
    assert client.get(address).status_code == 200
    refused = client.patch(address, {"languages": ["fr"]}, format="json")
    assert refused.status_code == 403
    client.get("/account/tokens/")
    token = client.cookies["csrftoken"].value
    done = client.patch(
        address, {"languages": ["fr"]}, format="json", headers={"X-CSRFToken": token}
    )
    assert done.status_code == 200


@pytest.mark.parametrize("group", ["person", "address", "organization"])
def test_who_asks_too_much_waits(world, people, settings, group):
    client = speak(people["exhibitor"], organization=world.exhibitor.organization)
    where: dict[str, Any] = {"REMOTE_ADDR": f"203.0.113.{len(group)}"}
    client.get(PRODUCTS, **where)
    settings.API_RATES = {**settings.API_RATES, group: 1}
    answers = [client.get(PRODUCTS, **where) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["code"] == "throttled"


def test_the_page_shows_a_new_token_once(world, people):
    client = Client()
    client.force_login(people["exhibitor"], "django.contrib.auth.backends.ModelBackend")
    said = {"name": "CRM", "read": ["catalogue"], "days": "30", "organization": ""}
    page = client.post("/account/tokens/", said)
    assert page.status_code == 200
    secret = page.context["made"][1]
    assert secret in page.content.decode()
    assert secret not in client.get("/account/tokens/").content.decode()
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert api.get(PRODUCTS).status_code == 200
    client.post(f"/account/tokens/{page.context['made'][0].pk}/end/")
    assert api.get(PRODUCTS).status_code == 401
    none = client.post("/account/tokens/", {**said, "read": []})
    assert none.status_code == 422
