"""Every page of the organizer's desk answers, with as many queries for three rows as for one."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.factories import accounts, buyers, exhibitors, expo, matchmaking

FACTORIES: dict[str, Any] = {
    "accounts.user": accounts.UserFactory,
    "accounts.organization": accounts.OrganizationFactory,
    "expo.edition": expo.EditionFactory,
    "expo.openingday": expo.OpeningDayFactory,
    "expo.timeslot": expo.TimeSlotFactory,
    "expo.category": expo.CategoryFactory,
    "expo.hall": expo.HallFactory,
    "expo.booth": expo.BoothFactory,
    "expo.meetingtable": expo.MeetingTableFactory,
    "expo.delegation": expo.DelegationFactory,
    "expo.interpreter": expo.InterpreterFactory,
    "exhibitors.exhibitor": exhibitors.ExhibitorFactory,
    "exhibitors.product": exhibitors.ProductFactory,
    "exhibitors.certificate": exhibitors.CertificateFactory,
    "buyers.buyer": buyers.BuyerFactory,
    "buyers.sourcingneed": buyers.SourcingNeedFactory,
    "matchmaking.scoringrun": matchmaking.ScoringRunFactory,
    "matchmaking.match": matchmaking.MatchFactory,
    "matchmaking.meetingrequest": matchmaking.MeetingRequestFactory,
    "matchmaking.schedule": matchmaking.ScheduleFactory,
    "matchmaking.meeting": matchmaking.MeetingFactory,
    "matchmaking.outcome": matchmaking.OutcomeFactory,
    "matchmaking.notice": matchmaking.NoticeFactory,
}
READ_ONLY = {
    "matchmaking.scoringrun",
    "matchmaking.match",
    "matchmaking.schedule",
    "matchmaking.meeting",
    "matchmaking.notice",
}
# Session, user, choices of a filter, count, rows; dates and a second filter add to it.
QUERIES = {**dict.fromkeys(FACTORIES, 5), "expo.openingday": 7, "matchmaking.meeting": 6}
MODELS = pytest.mark.parametrize("label", FACTORIES)


def address(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(accounts.OrganizerFactory())
    return client


def test_every_registered_model_is_tested(db: None) -> None:
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered - {"auth.group"} == set(FACTORIES)


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
    page = desk.get(reverse("admin:index")).content.decode()
    assert all(address(label, "changelist") in page for label in FACTORIES)


def test_menu_shows_what_the_reader_may_see(client: Client, db: None) -> None:
    client.force_login(accounts.UserFactory(is_staff=True))
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert address("expo.edition", "changelist") not in page.content.decode()


def test_pages_are_closed_to_participants(client: Client, db: None) -> None:
    client.force_login(accounts.UserFactory())
    assert client.get(address("expo.edition", "changelist")).status_code == 302
