"""Who is not there yet: signing up by e-mail, founding an organization, inviting a colleague."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import LOOKS, fits, person, see

PASSWORD = "reef-knot-77"


@LOOKS
def test_a_newcomer_signs_up_founds_applies_and_invites(browser, site, language, viewport):
    newcomer, colleague = f"new-{language}@example.org", f"colleague-{language}@example.org"
    company = {"en": "Nyanza Highland Tea", "zh-hans": "尼安扎高地茶业有限公司"}[language]
    with person(browser, site, language=language, viewport=viewport) as page:
        page.goto("/account/signup/")
        fits(page)
        fill_in(page, "id_email", newcomer)
        fill_in(page, "id_password1", PASSWORD)
        fill_in(page, "id_password2", PASSWORD)
        page.press("#id_password2", "Enter")
        expect(page).to_have_url(re.compile("confirm-email"))
        follow(page, newcomer, "/confirm-email/")
        page.locator("main button.primary").click()
        expect(page).not_to_have_url(re.compile("confirm-email"))
        if "login" in page.url:
            fill_in(page, "id_login", newcomer)
            fill_in(page, "id_password", PASSWORD)
            page.press("#id_password", "Enter")
        page.goto("/organizations/new/")
        page.locator("input[name^=name__]").first.fill(company)
        page.select_option("[name=country]", "KE")
        page.locator("main form.sheet button.primary").click()
        see(page, company)
        page.fill("aside [name=email]", colleague)
        page.locator("aside form button.primary").first.click()
        see(page, colleague)
        fits(page)
        page.locator("aside button[value=exhibitor]").first.click()
        page.goto("/")
        if page.locator("h3 a", has_text=company).count():
            page.locator("h3 a", has_text=company).first.click()
        # The organizer has not let it in yet, and the page says so.
        expect(page.locator("main .message.warning").first).to_be_visible()
        fits(page)
    with person(browser, site, language=language, viewport=viewport) as page:
        follow(page, colleague, "/invitation/")
        page.locator("main form button.primary").click()
        see(page, company)
        fits(page)


def fill_in(page: Page, name: str, value: str) -> None:
    """A box by its id."""
    page.fill(f"#{name}", value)


def follow(page: Page, reader: str, part: str) -> None:
    """The link of somebody's newest e-mail that holds `part`."""
    letter = page.locator("main .card", has_text=reader).first
    page.goto("/mail/")
    for _second in range(60):  # the worker sends it
        if letter.is_visible():
            break
        page.wait_for_timeout(1000)
        page.reload()
    letter.locator("h2 a").click()
    page.locator(".letter a", has_text=part).first.click()
