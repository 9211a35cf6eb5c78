"""The review of a timetable: what it shows, that it grows with nothing but the page, approval."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matchmaking.models import Meeting, Notice, Schedule
from tests.factories.accounts import OrganizerFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import (
    CategoryFactory,
    HallFactory,
    InterpreterFactory,
    MeetingTableFactory,
    OrganizerRoleFactory,
    open_edition,
)
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def schedule(db: None) -> Schedule:
    made: Schedule = ScheduleFactory(edition=open_edition(days=2))
    return made


def timetable(schedule: Schedule) -> str:
    return reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk])


def approval(schedule: Schedule) -> str:
    return reverse("admin:matchmaking_schedule_approve", args=[schedule.pk])


def read(desk: Client, schedule: Schedule, **asked: Any) -> str:
    page = desk.get(timetable(schedule), asked)
    assert page.status_code == 200
    return page.content.decode()


def left_out(schedule: Schedule, code: str, **params: object) -> dict[str, object]:
    edition = schedule.edition
    return {
        "exhibitor": ExhibitorFactory(edition=edition).pk,
        "buyer": BuyerFactory(edition=edition).pk,
        "reason": {"code": code, **params, "text": "the solver's words"},
        "relaxation": None,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_a_day_takes_eleven_queries(
    desk: Client, schedule: Schedule, django_assert_num_queries: Any, rows: int
) -> None:
    interpreter = InterpreterFactory(edition=schedule.edition)
    for slot in schedule.edition.slots.all()[:rows]:
        MeetingFactory(schedule=schedule, slot=slot, interpreter=interpreter)
    with django_assert_num_queries(11):
        read(desk, schedule)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_left_out_takes_eleven_queries(
    desk: Client, schedule: Schedule, django_assert_num_queries: Any, rows: int
) -> None:
    slot = schedule.edition.slots.all()[0]
    items = [left_out(schedule, "no_table", slots=[str(slot.pk)]) for _ in range(rows)]
    schedule.unscheduled = items
    schedule.save()
    with django_assert_num_queries(11):
        read(desk, schedule, view="left")


def test_it_was_made_at_the_editions_own_time_too(desk: Client, schedule: Schedule) -> None:
    assert schedule.edition.time_zone == "Asia/Shanghai"
    made = datetime(2027, 3, 1, 22, 15, tzinfo=UTC)
    Schedule.objects.filter(pk=schedule.pk).update(created_at=made)
    assert "03/02/2027 6:15 a.m." in read(desk, schedule)


def test_a_meeting_is_told_in_words(desk: Client, schedule: Schedule) -> None:
    CategoryFactory(code="0901", name={"en": "Coffee & <husks>"})
    reasons = [{"code": "same_category", "params": {"code": "0901"}}]
    meeting = MeetingFactory(schedule=schedule, reasons=reasons)
    page = read(desk, schedule)
    assert "The category asked for: 0901 Coffee &amp; &lt;husks&gt;" in page
    assert str(meeting.exhibitor) in page
    assert "Rwanda" in page
    assert "09:00–09:30" in page
    assert "at most 0.4 % better is possible" in page


def test_a_hall_can_be_picked(desk: Client, schedule: Schedule) -> None:
    here, there = (
        MeetingFactory(schedule=schedule, slot=slot) for slot in schedule.edition.slots.all()[:2]
    )
    page = read(desk, schedule, hall=here.table.hall_id)
    assert str(here.exhibitor) in page
    assert str(there.exhibitor) not in page


def test_the_second_day_has_its_own_page(desk: Client, schedule: Schedule) -> None:
    slot = schedule.edition.slots.all()[7]
    meeting = MeetingFactory(schedule=schedule, slot=slot)
    day = slot.day.date.isoformat()
    assert str(meeting.exhibitor) in read(desk, schedule, day=day)
    assert str(meeting.exhibitor) not in read(desk, schedule, day="2026-11-05")


@pytest.mark.parametrize(
    "asked", [{"day": "soon"}, {"hall": "9" * 30}, {"slot": "٣"}, {"page": "x"}]
)
def test_nonsense_in_the_address_is_ignored(
    desk: Client, schedule: Schedule, asked: dict[str, str]
) -> None:
    assert str(schedule.edition) in read(desk, schedule, **asked)


def test_a_schedule_without_days_answers(desk: Client, db: None) -> None:
    assert "has no days yet" in read(desk, ScheduleFactory())


def test_left_out_names_both_sides_and_the_remedy(desk: Client, schedule: Schedule) -> None:
    item = left_out(schedule, "no_interpreter", languages=["zh", "fr"], slots=["0"])
    buyer = BuyerFactory(edition=schedule.edition)
    slot = schedule.edition.slots.all()[0]
    remedy = {"code": "more_time", "party": str(buyer.organization_id), "slot": str(slot.pk)}
    schedule.unscheduled = [{**item, "relaxation": remedy}]
    schedule.save()
    page = read(desk, schedule, view="left", why="no_interpreter")
    assert "No interpreter for Chinese, French is free" in page
    assert f"{buyer} would have to be free on November 5, 09:00." in page
    assert "No interpreter for" not in read(desk, schedule, view="left", why="no_table")


def test_changes_that_are_needed_together_are_all_told(desk: Client, schedule: Schedule) -> None:
    buyer = BuyerFactory(edition=schedule.edition)
    slot = schedule.edition.slots.all()[0]
    party = {"party": str(buyer.organization_id), "slot": str(slot.pk)}
    changes = [{"code": "more_time", **party}, {"code": "more_seats", **party}]
    schedule.unscheduled = [{**left_out(schedule, "no_common_slot"), "changes": changes}]
    schedule.save()
    page = read(desk, schedule, view="left")
    assert "All of these together:" in page
    assert f"One more person of {buyer} on November 5, 09:00 would do." in page


def test_a_large_day_comes_in_pages(desk: Client, schedule: Schedule) -> None:
    hall = HallFactory(edition=schedule.edition)
    for slot in schedule.edition.slots.all()[:4]:
        for table in MeetingTableFactory.create_batch(26, edition=schedule.edition, hall=hall):
            MeetingFactory(schedule=schedule, slot=slot, table=table)
    assert read(desk, schedule).count('class="fl-meeting"') == 100
    assert read(desk, schedule, page=2).count('class="fl-meeting"') == 4


def test_the_list_and_the_page_lead_to_the_review(desk: Client, schedule: Schedule) -> None:
    listed = desk.get(reverse("admin:matchmaking_schedule_changelist")).content.decode()
    assert timetable(schedule) in listed
    change = desk.get(reverse("admin:matchmaking_schedule_change", args=[schedule.pk]))
    button = reverse("admin:matchmaking_schedule_open_review", args=[schedule.pk])
    assert button in change.content.decode()
    assert desk.get(button).headers["Location"] == timetable(schedule)


def test_approval_asks_first(desk: Client, schedule: Schedule) -> None:
    MeetingFactory(schedule=schedule)
    page = desk.get(approval(schedule)).content.decode()
    assert "<strong>1</strong> meeting becomes binding." in page
    assert "<strong>2</strong> e-mails with calendars leave." in page
    assert "Not before 5 minutes have passed" in page
    schedule.refresh_from_db()
    assert schedule.state == Schedule.State.DRAFT


def test_approval_binds_and_tells(desk: Client, schedule: Schedule) -> None:
    MeetingFactory(schedule=schedule)
    page = desk.post(approval(schedule), follow=True).content.decode()
    assert "Approved: 1 meeting is confirmed. 2 notices are on their way." in page
    assert "They leave in 5 minutes; until then the approval can be undone." in page
    schedule.refresh_from_db()
    assert schedule.state == Schedule.State.APPROVED
    assert Meeting.objects.get().status == Meeting.Status.CONFIRMED
    assert Notice.objects.count() == 2


def test_a_superseded_schedule_is_refused_in_words(desk: Client, schedule: Schedule) -> None:
    schedule.state = Schedule.State.SUPERSEDED
    schedule.save()
    assert "Approve…" not in read(desk, schedule)
    page = desk.post(approval(schedule), follow=True).content.decode()
    assert "This timetable is superseded" in page


def test_who_may_only_look_cannot_approve(client: Client, schedule: Schedule) -> None:
    client.force_login(OrganizerRoleFactory(edition=schedule.edition).user)
    assert "Approve…" not in read(client, schedule)
    assert client.get(approval(schedule)).status_code == 403
    assert client.post(approval(schedule)).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
def test_approval_is_asked_or_posted(desk: Client, schedule: Schedule, method: str) -> None:
    assert getattr(desk, method)(approval(schedule)).status_code == 405
    schedule.refresh_from_db()
    assert schedule.state == Schedule.State.DRAFT


def test_approval_needs_the_form_s_token(schedule: Schedule) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(OrganizerFactory())
    assert client.post(approval(schedule)).status_code == 403


def test_history_says_who_and_what(desk: Client, schedule: Schedule) -> None:
    MeetingFactory(schedule=schedule)
    desk.post(approval(schedule))
    page = desk.get(reverse("admin:matchmaking_schedule_history", args=[schedule.pk]))
    text = page.content.decode()
    assert "<del>draft</del> → <ins>approved</ins>" in text
    assert approval(schedule) in text
