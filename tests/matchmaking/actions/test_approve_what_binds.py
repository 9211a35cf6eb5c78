"""Approval leaves out what cannot bind any more, and says which and why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from expo.models import Participant
from matchmaking.actions.answer_request import withdraw_request
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, MeetingRequest, Notice
from matchmaking.queries import times
from matchmaking.queries.approval import what_approval_does
from matchmaking.queries.parts import Part
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import FIRST_DAY, open_edition
from tests.factories.matchmaking import (
    HostedOnlyFactory,
    MeetingFactory,
    MeetingRequestFactory,
    PairRuleFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db
State = MeetingRequest.State


@pytest.fixture
def draft():
    return ScheduleFactory(edition=open_edition())


@pytest.fixture
def stays(draft):
    return MeetingFactory(schedule=draft)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time, in hours of the first day."""

    def set_to(hour):
        now = datetime.combine(FIRST_DAY, time(), UTC) + timedelta(hours=hour)
        monkeypatch.setattr(times, "timezone", SimpleNamespace(now=lambda: now))

    return set_to


def slots(schedule):
    return list(schedule.edition.slots.order_by("during"))  # half hours from 1:00 on, UTC


def asked_for(schedule, state=State.ACCEPTED, **fields):
    request = MeetingRequestFactory(edition=schedule.edition, state=state)
    return MeetingFactory(
        schedule=schedule, request=request, exhibitor=request.exhibitor, buyer=request.buyer,
        **fields,
    )  # fmt: skip


def again(meeting, schedule, **fields):
    """The same pair, in another draft."""
    return MeetingFactory(
        schedule=schedule, exhibitor=meeting.exhibitor, buyer=meeting.buyer, **fields
    )


def left_out(report):
    return [(each.exhibitor, each.buyer, each.code) for each in report.left_out]


def pair(meeting, code):
    return meeting.exhibitor_id, meeting.buyer_id, code


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED, State.EXPIRED])
def test_a_meeting_nobody_asks_for_any_more_stays_proposed(draft, stays, state):
    meeting = asked_for(draft)
    MeetingRequest.objects.update(state=state)
    report = approve_schedule(draft.pk)
    assert (report.meetings, left_out(report)) == (1, [pair(meeting, "request")])
    assert dict(draft.meetings.values_list("pk", "status")) == {
        stays.pk: "confirmed",
        meeting.pk: "proposed",
    }
    assert not Notice.objects.filter(email=meeting.buyer.contact_email).exists()


def test_a_proposal_of_the_plan_that_was_declined_since_is_left_out(draft, stays):
    MeetingRequestFactory(
        edition=draft.edition, exhibitor=stays.exhibitor, buyer=stays.buyer, state=State.DECLINED
    )
    with pytest.raises(RuleBroken, match="None of these meetings") as refused:
        approve_schedule(draft.pk)
    assert f"{stays.exhibitor} – {stays.buyer} (nobody asks" in str(refused.value)


def test_what_the_other_side_asks_for_or_a_rule_demands_binds(draft):
    asked, demanded = asked_for(draft), asked_for(draft, slot=slots(draft)[1])
    MeetingRequest.objects.update(state=State.WITHDRAWN)
    MeetingRequestFactory(
        edition=draft.edition, exhibitor=asked.exhibitor, buyer=asked.buyer, asked_by="exhibitor"
    )
    PairRuleFactory(
        edition=draft.edition, kind="must",
        one=demanded.exhibitor.organization, other=demanded.buyer.organization,
    )  # fmt: skip
    report = approve_schedule(draft.pk)
    assert (report.meetings, report.left_out) == (2, [])


@pytest.mark.parametrize("side", ["exhibitor", "buyer"])
def test_whoever_takes_no_part_any_more_is_left_out(draft, stays, side):
    meeting = MeetingFactory(schedule=draft)
    party = getattr(meeting, side)
    party.state = Participant.State.REFUSED
    party.save()
    assert left_out(approve_schedule(draft.pk)) == [pair(meeting, "gone")]


@pytest.mark.parametrize("rule", ["never", "hosted"])
def test_what_a_rule_forbids_is_left_out(draft, stays, rule):
    meeting = MeetingFactory(schedule=draft)
    if rule == "hosted":
        HostedOnlyFactory(exhibitor=meeting.exhibitor)
    else:
        PairRuleFactory(
            edition=draft.edition, kind="never",
            one=meeting.exhibitor.organization, other=meeting.buyer.organization,
        )  # fmt: skip
    assert left_out(approve_schedule(draft.pk)) == [pair(meeting, "forbidden")]
    repeated = approve_schedule(draft.pk)
    assert (repeated.meetings, repeated.notified, len(repeated.left_out)) == (1, 0, 1)


def test_what_is_left_out_ends_in_the_timetable_before(draft, stays):
    approve_schedule(draft.pk)
    new = ScheduleFactory(edition=draft.edition)
    MeetingFactory(schedule=new, slot=slots(draft)[1])
    again(stays, new, slot=slots(draft)[1])
    PairRuleFactory(
        edition=draft.edition, one=stays.exhibitor.organization, other=stays.buyer.organization
    )
    assert left_out(approve_schedule(new.pk)) == [pair(stays, "forbidden")]
    stays.refresh_from_db()
    assert (stays.status, stays.sequence) == ("cancelled", 1)


def test_a_draft_of_which_nothing_binds_replaces_nothing(draft, stays, clock):
    approve_schedule(draft.pk)
    new = ScheduleFactory(edition=draft.edition)
    MeetingFactory(schedule=new)
    clock(hour=1.25)
    for part in (Part(), Part(day=FIRST_DAY)):
        with pytest.raises(RuleBroken, match="that time has begun"):
            approve_schedule(new.pk, part=part)
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_slots_that_have_begun_and_pairs_that_meet_are_left_out(draft, stays, clock):
    approve_schedule(draft.pk)
    new = ScheduleFactory(edition=draft.edition)
    begun = MeetingFactory(schedule=new)
    again(stays, new, slot=slots(draft)[2])
    ahead = MeetingFactory(schedule=new, slot=slots(draft)[3])
    clock(hour=1.25)
    report = approve_schedule(new.pk)
    assert left_out(report) == [pair(begun, "begun"), pair(stays, "met")]
    assert set(Meeting.objects.binding()) == {stays, ahead}


def test_in_the_last_slot_nothing_is_ahead(draft, stays, clock):
    last = MeetingFactory(schedule=draft, slot=slots(draft)[-1])
    approve_schedule(draft.pk)
    clock(hour=2.75)
    for meeting in (stays, last):
        with pytest.raises(RuleBroken, match="has begun"):
            cancel_meeting(meeting.pk)
        with pytest.raises(RuleBroken, match="has begun"):
            move_meeting(meeting.pk, (slots(draft)[2].pk, meeting.table_id))
    report = approve_schedule(ScheduleFactory(edition=draft.edition).pk)
    assert (report.meetings, set(Meeting.objects.binding())) == (0, {stays, last})


@pytest.mark.django_db(transaction=True)
def test_a_request_withdrawn_at_the_same_moment_binds_or_is_left_out():
    draft = ScheduleFactory(edition=open_edition())
    MeetingFactory(schedule=draft)
    meeting = asked_for(draft)

    def run(action, *args):
        try:
            return bool(action(*args))
        except RuleBroken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        approved = pool.submit(run, approve_schedule, draft.pk)
        withdrawn = pool.submit(run, withdraw_request, meeting.request_id, "buyer").result()
    meeting.refresh_from_db()
    assert approved.result()
    assert meeting.status == ("proposed" if withdrawn else "confirmed")


def test_the_desk_says_what_is_left_out_before_and_after(draft, stays, client):
    meeting = asked_for(draft)
    MeetingRequest.objects.update(state=State.WITHDRAWN)
    effect = what_approval_does(draft)
    assert (effect.meetings, effect.notices, len(effect.left_out)) == (1, 2, 1)
    client.force_login(OrganizerFactory())
    page = reverse("admin:matchmaking_schedule_approve", args=[draft.pk])
    said = f"{meeting.exhibitor} – {meeting.buyer} (nobody asks for it any more)"
    assert said in client.get(page).content.decode()
    done = client.post(page, {"seen": draft.revision, "part": ""}, follow=True)
    assert f"1 meeting is left out, for it cannot bind any more: {said}." in done.content.decode()
