"""The site under test, and how a person looks at it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
# Each journey is walked so.
LOOKS = pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESKTOP), ("zh-hans", PHONE)], ids=["en-desktop", "zh-phone"]
)
# Patience costs nothing where all goes well.
expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class Site:
    """What `tests.browser.edition` told: sign-ins and sessions by role, pages to look at, the
    buyer's place and the exhibitor's, exhibitors of whom the buyer has asked nothing yet, and
    e-mails with a link that answers; pages of the desk.
    """

    address: str
    folder: Path
    environment: dict[str, str]
    people: dict[str, list[str]]
    sessions: dict[str, str]
    pages: list[tuple[str, str, str]]
    place: str
    exhibits: str
    askable: list[dict[str, Any]]
    letters: list[str]
    desk: list[str]

    def url(self, path: str) -> str:
        """A whole address."""
        return f"{self.address}{path}"


def words(language: str, text: str, **facts: Any) -> str:
    """What the portal says for it in a language."""
    with translation.override(language):
        return translation.gettext(text) % facts if facts else translation.gettext(text)


@contextmanager
def person(
    browser: Browser, site: Site, role: str = "", *, language: str = "en",
    viewport: dict[str, int] | None = None, javascript: bool = True, **options: Any,
) -> Iterator[Page]:  # fmt: skip
    """Somebody's page, signed in without a form as `role`, or by the key of a session; what the
    console complains of fails.
    """
    context = browser.new_context(
        base_url=site.address, viewport=viewport or DESKTOP, java_script_enabled=javascript,  # type: ignore[arg-type]
        locale=language, **options,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    complaints = listen(context)
    cookies = {"django_language": language}
    if role:
        cookies["sessionid"] = site.sessions.get(role, role)
    context.add_cookies([{"name": n, "value": v, "url": site.address} for n, v in cookies.items()])
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


def listen(context: BrowserContext) -> list[str]:
    """Collects scripts' errors and what the Content-Security-Policy refused."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 on purpose is logged as an error too.
        if message.type == "error" and "Failed to load resource" not in message.text:
            found.append(message.text)

    context.on("console", heard)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


def speak(page: Page, language: str) -> None:
    """Choose the language as a person does; it is kept with a person signed in."""
    page.locator("details.menu:has(button[name=language]) > summary").click()
    page.locator(f"button[name=language][value='{language}']").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def fits(page: Page) -> None:
    """Nothing sticks out of the screen sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def sign_in(page: Page, site: Site, role: str) -> None:
    """With the password."""
    email, password = site.people[role]
    page.goto("/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    expect(page).not_to_have_url(re.compile("login"))


def go(page: Page, language: str, title: str) -> None:
    """By the bar of pages."""
    page.locator("nav.nav a", has_text=words(language, title)).first.click()
    expect(page.locator("nav.nav a[aria-current]")).to_contain_text(words(language, title))
    fits(page)


def see(page: Page, text: str) -> None:
    """On the page itself, not in its bars."""
    expect(page.locator("main")).to_contain_text(text)


def succeeded(page: Page) -> None:
    """The page says that it was done."""
    expect(page.locator(".message.success").first).to_be_visible()
    fits(page)
