"""The portal in a real Chromium: journeys, and every page's accessibility, weight and width.

In one file, so that one worker makes the demo edition once (`--dist loadscope`).
"""

import os
import re
from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import DESKTOP, PHONE, Site, fits, person, sign_in, speak, words

# `make test-browser` goes through all six; one of each direction tells most of it.
INSIST = os.environ.get("BROWSER") == "insist"
LANGUAGES = [code for code, _name in settings.LANGUAGES] if INSIST else ["en", "ar"]
LOOKS = pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESKTOP), ("zh-hans", PHONE)], ids=["en-desktop", "zh-phone"]
)
HEAVIEST = 150_000  # bytes over the wire on a first visit
GRAVE = {"serious", "critical"}
# Smaller targets than WCAG 2.2's 24 px count as grave too.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


def see(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


@LOOKS
def test_a_buyer_finds_and_asks_an_exhibitor(browser, site, language, viewport):
    with person(browser, site, language=language, viewport=viewport) as page:
        sign_in(page, site, "buyer")
        speak(page, language)
        say = lambda text: words(language, text)  # noqa: E731 (the journey's own word)
        page.locator("nav.nav a", has_text=say("Search")).click()
        page.fill("#q", "cocoa" if language == "en" else "茶")
        page.press("#q", "Enter")
        expect(page.locator("mark").first).to_be_visible()
        fits(page)
        page.locator("nav.pages, .hits").first.wait_for()
        page.locator(".hits a.button").first.click()
        page.fill("textarea", "Samples, please. 请带样品。")
        page.locator("main button.primary").click()
        expect(page).to_have_url(re.compile("/requests/sent/"))
        see(page, "Samples, please. 请带样品。")
        fits(page)
        page.locator("nav.nav a", has_text=say("Calendar")).click()
        expect(page.locator("ol.day > li").first).to_be_visible()
        fits(page)


@LOOKS
def test_a_buyer_paints_times_with_keys_and_pointer(browser, site, language, viewport):
    with person(browser, site, "buyer", language=language, viewport=viewport) as page:
        page.goto(f"{site.place}calendar/buyer/")
        boxes = page.locator("table.paint input:enabled")
        first, second = boxes.nth(0), boxes.nth(1)
        before = second.is_checked()
        second.focus()
        page.keyboard.press("Space")
        expect(second).to_be_checked(checked=not before)
        page.keyboard.press("ArrowLeft")
        expect(first).to_be_focused()
        held = second.bounding_box()
        assert held
        page.mouse.move(held["x"] + 4, held["y"] + 4)
        page.mouse.down()
        page.mouse.up()
        expect(second).to_be_checked(checked=before)
        page.locator("main button.primary").click()
        expect(page.locator(".message.success")).to_be_visible()


@LOOKS
def test_an_exhibitor_answers_and_prints(browser, site, language, viewport):
    with person(browser, site, language=language, viewport=viewport) as page:
        sign_in(page, site, "exhibitor")
        speak(page, language)
        say = lambda text: words(language, text)  # noqa: E731 (the journey's own word)
        page.locator("nav.nav a", has_text=say("Requests")).click()
        see(page, say("Limits"))
        fits(page)
        page.locator("nav.nav a", has_text=say("Calendar")).click()
        page.locator("a.button", has_text=say("Day sheet to print")).click()
        expect(page.locator("svg.segno").first).to_be_visible()
        fits(page)
        page.locator("details.menu > summary").last.click()
        page.locator(".menu-box a", has_text=say("Notices")).click()
        page.locator("#kind-request").select_option("digest")
        page.locator("aside button.primary").click()
        expect(page.locator("#kind-request")).to_have_value("digest")


@LOOKS
def test_a_lead_sees_the_mission_and_acts_where_let(browser, site, language, viewport):
    with person(browser, site, "delegation lead", language=language, viewport=viewport) as page:
        page.goto("/")
        speak(page, language)
        page.locator("main .card a").first.click()
        see(page, words(language, "Joint calendar"))
        fits(page)
        with page.expect_download() as download:
            page.locator("a", has_text=words(language, "Companies (CSV)")).click()
        assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize(
    ("number", "viewport"), [(0, DESKTOP), (1, PHONE)], ids=["desktop", "phone"]
)
def test_a_link_in_an_e_mail_answers_after_one_click_without_scripts(
    browser, site, number, viewport
):
    with person(browser, site, viewport=viewport, javascript=False) as page:
        page.goto("/mail/")
        letters = page.locator("main .card h2 a", has_text=re.compile("."))
        letters.nth(number).click()
        page.locator(".letter a", has_text="/answer/").click()
        link = page.url
        accept = page.locator("button[name=accept]")
        expect(accept).to_be_visible()
        page.reload()  # however often it is opened
        expect(accept).to_be_visible()
        accept.click()
        expect(page.locator(".message.success")).to_be_visible()
        page.goto(link)
        expect(accept).to_have_count(0)


def test_a_newcomer_signs_up_founds_and_invites(browser, site):
    with person(browser, site) as page:
        page.goto("/account/signup/")
        page.fill("#id_email", "newcomer@example.org")
        page.fill("#id_password1", "reef-knot-77")
        page.fill("#id_password2", "reef-knot-77")
        page.press("#id_password2", "Enter")
        expect(page).to_have_url(re.compile("confirm-email"))
        page.goto("/mail/")
        page.locator("main .card", has_text="newcomer@example.org").locator("h2 a").first.click()
        page.locator(".letter a", has_text="/confirm-email/").click()
        page.locator("main button.primary").click()
        expect(page).not_to_have_url(re.compile("confirm-email"))
        if "login" in page.url:
            page.fill("#id_login", "newcomer@example.org")
            page.fill("#id_password", "reef-knot-77")
            page.press("#id_password", "Enter")
        page.goto("/organizations/new/")
        page.fill("[name=name__en]", "Nyanza Highland Tea")
        page.select_option("[name=country]", "KE")
        page.locator("main form.sheet button.primary").click()
        see(page, "Nyanza Highland Tea")
        page.fill("aside [name=email]", "colleague@example.org")
        page.locator("aside form button.primary").first.click()
        see(page, "colleague@example.org")
        fits(page)


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


def by_reader(site: Site) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, reader, path in site.pages:
        found[reader].append((name, path))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_grave_on_any_page(browser: Browser, site: Site, language: str) -> None:
    axe, found = Axe(), []
    for reader, pages in by_reader(site).items():
        with person(browser, site, reader, language=language, viewport=PHONE) as page:
            if reader:
                page.goto("/notices/")
                speak(page, language)
            for name, path in pages:
                page.goto(path)
                assert page.locator("html").get_attribute("lang") == language, name
                fits(page)
                # Contrast and sizes are the same in all languages of a direction.
                quick = {} if language in {"en", "ar"} else {
                    "rules": {"color-contrast": {"enabled": False}}
                }  # fmt: skip
                violations = axe.run(page, options={**RULES, **quick}).response["violations"]
                found += [
                    f"{name} ({language}): {each['id']}: {node['html'][:160]}"
                    for each in violations
                    if each["impact"] in GRAVE
                    for node in each["nodes"][:2]
                ]
    assert not found, "\n".join(found)


def test_first_visits_are_light(browser: Browser, site: Site) -> None:
    heavy = {}
    for reader, pages in by_reader(site).items():
        with person(browser, site, reader) as page:
            protocol = page.context.new_cdp_session(page)
            protocol.send("Network.enable")
            protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
            weights: list[float] = []
            protocol.on(
                "Network.loadingFinished",
                lambda event, w=weights: w.append(event["encodedDataLength"]),
            )
            for name, path in pages:
                weights.clear()
                page.goto(path, wait_until="networkidle")
                assert weights
                if sum(weights) > HEAVIEST:
                    heavy[name] = sum(weights)
    assert heavy == {}
