"""The organizer's journey: import, score, plan, pin and move, plan again, approve, look."""

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.desk_files import write_folder
from tests.browser.site import PHONE, Site, fits, person, speak
from tests.browser.test_pages import GRAVE, RULES

PATIENCE = 120_000  # milliseconds: the worker loads engine and solver first


def test_an_edition_is_matched_planned_mended_and_approved(browser, site):
    imported(site)
    with person(browser, site, "organizer") as page:
        in_english(page)
        front = front_of(page)
        page.goto(front)
        page.locator("button", has_text="Match again").click()
        matched(page)
        page.goto(front)
        page.locator("a.fl-button", has_text="Make a timetable").click()
        draft = planned(page)
        kept, mended = pinned_and_moved(page)
        page.goto(draft)
        page.locator("a.fl-button", has_text="Plan again…").click()
        page.locator("[name=keep]").select_option(index=0)
        again = planned(page)
        assert again != draft
        # What was pinned stands where it stood.
        expect(page.locator(".fl-meeting", has=page.locator(".fl-pinned"))).to_contain_text(kept)
        page.locator("a.fl-button", has_text="Compare").click()
        expect(page.locator("dl.fl-compare")).to_be_visible()
        expect(page.locator("nav.fl-tabs a")).not_to_have_count(0)
        page.goto(again)
        page.locator("a.fl-button", has_text="Approve…").click()
        expect(page.locator(".fl-confirm li").first).to_contain_text("4 meetings")
        page.locator("button.fl-primary", has_text="Approve and tell everybody").click()
        page.goto(again)
        expect(page.locator(".fl-state-approved").first).to_be_visible()
        page.goto(front)
        expect(page.locator("dl.fl-funnel").first).to_contain_text("4")
        expect(page.locator("table.fl-grid")).to_be_visible()
        assert mended


def matched(page: Page) -> None:
    """The list of runs says that it begins; once it is there, it is watched to its end."""
    run = page.locator("#result_list tr", has_text="Desk Expo 2027").first
    expect(page.locator("body")).to_contain_text("Matching of Desk Expo 2027 starts")
    for _second in range(PATIENCE // 1000):
        if run.is_visible():
            break
        page.wait_for_timeout(1000)
        page.reload()
    run.locator("a").first.click()
    expect(page.locator(".fl-run-done")).to_be_visible(timeout=PATIENCE)


def planned(page: Page) -> str:
    """Have it made; the address of its review. It ends as soon as nothing better is possible."""
    page.locator("[name=time_limit]").select_option("120")
    page.locator("button.fl-primary", has_text="Make the timetable").click()
    read = page.locator("a.fl-primary", has_text="Read the draft")
    expect(read).to_be_visible(timeout=PATIENCE)
    read.click()
    expect(page.locator("table.fl-grid")).to_be_visible()
    return page.url


def pinned_and_moved(page: Page) -> tuple[str, str]:
    """Table and exhibitor of the pinned one; the line that tells of the move."""
    page.locator("button[name=pin]").first.click()
    pinned = page.locator(".fl-meeting", has=page.locator(".fl-pinned"))
    kept = pinned.locator(".fl-side a").first.inner_text()
    page.locator("a.fl-pin", has_text="Change…").first.click()
    page.locator("details.fl-day summary").last.click()
    choices = page.locator("input[name=to]:visible")
    choices.last.check()
    page.locator("button.fl-primary", has_text="Move the meeting").click()
    told = page.locator("ol.fl-history > li").first
    expect(told.locator("button", has_text="Undo")).to_be_visible()
    return kept, told.inner_text()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_desks_own_pages_can_be_read_by_all(browser, site, look):
    """Only our parts: what django-unfold draws around them is its own."""
    axe, found = Axe(), []
    with person(browser, site, "organizer", viewport=PHONE, color_scheme=look) as page:
        in_english(page)
        for path in site.desk:
            page.goto(path)
            fits(page)
            for part in (".fl-review", ".fl-confirm"):
                if not page.locator(part).count():
                    continue
                answer = axe.run(page, context=part, options=RULES).response
                found += [
                    f"{path} ({look}): {each['id']}: {node['html'][:160]}"
                    for each in answer["violations"]
                    if each["impact"] in GRAVE
                    for node in each["nodes"][:2]
                ]
    assert not found, "\n".join(found)


def in_english(page: Page) -> None:
    """Whatever language another test has left the organizer in."""
    page.goto("/notices/")
    speak(page, "en")


def imported(site: Site) -> None:
    """By the command, as an organizer does."""
    folder = write_folder(site.folder / "desk-2027")
    done = subprocess.run(
        [sys.executable, "manage.py", "import_edition", str(folder)], cwd=settings.BASE_DIR,
        env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def front_of(page: Page) -> str:
    """The address of the small edition's front page."""
    page.goto("/admin/expo/edition/?q=desk")
    row = page.locator("#result_list a[href*='/expo/edition/']", has_text="Desk").first
    number = re.search(r"/edition/(\d+)/", str(row.get_attribute("href")))
    assert number
    return f"/admin/expo/edition/{number[1]}/front/"
