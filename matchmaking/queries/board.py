"""A timetable as one may change it by hand: whether a meeting fits a place, and what that costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Interpreter, MeetingTable, TimeSlot
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.planning_input import (
    languages_between,
    members_of,
    open_to_both,
    parties_of,
    plain,
)
from matchmaking.queries.rules import rules_of
from matchmaking.queries.rules_in_plan import limited, open_at, quietened
from matchmaking.queries.times import halves_of, open_slots, upcoming_slots
from matchmaking.queries.wishes import Wanted, begun_meetings
from matchmaking.scheduling import problem as p


@dataclass(frozen=True)
class Fit:
    """Whether a meeting may be held somewhere: `why` not, as a code; with whose help."""

    why: str = ""
    interpreter: Interpreter | None = None


class Board:
    """The schedule around some of its meetings: their parties' other meetings, the slots ahead,
    and who and what is taken. A fixed number of queries, however many meetings.
    """

    def __init__(self, schedule: Schedule, meetings: Collection[Meeting]) -> None:
        self.schedule, self.edition = schedule, schedule.edition
        self.slots = upcoming_slots(self.edition)
        self.by_key = {slot.pk: slot for slot in self.slots}
        self.place = {slot.pk: number for number, slot in enumerate(self.slots)}
        self.halves = halves_of(self.slots)
        self.organizations = {key for meeting in meetings for key in sides(meeting)}
        held = schedule.meetings.live().of_organizations(self.organizations)
        self.held: list[Meeting] = list(
            held.with_names().select_related("slot__day", "request").order_by("during", "pk")
        )
        self.rules = rules_of(self.edition)
        self.present: dict[int, frozenset[str]] = {}
        self.parties = self._parties()

    def _parties(self) -> Mapping[int, p.Party]:
        mine = {"edition": self.edition, "organization__in": self.organizations}
        exhibitors = list(Exhibitor.objects.filter(**mine))
        buyers = list(Buyer.objects.filter(**mine))
        begun: dict[int, int] = dict.fromkeys(self.organizations, 0)
        over = begun_meetings(self.edition).of_organizations(self.organizations)
        for pair in over.values_list("exhibitor_organization", "buyer_organization"):
            for key in pair:
                if key in begun:
                    begun[key] += 1
        found = parties_of(self.slots, exhibitors, buyers, begun)
        if self.rules.limits:
            members = members_of(self.edition, [*exhibitors, *buyers])
            limits = self.rules.limits_of(exhibitors, buyers, members)
            found = limited(found, limits, begun)
        return {int(party.id): party for party in found}

    @cached_property
    def interpreters(self) -> list[Interpreter]:
        """Of the edition."""
        return list(self.edition.interpreters.order_by("pk"))

    @cached_property
    def shifts(self) -> Mapping[int, frozenset[str] | None]:
        """The slots in which each interpreter works; None where nothing limits."""
        return {one.pk: open_slots(self.slots, one.shifts) for one in self.interpreters}

    @cached_property
    def interpreting(self) -> Mapping[int, Mapping[int, int]]:
        """Interpreter → slot → the meeting they interpret then."""
        found: dict[int, dict[int, int]] = {}
        rows = self.schedule.meetings.live().exclude(interpreter=None)
        for person, slot, meeting in rows.values_list("interpreter", "slot", "pk"):
            found.setdefault(person, {})[slot] = meeting
        return found

    @cached_property
    def taken(self) -> Mapping[tuple[int, int], int]:
        """(slot, table) → the meeting there."""
        rows = self.schedule.meetings.live().values_list("slot", "table", "pk")
        return {(slot, table): meeting for slot, table, meeting in rows}

    @cached_property
    def order(self) -> list[tuple[int, int]]:
        """Pairs of requests of which the first goes before the second."""
        asked = [m.request_id for m in self.held if m.request_id]
        through = Meeting.request.field.related_model.after.through.objects  # type: ignore[attr-defined]
        rows = through.filter(Q(from_meetingrequest__in=asked) | Q(to_meetingrequest__in=asked))
        return list(rows.values_list("to_meetingrequest", "from_meetingrequest"))

    def others(self, meeting: Meeting, without: Collection[int]) -> list[Meeting]:
        """The parties' meetings beside this one and those taken away."""
        gone = {meeting.pk, *without}
        mine = set(sides(meeting))
        return [each for each in self.held if each.pk not in gone and mine & set(sides(each))]

    def times(self, meeting: Meeting, without: Collection[int] = ()) -> list[TimeSlot]:
        """The slots in which both parties may meet."""
        return [slot for slot in self.slots if not self.why_not(meeting, slot, without)]

    def why_not(self, meeting: Meeting, slot: TimeSlot, without: Collection[int] = ()) -> str:
        """What keeps the two parties from meeting then; empty if nothing does."""
        if slot.pk not in self.by_key:
            return "begun"
        if str(slot.pk) not in self._present(meeting):
            return "away"
        others = self.others(meeting, without)
        for key in sides(meeting):
            party = self.parties[key]
            mine = [each for each in others if key in sides(each)]
            if sum(each.slot_id == slot.pk for each in mine) >= party.seats:
                return "busy"
            day = sum(each.slot.day_id == slot.day_id for each in mine)
            if party.maximum_a_day is not None and day >= party.maximum_a_day:
                return "full_day"
        if meeting.request and meeting.request.fixed_slot_id not in {None, slot.pk}:
            return "fixed"
        return "" if self._in_order(meeting, slot) else "order"

    def _present(self, meeting: Meeting) -> frozenset[str]:
        """Asked once for each meeting."""
        if meeting.pk not in self.present:
            self.present[meeting.pk] = self._both_there(meeting)
        return self.present[meeting.pk]

    def _both_there(self, meeting: Meeting) -> frozenset[str]:
        session = meeting.request.session if meeting.request else ""
        wanted = Wanted(exhibitor=meeting.exhibitor, buyer=meeting.buyer, value=0)
        both = open_to_both(wanted, self.slots, self.halves.get(session))
        found = quietened(wanted, self.slots, both, self.rules)
        return frozenset(str(slot.pk) for slot in self.slots) if found is None else found

    def _in_order(self, meeting: Meeting, slot: TimeSlot) -> bool:
        at = {each.request_id: each.during for each in self.held if each.request_id}
        for first, then in self.order:
            if then == meeting.request_id and first in at and at[first].lower >= slot.during.lower:
                return False
            if first == meeting.request_id and then in at and at[then].lower <= slot.during.lower:
                return False
        return True

    def fit(
        self, meeting: Meeting, slot: TimeSlot, table: MeetingTable, without: Collection[int] = ()
    ) -> Fit:
        """Whether the meeting may be held there; `without` names meetings thought away."""
        why = self.why_not(meeting, slot, without) or self._table(meeting, slot, table, without)
        return Fit(why) if why else self.help(meeting, slot, without)

    def _table(
        self, meeting: Meeting, slot: TimeSlot, table: MeetingTable, without: Collection[int]
    ) -> str:
        if table.edition_id != self.edition.pk or not self.serves(table, meeting):
            return "table"
        opened = open_at(table, self.slots, self.rules)
        if opened is not None and str(slot.pk) not in opened:
            return "table_closed"
        there = self.taken.get((slot.pk, table.pk))
        return "" if there is None or there in {meeting.pk, *without} else "table_taken"

    def serves(self, table: MeetingTable, meeting: Meeting) -> bool:
        """A booth's tables are for whoever exhibits there, private ones for whom they are kept."""
        if table.reserved_for_id:
            return table.reserved_for_id in sides(meeting)
        if not table.booth_id:
            return True
        return table.booth_id in {meeting.exhibitor.booth_id, *self._booths(meeting.buyer)}

    def _booths(self, buyer: Buyer) -> Iterable[int | None]:
        """Where a buyer's organization exhibits itself."""
        return (
            each.exhibitor.booth_id
            for each in self.held
            if each.exhibitor_organization_id == buyer.organization_id
        )

    def help(self, meeting: Meeting, slot: TimeSlot, without: Collection[int] = ()) -> Fit:
        """An interpreter where one is needed: the meeting's own before any other."""
        languages = [frozenset(one.languages) for one in self.interpreters]
        pair = languages_between(meeting.exhibitor, meeting.buyer, languages)
        if pair is None:
            return Fit()
        able = [
            one
            for one in self.interpreters
            if set(pair) <= {plain(each) for each in one.languages}
            and self._works(one, meeting, slot, without)
        ]
        own = next((one for one in able if one.pk == meeting.interpreter_id), None)
        return Fit(interpreter=own or able[0]) if able else Fit("no_interpreter")

    def _works(
        self, one: Interpreter, meeting: Meeting, slot: TimeSlot, without: Collection[int]
    ) -> bool:
        shift = self.shifts[one.pk]
        if shift is not None and str(slot.pk) not in shift:
            return False
        gone = {meeting.pk, *without}
        busy = {at for at, m in self.interpreting.get(one.pk, {}).items() if m not in gone}
        if slot.pk in busy:
            return False
        if not one.max_run_minutes:
            return True
        most = max(1, one.max_run_minutes // self.edition.slot_minutes)
        return self._run(slot, busy) <= most

    def _run(self, slot: TimeSlot, busy: Collection[int]) -> int:
        """How many neighbouring slots of the day would be worked."""
        length, at = 1, self.place[slot.pk]
        for step in (-1, 1):
            number = at + step
            while 0 <= number < len(self.slots):
                near = self.slots[number]
                if near.day_id != slot.day_id or near.pk not in busy:
                    break
                length += 1
                number += step
        return length

    def seats(
        self, meeting: Meeting, slot: TimeSlot, without: Collection[int] = ()
    ) -> tuple[int, int]:
        """The lowest seats that are free then."""
        others = [each for each in self.others(meeting, without) if each.slot_id == slot.pk]
        exhibitor, buyer = (_free_seat(key, others) for key in sides(meeting))
        return exhibitor, buyer

    def tables(self, meeting: Meeting) -> Sequence[MeetingTable]:
        """Lounges, the parties' own booths and private tables; the meeting's own table first."""
        booths = {meeting.exhibitor.booth_id, *self._booths(meeting.buyer)} - {None}
        private = Q(reserved_for=None) | Q(reserved_for__in=sides(meeting))
        mine = (Q(booth=None) & private) | Q(booth__in=booths)
        rows = self.edition.tables.filter(mine).select_related("hall").order_by("hall__ref", "ref")
        return sorted(rows, key=lambda table: table.pk != meeting.table_id)


def sides(meeting: Meeting) -> tuple[int, int]:
    """Both organizations."""
    return meeting.exhibitor_organization_id, meeting.buyer_organization_id


def _free_seat(organization: int, others: Iterable[Meeting]) -> int:
    taken = set()
    for each in others:
        if each.exhibitor_organization_id == organization:
            taken.add(each.exhibitor_seat)
        if each.buyer_organization_id == organization:
            taken.add(each.buyer_seat)
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)
