"""The front page, the floor plan and the queues of an edition."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from buyers.models import Buyer
from exhibitors.models import Certificate, Exhibitor
from expo.models import Edition
from matchmaking.models import Meeting, Notice, PlanningRun
from tests.factories.accounts import MembershipFactory, OrganizationFactory, OrganizerFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import HallFactory, MeetingTableFactory, open_edition
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingLimitFactory,
    MeetingRequestFactory,
    NoticeFactory,
    OutcomeFactory,
    OutcomeStepFactory,
    PlanningRunFactory,
    ScheduleFactory,
    ScoringRunFactory,
)


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition(days=2)


def page_of(edition: Edition, name: str) -> str:
    return reverse(f"admin:expo_edition_{name}", args=[edition.pk])


def binding(edition: Edition, **fields: Any) -> Meeting:
    schedule = edition.schedules.filter(state="approved").first() or ScheduleFactory(
        edition=edition, state="approved", approved_at=timezone.now()
    )
    meeting: Meeting = MeetingFactory(
        schedule=schedule, **{"status": Meeting.Status.CONFIRMED, **fields}
    )
    return meeting


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_takes_30_queries(
    desk: Client, edition: Edition, django_assert_num_queries: Any, rows: int
) -> None:
    for slot in edition.slots.all()[:rows]:
        binding(edition, slot=slot)
        ProductFactory(exhibitor__edition=edition)
        SourcingNeedFactory(buyer__edition=edition)
        NoticeFactory(edition=edition, state=Notice.State.FAILED)
    with django_assert_num_queries(30):
        assert desk.get(page_of(edition, "front")).status_code == 200


def test_the_funnel_counts_from_the_request_to_the_contract(desk: Client, edition: Edition) -> None:
    MeetingRequestFactory(edition=edition)
    MeetingRequestFactory(edition=edition, state="declined")
    held = binding(edition, status=Meeting.Status.HELD)
    outcome = OutcomeFactory(meeting=held)
    OutcomeStepFactory(outcome=outcome)
    OutcomeStepFactory(outcome=outcome, rung="contract")
    OutcomeStepFactory(outcome=OutcomeFactory(meeting=held, side="exhibitor"))
    page = desk.get(page_of(edition, "front"))
    assert [count for _w, count, _p in page.context["funnel"]] == [2, 1, 1, 1, 1, 1]


def test_shares_tell_newcomers_and_poor_countries_apart(desk: Client, edition: Edition) -> None:
    busy = ExhibitorFactory(edition=edition, first_time=True, organization__country="RW")
    ExhibitorFactory(edition=edition, organization__country="FR")
    ExhibitorFactory(edition=edition, organization__country="FR", state="applied")
    for slot in edition.slots.all()[:2]:
        binding(edition, exhibitor=busy, slot=slot)
    exhibitors, buyers = desk.get(page_of(edition, "front")).context["sides"]
    shares = {
        str(n): [count for _w, count, *_r in parts] for n, _all, parts in exhibitors["groups"]
    }
    assert shares == {
        "all": [1, 0, 1, 0],
        "first-time exhibitors": [0, 0, 1, 0],
        "least developed countries": [0, 0, 1, 0],
        "the rest": [1, 0, 0, 0],
    }
    assert [count for _w, count, *_r in buyers["groups"][0][2]] == [0, 2, 0, 0]


def test_days_are_those_of_the_expo(desk: Client, edition: Edition) -> None:
    """At 17:00 UTC it is the next day in Shanghai."""
    row = ExhibitorFactory(edition=edition)
    then = timezone.now().replace(hour=17, minute=0) - timedelta(days=3)
    Exhibitor.objects.filter(pk=row.pk).update(created_at=then)
    days = desk.get(page_of(edition, "front")).context["days"]
    assert [(day, counts[0]) for day, counts in days["rows"]] == [
        (then.date() + timedelta(days=1), 1)
    ]


def test_tables_in_use_by_hall_and_hour(desk: Client, edition: Edition) -> None:
    hall = HallFactory(edition=edition)
    tables = MeetingTableFactory.create_batch(2, edition=edition, hall=hall)
    binding(edition, table=tables[0])
    page = desk.get(page_of(edition, "front"))
    (row,) = page.context["use"]["rows"]
    assert page.context["use"]["hours"] == [9, 10]
    assert row[2] == [(12, 1), (0, 0)]  # one of eight: two tables, two slots, two days


def test_alerts_lead_to_the_thing(desk: Client, edition: Edition) -> None:
    alone = SourcingNeedFactory(buyer__edition=edition).buyer
    matched = SourcingNeedFactory(buyer__edition=edition).buyer
    MatchFactory(run=ScoringRunFactory(edition=edition, current=True), buyer=matched)
    CertificateFactory(exhibitor__edition=edition, valid_until="2020-01-01")
    PlanningRunFactory(edition=edition, state=PlanningRun.State.FAILED)
    alerts = desk.get(page_of(edition, "front")).context["alerts"]
    assert [(str(words), count) for words, count, _a in alerts] == [
        ("Buyers with needs but without a match", 1),
        ("Needs without a match", 1),
        ("Certificates that end before the expo", 1),
        ("The last planning run failed", 1),
    ]
    listed = desk.get(alerts[0][2]).context["cl"].result_list
    assert list(listed) == [alone]
    assert list(desk.get(alerts[1][2]).context["cl"].result_list) == [alone.needs.get()]
    assert desk.get(alerts[2][2]).context["cl"].result_count == 1
    assert desk.get(alerts[3][2]).status_code == 200


def test_a_single_need_without_a_match_is_found(desk: Client, edition: Edition) -> None:
    buyer = BuyerFactory(edition=edition)
    found, alone, _paused = (
        SourcingNeedFactory(buyer=buyer, state=state) for state in ("open", "open", "paused")
    )
    pairs = [{"need": found.pk, "product": 1, "score": 80.0}]
    MatchFactory(run=ScoringRunFactory(edition=edition, current=True), buyer=buyer, pairs=pairs)
    alerts = {str(w): (n, a) for w, n, a in desk.get(page_of(edition, "front")).context["alerts"]}
    count, address = alerts["Needs without a match"]
    assert count == 1
    assert list(desk.get(address).context["cl"].result_list) == [alone]


def test_who_has_fewer_meetings_than_the_minimum_is_named(desk: Client, edition: Edition) -> None:
    one = binding(edition)
    short = ExhibitorFactory(edition=edition)
    MeetingLimitFactory(edition=edition, group="exhibitors", minimum=1, maximum=None)
    alerts = {str(w): (n, a) for w, n, a in desk.get(page_of(edition, "front")).context["alerts"]}
    count, address = alerts["Exhibitors with fewer meetings than their minimum"]
    assert count == 1
    assert list(desk.get(address).context["cl"].result_list) == [short]
    assert one.exhibitor != short


def test_new_and_waiting_ones_lead_to_their_queue(desk: Client, edition: Edition) -> None:
    new = OrganizationFactory(standing="new")
    BuyerFactory(edition=edition, organization=new, state="applied")
    alerts = {str(w): a for w, _n, a in desk.get(page_of(edition, "front")).context["alerts"]}
    for words, queue in (
        ("Buyers waiting to be let in", "buyers"),
        ("New organizations to be checked", "organizations"),
    ):
        page = desk.get(alerts[words])
        assert page.context["queue"] == queue
        assert str(new) in page.content.decode()


def test_the_newest_edition_comes_first(desk: Client, edition: Edition) -> None:
    page = desk.get(reverse("admin:expo_edition_newest"))
    assert page.headers["Location"] == page_of(edition, "front")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_floor_plan_takes_ten_queries(
    desk: Client, edition: Edition, django_assert_num_queries: Any, rows: int
) -> None:
    hall = HallFactory(edition=edition)
    for table in MeetingTableFactory.create_batch(rows, edition=edition, hall=hall):
        binding(edition, table=table)
    with django_assert_num_queries(10):
        assert desk.get(page_of(edition, "floor")).status_code == 200


def test_the_plan_shows_who_sits_where(desk: Client, edition: Edition) -> None:
    hall = HallFactory(edition=edition, width=40, depth=20)
    taken, _free = MeetingTableFactory.create_batch(2, edition=edition, hall=hall, x=5, y=6)
    meeting = binding(edition, table=taken)
    page = desk.get(page_of(edition, "floor"), {"slot": meeting.slot_id})
    text = page.content.decode()
    assert f"<title>{taken.ref}: {meeting.exhibitor} – {meeting.buyer}</title>" in text
    assert page.context["counts"] == {"taken": 1, "free": 1}
    assert (
        reverse("admin:matchmaking_schedule_adjust", args=[meeting.schedule_id, meeting.pk]) in text
    )
    later = edition.slots.all()[1]
    assert desk.get(page_of(edition, "floor"), {"slot": later.pk}).context["counts"]["taken"] == 0


@pytest.mark.parametrize("asked", [{"slot": "x"}, {"hall": "9" * 30}, {"schedule": "-1"}])
def test_nonsense_is_ignored(desk: Client, edition: Edition, asked: dict[str, str]) -> None:
    assert desk.get(page_of(edition, "floor"), asked).status_code == 200
    assert desk.get(page_of(edition, "queues"), {"queue": "x", "page": "y"}).status_code == 200


def test_a_queue_is_counted_before_anything_is_done(desk: Client, edition: Edition) -> None:
    applied = BuyerFactory.create_batch(2, edition=edition, state="applied")
    member = MembershipFactory(
        organization=applied[0].organization, role=Membership.Role.OWNER
    ).user
    there = f"{page_of(edition, 'queues')}?queue=buyers"
    sent = {"decision": "hosted", "row": [row.pk for row in applied]}
    page = desk.post(there, sent)
    assert "<strong>2</strong> of them still wait" in page.content.decode()
    assert Buyer.objects.filter(state="applied").count() == 2
    page = desk.post(there, {**sent, "sure": "1"}, follow=True)
    assert "2 participants decided. 1 person is told." in page.content.decode()
    assert set(Buyer.objects.values_list("state", "hosted")) == {("approved", True)}
    assert Notice.objects.get().user == member
    page = desk.post(there, {**sent, "sure": "1"}, follow=True)
    assert "0 participants decided." in page.content.decode()
    assert Notice.objects.count() == 1


def test_who_was_refused_takes_no_part(desk: Client, edition: Edition) -> None:
    row = ExhibitorFactory(edition=edition, state="applied")
    other = ExhibitorFactory(state="applied")
    there = f"{page_of(edition, 'queues')}?queue=exhibitors"
    member = MembershipFactory(organization=row.organization).user
    sent = {"decision": "refuse", "row": [row.pk, other.pk], "sure": "1"}
    desk.post(there, {**sent, "reason": "The hall is full."})
    assert dict(Exhibitor.objects.values_list("pk", "state")) == {
        row.pk: "refused",
        other.pk: "applied",  # of another edition
    }
    notice = Notice.objects.get()
    assert notice.user == member
    assert notice.body.endswith("The hall is full.")
    row.refresh_from_db()
    assert row.refused_because == "The hall is full."


def test_papers_say_who_checked_them(desk: Client, edition: Edition) -> None:
    checker = OrganizerFactory()
    desk.force_login(checker)
    papers = CertificateFactory.create_batch(3, exhibitor__edition=edition)
    there = f"{page_of(edition, 'queues')}?queue=papers"
    desk.post(there, {"decision": "checked", "all": "1", "sure": "1"})
    assert set(Certificate.objects.values_list("checked_by", flat=True)) == {checker.pk}
    assert len(papers) == 3
    assert "Nothing waits here" in desk.get(there).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("queue", ["exhibitors", "papers"])
def test_a_queue_takes_nine_queries(
    desk: Client, edition: Edition, django_assert_num_queries: Any, queue: str, rows: int
) -> None:
    ExhibitorFactory.create_batch(rows, edition=edition, state="applied")
    CertificateFactory.create_batch(rows, exhibitor__edition=edition)
    with django_assert_num_queries(9):
        desk.get(page_of(edition, "queues"), {"queue": queue})
