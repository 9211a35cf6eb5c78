"""Where a meeting of a timetable could be instead, best first, and with which it could swap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from expo.models import Interpreter, MeetingTable, TimeSlot
from matchmaking.models import Meeting
from matchmaking.queries.board import Board
from matchmaking.queries.move_cost import Cost, Costs, Spot, spot_at
from matchmaking.queries.rules_in_plan import open_at

SWAPS = 40  # meetings looked at
TABLES = 3  # offered for a time


@dataclass(frozen=True)
class Place:
    """A time and a table that fit, and what the move costs."""

    slot: TimeSlot
    table: MeetingTable
    interpreter: Interpreter | None
    cost: Cost


@dataclass(frozen=True)
class Time:
    """A time that fits both, with its cheapest places; `more` tables cost the same or more."""

    slot: TimeSlot
    places: list[Place]
    more: int


def places_for(meeting: Meeting) -> list[Time]:
    """Every time that fits, in order of time, with its cheapest tables; the place where the
    meeting is now is none.
    """
    board = Board(meeting.schedule, [meeting])
    costs = Costs(board)
    tables = board.tables(meeting)
    opened = {table.pk: open_at(table, board.slots, board.rules) for table in tables}
    found = []
    for slot in board.times(meeting):
        help_ = board.help(meeting, slot)
        if help_.why:
            continue
        free = [
            table
            for table in tables
            if (slot.pk, table.pk) not in board.taken and _is_open(opened[table.pk], slot)
        ]
        places = _cheapest(meeting, slot, free, help_.interpreter, costs)
        if places:
            found.append(Time(slot, places[:TABLES], max(0, len(free) - TABLES)))
    return found


def _is_open(times: frozenset[str] | None, slot: TimeSlot) -> bool:
    return times is None or str(slot.pk) in times


def _cheapest(
    meeting: Meeting,
    slot: TimeSlot,
    tables: Sequence[MeetingTable],
    interpreter: Interpreter | None,
    costs: Costs,
) -> list[Place]:
    """Tables of one hall cost the same: each hall is counted once."""
    halls: dict[int, list[MeetingTable]] = defaultdict(list)
    for table in tables:
        halls[table.hall_id].append(table)
    priced = [
        (costs.of({meeting.pk: spot_at(slot, mine[0], interpreter)}), mine)
        for mine in halls.values()
    ]
    priced.sort(key=lambda each: each[0].points)
    return [Place(slot, table, interpreter, cost) for cost, mine in priced for table in mine]


@dataclass(frozen=True)
class Swap:
    """Another meeting to change places with."""

    other: Meeting
    cost: Cost


def swaps_for(meeting: Meeting) -> list[Swap]:
    """Meetings of either party, or at the same table, that could change places with this one:
    cheapest first.
    """
    candidates = _candidates(meeting)
    board = Board(meeting.schedule, [meeting, *candidates])
    costs = Costs(board)
    by_key = {each.pk: each for each in board.held}
    mine = by_key[meeting.pk]
    found = [
        Swap(other, cost)
        for each in candidates
        if (other := by_key.get(each.pk)) and (cost := swap_cost(board, costs, mine, other))
    ]
    return sorted(found, key=lambda swap: swap.cost.points)


def _candidates(meeting: Meeting) -> list[Meeting]:
    either = [meeting.exhibitor_organization_id, meeting.buyer_organization_id]
    near = (
        Q(exhibitor_organization__in=either)
        | Q(buyer_organization__in=either)
        | Q(table=meeting.table_id)
    )
    rows = meeting.schedule.meetings.live().filter(near).exclude(slot=meeting.slot_id)
    movable = rows.filter(status__in=Meeting.MOVABLE, pinned=False)
    return list(movable.order_by("during", "pk")[:SWAPS])


def swap_cost(board: Board, costs: Costs, one: Meeting, other: Meeting) -> Cost | None:
    """None where it does not fit."""
    fits = swap_fits(board, one, other)
    if fits is None:
        return None
    changed: dict[int, Spot | None] = {
        meeting.pk: spot_at(slot, table, helper)
        for meeting, (slot, table, helper) in zip((one, other), fits, strict=True)
    }
    return costs.of(changed)


Seat = tuple[TimeSlot, MeetingTable, Interpreter | None]


def swap_fits(board: Board, one: Meeting, other: Meeting) -> tuple[Seat, Seat] | None:
    """Each takes the other's time and table; at a booth's own table each stays at its own."""
    if one.slot_id == other.slot_id:
        return None
    tables = (other.table, one.table)
    if not (board.serves(other.table, one) and board.serves(one.table, other)):
        tables = (one.table, other.table)
    there = list(_both(board, (one, other), (other, one), tables))
    return (there[0], there[1]) if len(there) == 2 else None  # noqa: PLR2004 (both of them)


def _both(
    board: Board,
    meetings: tuple[Meeting, Meeting],
    places: tuple[Meeting, Meeting],
    tables: tuple[MeetingTable, MeetingTable],
) -> Iterable[Seat]:
    for meeting, place, table in zip(meetings, places, tables, strict=True):
        slot = board.by_key.get(place.slot_id)
        if slot is None:
            return
        fit = board.fit(meeting, slot, table, without=[place.pk])
        if fit.why:
            return
        yield slot, table, fit.interpreter
