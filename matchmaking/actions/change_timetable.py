"""What every change of a timetable by hand shares: it is locked, numbered, told and recorded."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.actions.tell_timetable import tell_timetable
from matchmaking.errors import ChangedMeanwhile, RuleBroken
from matchmaking.models import Meeting, Schedule, ScheduleChange
from matchmaking.queries.changes import changes_since
from matchmaking.queries.times import slots_ahead

# What a change by hand may touch of a meeting, and undoing gives back.
KEPT = (
    "slot_id", "table_id", "interpreter_id", "exhibitor_seat", "buyer_seat", "status", "sequence",
)  # fmt: skip


def open_timetable(schedule_id: int, seen: int | None) -> Schedule:
    """The schedule, locked until the transaction ends.

    RuleBroken for one that is superseded; ChangedMeanwhile where it is no longer at the revision
    that was `seen`, with what happened since.
    """
    rows = Schedule.objects.select_for_update(of=("self",)).select_related("edition")
    schedule = rows.filter(pk=schedule_id).first()
    if schedule is None:
        raise RuleBroken(_("There is no schedule %(id)s.") % {"id": schedule_id})
    if seen is not None and schedule.revision != seen:
        raise ChangedMeanwhile(
            _("Somebody changed this timetable after you read it. Nothing of yours was saved."),
            changes_since(schedule, seen),
        )
    if schedule.state == Schedule.State.SUPERSEDED:
        raise RuleBroken(_("This timetable is superseded: nothing in it can be changed any more."))
    return schedule


def movable(schedule: Schedule, meeting_id: int) -> Meeting:
    """The meeting, locked. RuleBroken for one that is over, cancelled or pinned."""
    rows = schedule.meetings.select_for_update(of=("self",)).with_names()
    meeting = rows.select_related("request", "schedule__edition").filter(pk=meeting_id).first()
    if meeting is None:
        raise RuleBroken(_("There is no meeting %(id)s.") % {"id": meeting_id})
    if meeting.status not in Meeting.MOVABLE:
        raise RuleBroken(_("This meeting is over or cancelled."))
    if meeting.pinned:
        raise RuleBroken(_("This meeting is pinned: unpin it first."))
    if meeting.slot_id not in {slot.pk for slot in slots_ahead(schedule.edition)}:
        raise RuleBroken(_("This meeting has begun."))
    return meeting


def kept(meeting: Meeting) -> dict[str, Any]:
    """What undoing would give back."""
    return {name: getattr(meeting, name) for name in KEPT}


def record_change(
    schedule: Schedule,
    kind: str,
    before: Mapping[int, Mapping[str, Any]],
    after: Iterable[Meeting],
    *,
    cost: int = 0,
    user: User | None = None,
) -> ScheduleChange:
    """Number and write down a change of some meetings, and tell those of an approved timetable.

    A first approval is of what was read: a change takes it back.
    """
    meetings = list(after)
    data = {"meetings": [_pair(m, before[m.pk]) for m in meetings]}
    change = next_change(schedule, kind, data, cost=cost, user=user)
    told = [m for m in meetings if Meeting.Status.CONFIRMED in _statuses(m, before[m.pk])]
    if told:
        gone = [m for m in told if m.status == Meeting.Status.CANCELLED]
        lost = [_taken_away(m, before[m.pk]) for m in told if _is_lost(m, before[m.pk])]
        tell_timetable(schedule.edition, change, of=told, gone=gone, lost=lost)
    return change


def next_change(
    schedule: Schedule, kind: str, data: dict[str, Any], *, cost: int = 0, user: User | None = None
) -> ScheduleChange:
    """The schedule's next revision, with what led to it.

    A first approval is used up by the second one's, and taken back by anything else.
    """
    schedule.revision += 1
    schedule.checked_by, schedule.checked_at, schedule.checked_part = None, None, ""
    if kind != ScheduleChange.Kind.APPROVED and schedule.state in Schedule.OPEN:
        asked = schedule.asked_at is not None
        schedule.state = Schedule.State.IN_REVIEW if asked else Schedule.State.DRAFT
    schedule.save(update_fields=["revision", "state", "checked_by", "checked_at", "checked_part"])
    return ScheduleChange.objects.create(
        edition=schedule.edition,
        schedule=schedule,
        revision=schedule.revision,
        kind=kind,
        data=data,
        cost=cost,
        made_by=user,
    )


def _is_lost(meeting: Meeting, before: Mapping[str, Any]) -> bool:
    return before["interpreter_id"] not in (None, meeting.interpreter_id)


def _taken_away(meeting: Meeting, before: Mapping[str, Any]) -> Meeting:
    """As whoever interpreted it has it in the calendar, to be taken out there."""
    was = copy(meeting)
    for name in ("slot_id", "table_id", "interpreter_id"):
        setattr(was, name, before[name])
    was.during, was.status = was.slot.during, Meeting.Status.CANCELLED
    return was


def _pair(meeting: Meeting, before: Mapping[str, Any]) -> dict[str, Any]:
    return {"meeting": meeting.pk, "before": dict(before), "after": kept(meeting)}


def _statuses(meeting: Meeting, before: Mapping[str, Any]) -> set[str]:
    return {meeting.status, before["status"]}
