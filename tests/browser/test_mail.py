"""Without an app or a password: what an e-mail's links do, and what scanners cannot do."""

from playwright.sync_api import expect

from tests.browser.site import LOOKS, fits, person, succeeded


@LOOKS
def test_a_link_accepts_after_one_click_without_scripts(browser, site, language, viewport):
    with person(browser, site, language=language, viewport=viewport, javascript=False) as page:
        page.goto(site.letters[0 if language == "en" else 1])
        page.locator(".letter a", has_text="/answer/").first.click()
        link = page.url
        fits(page)
        accept = page.locator("button[name=accept]")
        expect(accept).to_be_visible()
        # A scanner opens it, more than once.
        for _time in range(3):
            assert page.request.get(link).ok
        page.reload()
        expect(accept).to_be_visible()
        accept.click()
        succeeded(page)
        page.goto(link)
        expect(accept).to_have_count(0)
        fits(page)
