"""OpenID Connect against a provider process, guessing, second factors, the desk's door."""

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from accounts.models import User
from tests.accounts.provider import CLIENT, SECRET
from tests.factories.accounts import OrganizerFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-light-4"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def fresh(settings):
    """Attempts and rates are kept in a store that tests share."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def provider(settings):
    """Starts one for an e-mail address, and tells our side of it."""
    running = []

    def start(*arguments):
        file = str(Path(__file__).with_name("provider.py"))
        process = subprocess.Popen(
            [sys.executable, file, *arguments], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        issuer = process.stdout.readline().strip()
        app = {
            "provider_id": "acme", "name": "Acme", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        return issuer

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs):
        return None


def sent_back(address):
    """Where the provider sends the browser."""
    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as answer:
        opener.open(address, timeout=10)
    with answer.value as response:
        assert response.code == 302, response.read()
        return response.headers["Location"]


def through(client):
    there = client.post("/account/oidc/acme/login/")
    return client.get(sent_back(there["Location"]), follow=True)


def signed_in(client):
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_who_is_known_to_the_provider_is_signed_in_to_their_account(provider):
    person = verified(UserFactory(email="aline@kivu.example"))
    provider("Aline@kivu.example")
    client = Client()
    assert "Acme" in client.get(LOGIN).content.decode()
    through(client)
    assert signed_in(client) == person
    again = Client()
    through(again)
    assert signed_in(again) == person


def test_an_address_that_the_provider_has_not_verified_opens_nobodys_account(provider):
    verified(UserFactory(email="aline@kivu.example"))
    provider("aline@kivu.example", "unverified")
    client = Client()
    through(client)
    assert signed_in(client) is None


def test_a_forged_answer_is_refused(provider):
    provider("aline@kivu.example")
    client = Client()
    back = sent_back(client.post("/account/oidc/acme/login/")["Location"])
    forged = Client()
    forged.get(back)
    assert signed_in(forged) is None


def test_guessing_ends_after_ten_attempts_from_an_address(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    person = verified(UserFactory())
    wrong = {"login": person.email, "password": "wrong"}
    guesser = Client(REMOTE_ADDR="203.0.113.5")
    for _attempt in range(9):
        assert guesser.post(LOGIN, wrong).status_code == 200
    guesser.post(LOGIN, wrong)
    locked = guesser.post(LOGIN, {**wrong, "login": person.email.upper(), "password": PASSWORD})
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert signed_in(guesser) is None
    elsewhere = Client(REMOTE_ADDR="203.0.113.6")
    elsewhere.post(LOGIN, {**wrong, "password": PASSWORD})
    assert signed_in(elsewhere) == person


def test_the_desks_door_is_the_portals(client):
    there = client.get("/admin/login/?next=/admin/")
    assert there.status_code == 302
    assert there["Location"].startswith(LOGIN)


def test_organizers_set_up_a_second_factor_first_where_it_is_required(settings):
    organizer = verified(OrganizerFactory())
    client = Client()
    client.post(LOGIN, {"login": organizer.email, "password": PASSWORD})
    assert client.get("/admin/?all=1").status_code == 200
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    there = client.get("/admin/")
    assert (there.status_code, there["Location"]) == (302, "/account/2fa/")
    assert client.get("/api/v1/runs/").json()["results"] == []
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for page in ("", "totp/activate/", "webauthn/add/"):
        assert client.get(f"/account/2fa/{page}").status_code == 200, page


def test_a_second_factor_is_asked_for_at_sign_in(settings):
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    organizer = verified(OrganizerFactory())
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(organizer, secret)
    client = Client()
    there = client.post(LOGIN, {"login": organizer.email, "password": PASSWORD})
    assert there["Location"].startswith("/account/2fa/authenticate/")
    assert signed_in(client) is None
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    client.post("/account/2fa/authenticate/", {"code": code})
    assert signed_in(client) == organizer
    assert client.get("/admin/?all=1").status_code == 200
    assert Authenticator.objects.filter(user=organizer).exists()


def test_visitors_behind_the_proxy_have_each_their_own_attempts(settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip", "login_failed": "3/m/ip"}
    person = verified(UserFactory())
    right = {"login": person.email, "password": PASSWORD}
    guesser, visitor = (
        Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": f"203.0.113.{n}"})
        for n in (5, 6)
    )
    for _attempt in range(3):
        guesser.post(LOGIN, {**right, "password": "wrong"})
    assert guesser.post(LOGIN, right).status_code == 429
    visitor.post(LOGIN, right)
    assert signed_in(visitor) == person


def test_nobody_uses_up_somebody_elses_attempts_from_afar():
    person = verified(UserFactory())
    right = {"login": person.email, "password": PASSWORD}
    guesser = Client(REMOTE_ADDR="203.0.113.5")
    for _attempt in range(12):
        guesser.post(LOGIN, {**right, "password": "wrong"})
    guesser.post(LOGIN, right)
    assert signed_in(guesser) is None
    elsewhere = Client(REMOTE_ADDR="203.0.113.6")
    elsewhere.post(LOGIN, right)
    assert signed_in(elsewhere) == person


def test_a_second_factors_codes_are_guessed_ten_times_from_wherever():
    organizer = verified(OrganizerFactory())
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(organizer, secret)
    for n in range(11):
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        client.post(LOGIN, {"login": organizer.email, "password": PASSWORD})
        said = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "Too many failed" in said
