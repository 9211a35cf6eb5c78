"""Passkeys in a real Chromium with a virtual authenticator: made, signed in with, asked for.

The server is Django's own on `localhost`: WebAuthn knows no addresses in numbers.
"""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.site import fits, listen
from tests.factories.accounts import OrganizerFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "harbour-light-4"
CODES = 10  # shown this once
PATIENCE = 120_000  # milliseconds, for the first page on a busy machine
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def chromium(chromium_path: str, django_db_setup: None) -> Iterator[Browser]:
    """Playwright's loop runs beside the tests, which ask the database themselves."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def strict(settings):
    """As in production; attempts are kept in a store that tests share."""
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def organizer():
    person = OrganizerFactory()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """Whatever the page's policy refuses, or its scripts cannot do, fails the test."""
    context = chromium.new_context(base_url=live_server.url, locale="en")
    context.set_default_timeout(PATIENCE)
    complaints = listen(context)
    page = context.new_page()
    yield page
    context.close()
    assert complaints == []


def plug_in(context: BrowserContext, page: Page) -> None:
    """A key in the computer, whose owner has touched it."""
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def with_password(page: Page, person) -> None:
    page.goto("/account/login/")
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page).not_to_have_url(re.compile("/login/"))


def at(path: str) -> re.Pattern[str]:
    """A whole path, whatever its host and query."""
    return re.compile(rf"^[^/]+//[^/]+{path}(\?.*)?$")


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def add_key(page: Page, name: str, *, passwordless: bool) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.fill("#id_name", name)
    page.locator("#id_passwordless").set_checked(passwordless)
    fits(page)
    page.click("#mfa_webauthn_add")
    expect(page).to_have_url(at("/account/2fa/recovery-codes/.*"))
    assert len(page.input_value("#recovery_codes").split()) == CODES
    fits(page)
    page.check("#codes_saved")


def test_a_passkey_is_made_and_opens_the_desk_without_a_password(page, organizer):
    plug_in(page.context, page)
    with_password(page, organizer)
    page.goto("/admin/")
    expect(page).to_have_url(at("/account/2fa/"))
    add_key(page, "My laptop", passwordless=True)
    made = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert (made.user, made.wrap().is_passwordless) == (organizer, True)
    page.goto("/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("My laptop")
    fits(page)
    sign_out(page)
    page.goto("/account/login/")
    page.click("#passkey_login")
    expect(page).to_have_url(at("/"))
    assert page.goto("/admin/").status == 200


def test_a_security_key_is_the_second_factor(page, organizer):
    plug_in(page.context, page)
    with_password(page, organizer)
    add_key(page, "On my ring", passwordless=False)
    sign_out(page)
    with_password(page, organizer)
    expect(page).to_have_url(at("/account/2fa/authenticate/"))
    assert page.request.get("/api/v1/me/").status == 401
    fits(page)
    page.click("#mfa_webauthn_authenticate")
    expect(page).to_have_url(at("/"))
    assert page.goto("/admin/").status == 200


def test_a_key_that_is_not_used_is_told_in_words(page, organizer):
    """No key is plugged in."""
    page.goto("/account/login/")
    told = page.locator("#passkey-refused")
    expect(told).to_be_hidden()
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.click("#passkey_login")
    expect(told).to_be_visible()
    fits(page)
