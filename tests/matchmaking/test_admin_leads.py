"""The desk's side of leads' words, and the review by participant."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from expo.models import Delegation
from matchmaking.actions.answer_draft import answer_draft
from matchmaking.models import Meeting, Schedule
from tests.factories.accounts import OrganizerFactory, UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import DelegationFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, QuietTimeFactory, ScheduleFactory


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def schedule(db: None) -> Schedule:
    made: Schedule = ScheduleFactory(edition=open_edition(days=2))
    return made


def page_of(schedule: Schedule, name: str = "timetable") -> str:
    return reverse(f"admin:matchmaking_schedule_{name}", args=[schedule.pk])


def read(desk: Client, schedule: Schedule, **asked: Any) -> Any:
    page = desk.get(page_of(schedule), asked)
    assert page.status_code == 200
    return page


def mission(schedule: Schedule, at: int = 0) -> tuple[Delegation, Meeting]:
    delegation = DelegationFactory(edition=schedule.edition, lead=UserFactory(), approves=True)
    exhibitor = ExhibitorFactory(edition=schedule.edition, delegation=delegation)
    slot = schedule.edition.slots.order_by("during")[at]
    return delegation, MeetingFactory(schedule=schedule, exhibitor=exhibitor, slot=slot)


@pytest.mark.parametrize("rows", [1, 3])
def test_leads_take_nine_queries(
    desk: Client, schedule: Schedule, django_assert_num_queries: Any, rows: int
) -> None:
    for at in range(rows):
        delegation, meeting = mission(schedule, at)
        lead = delegation.lead
        assert isinstance(lead, User)
        schedule.asked_at = meeting.during.lower
        schedule.save()
        no = {"approve": False, "keys": [meeting.pk], "reason": "Too early"}
        answer_draft(delegation, schedule.pk, user=lead, **no)  # type: ignore[arg-type]
    with django_assert_num_queries(9):
        text = read(desk, schedule, view="leads").content.decode()
    assert text.count("Too early") == rows


def test_an_organizer_asks_sees_and_approves_what_leads_approved(
    desk: Client, schedule: Schedule
) -> None:
    delegation, mine = mission(schedule)
    _other, waits = mission(schedule, 1)
    page = desk.post(page_of(schedule, "ask"), follow=True).content.decode()
    assert "2 leads are told." in page
    assert isinstance(delegation.lead, User)
    answer_draft(delegation, schedule.pk, user=delegation.lead, approve=True)
    lines = read(desk, schedule, view="leads").context["leads"]
    assert [(len(li.said.approved), len(li.said.waiting)) for li in lines] == [(1, 0), (0, 1)]
    page = desk.get(page_of(schedule, "approve")).content.decode()
    assert "1 meeting waits for the word of its delegation" in page
    desk.post(page_of(schedule, "approve"), {"seen": 0})
    assert not Meeting.objects.filter(status="confirmed").exists()
    part = f"delegation:{delegation.pk}"
    desk.post(page_of(schedule, "approve"), {"seen": 0, "part": part})
    mine.refresh_from_db()
    waits.refresh_from_db()
    assert (mine.status, waits.status) == ("confirmed", "proposed")


def test_asking_where_nobody_has_a_say_is_refused(desk: Client, schedule: Schedule) -> None:
    MeetingFactory(schedule=schedule, slot=schedule.edition.slots.all()[0])
    assert "missing" in desk.post(page_of(schedule, "ask"), follow=True).content.decode()
    schedule.refresh_from_db()
    assert schedule.asked_at is None


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("side", "queries"), [("exhibitors", 15), ("buyers", 15)])
def test_people_take_as_many_queries_however_many(
    desk: Client,
    schedule: Schedule,
    django_assert_num_queries: Any,
    rows: int,
    side: str,
    queries: int,
) -> None:
    for slot in schedule.edition.slots.all()[:rows]:
        MeetingFactory(schedule=schedule, slot=slot)
    with django_assert_num_queries(queries):
        read(desk, schedule, view="people", side=side)


def test_a_line_shows_meetings_gaps_and_absence(desk: Client, schedule: Schedule) -> None:
    slots = list(schedule.edition.slots.order_by("during"))[:4]
    seller = ExhibitorFactory(edition=schedule.edition, available=[s.during for s in slots[:3]])
    met = MeetingFactory(schedule=schedule, exhibitor=seller, slot=slots[0])
    QuietTimeFactory(edition=schedule.edition, during=slots[1].during)
    page = read(desk, schedule, view="people")
    line = next(line for line, _country in page.context["lines"] if line.row == seller)
    assert [cell.state for cell in line.cells] == ["met", "quiet", "free", "away"]
    assert (line.held, line.free, line.left_out) == (1, 1, 0)
    text = read(desk, schedule, view="people", party=seller.organization_id).content.decode()
    assert str(met.buyer) in text
    assert "quiet time" in text


def test_a_team_with_people_to_spare_is_shown_so(desk: Client, schedule: Schedule) -> None:
    slot = schedule.edition.slots.order_by("during")[0]
    seller = ExhibitorFactory(edition=schedule.edition, team_size=2)
    MeetingFactory(schedule=schedule, exhibitor=seller, slot=slot)
    page = read(desk, schedule, view="people")
    (line,) = (line for line, _country in page.context["lines"])
    assert line.cells[0].state == "part"


def test_people_are_found_by_name_and_come_in_pages(desk: Client, schedule: Schedule) -> None:
    BuyerFactory.create_batch(41, edition=schedule.edition)
    wanted = BuyerFactory(edition=schedule.edition, organization__name={"en": "Kivu Hills"})
    page = read(desk, schedule, view="people", side="buyers")
    assert len(page.context["lines"]) == 40
    page = read(desk, schedule, view="people", side="buyers", q="kivu")
    assert [line.row for line, _country in page.context["lines"]] == [wanted]


@pytest.mark.parametrize(
    "asked", [{"party": "9" * 30}, {"side": "x"}, {"page": "x"}, {"day": "soon"}, {"q": "%\x00"}]
)
def test_nonsense_in_the_address_is_ignored(
    desk: Client, schedule: Schedule, asked: dict[str, str]
) -> None:
    page = read(desk, schedule, view="people", **asked)
    assert page.context["people_day"].edition_id == schedule.edition_id
