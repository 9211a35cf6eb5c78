"""`python -m tests.browser.screenshots [http://127.0.0.1:8000]`: docs/screens/, of a `make demo`.

Changes the language of the demo's people on the way, and gives it back.
"""

import sys
from pathlib import Path

import django

django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402 (needs the settings)

from config.launch.chromium import find  # noqa: E402
from expo.models import Edition  # noqa: E402
from matchmaking.actions.open_demo import BUYER, EXHIBITOR, open_demo  # noqa: E402
from tests.browser.conftest import ARGUMENTS  # noqa: E402
from tests.browser.site import DESKTOP, PHONE, Site, fits, sign_in, speak  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screens"
LARGEST = 250_000
# File, sign-in, address below its place (or a whole one), language, size, colours.
SHOTS = (
    ("buyer-today-en", "buyer", "", "en", DESKTOP, "light"),
    ("search-en", "buyer", "search/?q=organic+coffee", "en", DESKTOP, "light"),
    ("requests-zh", "buyer", "requests/agreed/", "zh-hans", DESKTOP, "light"),
    ("search-zh-phone", "buyer", "search/?q=咖啡", "zh-hans", PHONE, "light"),
    ("calendar-ar", "exhibitor", "calendar/", "ar", DESKTOP, "light"),
    ("exhibitor-today-dark", "exhibitor", "", "en", DESKTOP, "dark"),
    ("calendar-en-phone", "exhibitor", "calendar/", "en", PHONE, "light"),
    ("mission-zh", "delegation lead", "/", "zh-hans", DESKTOP, "light"),
)


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
            speak(page, language)
            start = path if path.startswith("/") else f"/at/{edition.slug}/{places[role]}/{path}"
            page.goto(start)
            if role == "delegation lead":
                page.locator("main .card a").first.click()
                page.wait_for_load_state()
            fits(page)
            file = FOLDER / f"{name}.png"
            page.screenshot(path=file)
            size = file.stat().st_size
            assert size < LARGEST, f"{file.name} has {size} bytes"
            speak(page, "zh-hans" if role == "buyer" else "en")
            context.close()
            sys.stdout.write(f"{file.name}: {size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
