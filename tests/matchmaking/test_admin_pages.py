"""Every page of the organizer's desk answers, with as many queries for three rows as for one."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import serializers
from django.test import Client
from django.urls import reverse

from foundation.texts import Text
from tests.factories import accounts, exhibitors, expo, matchmaking
from tests.factories.desk import FACTORIES
from tests.forms import Browser

# Other people's pages.
OTHERS = {"auth.group", "account.emailaddress"}
OTHER_APPS = ("axes.", "mfa.", "socialaccount.")
READ_ONLY = {
    "matchmaking.scoringrun",
    "matchmaking.match",
    "matchmaking.planningrun",
    "matchmaking.matchmark",
    "matchmaking.schedule",
    "matchmaking.meeting",
    "matchmaking.notice",
    "matchmaking.webhookdelivery",
    "matchmaking.registration",
    "matchmaking.exportrecord",
}
# Session, user, choices of a filter, count, rows; dates and a second filter add to it.
QUERIES = {
    **dict.fromkeys(FACTORIES, 5),
    "expo.openingday": 7,
    "matchmaking.planningsettings": 4,
}
MODELS = pytest.mark.parametrize("label", FACTORIES)

LINES = Text({"en": 'Two lines,\n"quoted" & <marked>', "zh": "两行,\n第二行"})
OPEN = [expo.hours(expo.FIRST_DAY, 1, 4), expo.hours(expo.FIRST_DAY, 5, 9)]
# What the factories leave empty, and a browser would have to give back.
FILLED: dict[str, dict[str, Any]] = {
    "expo.edition": {"rates": {"EUR": 1.08}, "venue": Text({"en": "Pier 4"}), "languages": ["en"]},
    "expo.openingday": {"breaks": OPEN},
    "expo.meetingtable": {"open": OPEN},
    "expo.interpreter": {"shifts": OPEN, "sectors": ["0901", "0902"], "max_run_minutes": 90},
    "exhibitors.exhibitor": {"description": LINES, "channels": ["retail"], "available": OPEN},
    "exhibitors.product": {"description": LINES, "moq": "1.5", "moq_unit": "t"},
    "exhibitors.certificate": {"scope": LINES},
    "buyers.buyer": {"description": LINES, "regions": ["Zhejiang"], "available": OPEN},
    "buyers.sourcingneed": {"text": LINES, "certificates": ["organic-eu"]},
    "matchmaking.meetingrequest": {"message": LINES},
    "matchmaking.outcome": {"talked_about": LINES, "value": "120.50", "value_currency": "USD"},
}
# Rows of the page's inlines.
INLINES: dict[str, Any] = {
    "accounts.user": lambda row: accounts.MembershipFactory(user=row),
    "accounts.organization": lambda row: accounts.MembershipFactory(organization=row),
    "expo.edition": lambda row: expo.OpeningDayFactory(edition=row, breaks=OPEN),
    "expo.hall": lambda row: expo.HallDistanceFactory(edition=row.edition, start=row),
    "exhibitors.exhibitor": lambda row: exhibitors.CertificateFactory(exhibitor=row, scope=LINES),
    "exhibitors.product": lambda row: exhibitors.CertificateFactory(
        exhibitor=row.exhibitor, product=row, scope=LINES
    ),
    "matchmaking.outcome": lambda row: matchmaking.OutcomeStepFactory(outcome=row),
    "matchmaking.planningsettings": lambda row: matchmaking.ExposureFloorFactory(settings=row),
}


def address(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def filled_in(desk: Client, where: str, form: str) -> dict[str, list[str]]:
    browser = Browser(form)
    browser.feed(desk.get(where).content.decode())
    return browser.sent


def stored(*rows: Any) -> list[Any]:
    fresh = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    found: list[Any] = serializers.serialize("python", fresh)
    for row in found:
        row["fields"].pop("recorded_at", None)
    return found


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(accounts.OrganizerFactory())
    return client


def test_every_registered_model_is_tested(db: None) -> None:
    registered = {model._meta.label_lower for model in admin.site._registry}
    ours = {label for label in registered - OTHERS if not label.startswith(OTHER_APPS)}
    assert ours == set(FACTORIES)


@MODELS
@pytest.mark.parametrize("rows", [1, 3])
def test_list(desk: Client, django_assert_num_queries: Any, label: str, rows: int) -> None:
    FACTORIES[label].create_batch(rows)
    with django_assert_num_queries(QUERIES[label]):
        page = desk.get(address(label, "changelist"))
    assert page.status_code == 200


@MODELS
def test_search(desk: Client, label: str) -> None:
    FACTORIES[label]()
    assert desk.get(address(label, "changelist"), {"q": "咖啡 a'%"}).status_code == 200


@MODELS
def test_add(desk: Client, label: str) -> None:
    expected = 403 if label in READ_ONLY else 200
    assert desk.get(address(label, "add")).status_code == expected


@MODELS
def test_change(desk: Client, label: str) -> None:
    row = FACTORIES[label]()
    assert desk.get(address(label, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("label", [label for label in FACTORIES if label not in READ_ONLY])
def test_what_a_browser_was_shown_is_saved_unchanged(desk: Client, label: str) -> None:
    row = FACTORIES[label](**FILLED.get(label, {}))
    rows = [row, INLINES[label](row)] if label in INLINES else [row]
    before = stored(*rows)
    where = address(label, "change", row.pk)
    sent = filled_in(desk, where, f"{row._meta.model_name}_form")
    page = desk.post(where, sent)
    assert page.status_code == 302, page.context["errors"]
    assert stored(*rows) == before
    assert LogEntry.objects.get().get_change_message() == "No fields changed."
    inline = [name for name in sent if name.endswith("-0-id")]
    assert bool(inline) == (label in INLINES)


def test_a_group_is_saved_unchanged(desk: Client) -> None:
    group = Group.objects.create(name="Reception")
    where = address("auth.group", "change", group.pk)
    assert desk.post(where, filled_in(desk, where, "group_form")).status_code == 302


def test_a_text_and_a_day_of_an_edition_are_changed_from_a_browser(desk: Client) -> None:
    edition = expo.EditionFactory()
    day = expo.OpeningDayFactory(edition=edition)
    where = address("expo.edition", "change", edition.pk)
    sent = filled_in(desk, where, "edition_form")
    sent |= {"venue__en": ["Pier 4"], "days-0-hours_1": ["2026-11-05T18:00"]}
    assert desk.post(where, sent).status_code == 302
    edition.refresh_from_db()
    day.refresh_from_db()
    assert edition.venue == {"en": "Pier 4"}
    assert day.hours == expo.hours(day.date, 1, 10)


@MODELS
def test_history(desk: Client, label: str) -> None:
    row = FACTORIES[label]()
    assert desk.get(address(label, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("label", sorted(READ_ONLY))
def test_read_only_pages_refuse_a_post(desk: Client, label: str) -> None:
    row = FACTORIES[label]()
    assert desk.post(address(label, "change", row.pk), {"state": "approved"}).status_code == 403
    assert desk.post(address(label, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_front_page_has_the_menu(desk: Client) -> None:
    page = desk.get(reverse("admin:index"), {"all": "1"}).content.decode()
    assert all(address(label, "changelist") in page for label in FACTORIES)


def test_menu_shows_what_the_reader_may_see(client: Client, db: None) -> None:
    client.force_login(accounts.UserFactory(is_staff=True))
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert address("expo.edition", "changelist") not in page.content.decode()


def test_pages_are_closed_to_participants(client: Client, db: None) -> None:
    client.force_login(accounts.UserFactory())
    assert client.get(address("expo.edition", "changelist")).status_code == 302
