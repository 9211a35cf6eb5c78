"""An exhibitor's journey: how buyers see it, products one by one and from a file, papers."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.site import (
    LOOKS,
    Site,
    fits,
    go,
    person,
    see,
    sign_in,
    speak,
    succeeded,
    words,
)

NAMES = {"en": "Washed bourbon green coffee, screen 18", "zh-hans": "水洗波旁咖啡生豆，18目"}
SAID = {"en": "Cupping at our booth every morning.", "zh-hans": "每天上午在展位杯测。"}
FAULTY = "ref,name,origin,moq,moq_unit\nnew-{0},Peaberry,RW,many,bag\nodd-{0},Robusta,XX,5,bag\n"
GOOD = "ref,name,origin,moq,moq_unit\nnew-{0},Peaberry,RW,60,bag\n"


@LOOKS
def test_an_exhibitor_sees_itself_as_buyers_do(browser, site, language, viewport):
    with person(browser, site, language=language, viewport=viewport) as page:
        sign_in(page, site, "exhibitor")
        speak(page, language)
        go(page, language, "Profile")
        expect(page.locator("#complete progress")).to_be_visible()
        page.locator("main .head a.primary").click()
        key = "en" if language == "en" else "zh"
        written = page.locator(f"[name=description__{key}]")
        if not written.is_visible():
            page.locator(".fl-text details summary").first.click()
        written.fill(f"{written.input_value()}\n{SAID[language]}".strip())
        page.locator("main form button.primary").first.click()
        succeeded(page)
        page.locator("a", has_text=words(language, "How buyers see you")).first.click()
        page.locator(f"nav.tabs a[lang='{language}']").click()
        expect(page.locator(".frame").last).to_contain_text(SAID[language])
        fits(page)
        page.locator("nav.tabs a[lang='ar']").click()
        expect(page.locator(".frame").last).to_have_attribute("dir", "rtl")
        fits(page)


@LOOKS
def test_a_product_is_made_with_a_heading_that_its_name_suggests(browser, site, language, viewport):
    with person(browser, site, "exhibitor", language=language, viewport=viewport) as page:
        page.goto(site.exhibits)
        speak(page, language)
        go(page, language, "Products")
        page.locator("main .head a.primary").click()
        page.locator("input[name^=name__]").first.press_sequentially(NAMES[language], delay=5)
        suggested = page.locator("#headings input[type=radio]").first
        expect(suggested).to_have_value(re.compile("^0901"))
        suggested.check()
        code = suggested.input_value()
        page.select_option("[name=origin]", "RW")
        page.fill("[name=moq]", "60")
        page.locator("main form .row button.primary").last.click()
        # An amount without its unit: told so, and nothing is lost.
        expect(page.locator(".wrong .errorlist").first).to_be_visible()
        fits(page)
        page.select_option("[name=moq_unit]", "bag")
        page.locator("main form .row button.primary").last.click()
        succeeded(page)
        go(page, language, "Products")
        page.fill("#q", NAMES[language])
        page.press("#q", "Enter")
        page.locator(".goods h2 a", has_text=NAMES[language]).click()
        expect(page.locator("[name=code]")).to_have_value(code)


@LOOKS
def test_a_file_is_looked_at_mended_and_written(browser, site, language, viewport):
    with person(browser, site, "exhibitor", language=language, viewport=viewport) as page:
        page.goto(site.exhibits)
        speak(page, language)
        bring(page, site, FAULTY.format(language))
        rows = page.locator("#import tbody tr")
        expect(rows).to_have_count(2, timeout=90_000)
        expect(rows.first).to_contain_text("many")
        expect(rows.first.locator("td").nth(1)).to_have_text("moq")
        advice = words(
            language, "write a number with . as decimal sign, no thousands sign, no unit"
        )
        expect(rows.first.locator("td").last).to_have_text(advice)
        fits(page)
        bring(page, site, GOOD.format(language))
        expect(page.locator("#import button[name=confirm]")).to_be_visible(timeout=90_000)
        expect(page.locator("#import .counts dd").first).to_have_text("1")
        expect(page.locator("#import .todo li")).to_contain_text("Peaberry")
        fits(page)
        page.locator("#import button[name=confirm]").click()
        expect(page.locator("#import .message.success")).to_be_visible(timeout=90_000)
        page.goto(f"{site.exhibits}products/?q=new-{language}")
        see(page, "Peaberry")


def bring(page: Page, site: Site, text: str) -> None:
    """Upload a file."""
    page.goto(f"{site.exhibits}products/import/")
    file = {"name": "products.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("[name=file]", file)  # type: ignore[arg-type]
    page.locator("main form button.primary").click()


@LOOKS
def test_a_certificate_with_its_end_is_entered(browser, site, language, viewport):
    number = f"FSC-{language}-77"
    with person(browser, site, "exhibitor", language=language, viewport=viewport) as page:
        page.goto(site.exhibits)
        speak(page, language)
        go(page, language, "Certificates")
        page.locator("main .head a.primary").click()
        page.fill("[name=standard]", "haccp")
        page.fill("[name=number]", number)
        page.fill("[name=valid_until]", (date(2027, 5, 10) - timedelta(days=30)).isoformat())
        page.locator("main form button.primary").click()
        paper = page.locator("li.card", has_text=number)
        expect(paper.locator(".state.warn")).to_have_text(
            words(language, "ends before the opening")
        )
        fits(page)


@LOOKS
def test_an_exhibitor_reads_its_requests_and_chooses_how_notices_come(
    browser, site, language, viewport
):
    with person(browser, site, "exhibitor", language=language, viewport=viewport) as page:
        page.goto(site.exhibits)
        speak(page, language)
        go(page, language, "Requests")
        see(page, words(language, "Limits"))
        page.locator("details.menu > summary").last.click()
        page.locator(".menu-box a", has_text=words(language, "Notices")).click()
        page.locator("#kind-request").select_option("digest")
        page.locator("aside button.primary").click()
        expect(page.locator("#kind-request")).to_have_value("digest")
        fits(page)
