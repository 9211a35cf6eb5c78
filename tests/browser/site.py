"""The site under test, and how a person looks at it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
# Patience costs nothing where all goes well.
expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class Site:
    """What `tests.browser.edition` told: sign-ins and sessions by role, pages to look at."""

    address: str
    people: dict[str, list[str]]
    sessions: dict[str, str]
    pages: list[tuple[str, str, str]]
    place: str
    exhibitor: int

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
    """Somebody's page, signed in as `role` without a form; what the console complains of fails."""
    context = browser.new_context(
        base_url=site.address, viewport=viewport or DESKTOP, java_script_enabled=javascript,  # type: ignore[arg-type]
        locale=language, **options,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    complaints = listen(context)
    cookies = {"django_language": language}
    if role:
        cookies["sessionid"] = site.sessions[role]
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
