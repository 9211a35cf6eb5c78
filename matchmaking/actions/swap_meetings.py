"""Let two meetings change places."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.actions.change_timetable import kept, movable, open_timetable, record_change
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, ScheduleChange
from matchmaking.queries.board import Board
from matchmaking.queries.move_cost import Costs
from matchmaking.queries.moves import swap_cost, swap_fits

COLUMNS = [
    "slot", "table", "interpreter", "exhibitor_seat", "buyer_seat", "during", "sequence",
]  # fmt: skip


@transaction.atomic
def swap_meetings(
    one_id: int, other_id: int, *, seen: int | None = None, user: User | None = None
) -> ScheduleChange:
    """Each takes the other's time and table (`queries.moves.swap_fits`), in one statement.

    RuleBroken where either does not fit; ChangedMeanwhile as `open_timetable`.
    """
    found = Meeting.objects.filter(pk=one_id).values_list("schedule", flat=True).first()
    schedule = open_timetable(found or 0, seen)
    one, other = movable(schedule, one_id), movable(schedule, other_id)
    board = Board(schedule, [one, other])
    fits = swap_fits(board, one, other)
    cost = swap_cost(board, Costs(board), one, other) if fits else None
    if fits is None or cost is None:
        raise RuleBroken(_("These two meetings cannot change places."))
    before = {meeting.pk: kept(meeting) for meeting in (one, other)}
    seats = [
        board.seats(meeting, fit[0], without=[place.pk])
        for meeting, fit, place in ((one, fits[0], other), (other, fits[1], one))
    ]
    for meeting, fit, seat in zip((one, other), fits, seats, strict=True):
        meeting.slot, meeting.table, meeting.interpreter = fit
        meeting.exhibitor_seat, meeting.buyer_seat = seat
        meeting.sequence += meeting.status == Meeting.Status.CONFIRMED
        meeting.fill_copies()
    Meeting.objects.bulk_update([one, other], COLUMNS)
    return record_change(
        schedule, ScheduleChange.Kind.SWAPPED, before, [one, other], cost=cost.points, user=user
    )
