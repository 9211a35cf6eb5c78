"""Asking for a meeting and answering: whose turn it is, what is refused, who is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from foundation.errors import RuleBroken
from matchmaking.actions.answer_request import (
    accept_request,
    decline_request,
    propose_time,
    withdraw_request,
)
from matchmaking.actions.request_meeting import request_meeting
from matchmaking.models import Meeting, MeetingRequest, Notice, NoticeSetting
from tests.factories.accounts import MembershipFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import FIRST_DAY, OpeningDayFactory, TimeSlotFactory
from tests.factories.matchmaking import (
    MeetingFactory,
    MeetingRequestFactory,
    PairRuleFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db
State = MeetingRequest.State


@pytest.fixture
def exhibitor():
    return ExhibitorFactory()


@pytest.fixture
def buyer(exhibitor):
    return BuyerFactory(edition=exhibitor.edition)


@pytest.fixture
def pending(exhibitor, buyer):
    return request_meeting(exhibitor, buyer, asked_by="buyer", message="您好", language="zh")


@pytest.fixture
def slot(exhibitor):
    return TimeSlotFactory(day=OpeningDayFactory(edition=exhibitor.edition))


def test_a_request_is_told_to_the_other_sides_people_in_their_language(exhibitor, buyer):
    people = [MembershipFactory(organization=exhibitor.organization, role="owner")]
    MembershipFactory(organization=exhibitor.organization, role="viewer")
    MembershipFactory(organization=buyer.organization, role="owner")
    request_meeting(exhibitor, buyer, asked_by="buyer", message="Organic only?")
    told = Notice.objects.get()
    assert told.user == people[0].user
    assert "Organic only?" in told.body
    assert "/answer/" in told.body


def test_it_waits_for_the_other_side(pending):
    assert pending.awaits == "exhibitor"
    with pytest.raises(RuleBroken):
        accept_request(pending.pk, "buyer")
    assert accept_request(pending.pk, "exhibitor").state == State.ACCEPTED
    assert accept_request(pending.pk, "exhibitor").state == State.ACCEPTED


def test_a_declined_request_keeps_its_reason(pending):
    declined = decline_request(pending.pk, "exhibitor", reason="Sold out", language="en")
    assert (declined.state, str(declined.decline_reason)) == (State.DECLINED, "Sold out")
    with pytest.raises(RuleBroken):
        accept_request(pending.pk, "exhibitor")


def test_only_the_asker_withdraws_what_is_pending(pending):
    with pytest.raises(RuleBroken):
        withdraw_request(pending.pk, "exhibitor")
    assert withdraw_request(pending.pk, "buyer").state == State.WITHDRAWN


def test_a_proposed_time_turns_the_turn_and_is_fixed_once_accepted(pending, slot):
    propose_time(pending.pk, "exhibitor", slot)
    pending.refresh_from_db()
    assert pending.awaits == "buyer"
    with pytest.raises(RuleBroken):
        accept_request(pending.pk, "exhibitor")
    agreed = accept_request(pending.pk, "buyer")
    assert (agreed.state, agreed.fixed_slot, agreed.proposed_slot) == (State.ACCEPTED, slot, None)


def test_what_is_accepted_is_what_was_read(pending, slot):
    later = TimeSlotFactory(day=slot.day)
    propose_time(pending.pk, "exhibitor", slot)
    propose_time(pending.pk, "exhibitor", later)
    for seen in (slot.pk, 0):
        with pytest.raises(RuleBroken, match="another one by now"):
            accept_request(pending.pk, "buyer", seen=seen)
    assert accept_request(pending.pk, "buyer", seen=later.pk).fixed_slot == later
    assert accept_request(pending.pk, "buyer", seen=later.pk).fixed_slot == later
    with pytest.raises(RuleBroken, match="another one by now"):
        accept_request(pending.pk, "buyer", seen=slot.pk)


def test_a_time_that_has_become_another_meetings_is_not_accepted(pending, slot):
    propose_time(pending.pk, "exhibitor", slot)
    schedule = ScheduleFactory(edition=pending.edition)
    MeetingFactory(schedule=schedule, slot=slot, buyer=pending.buyer, status="confirmed")
    with pytest.raises(RuleBroken, match="does not serve both"):
        accept_request(pending.pk, "buyer")


def test_a_time_that_has_begun_is_not_accepted(pending, slot, monkeypatch):
    propose_time(pending.pk, "exhibitor", slot)
    begun = SimpleNamespace(now=lambda: slot.during.lower)
    monkeypatch.setattr("matchmaking.queries.times.timezone", begun)
    with pytest.raises(RuleBroken, match="does not serve both"):
        accept_request(pending.pk, "buyer")


def test_a_meeting_that_has_its_time_takes_no_other(pending, slot):
    propose_time(pending.pk, "exhibitor", slot)
    MeetingFactory(
        schedule=ScheduleFactory(edition=pending.edition), slot=TimeSlotFactory(day=slot.day),
        exhibitor=pending.exhibitor, buyer=pending.buyer, status="confirmed",
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="stands in the timetable"):
        accept_request(pending.pk, "buyer")


def test_a_rule_made_since_is_heard(pending):
    sides = (pending.exhibitor.organization, pending.buyer.organization)
    PairRuleFactory(edition=pending.edition, one=sides[0], other=sides[1])
    with pytest.raises(RuleBroken, match="arranges no meetings"):
        accept_request(pending.pk, "exhibitor")


def test_refusing_a_time_keeps_the_agreement(pending, slot):
    accept_request(pending.pk, "exhibitor")
    propose_time(pending.pk, "buyer", slot)
    assert decline_request(pending.pk, "exhibitor").state == State.ACCEPTED


def test_a_time_when_one_side_is_away_is_refused(pending, slot):
    exhibitor = pending.exhibitor
    exhibitor.available = [(slot.during.upper, slot.during.upper + timedelta(hours=1))]
    exhibitor.save()
    with pytest.raises(RuleBroken):
        propose_time(pending.pk, "buyer", slot)


def test_what_stands_in_the_timetable_is_not_taken_back(slot):
    meeting = MeetingFactory(status=Meeting.Status.CONFIRMED)
    request = MeetingRequestFactory(
        edition=meeting.edition, exhibitor=meeting.exhibitor, buyer=meeting.buyer
    )
    with pytest.raises(RuleBroken):
        withdraw_request(request.pk, "buyer")


def test_asking_twice_or_back_is_refused_in_words(pending, exhibitor, buyer):
    with pytest.raises(RuleBroken, match="already"):
        request_meeting(exhibitor, buyer, asked_by="buyer")
    with pytest.raises(RuleBroken, match="accept"):
        request_meeting(exhibitor, buyer, asked_by="exhibitor")


def test_the_editions_cap_holds(exhibitor, buyer):
    exhibitor.edition.pending_cap = 1
    exhibitor.edition.save()
    buyer.edition.refresh_from_db()
    request_meeting(exhibitor, buyer, asked_by="buyer")
    another = ExhibitorFactory(edition=exhibitor.edition)
    with pytest.raises(RuleBroken, match="1 of your requests"):
        request_meeting(another, buyer, asked_by="buyer")


def test_nobody_but_the_organizer_makes_a_must(exhibitor, buyer):
    with pytest.raises(RuleBroken):
        request_meeting(exhibitor, buyer, asked_by="buyer", priority="must")


def test_nobody_asks_after_the_expo(exhibitor, buyer):
    before = FIRST_DAY - timedelta(days=1)
    TimeSlotFactory(day=OpeningDayFactory(edition=exhibitor.edition, date=before))
    with pytest.raises(RuleBroken, match="over"):
        request_meeting(exhibitor, buyer, asked_by="buyer")


@pytest.mark.parametrize(("way", "state"), [("digest", "digest"), ("portal", "portal")])
def test_each_is_told_the_way_they_want(exhibitor, buyer, way, state):
    member = MembershipFactory(organization=exhibitor.organization, role="owner")
    NoticeSetting.objects.create(user=member.user, kind="request", way=way)
    request_meeting(exhibitor, buyer, asked_by="buyer")
    assert Notice.objects.get().state == state


@pytest.mark.django_db(transaction=True)
def test_accept_and_withdraw_at_the_same_moment_end_in_one_of_them():
    exhibitor = ExhibitorFactory()
    buyer = BuyerFactory(edition=exhibitor.edition)
    request = request_meeting(exhibitor, buyer, asked_by="buyer")

    def run(action, side):
        try:
            return action(request.pk, side).state
        except RuleBroken:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(run, (accept_request, withdraw_request), ("exhibitor", "buyer")))
    request.refresh_from_db()
    # Whoever came second saw what the first had done: an agreement may still be withdrawn.
    assert request.state == State.WITHDRAWN
    assert said in (["accepted", "withdrawn"], ["refused", "withdrawn"])
