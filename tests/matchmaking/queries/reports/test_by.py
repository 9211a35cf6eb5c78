"""Figures by country, delegation, category and hall: rows may overlap, the total does not."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from expo.models import Edition
from foundation.texts import Text
from matchmaking.models import Meeting
from matchmaking.queries.reports.by import Listed, by_category, by_country, by_delegation, by_hall
from matchmaking.queries.reports.sums import Money
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import (
    BoothFactory,
    CategoryFactory,
    DelegationFactory,
    HallFactory,
    MeetingTableFactory,
    open_edition,
)
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    OutcomeFactory,
    OutcomeStepFactory,
    ScheduleFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition(slots=8, rates={"EUR": 1.1})


def binding(edition: Edition, **fields: Any) -> Meeting:
    schedule = edition.schedules.first() or ScheduleFactory(
        edition=edition, state="approved", approved_at=timezone.now()
    )
    made: Meeting = MeetingFactory(
        schedule=schedule, **{"status": Meeting.Status.CONFIRMED, **fields}
    )
    return made


def counts(found: Listed, key: Any) -> dict[str, int]:
    return {name: number for name, number in found.figures.rows[key].counts.items() if number}


def test_what_two_countries_share_counts_in_both_rows_and_once_in_all(edition: Edition) -> None:
    exhibitor = ExhibitorFactory(edition=edition, organization__country="RW")
    buyer = BuyerFactory(edition=edition, organization__country="CN")
    BuyerFactory(edition=edition, organization__country="CN", state="applied")
    ProductFactory(exhibitor=exhibitor)
    SourcingNeedFactory(buyer=buyer)
    run = ScoringRunFactory(edition=edition, current=True)
    MatchFactory(run=run, exhibitor=exhibitor, buyer=buyer)
    MatchFactory(run=run, exhibitor=exhibitor, buyer=BuyerFactory(
        edition=edition, organization__country="RW"), score=59)  # fmt: skip
    MeetingRequestFactory(edition=edition, exhibitor=exhibitor, buyer=buyer)
    binding(edition, exhibitor=exhibitor, buyer=buyer, status=Meeting.Status.HELD)
    binding(edition, exhibitor=exhibitor, buyer=buyer, status=Meeting.Status.CANCELLED)
    found = by_country(edition)
    shared = {"matches": 1, "requests": 1, "accepted": 1, "scheduled": 1, "held": 1}
    assert counts(found, "RW") == {
        "registrations": 2, "exhibitors": 1, "buyers": 1, "products": 1, **shared
    }  # fmt: skip
    assert counts(found, "CN") == {"registrations": 2, "buyers": 1, "needs": 1, **shared}
    total = {name: n for name, n in found.figures.total.counts.items() if n}
    assert total == {
        "registrations": 4, "exhibitors": 1, "buyers": 2, "products": 1, "needs": 1, **shared
    }  # fmt: skip


def test_a_deal_that_both_sides_report_counts_once_by_the_buyers_word(edition: Edition) -> None:
    one, other = (binding(edition, slot=slot) for slot in edition.slots.all()[:2])
    for side, value in (("buyer", 100), ("exhibitor", 140)):
        outcome = OutcomeFactory(meeting=one, side=side, value=value, value_currency="EUR")
        OutcomeStepFactory(outcome=outcome, rung="contract", value=value, value_currency="EUR")
    theirs = OutcomeFactory(meeting=other, side="exhibitor", value=7, value_currency="XOF")
    OutcomeStepFactory(outcome=theirs, rung="intent")
    OutcomeStepFactory(outcome=theirs, rung="repeat", value=5, value_currency="USD")
    OutcomeStepFactory(outcome=theirs, rung="repeat", value=6, value_currency="USD")
    total = by_country(edition).figures.total
    assert total.amounts["intended"] == {"EUR": 100, "XOF": 7}
    assert total.amounts["contracted"] == {"EUR": 100, "USD": 11}
    assert (total.counts["intents"], total.counts["contracts"]) == (1, 2)
    money = Money.of(total.amounts["intended"], "USD", edition.rates)
    assert money == Money(Decimal("110.00"), {"XOF": Decimal(7)})


def test_a_mission_counts_its_parts_once(edition: Edition) -> None:
    mission = DelegationFactory(edition=edition, ref="A")
    parts = [DelegationFactory(edition=edition, ref=f"A{n}", parent=mission) for n in range(2)]
    exhibitor = ExhibitorFactory(edition=edition, delegation=parts[0])
    binding(edition, exhibitor=exhibitor, buyer=BuyerFactory(edition=edition, delegation=parts[1]))
    binding(edition, slot=edition.slots.all()[1])
    found = by_delegation(edition)
    met = {key: row.counts["scheduled"] for key, row in found.figures.rows.items()}
    assert met == {mission.pk: 1, parts[0].pk: 1, parts[1].pk: 1, None: 1}
    assert found.figures.total.counts["scheduled"] == 2
    assert [(group.key, group.depth) for group in found.groups] == [
        (mission.pk, 0), (parts[0].pk, 1), (parts[1].pk, 1), (None, 0)
    ]  # fmt: skip


def test_categories_are_told_by_chapter(edition: Edition) -> None:
    section = CategoryFactory(code="II")
    coffee, cotton = (
        CategoryFactory(code=code, parent=section, name=Text({"en": code})) for code in ("09", "52")
    )
    roasted = CategoryFactory(code="0901", parent=coffee)
    beans = CategoryFactory(code="090111", parent=roasted)
    exhibitor = ExhibitorFactory(edition=edition)
    ProductFactory.create_batch(2, exhibitor=exhibitor, category=beans)
    ProductFactory(exhibitor=exhibitor, category=cotton)
    ProductFactory(exhibitor=ExhibitorFactory(edition=edition), category=None)
    need = SourcingNeedFactory(buyer__edition=edition)
    need.categories.set([roasted, cotton])
    binding(edition, exhibitor=exhibitor, buyer=need.buyer)
    found = by_category(edition)
    shared = {"exhibitors": 1, "buyers": 1, "needs": 1, "scheduled": 1}
    assert counts(found, coffee.pk) == {**shared, "products": 2}
    assert counts(found, cotton.pk) == {**shared, "products": 1}
    assert counts(found, None) == {"exhibitors": 1, "products": 1}
    total = {name: n for name, n in found.figures.total.counts.items() if n}
    assert total == {"exhibitors": 2, "buyers": 1, "needs": 1, "scheduled": 1, "products": 4}
    assert [group.code for group in found.groups] == ["09", "52", ""]


def test_halls_count_exhibitors_by_booth_and_meetings_by_table(edition: Edition) -> None:
    north, south = (HallFactory(edition=edition, ref=ref) for ref in ("N", "S"))
    booth = BoothFactory(edition=edition, hall=north)
    tables = MeetingTableFactory.create_batch(2, edition=edition, hall=south)
    exhibitor = ExhibitorFactory(edition=edition, booth=booth)
    binding(edition, exhibitor=exhibitor, table=tables[0])
    found = by_hall(edition)
    assert counts(found, north.pk) == {"registrations": 1, "exhibitors": 1}
    assert counts(found, south.pk) == {"scheduled": 1, "tables": 2, "places": 16}
    assert [group.code for group in found.groups] == ["N", "S"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("report", "queries"),
    [(by_country, 10), (by_delegation, 11), (by_category, 11), (by_hall, 10)],
)
def test_so_many_queries_whatever_the_size(
    edition: Edition, django_assert_num_queries: Any, report: Any, queries: int, rows: int
) -> None:
    for slot in edition.slots.all()[:rows]:
        meeting = binding(edition, slot=slot)
        ProductFactory(exhibitor=meeting.exhibitor, category=CategoryFactory())
        SourcingNeedFactory(buyer=meeting.buyer).categories.add(CategoryFactory())
        MeetingRequestFactory(edition=edition)
        OutcomeStepFactory(outcome=OutcomeFactory(meeting=meeting, value=1, value_currency="USD"))
        DelegationFactory(edition=edition)
    with django_assert_num_queries(queries):
        report(edition)
