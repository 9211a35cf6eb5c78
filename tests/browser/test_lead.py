"""A delegation lead's journey: the mission's tree, acting for a company that let it, calendars."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.site import LOOKS, fits, person, see, speak, succeeded, words


@LOOKS
def test_a_lead_sees_the_mission_and_acts_where_let(browser, site, language, viewport):
    with person(browser, site, "exhibitor") as owner:
        owner.goto(site.exhibits)
        if owner.locator("button[name=acts]").count():
            owner.locator("button[name=acts]").click()
        expect(owner.locator("button[name=stop]")).to_be_visible()
    with person(browser, site, "delegation lead", language=language, viewport=viewport) as page:
        page.goto("/")
        speak(page, language)
        page.locator("main .card a[href^='/delegations/']").first.click()
        see(page, words(language, "Joint calendar"))
        assert page.locator("main section.sheet h2").count() > 2
        expect(page.locator("ol.day > li").first).to_be_visible()
        fits(page)
        with page.expect_download() as download:
            page.locator("a", has_text=words(language, "Companies (CSV)")).click()
        name = "Kivu" if language == "en" else "基伍"
        assert name in Path(download.value.path()).read_text(encoding="utf-8-sig")
        with page.expect_download() as download:
            page.locator("a", has_text=words(language, "Joint calendar (.ics)")).click()
        assert "BEGIN:VEVENT" in Path(download.value.path()).read_text(encoding="utf-8")
        page.locator(f"td a[href='{site.exhibits}']").click()
        expect(page.locator("main .message").first).to_be_visible()
        fits(page)
        # What the company's editors may: its times, for one.
        page.goto(f"{site.exhibits}calendar/exhibitor/")
        page.locator("main button.primary").click()
        succeeded(page)


def test_what_was_let_is_taken_back(browser, site):
    with person(browser, site, "exhibitor") as owner, person(browser, site, "delegation lead") as p:
        owner.goto(site.exhibits)
        if owner.locator("button[name=acts]").count():
            owner.locator("button[name=acts]").click()
        answer = p.goto(site.exhibits)
        assert answer
        assert answer.status == 200
        owner.locator("button[name=stop]").click()
        expect(owner.locator("button[name=acts]")).to_be_visible()
        answer = p.goto(site.exhibits)
        assert answer
        assert answer.status == 404
