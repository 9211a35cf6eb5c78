"""Changing a timetable by hand: what fits, what it costs, who is told, and back again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.copy_schedule import copy_schedule
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.actions.pin_meeting import pin_meeting
from matchmaking.actions.send_notices import send_notices
from matchmaking.actions.swap_meetings import swap_meetings
from matchmaking.actions.undo_change import undo_change
from matchmaking.errors import ChangedMeanwhile, RuleBroken
from matchmaking.models import Meeting, Notice, Schedule
from matchmaking.queries.changes import differences
from matchmaking.queries.moves import places_for, swaps_for
from matchmaking.queries.parts import Part
from tests.factories.accounts import OrganizerFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import (
    BoothFactory,
    DelegationFactory,
    HallFactory,
    InterpreterFactory,
    MeetingTableFactory,
    open_edition,
)
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule():
    edition = open_edition(days=2)
    return ScheduleFactory(edition=edition)


@pytest.fixture
def meeting(schedule):
    hall = HallFactory(edition=schedule.edition)
    return MeetingFactory(
        schedule=schedule, table=MeetingTableFactory(edition=schedule.edition, hall=hall)
    )


def slots(schedule):
    return list(schedule.edition.slots.order_by("during"))


def held_at(schedule, slot, **fields):
    return MeetingFactory(schedule=schedule, slot=slots(schedule)[slot], **fields)


def refusal(meeting, slot, table):
    with pytest.raises(RuleBroken) as refused:
        move_meeting(meeting.pk, (slot.pk, table.pk))
    return str(refused.value)


def test_a_meeting_moves_and_the_schedule_counts_it(schedule, meeting):
    organizer = OrganizerFactory()
    there = slots(schedule)[3]
    change = move_meeting(meeting.pk, (there.pk, meeting.table_id), seen=0, user=organizer)
    meeting.refresh_from_db()
    schedule.refresh_from_db()
    assert (meeting.slot, meeting.during, meeting.sequence) == (there, there.during, 0)
    assert (schedule.revision, change.revision, change.made_by) == (1, 1, organizer)
    assert not Notice.objects.exists()  # a draft is nobody's business yet


def test_the_second_of_two_is_told_what_the_first_did(schedule, meeting):
    first, later = slots(schedule)[2], slots(schedule)[3]
    move_meeting(
        meeting.pk, (first.pk, meeting.table_id), seen=0, user=OrganizerFactory(name="Lin")
    )
    with pytest.raises(ChangedMeanwhile) as refused:
        move_meeting(meeting.pk, (later.pk, meeting.table_id), seen=0)
    (told,) = refused.value.changes
    assert told.who == "Lin"
    pair, table = f"{meeting.exhibitor} – {meeting.buyer}", meeting.table.ref
    said = f"moved {pair} from November 5, 09:00, {table} to November 5, 10:00, {table}"
    assert told.lines == [said]
    meeting.refresh_from_db()
    assert meeting.slot == first


def test_whoever_is_busy_cannot_come(schedule, meeting):
    busy = held_at(schedule, 1, buyer=meeting.buyer)
    assert "has a meeting then" in refusal(meeting, busy.slot, meeting.table)


def test_a_table_holds_one_meeting(schedule, meeting):
    other = held_at(schedule, 1)
    assert "table is taken" in refusal(meeting, other.slot, other.table)


def test_a_booth_is_its_exhibitors(schedule, meeting):
    booth = BoothFactory(edition=schedule.edition)
    ExhibitorFactory(edition=schedule.edition, booth=booth)
    table = MeetingTableFactory(edition=schedule.edition, booth=booth, hall=booth.hall)
    assert "not for them" in refusal(meeting, slots(schedule)[1], table)


def test_whoever_is_away_cannot_come(schedule, meeting):
    meeting.buyer.available = [slots(schedule)[0].during]
    meeting.buyer.save()
    assert "not there then" in refusal(meeting, slots(schedule)[1], meeting.table)
    assert [time.slot for time in places_for(meeting)] == []


def test_a_day_has_its_limit(schedule, meeting):
    meeting.buyer.max_meetings_a_day = 1
    meeting.buyer.save()
    held_at(schedule, 4, buyer=meeting.buyer)
    assert "all the meetings of a day" in refusal(meeting, slots(schedule)[5], meeting.table)


def test_without_an_interpreter_two_strangers_cannot_talk(schedule):
    edition = schedule.edition
    person = InterpreterFactory(
        edition=edition, languages=["fr", "zh"], shifts=[slots(schedule)[0].during]
    )
    meeting = MeetingFactory(
        schedule=schedule,
        exhibitor=ExhibitorFactory(edition=edition, languages=["fr"]),
        buyer=BuyerFactory(edition=edition, languages=["zh"]),
        interpreter=person,
    )
    assert "no interpreter" in refusal(meeting, slots(schedule)[1], meeting.table)
    other = InterpreterFactory(edition=edition, languages=["zh", "fr"])
    move_meeting(meeting.pk, (slots(schedule)[1].pk, meeting.table_id))
    meeting.refresh_from_db()
    assert meeting.interpreter == other


def test_what_goes_before_stays_before(schedule, meeting):
    request = MeetingRequestFactory(
        edition=schedule.edition, exhibitor=meeting.exhibitor, buyer=meeting.buyer
    )
    meeting.request = request
    meeting.save()
    later = held_at(schedule, 2, exhibitor=meeting.exhibitor)
    later.request = MeetingRequestFactory(
        edition=schedule.edition, exhibitor=later.exhibitor, buyer=later.buyer
    )
    later.save()
    later.request.after.add(request)
    assert "before or after" in refusal(meeting, slots(schedule)[3], meeting.table)


def test_a_place_says_what_it_costs(schedule, meeting):
    held_at(schedule, 1, buyer=meeting.buyer)
    times = {time.slot: time.places[0] for time in places_for(meeting)}
    gap = times[slots(schedule)[3]]
    assert (gap.cost.breaks, gap.cost.points) == (1, 50)  # a break between slots 1 and 3
    beside = times[slots(schedule)[2]]
    assert (beside.cost.breaks, beside.cost.points) == (0, 0)
    assert slots(schedule)[1] not in times
    assert move_meeting(meeting.pk, (gap.slot.pk, gap.table.pk)).cost == 50


def test_where_people_were_told_a_move_costs_more(schedule, meeting):
    approve_schedule(schedule.pk)
    meeting = Meeting.objects.get()
    assert {time.places[0].cost.points for time in places_for(meeting)} == {5000}


def test_two_meetings_swap_in_one_statement(schedule, meeting):
    other = held_at(schedule, 1, buyer=meeting.buyer, table=meeting.table)
    assert [swap.other for swap in swaps_for(meeting)] == [other]
    swap_meetings(meeting.pk, other.pk)
    after = dict(schedule.meetings.values_list("pk", "slot"))
    assert after == {meeting.pk: other.slot_id, other.pk: meeting.slot_id}
    labels = {event.pgh_label for event in meeting.events.all()}
    assert labels == {"insert", "update"}
    assert not meeting.events.filter(status="cancelled").exists()


def test_a_swap_that_does_not_fit_is_refused(schedule, meeting):
    other = held_at(schedule, 1, buyer=meeting.buyer)
    third = held_at(schedule, 1, exhibitor=meeting.exhibitor)
    with pytest.raises(RuleBroken, match="cannot change places"):
        swap_meetings(meeting.pk, other.pk)
    assert third not in [swap.other for swap in swaps_for(meeting) if swap.other == other]


def test_a_pinned_meeting_stays(schedule, meeting):
    pin_meeting(meeting.pk)
    assert "unpin it first" in refusal(meeting, slots(schedule)[1], meeting.table)


def test_a_change_of_what_binds_is_told_after_the_time_to_undo(schedule, meeting):
    approve_schedule(schedule.pk)
    timetables = Notice.objects.filter(kind="timetable")
    timetables.update(leaves_at=timezone.now())
    send_notices()
    there = slots(schedule)[3]
    move_meeting(meeting.pk, (there.pk, meeting.table_id))
    meeting.refresh_from_db()
    waiting = timetables.filter(state=Notice.State.WAITING)
    assert meeting.sequence == 1
    assert {n.email for n in waiting} == {
        meeting.exhibitor.contact_email,
        meeting.buyer.contact_email,
    }
    assert all("SEQUENCE:1" in notice.calendar for notice in waiting)
    assert send_notices() == 0
    later = timezone.now() + timedelta(minutes=6)
    waiting.update(leaves_at=later - timedelta(minutes=7))
    send_notices()
    assert set(timetables.values_list("state", flat=True)) == {Notice.State.SENT}


def test_undo_gives_everything_back_and_nobody_hears(schedule, meeting):
    approve_schedule(schedule.pk)
    former = list(Notice.objects.values_list("pk", flat=True))
    change = cancel_meeting(meeting.pk)
    assert set(Notice.objects.filter(pk__in=former).values_list("state", flat=True)) == {"replaced"}
    undo_change(change.pk)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence) == ("confirmed", 0)
    states = dict(Notice.objects.values_list("pk", "state"))
    assert {states.pop(pk) for pk in former} == {"waiting"}
    assert set(states.values()) == {"withdrawn"}


def test_what_has_been_told_cannot_be_undone(schedule, meeting):
    approve_schedule(schedule.pk)
    change = cancel_meeting(meeting.pk)
    Notice.objects.update(leaves_at=timezone.now())
    send_notices()
    with pytest.raises(RuleBroken, match="too late"):
        undo_change(change.pk)


def test_only_the_last_change_is_undone_and_then_the_one_before(schedule, meeting):
    first = move_meeting(meeting.pk, (slots(schedule)[1].pk, meeting.table_id))
    second = move_meeting(meeting.pk, (slots(schedule)[2].pk, meeting.table_id))
    with pytest.raises(RuleBroken, match="Only the last"):
        undo_change(first.pk)
    undo_change(second.pk)
    undo_change(first.pk)
    meeting.refresh_from_db()
    schedule.refresh_from_db()
    assert (meeting.slot, schedule.revision) == (slots(schedule)[0], 4)


def test_an_approval_is_undone_with_what_it_replaced(schedule, meeting):
    approve_schedule(schedule.pk)
    copy = copy_schedule(schedule.pk, label="later")
    moved = copy.meetings.get()
    move_meeting(moved.pk, (slots(schedule)[3].pk, moved.table_id))
    approve_schedule(copy.pk)
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"
    undo_change(copy.changes.get(kind="approved").pk)
    schedule.refresh_from_db()
    copy.refresh_from_db()
    meeting.refresh_from_db()
    moved.refresh_from_db()
    assert (schedule.state, copy.state) == ("approved", "draft")
    assert (meeting.status, moved.status) == ("confirmed", "proposed")
    assert moved.uid != meeting.uid


def test_a_day_is_approved_before_the_rest(schedule, meeting):
    second = held_at(schedule, 5)
    report = approve_schedule(schedule.pk, part=Part(day=meeting.slot.day.date))
    second.refresh_from_db()
    assert (report.meetings, report.notified, second.status) == (1, 2, "proposed")
    report = approve_schedule(schedule.pk)
    second.refresh_from_db()
    assert (report.meetings, report.notified, second.status) == (2, 2, "confirmed")


def test_a_hall_and_a_delegation_with_its_parts(schedule, meeting):
    edition = schedule.edition
    mission = DelegationFactory(edition=edition)
    part = DelegationFactory(edition=edition, parent=mission)
    theirs = held_at(schedule, 0, exhibitor=ExhibitorFactory(edition=edition, delegation=part))
    approve_schedule(schedule.pk, part=Part(delegation=mission.pk))
    assert list(schedule.meetings.binding()) == [theirs]
    approve_schedule(schedule.pk, part=Part(hall=meeting.table.hall_id))
    assert schedule.meetings.binding().count() == 2


def test_a_part_does_not_replace_a_timetable_in_force(schedule, meeting):
    approve_schedule(schedule.pk)
    copy = copy_schedule(schedule.pk)
    with pytest.raises(RuleBroken, match="only as a whole"):
        approve_schedule(copy.pk, part=Part(hall=meeting.table.hall_id))


def test_two_persons_approve_and_a_change_takes_the_first_word_back(schedule, meeting):
    schedule.edition.second_approval = True
    schedule.edition.save()
    first, second = OrganizerFactory.create_batch(2)
    assert approve_schedule(schedule.pk, user=first).notified == 0
    schedule.refresh_from_db()
    assert (schedule.state, schedule.checked_by) == (Schedule.State.IN_REVIEW, first)
    with pytest.raises(RuleBroken, match="somebody else"):
        approve_schedule(schedule.pk, user=first)
    with pytest.raises(RuleBroken, match="two persons"):
        approve_schedule(schedule.pk)
    move_meeting(meeting.pk, (slots(schedule)[1].pk, meeting.table_id))
    schedule.refresh_from_db()
    assert (schedule.state, schedule.checked_by) == (Schedule.State.DRAFT, None)
    approve_schedule(schedule.pk, user=first)
    assert approve_schedule(schedule.pk, user=second).meetings == 1


def test_an_approval_is_of_what_was_read(schedule, meeting):
    move_meeting(meeting.pk, (slots(schedule)[1].pk, meeting.table_id))
    with pytest.raises(ChangedMeanwhile):
        approve_schedule(schedule.pk, seen=0)
    assert not schedule.meetings.binding().exists()


def test_two_timetables_differ_by_what_moved_came_and_went(schedule, meeting):
    stays, goes = held_at(schedule, 1), held_at(schedule, 2)
    copy = copy_schedule(schedule.pk)
    moved = copy.meetings.get(exhibitor=meeting.exhibitor)
    move_meeting(moved.pk, (slots(schedule)[3].pk, moved.table_id))
    cancel_meeting(copy.meetings.get(exhibitor=goes.exhibitor).pk)
    new = MeetingFactory(schedule=copy, slot=slots(schedule)[5])
    found = differences(copy, schedule)
    moved_rows: Any = found.moved
    rows = list(moved_rows.values_list("pk", "old_slot"))
    assert rows == [(moved.pk, meeting.slot_id)]
    assert (list(found.came), list(found.went)) == ([new], [goes])
    theirs = differences(copy, schedule, stays.exhibitor.organization_id)
    assert not theirs.moved.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_places_of_a_meeting_take_fifteen_queries(
    schedule, meeting, django_assert_num_queries, rows
):
    for slot in range(1, rows + 1):
        held_at(schedule, slot, buyer=meeting.buyer)
    fresh = Meeting.objects.with_names().select_related("schedule__edition").get(pk=meeting.pk)
    with django_assert_num_queries(15):
        places_for(fresh)
