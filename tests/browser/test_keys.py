"""Everything by keyboard: what has the focus is seen, everything is reached, a request is sent."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import PHONE, person, see

# Below a place; of the buyer and of the exhibitor.
BUYERS = (
    "",
    "needs/",
    "needs/new/?empty",
    "matches/",
    "requests/",
    "calendar/buyer/",
    "search/?q=coffee",
    "talks/",
)
EXHIBITORS = ("profile/", "profile/edit/", "products/", "products/new/", "certificates/",
              "calendar/", "requests/agreed/")  # fmt: skip
# What can be used and was not stopped at. Of radio buttons that belong together one is enough.
LEFT_OUT = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']"
)].filter(e => !e.disabled && e.tabIndex >= 0
  && !e.matches("[type=radio], [type=hidden], fieldset[disabled] *")
  && e.checkVisibility({visibilityProperty: true}) && !window.reached.has(e)
  && !e.closest("details:not([open]) > :not(summary)")).map(e => e.outerHTML.slice(0, 120))"""
# Of what has the focus: its number, and whether one sees it and that it has it.
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e);
  const under = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  window.reached ??= new Map();
  if (e === document.body) return null;
  if (!window.reached.has(e)) window.reached.set(e, window.reached.size);
  return {
    number: window.reached.get(e), html: e.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth
      && (e.closest(".sticky") || !under?.closest(".sticky")),
    ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize(
    ("role", "paths"), [("buyer", BUYERS), ("exhibitor", EXHIBITORS)], ids=["buyer", "exhibitor"]
)
def test_tab_reaches_everything_and_shows_where_it_is(browser, site, role, paths):
    with person(browser, site, role) as page:
        for path in paths:
            page.goto(f"{site.place if role == 'buyer' else site.exhibits}{path}")
            last = -1
            while (at := tabbed(page)) and at["number"] >= last:  # parts of a date are one box
                assert at["seen"], f"{path}: out of sight: {at['html']}"
                assert at["ring"], f"{path}: not to be told: {at['html']}"
                last = at["number"]
            assert page.evaluate(LEFT_OUT) == [], path


def tabbed(page: Page) -> dict[str, Any] | None:
    """One stop further; None past the last one."""
    page.keyboard.press("Tab")
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


def test_a_menu_is_opened_and_closed_by_keys(browser, site):
    with person(browser, site, "buyer") as page:
        page.goto(site.place)
        page.locator("body").press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        summary = page.locator("details.menu > summary").last
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator("details.menu[open] .menu-box")).to_be_visible()
        outline = summary.evaluate("e => getComputedStyle(e).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Escape")
        expect(page.locator("details.menu[open]")).to_have_count(0)
        expect(summary).to_be_focused()


def test_a_meeting_is_asked_for_without_a_mouse(browser, site):
    with person(browser, site, "buyer", viewport=PHONE) as page:
        page.goto(f"{site.place}search/?q=cheese")
        tab_to(page, page.locator(".hits a.button").first)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/ask|/new|requests"))
        tab_to(page, page.locator("textarea[name=message]"))
        page.keyboard.type("Asked by keyboard.")
        tab_to(page, page.locator("main form button.primary"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/requests/sent/"))
        see(page, "Asked by keyboard.")


def tab_to(page: Page, wanted: Locator) -> None:
    wanted.wait_for()
    for _step in range(250):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached")
