"""Drafts: what is wanted is placed, what is left out has a reason, the checker has seen it."""

import pytest

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.plan_edition import plan_edition
from matchmaking.actions.start_planning import start_planning
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, MeetingRequest
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import (
    BoothFactory,
    DelegationFactory,
    InterpreterFactory,
    MeetingTableFactory,
)
from tests.factories.matchmaking import MatchFactory, MeetingRequestFactory, ScoringRunFactory


def plan(edition, **options):
    run = plan_edition(start_planning(edition.pk, time_limit=3, send=False, **options).pk)
    assert run.state == "done", run.message
    return run.schedule


def ask(edition, exhibitor="growers", buyer="roaster", **fields):
    return MeetingRequestFactory(
        edition=edition,
        exhibitor=edition.exhibitors.get(ref=exhibitor),
        buyer=edition.buyers.get(ref=buyer),
        **fields,
    )


def test_an_accepted_request_becomes_a_proposed_meeting(edition):
    request = ask(edition)
    schedule = plan(edition)
    meeting = schedule.meetings.get()
    assert (meeting.request, meeting.status) == (request, Meeting.Status.PROPOSED)
    assert (schedule.state, schedule.solver_status, schedule.gap) == ("draft", "OPTIMAL", 0)
    assert len(schedule.digest) == 64


def test_the_same_inputs_have_the_same_digest(edition):
    ask(edition)
    assert plan(edition).digest == plan(edition).digest


@pytest.mark.parametrize("state", ["declined", "withdrawn", "expired"])
def test_what_is_no_longer_wanted_is_not_planned(edition, state):
    request = ask(edition, state=state)
    run = ScoringRunFactory(edition=edition, current=True)
    MatchFactory(run=run, exhibitor=request.exhibitor, buyer=request.buyer, score=95, blocks=[])
    assert not plan(edition).meetings.exists()


@pytest.mark.parametrize(
    ("score", "blocks", "meets"),
    [
        (60, [], True),
        (59.9, [], False),
        (95, [{"code": "certificate_missing", "params": {}}], False),
        (95, [{"code": "incoterm_not_accepted", "params": {}}], True),
    ],
)
def test_a_strong_match_fills_a_free_slot(edition, score, blocks, meets):
    run = ScoringRunFactory(edition=edition, current=True)
    MatchFactory(
        run=run,
        exhibitor=edition.exhibitors.get(ref="growers"),
        buyer=edition.buyers.get(ref="roaster"),
        score=score,
        blocks=blocks,
    )
    assert plan(edition).meetings.exists() == meets


def test_a_meeting_takes_the_exhibitors_own_table(edition):
    request = ask(edition)
    booth = BoothFactory(edition=edition)
    own = MeetingTableFactory(edition=edition, booth=booth, hall=booth.hall, kind="booth")
    type(request.exhibitor).objects.filter(pk=request.exhibitor_id).update(booth=booth)
    assert plan(edition).meetings.get().table == own


def test_without_a_common_language_an_interpreter_comes(edition):
    ask(edition, exhibitor="beekeepers")
    edition.buyers.update(languages=["fr"])
    edition.exhibitors.update(languages=["zh-Hans"])
    left = plan(edition)
    assert [item["reason"]["code"] for item in left.unscheduled] == ["no_interpreter"]
    person = InterpreterFactory(edition=edition, languages=["fr", "zh"])
    assert plan(edition).meetings.get().interpreter == person


def test_a_delegations_quota_counts_its_parts(edition):
    mission = DelegationFactory(edition=edition, meeting_quota=1)
    part = DelegationFactory(edition=edition, parent=mission)
    edition.exhibitors.update(delegation=part)
    ask(edition, buyer="roaster")
    ask(edition, exhibitor="beekeepers", buyer="grocer")
    schedule = plan(edition)
    assert schedule.meetings.count() == 1
    assert [item["reason"]["code"] for item in schedule.unscheduled] == ["quota_full"]


def test_who_is_away_is_not_planned(edition):
    ask(edition)
    last = edition.slots.last()
    edition.buyers.update(available=[last.during])
    assert plan(edition).meetings.get().slot == last


def test_order_and_fixed_slot_are_kept(edition):
    first = ask(edition, buyer="roaster")
    second = ask(edition, buyer="grocer", fixed_slot=edition.slots.all()[1])
    second.after.add(first)
    slots = {m.request: m.slot for m in plan(edition).meetings.all()}
    assert slots[second] == edition.slots.all()[1]
    assert slots[first].during < slots[second].during


def test_teams_get_a_seat_each(edition):
    MeetingTableFactory(edition=edition)
    edition.exhibitors.update(team_size=2)
    edition.buyers.update(available=[edition.slots.first().during])
    ask(edition, buyer="roaster")
    ask(edition, buyer="grocer")
    seats = plan(edition).meetings.values_list("exhibitor_seat", flat=True)
    assert sorted(seats) == [1, 2]


def test_musts_that_conflict_are_named_and_nothing_is_stored(edition):
    edition.exhibitors.update(max_meetings=1)
    for buyer in ("roaster", "grocer"):
        ask(edition, buyer=buyer, priority=MeetingRequest.Priority.MUST)
    with pytest.raises(AssertionError, match="must be held but cannot be") as refused:
        plan(edition)
    named = [
        str(side) for side in (*edition.exhibitors.filter(ref="growers"), *edition.buyers.all())
    ]
    assert all(name in str(refused.value) for name in named)
    assert not edition.schedules.exists()


def test_a_plan_that_keeps_another_moves_nothing_without_need(edition):
    ask(edition)
    first = plan(edition)
    ask(edition, exhibitor="beekeepers", buyer="grocer")
    second = plan(edition, keep_id=first.pk)
    assert (second.moved, second.keeps, second.version) == (0, first, 2)
    assert (
        second.meetings.get(request=first.meetings.get().request).slot == first.meetings.get().slot
    )


def test_a_schedule_of_another_edition_cannot_be_kept(edition):
    with pytest.raises(RuleBroken, match="not one of"):
        plan(edition, keep_id=999_999)


def test_who_exhibits_and_buys_has_the_smaller_teams_seats(edition):
    MeetingTableFactory(edition=edition)
    both = edition.exhibitors.get(ref="growers")
    buying = BuyerFactory(edition=edition, organization=both.organization, team_size=3)
    first = edition.slots.first()
    edition.buyers.update(available=[first.during])
    ask(edition, buyer="roaster")
    MeetingRequestFactory(
        edition=edition, buyer=buying, exhibitor=edition.exhibitors.get(ref="beekeepers")
    )
    schedule = plan(edition)
    assert schedule.meetings.count() == 1
    assert schedule.unscheduled[0]["reason"]["code"] == "displaced"


def test_nobody_meets_themselves(edition):
    both = edition.exhibitors.get(ref="growers")
    buying = BuyerFactory(edition=edition, organization=both.organization)
    MeetingRequestFactory(edition=edition, exhibitor=both, buyer=buying)
    assert not plan(edition).meetings.exists()


def test_who_has_met_does_not_meet_again(edition):
    ask(edition)
    first = plan(edition)
    first.meetings.update(status=Meeting.Status.HELD)
    assert not plan(edition).meetings.exists()


def test_a_superseded_timetable_can_be_kept(edition):
    ask(edition)
    first = plan(edition)
    approve_schedule(first.pk)
    approve_schedule(plan(edition).pk)
    again = plan(edition, keep_id=first.pk)
    assert again.meetings.get().slot == first.meetings.get().slot


def test_an_empty_edition_gets_an_empty_draft(edition):
    edition.exhibitors.all().delete()
    assert not plan(edition).meetings.exists()


def test_planning_reads_in_a_constant_number_of_queries(edition, django_assert_max_num_queries):
    ask(edition)
    with django_assert_max_num_queries(60) as few:
        plan(edition)
    for _more in range(3):
        buyer = BuyerFactory(edition=edition)
        MeetingRequestFactory(
            edition=edition, buyer=buyer, exhibitor=ExhibitorFactory(edition=edition)
        )
    with django_assert_max_num_queries(len(few.captured_queries)):
        plan(edition)
