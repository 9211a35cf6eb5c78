"""Every page that somebody may read: accessibility, width, weight, and what the console says."""

import os
from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.site import PHONE, Site, fits, person, speak

# `make test-browser` goes through all six; one of each direction tells most of it.
INSIST = os.environ.get("BROWSER") == "insist"
LANGUAGES = [code for code, _name in settings.LANGUAGES] if INSIST else ["en", "ar"]
HEAVIEST = 150_000  # bytes over the wire on a first visit
GRAVE = {"serious", "critical"}
# Smaller targets than WCAG 2.2's 24 px count as grave too.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
# Contrast does not depend on the language: light is looked at in one, dark in another.
COLOURS = {"en": "light", "ar": "dark"}


def by_reader(site: Site) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reader, path in site.pages:
        found[reader].append((name, path))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_hard_to_read_wide_or_heavy(browser: Browser, site: Site, language: str) -> None:
    axe, found = Axe(), []
    quick = {} if language in COLOURS else {"rules": {"color-contrast": {"enabled": False}}}
    colours = COLOURS.get(language, "light")
    for reader, pages in by_reader(site).items():
        with person(
            browser, site, reader, language=language, viewport=PHONE, color_scheme=colours
        ) as page:
            if reader:
                page.goto("/notices/")
                speak(page, language)
            weights = weighed(page)
            for name, path in pages:
                weights.clear()
                page.goto(path)
                assert page.locator("html").get_attribute("lang") == language, name
                fits(page)
                violations = axe.run(page, options={**RULES, **quick}).response["violations"]
                found += [
                    f"{name} ({language}): {each['id']}: {node['html'][:160]}"
                    for each in violations
                    if each["impact"] in GRAVE
                    for node in each["nodes"][:2]
                ]
                assert 0 < sum(weights) < HEAVIEST, f"{name}: {sum(weights)} bytes"
    assert not found, "\n".join(found)


def weighed(page: Page) -> list[float]:
    """What comes over the wire, as on a first visit."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights: list[float] = []
    protocol.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    return weights
