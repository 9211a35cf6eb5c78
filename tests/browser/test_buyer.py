"""A buyer's journey: from a sourcing e-mail to a meeting that is agreed, and to the days."""

import re

from playwright.sync_api import expect

from tests.browser.site import LOOKS, fits, go, person, see, sign_in, speak, succeeded, words

MAILS = {
    "en": """Dear all, we are looking for washed arabica green coffee, about 20 tonnes per year,
organic certified, Rainforest Alliance would be a plus. Origin Rwanda or Ethiopia, not Vietnam.
Target price USD 6.50 per kg, FOB Mombasa. Please call +86 21 5555 0100.""",
    "zh-hans": """您好，我司采购水洗阿拉比卡咖啡生豆，每年20吨，须有有机认证，
产地卢旺达或埃塞俄比亚，不要越南的。目标价 6.5美元/公斤，FOB 蒙巴萨。联系电话：021-5555 0100""",
}
GUESSED = {"volume": "20", "volume_unit": "t", "target_price": "6.5", "incoterms": "FOB"}


@LOOKS
def test_an_email_becomes_a_need_with_matches(browser, site, language, viewport):
    with person(browser, site, language=language, viewport=viewport) as page:
        sign_in(page, site, "buyer")
        speak(page, language)
        go(page, language, "Needs")
        page.locator("main .head a.primary").click()
        page.fill("[name=pasted]", MAILS[language])
        page.locator("button[name=read]").click()
        for name, value in GUESSED.items():
            field = page.locator(f".guessed.is-{name}")
            expect(field.locator(".from")).to_be_visible()
            if name == "incoterms":
                expect(field.locator(f"input[value={value}]")).to_be_checked()
            else:
                expect(field.locator("input, select").first).to_have_value(re.compile(value))
        expect(page.locator("[name=categories]:checked").first).to_have_value(re.compile(r"\d"))
        assert "5555" not in page.locator(".guess.is-text textarea").first.input_value()
        fits(page)
        page.fill("[name=incoterm_place]", "Mombasa")
        page.locator("main .sticky button.primary").click()
        # The worker matches it while the page waits.
        found = page.locator("#found-matches .card.match")
        expect(found.first.locator(".reasons li").first).to_be_visible(timeout=90_000)
        expect(found.first.locator(".offers li").first).to_be_visible()
        fits(page)


@LOOKS
def test_matches_are_marked_compared_and_asked_and_the_other_side_accepts(
    browser, site, language, viewport
):
    them = site.askable[0 if language == "en" else 1]
    message = f"Samples, please. 请带样品。({language})"
    with person(browser, site, "buyer", language=language, viewport=viewport) as page:
        page.goto(site.place)
        speak(page, language)
        go(page, language, "Matches")
        card = page.locator(f"#match-{them['pk']}")
        card.locator("button[name=save]").click()
        expect(card.locator("button[name=undo]")).to_be_visible()
        number = page.locator("main li.card.match").last.get_attribute("id")
        hidden = page.locator(f"#{number}")
        hidden.locator("details.menu > summary").click()
        hidden.locator("button[name=reason]").first.click()
        hidden.locator("button[name=undo]").click()
        expect(hidden.locator("button[name=save]")).to_be_visible()
        page.locator(".pick input").nth(0).check()
        page.locator(".pick input").nth(1).check()
        page.locator("#compare button").click()
        expect(page.locator("table.compare[data-columns='2'] tr.differs").first).to_be_visible()
        fits(page)
        go(page, language, "Matches")
        page.locator("nav.tabs a", has_text=words(language, "Saved")).last.click()
        card.locator("h3 a").click()
        see(
            page,
            words(
                language,
                "Shown once both sides have agreed to meet and the person lets it be shown.",
            ),
        )
        expect(page.locator(".reasons li").first).to_be_visible()
        fits(page)
        page.locator("main .head a.primary").click()
        page.locator("input[name=priority]").first.check()
        page.fill("textarea[name=message]", message)
        page.locator("main form button.primary").click()
        expect(page).to_have_url(re.compile("/requests/sent/"))
        see(page, message)
        fits(page)
        with person(browser, site, them["session"], language=language) as other:
            other.goto(f"{them['place']}requests/")
            asked = other.locator("li.card", has_text=message)
            asked.locator("button[name=accept]").click()
            succeeded(other)
        page.goto(f"{site.place}requests/agreed/")
        agreed = page.locator("li.card", has_text=message)
        expect(agreed.locator(".state.good")).to_be_visible()
        agreed.locator("h2 a").click()
        expect(page.locator("a[href^='mailto:']")).to_be_visible()


@LOOKS
def test_a_search_leads_to_a_request(browser, site, language, viewport):
    with person(browser, site, "buyer", language=language, viewport=viewport) as page:
        page.goto(site.place)
        speak(page, language)
        go(page, language, "Search")
        page.fill("#q", "cocoa" if language == "en" else "茶")
        page.press("#q", "Enter")
        expect(page.locator("mark").first).to_be_visible()
        fits(page)
        page.locator(".hits a.button").first.click()
        expect(page.locator("textarea[name=message]")).to_be_visible()
        see(page, words(language, "Limits"))
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
        succeeded(page)


@LOOKS
def test_a_buyer_takes_its_days_along(browser, site, language, viewport):
    with person(browser, site, "buyer", language=language, viewport=viewport) as page:
        page.goto(site.place)
        speak(page, language)
        go(page, language, "Calendar")
        expect(page.locator("ol.day > li").first).to_be_visible()
        with page.expect_download() as download:
            page.locator("a", has_text=words(language, "Calendar file (.ics)")).click()
        assert download.value.suggested_filename.endswith(".ics")
        page.locator("aside form button").first.click()
        expect(page.locator("main input")).to_have_value(re.compile(r"/feed/[\w-]+\.ics"))
        fits(page)
        page.goto(f"{site.place}calendar/")
        page.locator("a.button", has_text=words(language, "Day sheet to print")).click()
        expect(page.locator("svg.segno").first).to_be_visible()
        fits(page)
