"""What a change by hand costs, in the points that the solver counts with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from expo.models import Interpreter, MeetingTable, TimeSlot
from matchmaking.models import Meeting, PlanningSettings
from matchmaking.queries.board import Board, sides
from matchmaking.scheduling import problem as p
from matchmaking.scheduling.measure import changes_of, gaps_of
from matchmaking.scheduling.shape import Shape, shape_of
from matchmaking.scheduling.walks import walked


@dataclass(frozen=True)
class Cost:
    """More (or fewer, below 0) breaks, minutes on foot and interpreters of all parties concerned,
    meetings moved from where people were told; `points` weighs them.
    """

    points: int
    breaks: int
    minutes: int
    faces: int
    moved: int


@dataclass(frozen=True)
class Spot:
    """Where a meeting is held: slot, hall's ref, interpreter's id."""

    slot: int
    hall: str
    interpreter: int | None


class Costs:
    """Compares ways to hold a board's meetings."""

    def __init__(self, board: Board) -> None:
        self.board = board
        chosen = PlanningSettings.objects.filter(edition=board.edition).first()
        self.weights = p.Preferences(**(chosen.weights if chosen else {}))
        self.now = {m.pk: spot_of(m) for m in board.held}
        self.kept = self._kept()
        self.counted: dict[tuple[int, ...], tuple[int, int, int]] = {}

    def _kept(self) -> Mapping[tuple[int, int], int]:
        """Where people were told, or what the draft was to stay close to, holds each pair."""
        schedule = self.board.schedule
        if schedule.state == schedule.State.APPROVED:
            return {(m.exhibitor_id, m.buyer_id): m.slot_id for m in self.board.held}
        if schedule.keeps_id is None:
            return {}
        rows = Meeting.objects.filter(
            schedule=schedule.keeps_id, exhibitor_organization__in=self.board.organizations
        )
        return {(e, b): slot for e, b, slot in rows.values_list("exhibitor", "buyer", "slot")}

    @cached_property
    def shape(self) -> Shape:
        """The held meetings as the solver's problem, which counts breaks and ways."""
        board = self.board
        parties = sorted({str(key) for m in board.held for key in sides(m)})
        distances = board.edition.distances.select_related("start", "end")
        return shape_of(
            p.Problem(
                slots=tuple(
                    p.Slot(str(slot.pk), str(slot.day_id), number, board.edition.slot_minutes)
                    for number, slot in enumerate(board.slots)
                ),
                parties=tuple(p.Party(key) for key in parties),
                wishes=tuple(
                    p.Wish(str(m.pk), a=str(sides(m)[0]), b=str(sides(m)[1])) for m in board.held
                ),
                tables=(),
                distances={(d.start.ref, d.end.ref): d.minutes for d in distances},
            )
        )

    def of(self, changed: Mapping[int, Spot | None]) -> Cost:
        """Of meetings held elsewhere, or (None) not at all."""
        then = {key: spot for key, spot in {**self.now, **changed}.items() if spot is not None}
        concerned = [m for m in self.board.held if m.pk in changed]
        parties = sorted({self.shape.party[str(key)] for m in concerned for key in sides(m)})
        before, after = self._before(parties), self._count(then, parties)
        breaks, minutes, faces = (new - old for old, new in zip(before, after, strict=True))
        moved = sum(self._moved(m, then) - self._moved(m, self.now) for m in concerned)
        weights = self.weights
        return Cost(
            points=breaks * weights.idle_gap
            + minutes * weights.walking
            + faces * weights.interpreter_change
            + moved * weights.moved,
            breaks=breaks,
            minutes=minutes,
            faces=faces,
            moved=moved,
        )

    def _before(self, parties: list[int]) -> tuple[int, int, int]:
        """Counted once for the same parties."""
        key = tuple(parties)
        if key not in self.counted:
            self.counted[key] = self._count(self.now, parties)
        return self.counted[key]

    def _moved(self, meeting: Meeting, spots: Mapping[int, Spot]) -> int:
        kept = self.kept.get((meeting.exhibitor_id, meeting.buyer_id))
        spot = spots.get(meeting.pk)
        return int(kept is not None and (spot is None or spot.slot != kept))

    def _count(self, spots: Mapping[int, Spot], parties: list[int]) -> tuple[int, int, int]:
        shape = self.shape
        ahead = {
            shape.wish[str(key)]: spot
            for key, spot in spots.items()
            if str(spot.slot) in shape.slot
        }
        slots = {wish: shape.slot[str(spot.slot)] for wish, spot in ahead.items()}
        halls = {wish: spot.hall for wish, spot in ahead.items()}
        people = {w: str(s.interpreter) for w, s in ahead.items() if s.interpreter is not None}
        return (
            sum(gaps_of(shape, slots, parties)),
            walked(shape, slots, halls, parties),
            changes_of(shape, slots, people, parties),
        )


def spot_of(meeting: Meeting) -> Spot:
    """Where it is."""
    return Spot(meeting.slot_id, meeting.table.hall.ref, meeting.interpreter_id)


def spot_at(slot: TimeSlot, table: MeetingTable, interpreter: Interpreter | None) -> Spot:
    """Where it would be."""
    return Spot(slot.pk, table.hall.ref, interpreter.pk if interpreter else None)
