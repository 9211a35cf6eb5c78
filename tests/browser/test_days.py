"""A participant's days on a phone: the day sheet, the reader's own time, the other side's page."""

import re

from playwright.sync_api import expect

from tests.browser.site import PHONE, fits, person

SCANNABLE = 80  # px


def test_a_day_sheet_can_be_read_and_scanned_on_a_phone(browser, site):
    with person(browser, site, "exhibitor", viewport=PHONE) as page:
        page.goto(f"{site.exhibits}calendar/sheet/")
        fits(page)
        for box in page.locator(".dayleaf .scroll").all():
            assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
        for code in page.locator(".code svg").all():
            assert code.evaluate("code => code.clientWidth") >= SCANNABLE


def test_the_readers_own_time_is_written_as_the_expos(browser, site):
    with person(browser, site, "exhibitor", timezone_id="Europe/Berlin") as page:
        page.goto(f"{site.exhibits}calendar/")
        own = page.locator(".day > li .local").first
        expect(own).to_have_text(re.compile(r"^\d\d:\d\d GMT\+2$"))
