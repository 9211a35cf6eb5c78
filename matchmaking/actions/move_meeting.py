"""Hold a meeting at another time or table."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.actions.change_timetable import kept, movable, open_timetable, record_change
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, ScheduleChange
from matchmaking.queries.board import Board
from matchmaking.queries.changes import WHY
from matchmaking.queries.move_cost import Costs, spot_at

MovedTo = tuple[int, int]


@transaction.atomic
def move_meeting(
    meeting_id: int, to: MovedTo, *, seen: int | None = None, user: User | None = None
) -> ScheduleChange:
    """To a slot and a table (their keys), with an interpreter who is free then, if it needs one.

    1. The schedule is locked and compared with the revision that was `seen`.
    2. Whether it fits is asked again, of what is there now.
    3. Parties and interpreters of a meeting that binds are told, after the time to undo.

    RuleBroken where it does not fit, says why; ChangedMeanwhile as `open_timetable`.
    """
    found = Meeting.objects.filter(pk=meeting_id).values_list("schedule", flat=True).first()
    schedule = open_timetable(found or 0, seen)
    meeting = movable(schedule, meeting_id)
    board = Board(schedule, [meeting])
    slot = board.by_key.get(to[0])
    table = schedule.edition.tables.select_related("hall").filter(pk=to[1]).first()
    if slot is None or table is None:
        raise RuleBroken(_("Such a time or table is not (or no longer) there."))
    if (slot.pk, table.pk) == (meeting.slot_id, meeting.table_id):
        raise RuleBroken(_("The meeting is there already."))
    fit = board.fit(meeting, slot, table)
    if fit.why:
        raise RuleBroken(_("It does not fit there: %(why)s") % {"why": WHY[fit.why]})
    cost = Costs(board).of({meeting.pk: spot_at(slot, table, fit.interpreter)})
    before = kept(meeting)
    meeting.exhibitor_seat, meeting.buyer_seat = board.seats(meeting, slot)
    meeting.slot, meeting.table, meeting.interpreter = slot, table, fit.interpreter
    meeting.sequence += meeting.status == Meeting.Status.CONFIRMED
    meeting.fill_copies()
    meeting.save()
    return record_change(
        schedule, ScheduleChange.Kind.MOVED, {meeting.pk: before}, [meeting],
        cost=cost.points, user=user,
    )  # fmt: skip
