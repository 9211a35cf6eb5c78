"""What people write may have no place to break; the page stays as wide as the screen."""

import pytest

from tests.browser.site import PHONE, fits, person

LONG = "W" * 150


@pytest.mark.parametrize(
    ("role", "path", "what"),
    [
        ("buyer", "needs/", "h2.need bdi"),
        ("buyer", "matches/", ".match h3 bdi, .match .offers bdi"),
        ("buyer", "requests/", ".card h2 bdi, .card blockquote bdi"),
        ("buyer", "calendar/", ".day bdi:not([dir])"),
        ("exhibitor", "products/", ".goods h2 a"),
        ("exhibitor", "matches/", ".match h3 bdi, .match .offers bdi"),
        ("exhibitor", "", "main h1 bdi, .day strong bdi"),
    ],
)
def test_long_words_break(browser, site, role, path, what):
    place = site.place if role == "buyer" else site.exhibits
    with person(browser, site, role, viewport=PHONE) as page:
        page.goto(f"{place}{path}")
        filled = page.evaluate(
            "([what, long]) => [...document.querySelectorAll(what)]"
            ".map((each) => { each.textContent = long; return 1; }).length",
            [what, LONG],
        )
        assert filled
        fits(page)


def test_a_need_with_long_words_fits(browser, site):
    with person(browser, site, "buyer", viewport=PHONE) as page:
        page.goto(f"{site.place}needs/")
        page.locator("h2.need a").first.click()
        page.evaluate(
            "(long) => { document.querySelector('h1.need bdi').textContent = long; }", LONG
        )
        fits(page)
