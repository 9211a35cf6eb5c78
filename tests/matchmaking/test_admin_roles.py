"""Who may see and do what on the desk, at which edition: every page and every role."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from expo.models import Edition, Hall
from matchmaking.admin.home import OTHERS
from matchmaking.models import DaySheetRun, Meeting, Schedule
from tests.factories.accounts import OrganizationFactory, OrganizerFactory, UserFactory
from tests.factories.desk import FACTORIES, OF_NO_EDITION, row_at
from tests.factories.expo import (
    EditionFactory,
    HallFactory,
    OrganizerRoleFactory,
    open_edition,
)
from tests.factories.matchmaking import MeetingFactory, PlanningRunFactory, ScheduleFactory
from tests.forms import Browser

pytestmark = pytest.mark.django_db

PLACE = {"edition", "openingday", "timeslot", "hall", "booth", "meetingtable", "category"}
SUPPLY = {"exhibitor", "product", "certificate"}
DEMAND = {"buyer", "sourcingneed"}
MATCHING = {"scoringrun", "match", "matchmark", "meetingrequest", "glossaryterm"}
RULES = {"pairrule", "meetinglimit", "quiettime", "hostedonly"}
PLANNED = {"planningrun", "planningsettings", "schedule", "meeting", "notice"} | RULES
REST = {"delegation", "interpreter", "organization", "outcome"}
SYSTEMS = {"webhookendpoint", "webhookdelivery", "registrationsource", "registration"}
EVERYTHING = PLACE | SUPPLY | DEMAND | MATCHING | PLANNED | REST
DESK = {"delegation", "exhibitor", "buyer", "organization", "product", "sourcingneed"}
SEES = {
    "owner": EVERYTHING | SYSTEMS | {"user"},
    "matchmaker": EVERYTHING,
    "floor": PLACE
    | {"interpreter", "delegation", "exhibitor", "buyer", "organization"}
    | {"schedule", "meeting", "outcome", "notice"},
    "reporter": EVERYTHING - {"notice"},
    "delegations": PLACE
    | SUPPLY
    | DEMAND
    | {"delegation", "interpreter", "organization", "user"}
    | {"match", "meetingrequest", "schedule", "meeting"},
}
# Of pages on which rows are made by hand at all.
MADE_BY_HAND = {
    "openingday", "timeslot", "hall", "booth", "meetingtable", "delegation", "interpreter",
    "exhibitor", "product", "certificate", "buyer", "sourcingneed", "organization",
    "meetingrequest", "glossaryterm", "planningsettings", "outcome", *RULES,
}  # fmt: skip
ADDS = {
    "owner": MADE_BY_HAND | {"webhookendpoint", "registrationsource"},
    "matchmaker": RULES
    | {"meetingrequest", "glossaryterm", "planningsettings", "product", "sourcingneed"},
    "floor": {"hall", "booth", "meetingtable"},
    "reporter": set(),
    "delegations": DESK | {"certificate"},
}
CHANGES = {
    "owner": MADE_BY_HAND | {"webhookendpoint", "registrationsource", "edition"},
    "matchmaker": ADDS["matchmaker"],
    "floor": ADDS["floor"] | {"interpreter"},
    "reporter": set(),
    "delegations": ADDS["delegations"],
}
ROLES = pytest.mark.parametrize("role", SEES)


def organizer(client: Client, edition: Edition, role: str) -> User:
    person: User = OrganizerRoleFactory(edition=edition, role=role).user
    client.force_login(person)
    return person


def address(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def answers(client: Client, page: str, *args: Any) -> set[str]:
    return {
        label.split(".")[1]
        for label in FACTORIES
        if client.get(address(label, page, *args)).status_code == 200
    }


def test_every_registered_model_is_in_the_table() -> None:
    others = {"account", "auth", "axes", "mfa", "socialaccount"}
    registered = {
        m._meta.model_name for m in admin.site._registry if m._meta.app_label not in others
    }
    assert registered == EVERYTHING | SYSTEMS | {"user", "exportrecord"}


@ROLES
def test_lists_and_new_rows(client: Client, role: str) -> None:
    organizer(client, EditionFactory(), role)
    assert answers(client, "changelist") == SEES[role]
    assert answers(client, "add") == ADDS[role]


@ROLES
def test_rows_can_be_changed_by_these_only(client: Client, role: str) -> None:
    edition = EditionFactory()
    organizer(client, edition, role)
    can = set()
    for label in FACTORIES:
        page = client.get(address(label, "change", row_at(label, edition).pk))
        if page.status_code == 200 and 'name="_save"' in page.content.decode():
            can.add(label.split(".")[1])
    assert can == CHANGES[role]


@pytest.mark.parametrize("label", sorted(set(FACTORIES) - OF_NO_EDITION))
def test_nothing_of_another_edition_is_seen(client: Client, label: str) -> None:
    mine, theirs = EditionFactory(), EditionFactory()
    organizer(client, mine, "owner")
    own, other = row_at(label, mine), row_at(label, theirs)
    listed = client.get(address(label, "changelist"))
    assert [row.pk for row in listed.context["cl"].result_list if row.pk in {own.pk, other.pk}] == [
        own.pk
    ]
    assert client.get(address(label, "change", own.pk)).status_code == 200
    for page in ("change", "history", "delete"):
        assert client.get(address(label, page, other.pk)).status_code in {302, 403, 404}
        assert client.post(address(label, page, other.pk), {"post": "yes"}).status_code in {
            302, 403, 404, 405,
        }  # fmt: skip
    assert type(other)._base_manager.filter(pk=other.pk).exists()


COMPLETED = {
    "exhibitors.product": "exhibitor",
    "buyers.sourcingneed": "buyer",
    "expo.booth": "hall",
    "expo.interpreter": "user",
    "exhibitors.exhibitor": "organization",
    "expo.delegation": "edition",
    "exhibitors.certificate": "product",
}


@pytest.mark.parametrize(("label", "field"), COMPLETED.items())
def test_names_are_completed_from_the_own_edition(client: Client, label: str, field: str) -> None:
    mine, theirs = EditionFactory(), EditionFactory()
    app, model = label.split(".")
    source = admin.site._registry[
        next(m for m in admin.site._registry if m._meta.label_lower == label)
    ]
    wanted = source.model._meta.get_field(field).related_model._meta.label_lower
    own, other = row_at(wanted, mine), row_at(wanted, theirs)
    organizer(client, mine, "owner")
    asked = {"app_label": app, "model_name": model, "field_name": field}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    keys = {row["id"] for row in found}
    assert str(own.pk) in keys
    assert str(other.pk) not in keys


def test_what_is_not_seen_cannot_be_chosen_by_number(client: Client) -> None:
    mine, theirs = EditionFactory(), EditionFactory()
    organizer(client, mine, "owner")
    hall = HallFactory(edition=theirs)
    for edition in (mine, theirs):
        page = client.post(
            address("expo.booth", "add"), {"edition": edition.pk, "hall": hall.pk, "code": "A1"}
        )
        assert page.status_code == 200
        assert "hall" in page.context["errors"].data or page.context["errors"]


def test_the_second_role_of_a_person_holds_at_its_own_edition_only(client: Client) -> None:
    mine, theirs = EditionFactory(), EditionFactory()
    person = organizer(client, mine, "floor")
    OrganizerRoleFactory(user=person, edition=theirs, role="reporter")
    there = HallFactory(edition=theirs)
    page = client.get(address("expo.hall", "change", there.pk))
    assert 'name="_save"' not in page.content.decode()
    fields = {"ref": "H9", "name_en": "New", "x": 0, "y": 0, "width": 1, "depth": 1}
    client.post(address("expo.hall", "add"), {"edition": theirs.pk, **fields})
    assert Hall.objects.filter(edition=theirs).get() == there
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=theirs))
    own = MeetingFactory(schedule=ScheduleFactory(edition=mine))
    client.post(
        address("matchmaking.meeting", "changelist"),
        {"action": "pin", "_selected_action": [meeting.pk, own.pk]},
    )
    assert set(Meeting.objects.filter(pinned=True)) == {own}


# Name of a schedule's page → method and the roles that it answers.
PLANNERS = {"owner", "matchmaker"}
CUSTOM = {
    "timetable": ("get", set(SEES)),
    "approve": ("get", PLANNERS),
    "ask": ("post", PLANNERS),
    "changes": ("get", set(SEES)),
    "compare": ("get", set(SEES)),
    "undo": ("post", PLANNERS | {"floor"}),
    "copy": ("post", PLANNERS),
    "adjust": ("get", PLANNERS | {"floor"}),
}


def schedule_page(name: str, schedule: Schedule) -> str:
    args = [schedule.pk]
    if name == "adjust":
        args.append(schedule.meetings.get().pk)
    return address("matchmaking.schedule", name, *args)


@ROLES
def test_pages_beside_the_lists(client: Client, role: str) -> None:
    mine, theirs = open_edition(), open_edition()
    organizer(client, mine, role)
    own, other = ScheduleFactory(edition=mine), ScheduleFactory(edition=theirs)
    MeetingFactory(schedule=own)
    MeetingFactory(schedule=other)
    for name, (method, roles) in CUSTOM.items():
        ask = getattr(client, method)
        expected = {200, 302} if role in roles else {403}
        assert ask(schedule_page(name, own)).status_code in expected, name
        assert ask(schedule_page(name, other)).status_code == 404, name
    runs = [PlanningRunFactory(edition=edition) for edition in (mine, theirs)]
    pages = [address("matchmaking.planningrun", "progress", run.pk) for run in runs]
    assert client.get(pages[1]).status_code == 404
    sees = "planningrun" in SEES[role]
    assert client.get(pages[0]).status_code == (200 if sees else 403)
    stops = [address("matchmaking.planningrun", "stop", run.pk) for run in runs]
    assert client.post(stops[1]).status_code == 404
    assert client.post(stops[0]).status_code == (302 if role in PLANNERS else 403)
    start = address("matchmaking.planningrun", "start")
    page = client.get(start, {"edition": theirs.pk})
    if role in PLANNERS:
        assert str(theirs) not in page.content.decode()
    else:
        assert page.status_code == 403


# Reports of an edition, and what is beside them, by the roles that may read them.
READERS = {"owner", "matchmaker", "reporter"}
REPORTS = {
    "press": READERS,
    "country": READERS,
    "delegation": READERS,
    "category": READERS,
    "hall": READERS,
    "fairness": set(SEES),
    "rosters": set(SEES),
}


@ROLES
def test_reports(client: Client, role: str) -> None:
    mine, theirs = open_edition(), open_edition()
    organizer(client, mine, role)

    def status(page: str, edition: Edition, *args: Any) -> int:
        return client.get(address("expo.edition", page, edition.pk, *args)).status_code

    assert status("reports", mine) == 302
    assert status("reports", theirs) == 404
    for name, roles in REPORTS.items():
        expected = 200 if role in roles else 403
        assert status("report", mine, name) == expected, name
        assert status("report", theirs, name) == 404, name
        for form in ("xlsx", "pdf", "print"):
            assert status("report_file", mine, name, form) == expected, (name, form)
            assert status("report_file", theirs, name, form) == 404, (name, form)


@ROLES
def test_day_sheets(client: Client, role: str) -> None:
    mine, theirs = open_edition(), open_edition()
    organizer(client, mine, role)
    own, other = (
        DaySheetRun.objects.create(edition=edition, state="done") for edition in (mine, theirs)
    )
    for edition, run, expected in ((mine, own, 200), (theirs, other, 404), (mine, other, 404)):
        there = address("expo.edition", "sheets_zip", edition.pk, run.pk)
        assert client.get(there).status_code == expected
    assert client.get(address("expo.edition", "sheets", mine.pk)).status_code == 200
    for ask in (client.get, client.post):
        assert ask(address("expo.edition", "sheets", theirs.pk)).status_code == 404
    for edition, run in ((theirs, other), (mine, other)):
        there = address("expo.edition", "sheets_cancel", edition.pk, run.pk)
        assert client.post(there).status_code == 404
    assert set(DaySheetRun.objects.values_list("state", flat=True)) == {"done"}
    cancel = address("expo.edition", "sheets_cancel", mine.pk, own.pk)
    assert client.post(cancel).status_code == 302


@pytest.mark.parametrize("page", ["reports", "sheets"])
def test_reports_are_nothing_for_people_without_a_role(client: Client, page: str) -> None:
    edition = open_edition()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address("expo.edition", page, edition.pk)).status_code == 404


# Name of an edition's page → the roles that it answers.
EDITION_PAGES = {
    "front": set(SEES),
    "floor": set(SEES),
    "queues": {"owner", "delegations"},
    "preview": PLANNERS | {"reporter"},
    "same": {"owner", "delegations"},
}


@ROLES
def test_pages_of_an_edition(client: Client, role: str) -> None:
    mine, theirs = open_edition(), open_edition()
    organizer(client, mine, role)
    new = OrganizationFactory(standing="new")
    for name, roles in EDITION_PAGES.items():
        rest = [new.pk] if name == "same" else []
        own = client.get(address("expo.edition", name, mine.pk, *rest))
        assert own.status_code == (200 if role in roles else 403), name
        other = client.get(address("expo.edition", name, theirs.pk, *rest))
        assert other.status_code == 404, name


def test_other_packages_tables_are_for_superusers(client: Client) -> None:
    person = organizer(client, EditionFactory(), "owner")
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="axes"))
    others = [model for model in admin.site._registry if model._meta.app_label in OTHERS]
    assert others
    for model in others:
        page = address(model._meta.label_lower, "changelist")
        assert client.get(page).status_code == 403, page
    client.force_login(OrganizerFactory())
    for model in others:
        assert client.get(address(model._meta.label_lower, "changelist")).status_code == 200


def test_the_desk_begins_with_the_newest_edition_of_the_person(client: Client) -> None:
    older, newest = EditionFactory(), EditionFactory()
    organizer(client, older, "reporter")
    home = reverse("admin:index")
    assert client.get(home).headers["Location"] == address("expo.edition", "front", older.pk)
    client.force_login(OrganizerFactory())
    assert client.get(home).headers["Location"] == address("expo.edition", "front", newest.pk)
    assert client.get(home, {"all": "1"}).status_code == 200


def test_a_person_without_a_role_sees_nothing(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    assert answers(client, "changelist") == set()


def test_the_owner_names_organizers_by_their_address(client: Client) -> None:
    edition = EditionFactory()
    organizer(client, edition, "owner")
    person = UserFactory(email="new@example.org")
    there = address("expo.edition", "change", edition.pk)
    browser = Browser("edition_form")
    browser.feed(client.get(there).content.decode())
    sent = {
        **browser.sent,
        "organizers-TOTAL_FORMS": "2",
        "organizers-1-email": "NEW@example.org",
        "organizers-1-role": "reporter",
    }
    assert client.post(there, sent).status_code == 302
    person.refresh_from_db()
    assert person.is_staff
    assert person.organizing.get().role == "reporter"
    client.force_login(person)
    assert client.get(there).status_code == 200
