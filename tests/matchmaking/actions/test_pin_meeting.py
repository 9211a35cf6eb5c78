"""Pins: what the organizer has fixed stays where it is, whatever else is planned anew."""

import pytest

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.pin_meeting import pin_meeting
from matchmaking.actions.plan_edition import plan_edition
from matchmaking.actions.start_planning import start_planning
from matchmaking.errors import RuleBroken
from matchmaking.models import Match, Meeting, Schedule
from tests.factories.buyers import BuyerFactory
from tests.factories.expo import MeetingTableFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    ScheduleFactory,
    ScoringRunFactory,
)


def planned(edition, **options):
    return plan_edition(start_planning(edition.pk, time_limit=3, send=False, **options).pk)


def ask(edition, exhibitor, buyer):
    return MeetingRequestFactory(
        edition=edition,
        exhibitor=edition.exhibitors.get(ref=exhibitor),
        buyer=edition.buyers.get(ref=buyer),
    )


def told(edition, request, slot, **fields):
    """A confirmed meeting of the approved timetable."""
    schedule = edition.schedules.filter(state="approved").first() or ScheduleFactory(
        edition=edition, state="approved", approved_at=edition.slots.first().during.lower
    )
    return MeetingFactory(
        schedule=schedule,
        request=request,
        exhibitor=request.exhibitor,
        buyer=request.buyer,
        slot=edition.slots.all()[slot],
        status=Meeting.Status.CONFIRMED,
        **fields,
    )


@pytest.mark.parametrize("afresh", [False, True])
def test_a_pinned_meeting_stays_at_its_time_and_table(edition, afresh):
    request = ask(edition, "growers", "roaster")
    ask(edition, "growers", "grocer")
    lonely = MeetingTableFactory(edition=edition)
    meeting = told(edition, request, 3, table=lonely, pinned=True)
    again = planned(edition, afresh=afresh).schedule.meetings.get(request=request)
    assert (again.slot, again.table, again.pinned) == (meeting.slot, lonely, True)


def test_what_was_told_is_kept_without_asking_for_it(edition):
    request = ask(edition, "growers", "roaster")
    meeting = told(edition, request, 3)
    ask(edition, "beekeepers", "grocer")
    draft = planned(edition).schedule
    assert (draft.keeps, draft.moved) == (meeting.schedule, 0)
    assert draft.meetings.get(request=request).slot == meeting.slot
    assert planned(edition, afresh=True).schedule.keeps is None


def test_a_new_table_for_a_closed_one_moves_as_few_as_possible(edition):
    """Three told meetings of one exhibitor in slots 0, 1, 2; the buyer of slot 1 comes for slots
    0 and 3 only from now on: one has to move, two could.
    """
    third = BuyerFactory(edition=edition, ref="third")
    requests = [ask(edition, "growers", ref) for ref in ("roaster", "grocer", "third")]
    for place, request in enumerate(requests):
        told(edition, request, place)
    slots = list(edition.slots.all())
    edition.buyers.filter(ref="grocer").update(available=[slots[0].during, slots[3].during])
    draft = planned(edition).schedule
    found = {m.buyer.ref: slots.index(m.slot) for m in draft.meetings.all()}
    assert (found, draft.moved) == ({"roaster": 0, "third": 2, "grocer": 3}, 1)
    assert third.meetings.filter(schedule=draft).exists()


def test_a_told_meeting_stays_wanted_after_another_scoring_run(edition):
    run = ScoringRunFactory(edition=edition, current=True)
    pair = {
        "exhibitor": edition.exhibitors.get(ref="growers"),
        "buyer": edition.buyers.get(ref="roaster"),
    }
    MatchFactory(run=run, score=70, blocks=[], **pair)
    approve_schedule(planned(edition).schedule.pk)
    Match.objects.all().delete()
    meeting = planned(edition).schedule.meetings.get()
    assert (meeting.exhibitor, meeting.buyer, meeting.score) == (*pair.values(), 70)
    edition.requests.create(ref="no", state="declined", asked_on="2026-10-01", **pair)
    assert not planned(edition).schedule.meetings.exists()


def test_pins_that_conflict_are_named(edition):
    for place, buyer in enumerate(("roaster", "grocer")):
        told(edition, ask(edition, "growers", buyer), place, pinned=True)
    edition.exhibitors.update(max_meetings=1)
    run = planned(edition)
    assert run.state == "failed"
    assert all(str(buyer) in run.message for buyer in edition.buyers.all())


def test_a_pin_at_another_exhibitors_table_is_named(edition):
    booth_table = MeetingTableFactory(edition=edition)
    meeting = told(edition, ask(edition, "growers", "roaster"), 0, table=booth_table, pinned=True)
    other = edition.exhibitors.get(ref="beekeepers")
    other.booth = edition.booths.create(hall=booth_table.hall, code="B1")
    other.save()
    booth_table.booth, booth_table.kind = other.booth, "booth"
    booth_table.save()
    run = planned(edition)
    assert run.state == "failed"
    assert f"{meeting.exhibitor} – {meeting.buyer}" in run.message


@pytest.mark.parametrize("limit", ["max_meetings", "quota"])
def test_meetings_that_were_held_count_towards_limits(edition, limit):
    held = told(edition, ask(edition, "growers", "roaster"), 0)
    Meeting.objects.filter(pk=held.pk).update(status=Meeting.Status.HELD)
    ask(edition, "growers", "grocer")
    if limit == "quota":
        mission = edition.delegations.create(ref="m", name={"en": "Mission"}, meeting_quota=1)
        edition.exhibitors.update(delegation=mission)
    else:
        edition.exhibitors.update(max_meetings=1)
    assert not planned(edition).schedule.meetings.exists()


def test_pinning_is_repeated_without_harm_and_undone(edition):
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=edition))
    pin_meeting(meeting.pk)
    assert pin_meeting(meeting.pk).pinned
    assert not pin_meeting(meeting.pk, pinned=False).pinned
    assert [event.pinned for event in meeting.events.order_by("pgh_id")] == [False, True, False]


@pytest.mark.parametrize("status", [Meeting.Status.HELD, Meeting.Status.CANCELLED])
def test_what_is_over_cannot_be_pinned(edition, status):
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=edition), status=status)
    with pytest.raises(RuleBroken, match="over or cancelled"):
        pin_meeting(meeting.pk)


def test_a_superseded_timetable_has_no_pins(edition):
    schedule = ScheduleFactory(edition=edition, state=Schedule.State.SUPERSEDED)
    with pytest.raises(RuleBroken, match="superseded"):
        pin_meeting(MeetingFactory(schedule=schedule).pk)
    with pytest.raises(RuleBroken, match="no meeting 4711"):
        pin_meeting(4711)
