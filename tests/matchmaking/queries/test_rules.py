"""The organizer's rules in matches, wishes and the timetable."""

import pytest
from django.db import IntegrityError, transaction

from buyers.models import Buyer
from matchmaking.actions.apply_rules import apply_rules
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.request_meeting import request_meeting
from matchmaking.actions.store_matches import store_matches
from matchmaking.errors import RuleBroken
from matchmaking.models import Match, MatchChange, MeetingLimit, PairRule
from matchmaking.queries.board import Board
from matchmaking.queries.planning_input import load_planning
from matchmaking.queries.planning_stamp import stamp_of
from matchmaking.scheduling.solver import solve
from matchmaking.scoring import data
from tests.factories.accounts import OrganizationFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import BoothFactory, HallFactory, MeetingTableFactory, open_edition
from tests.factories.matchmaking import (
    HostedOnlyFactory,
    MatchFactory,
    MeetingFactory,
    MeetingLimitFactory,
    MeetingRequestFactory,
    PairRuleFactory,
    QuietTimeFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = open_edition(slots=4)
    MeetingTableFactory(edition=edition)
    return edition


@pytest.fixture
def run(edition):
    return ScoringRunFactory(edition=edition, current=True)


def match(run, **fields):
    return MatchFactory(run=run, blocks=[], **fields)


def rule(match, **fields):
    return PairRuleFactory(
        edition=match.edition,
        one=match.buyer.organization,
        other=match.exhibitor.organization,
        **fields,
    )


def wish_ids(edition):
    return {wish.id for wish in load_planning(edition).problem.wishes}


def test_two_that_are_never_together_are_neither_matched_nor_planned(edition, run):
    kept, gone = match(run), match(run)
    rule(gone)
    assert apply_rules(edition, [gone.buyer.organization_id]) == 1
    assert list(Match.objects.all()) == [kept]
    found = data.Match(
        exhibitor=gone.exhibitor_id, buyer=gone.buyer_id, score=90.0, parts={}, reasons=(),
        blocks=(), pairs=(),
    )  # fmt: skip
    store_matches(run, [found])
    assert list(Match.objects.all()) == [kept]
    assert wish_ids(edition) == {f"{kept.exhibitor_id}-{kept.buyer_id}"}
    with pytest.raises(RuleBroken, match="no meetings between these two"):
        request_meeting(gone.exhibitor, gone.buyer, asked_by="buyer")


def test_when_the_rule_goes_both_are_matched_again(edition, run):
    both = match(run)
    one = rule(both)
    one.delete()
    apply_rules(edition, [both.buyer.organization_id, both.exhibitor.organization_id])
    changes = MatchChange.objects.values_list("exhibitor", "buyer")
    assert set(changes) == {(both.exhibitor_id, None), (None, both.buyer_id)}


def test_who_asked_is_told_that_the_two_must_not_meet(edition):
    asked = MeetingRequestFactory(edition=edition)
    rule(asked)
    solution = solve(load_planning(edition).problem, time_limit=2)
    assert [left.reason.code for left in solution.unscheduled] == ["forbidden"]


def test_two_that_must_meet_do_without_a_match_or_a_request(edition):
    exhibitor, buyer = ExhibitorFactory(edition=edition), BuyerFactory(edition=edition)
    PairRuleFactory(
        edition=edition, kind=PairRule.Kind.MUST, one=exhibitor.organization,
        other=buyer.organization,
    )  # fmt: skip
    (wish,) = load_planning(edition).problem.wishes
    assert (wish.id, wish.level) == (f"{exhibitor.pk}-{buyer.pk}", "must")


def test_an_exhibitor_for_hosted_buyers_meets_no_other(edition, run):
    exhibitor = HostedOnlyFactory(exhibitor__edition=edition).exhibitor
    guest = match(run, exhibitor=exhibitor, buyer=BuyerFactory(edition=edition, hosted=True))
    match(run, exhibitor=exhibitor)
    assert wish_ids(edition) == {f"{exhibitor.pk}-{guest.buyer_id}"}
    assert apply_rules(edition, [exhibitor.organization_id]) == 1


def test_limits_are_the_stricter_of_all(edition, run):
    found = match(run, buyer=BuyerFactory(edition=edition, hosted=True, max_meetings=5))
    MeetingLimitFactory(edition=edition, maximum=4)
    MeetingLimitFactory(edition=edition, group=MeetingLimit.Group.HOSTED, maximum_a_day=2)
    MeetingLimitFactory(
        edition=edition, group=MeetingLimit.Group.ORGANIZATION, minimum=3, maximum=None,
        organization=found.buyer.organization,
    )  # fmt: skip
    parties = {party.id: party for party in load_planning(edition).problem.parties}
    buyer = parties[str(found.buyer.organization_id)]
    # One wish only: three meetings cannot be asked of it.
    assert (buyer.minimum, buyer.maximum, buyer.maximum_a_day) == (1, 4, 2)
    assert parties[str(found.exhibitor.organization_id)].maximum is None


def test_quiet_times_close_slots_for_all_for_a_hall_and_for_who_is_not_hosted(edition, run):
    slots = list(edition.slots.order_by("during"))
    guest = match(run, buyer=BuyerFactory(edition=edition, hosted=True))
    other = match(run)
    first = slots[0].during
    QuietTimeFactory(edition=edition, during=first)
    QuietTimeFactory(edition=edition, during=slots[1].during, who="hosted_only")
    hall = HallFactory(edition=edition)
    table = MeetingTableFactory(edition=edition, hall=hall)
    QuietTimeFactory(edition=edition, during=slots[2].during, who="hall", hall=hall)
    problem = load_planning(edition).problem
    wishes = {wish.b: wish.slots for wish in problem.wishes}
    keys = [str(slot.pk) for slot in slots]
    assert wishes[str(guest.buyer.organization_id)] == frozenset(keys[1:])
    assert wishes[str(other.buyer.organization_id)] == frozenset(keys[2:])
    tables = {each.id: each.slots for each in problem.tables}
    assert tables.pop(str(table.pk)) == frozenset((keys[0], keys[1], keys[3]))
    assert set(tables.values()) == {None}


@pytest.mark.parametrize("make", [PairRuleFactory, MeetingLimitFactory, QuietTimeFactory])
def test_a_draft_is_old_once_a_rule_changes(edition, make):
    before = stamp_of(edition)
    make(edition=edition)
    assert stamp_of(edition) != before


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (MeetingLimitFactory, {"maximum": None}),
        (MeetingLimitFactory, {"minimum": 5}),
        (MeetingLimitFactory, {"group": "delegation"}),
        (QuietTimeFactory, {"who": "hall"}),
    ],
)
def test_the_database_refuses_rules_that_say_nothing(edition, make, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(edition=edition, **fields)


def test_there_is_one_rule_for_two_whichever_comes_first(edition):
    first = PairRuleFactory(edition=edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairRuleFactory(edition=edition, one=first.other, other=first.one)


def test_a_private_table_is_planned_for_whom_it_is_kept_only(edition, run):
    kept = match(run)
    match(run)
    table = edition.tables.get()
    table.reserved_for = kept.buyer.organization
    table.save()
    problem = load_planning(edition).problem
    assert [each.home for each in problem.tables] == [str(kept.buyer.organization_id)]
    (meeting,) = solve(problem, time_limit=2).meetings
    assert (meeting.a, meeting.b) == (
        str(kept.exhibitor.organization_id),
        str(kept.buyer.organization_id),
    )


def test_a_table_kept_for_somebody_who_is_not_there_serves_nobody(edition):
    edition.tables.update(reserved_for=OrganizationFactory())
    assert not load_planning(edition).problem.tables


def test_by_hand_nobody_else_is_put_at_a_private_table(edition):
    meeting = MeetingFactory(schedule__edition=edition, slot=edition.slots.first())
    free, kept = MeetingTableFactory.create_batch(2, edition=edition)
    kept.reserved_for = OrganizationFactory()
    kept.save()
    board = Board(meeting.schedule, [meeting])
    assert free in board.tables(meeting)
    assert kept not in board.tables(meeting)
    assert board.serves(free, meeting)
    assert not board.serves(kept, meeting)
    kept.reserved_for = meeting.exhibitor.organization
    assert board.serves(kept, meeting)


def test_a_booth_s_table_is_not_kept_for_another(edition):
    booth = BoothFactory(edition=edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingTableFactory(edition=edition, booth=booth, reserved_for=OrganizationFactory())


@pytest.mark.parametrize("state", ["applied", "refused"])
def test_who_takes_no_part_is_not_planned(edition, run, state):
    gone = {"state": state}
    match(run, buyer=BuyerFactory(edition=edition, **gone))
    MeetingRequestFactory(edition=edition, exhibitor=ExhibitorFactory(edition=edition, **gone))
    PairRuleFactory(
        edition=edition, kind=PairRule.Kind.MUST,
        one=ExhibitorFactory(edition=edition, **gone).organization,
        other=BuyerFactory(edition=edition).organization,
    )  # fmt: skip
    promised = MeetingFactory(schedule__edition=edition, buyer=BuyerFactory(edition=edition))
    approve_schedule(promised.schedule_id)
    Buyer.objects.filter(pk=promised.buyer_id).update(**gone)
    there = match(run)
    problem = load_planning(edition).problem
    assert [wish.id for wish in problem.wishes] == [f"{there.exhibitor_id}-{there.buyer_id}"]
    outside = Buyer.objects.filter(edition=edition, **gone).values_list("organization", flat=True)
    assert not {str(key) for key in outside} & {party.id for party in problem.parties}
