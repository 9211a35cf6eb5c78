"""`python -m tests.browser.screenshots [http://127.0.0.1:8000]`: docs/screens/, of a `make demo`.

Changes the language of the demo's people on the way, and gives it back.
"""

import re
import sys
from pathlib import Path

import django

django.setup()

from playwright.sync_api import Page, sync_playwright  # noqa: E402 (needs the settings)

from config.launch.chromium import find  # noqa: E402
from expo.models import Edition  # noqa: E402
from matchmaking.actions.open_demo import BUYER, EXHIBITOR, open_demo  # noqa: E402
from tests.browser.conftest import ARGUMENTS  # noqa: E402
from tests.browser.site import DESKTOP, PHONE, Site, fits, sign_in, speak  # noqa: E402
from tests.browser.test_buyer import MAILS  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screens"
LARGEST = 250_000
# File, sign-in, address below its place (or a whole one), language, size, colours; `@` names what
# is done first.
SHOTS = (
    ("matches-en", "buyer", "matches/", "en", DESKTOP, "light"),
    ("need-read-zh", "buyer", "needs/new/@read", "zh-hans", DESKTOP, "light"),
    ("compare-en", "buyer", "matches/@compare", "en", DESKTOP, "light"),
    ("search-zh-phone", "buyer", "search/?q=咖啡", "zh-hans", PHONE, "light"),
    ("calendar-ar", "exhibitor", "calendar/", "ar", DESKTOP, "light"),
    ("profile-en-dark", "exhibitor", "profile/", "en", DESKTOP, "dark"),
    ("calendar-en-phone", "exhibitor", "calendar/", "en", PHONE, "light"),
    ("mission-zh", "delegation lead", "/@mission", "zh-hans", DESKTOP, "light"),
    ("desk-front", "organizer", "/admin/expo/edition/front/", "en", DESKTOP, "light"),
    ("desk-front-dark", "organizer", "/admin/expo/edition/front/", "en", DESKTOP, "dark"),
    ("desk-review", "organizer", "/admin/@review", "en", DESKTOP, "light"),
    ("desk-review-dark", "organizer", "/admin/@review", "en", DESKTOP, "dark"),
    ("desk-move", "organizer", "/admin/@move", "en", DESKTOP, "light"),
)


def read_mail(page: Page) -> None:
    page.fill("[name=pasted]", MAILS["zh-hans"])
    page.locator("button[name=read]").click()
    page.locator(".guessed").first.wait_for()


def compare(page: Page) -> None:
    for number in range(3):
        page.locator(".pick input").nth(number).check()
    page.locator("#compare button").click()
    page.locator("table.compare").wait_for()


def mission(page: Page) -> None:
    page.locator("main .card a[href*='delegations']").first.click()
    page.wait_for_load_state()


def review(page: Page) -> None:
    page.goto("/admin/matchmaking/schedule/?state__exact=approved")
    row = page.locator("#result_list a[href*='/schedule/']").first.get_attribute("href")
    number = re.search(r"/schedule/(\d+)/", str(row))
    assert number
    page.goto(f"/admin/matchmaking/schedule/{number[1]}/timetable/")


def move(page: Page) -> None:
    review(page)
    page.locator("a.fl-pin[href*=adjust]").first.click()
    page.wait_for_load_state()


FIRST = {"read": read_mail, "compare": compare, "mission": mission, "review": review, "move": move}


def main(address: str) -> None:
    edition = Edition.objects.get(slug="harbour-2027")
    people = {one["role"]: [one["email"], one["password"]] for one in open_demo(edition)}
    places = {
        "buyer": edition.buyers.get(ref=BUYER).organization_id,
        "exhibitor": edition.exhibitors.get(ref=EXHIBITOR).organization_id,
    }
    site = Site(address, FOLDER, {}, people, {}, [], "", "", [], [], [])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        for name, role, path, language, viewport, colours in SHOTS:
            context = browser.new_context(
                base_url=address, viewport=viewport, locale=language, color_scheme=colours  # type: ignore[arg-type]
            )  # fmt: skip
            page = context.new_page()
            sign_in(page, site, role)
            if role == "organizer":
                page.goto("/notices/")
            speak(page, language)
            at, _at, first = path.partition("@")
            start = at if at.startswith("/") else f"/at/{edition.slug}/{places[role]}/{at}"
            page.goto(start)
            if first:
                FIRST[first](page)
            fits(page)
            file = FOLDER / f"{name}.png"
            page.screenshot(path=file)
            size = file.stat().st_size
            assert size < LARGEST, f"{file.name} has {size} bytes"
            if role != "organizer":
                speak(page, "zh-hans" if role == "buyer" else "en")
            context.close()
            sys.stdout.write(f"{file.name}: {size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
