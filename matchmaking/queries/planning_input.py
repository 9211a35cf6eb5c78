"""An edition's rows as the timetable solver's frozen problem."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant, TimeSlot
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.times import open_slots, upcoming_slots
from matchmaking.queries.wishes import Wanted, wanted_meetings
from matchmaking.scheduling import problem as p


@dataclass(frozen=True)
class Planning:
    """The problem, and what its ids mean."""

    problem: p.Problem
    wanted: Mapping[str, Wanted]


def load_planning(edition: Edition, keep: Schedule | None = None) -> Planning:
    """Everything that a timetable of the edition must respect.

    An organization is one party, whether it exhibits, buys or both: the same people sit there.
    Its id is the organization's key; a slot's, table's and interpreter's are theirs.
    """
    slots = upcoming_slots(edition)
    exhibitors = list(edition.exhibitors.order_by("pk"))
    buyers = list(edition.buyers.order_by("pk"))
    speakers = [frozenset(person.languages) for person in edition.interpreters.all()]
    wanted = wanted_meetings(edition)
    times = {str(slot.pk) for slot in slots}
    kept = [m for m in _kept(keep) if m.wish in wanted and m.slot in times] if keep else []
    wishes = _wishes(wanted, slots, speakers, {m.wish: m for m in kept}, keep)
    return Planning(
        problem=p.Problem(
            slots=tuple(_slot(slot) for slot in slots),
            parties=tuple(_parties(slots, exhibitors, buyers)),
            wishes=tuple(wishes),
            tables=tuple(_tables(edition, slots, exhibitors)),
            interpreters=tuple(_interpreters(edition, slots)),
            distances={
                (d.start.ref, d.end.ref): d.minutes
                for d in edition.distances.select_related("start", "end")
            },
            quotas=tuple(_quotas(edition, exhibitors, buyers)),
            kept=tuple(kept),
            preferences=p.Preferences(max_break_difference=edition.max_break_difference),
            objective="value" if edition.max_break_difference is None else "breaks",
        ),
        wanted=wanted,
    )


def _slot(slot: TimeSlot) -> p.Slot:
    start = slot.starts
    minutes = int((slot.during.upper - slot.during.lower).total_seconds() // 60)
    return p.Slot(str(slot.pk), slot.day.date.isoformat(), start.hour * 60 + start.minute, minutes)


def _parties(
    slots: list[TimeSlot], exhibitors: list[Exhibitor], buyers: list[Buyer]
) -> Iterable[p.Party]:
    """Whoever exhibits and buys has the seats of the smaller of its two teams, the same people,
    and is asked for each meeting when that side is there (`_open_to_both`).
    """
    sides: dict[int, list[Participant]] = defaultdict(list)
    for side in (*exhibitors, *buyers):
        sides[side.organization_id].append(side)
    for organization, rows in sides.items():
        yield p.Party(
            id=str(organization),
            seats=min(row.team_size for row in rows),
            slots=open_slots(slots, rows[0].available) if len(rows) == 1 else None,
            maximum=_limit(row.max_meetings for row in rows),
            maximum_a_day=_limit(row.max_meetings_a_day for row in rows),
        )


def _limit(limits: Iterable[int | None]) -> int | None:
    """Both sides' together; one without a limit leaves the organization without."""
    numbers = list(limits)
    return sum(n for n in numbers if n is not None) if None not in numbers else None


def _wishes(
    wanted: Mapping[str, Wanted],
    slots: list[TimeSlot],
    speakers: list[frozenset[str]],
    kept: Mapping[str, p.Placement],
    keep: Schedule | None,
) -> Iterable[p.Wish]:
    halves = {
        session: frozenset(str(s.pk) for s in slots if (_is_morning(s)) == (session == "morning"))
        for session in ("morning", "afternoon")
    }
    pinned = _pinned(keep)
    for key, wish in wanted.items():
        fixed = str(wish.fixed_slot) if wish.fixed_slot else None
        yield p.Wish(
            id=key,
            a=str(wish.exhibitor.organization_id),
            b=str(wish.buyer.organization_id),
            value=wish.value,
            level=wish.level,
            slots=_open_to_both(wish, slots, halves.get(wish.session)),
            fixed_slot=kept[key].slot if key in kept and key in pinned else fixed,
            after=tuple(other for other in wish.after if other in wanted),
            languages=_languages(wish.exhibitor, wish.buyer, speakers),
        )


def _open_to_both(
    wish: Wanted, slots: list[TimeSlot], half: frozenset[str] | None
) -> frozenset[str] | None:
    """The slots in which both sides are there; None where nothing limits."""
    present = open_slots(slots, wish.exhibitor.available, wish.buyer.available)
    if half is None or present is None:
        return half if present is None else present
    return half & present


def _is_morning(slot: TimeSlot) -> bool:
    """Before the day's first break, or before noon on a day without one."""
    breaks = slot.day.breaks
    if breaks:
        return bool(slot.during.upper <= breaks[0].lower)  # type: ignore[attr-defined]
    return slot.starts.hour < 12  # noqa: PLR2004 (noon)


def _pinned(keep: Schedule | None) -> set[str]:
    if keep is None:
        return set()
    pairs = keep.meetings.live().filter(pinned=True).values_list("exhibitor", "buyer")
    return {f"{exhibitor}-{buyer}" for exhibitor, buyer in pairs}


def _languages(
    exhibitor: Exhibitor, buyer: Buyer, speakers: list[frozenset[str]]
) -> tuple[str, str] | None:
    """The pair to interpret between, one that somebody interprets if there is one.

    None where they share a language or where a side named none.
    """
    theirs, ours = exhibitor.languages, buyer.languages
    if not theirs or not ours or {_plain(x) for x in theirs} & {_plain(x) for x in ours}:
        return None
    pairs = [(_plain(x), _plain(y)) for x in theirs for y in ours]
    spoken = (pair for pair in pairs if any(set(pair) <= person for person in speakers))
    return next(spoken, pairs[0])


def _plain(language: str) -> str:
    """`pt-BR` and `pt-PT` understand each other."""
    return language.split("-", maxsplit=1)[0].lower()


def _tables(
    edition: Edition, slots: list[TimeSlot], exhibitors: list[Exhibitor]
) -> Iterable[p.Table]:
    """A booth's tables serve its exhibitor; those of an empty booth serve nobody."""
    homes = {row.booth_id: str(row.organization_id) for row in exhibitors if row.booth_id}
    for table in edition.tables.select_related("hall").order_by("pk"):
        if table.booth_id and table.booth_id not in homes:
            continue
        yield p.Table(
            id=str(table.pk),
            hall=table.hall.ref,
            kind=table.kind,
            slots=open_slots(slots, table.open),
            home=homes.get(table.booth_id, "") if table.booth_id else "",
        )


def _interpreters(edition: Edition, slots: list[TimeSlot]) -> Iterable[p.Interpreter]:
    for person in edition.interpreters.order_by("pk"):
        run = person.max_run_minutes
        yield p.Interpreter(
            id=str(person.pk),
            languages=frozenset(_plain(language) for language in person.languages),
            slots=open_slots(slots, person.shifts),
            max_run=max(1, run // edition.slot_minutes) if run else None,
        )


def _quotas(
    edition: Edition, exhibitors: list[Exhibitor], buyers: list[Buyer]
) -> Iterable[p.Quota]:
    """A delegation's quota counts its own members and those of its parts."""
    parents = dict(edition.delegations.values_list("pk", "parent"))
    members: dict[int, set[str]] = defaultdict(set)
    for row in (*exhibitors, *buyers):
        above = row.delegation_id
        while above:
            members[above].add(str(row.organization_id))
            above = parents[above]
    for delegation in edition.delegations.exclude(meeting_quota=None).order_by("pk"):
        yield p.Quota(
            id=delegation.ref,
            parties=frozenset(members[delegation.pk]),
            maximum=delegation.meeting_quota or 0,
        )


def _kept(keep: Schedule) -> Iterable[p.Placement]:
    """The kept schedule's meetings, under the ids that their pairs have as wishes.

    A superseded schedule's meetings are cancelled, but are what it was.
    """
    superseded = keep.state == Schedule.State.SUPERSEDED
    meetings: Iterable[Meeting] = keep.meetings.all() if superseded else keep.meetings.live()
    for meeting in meetings:
        yield p.Placement(
            wish=f"{meeting.exhibitor_id}-{meeting.buyer_id}",
            a=str(meeting.exhibitor_organization_id),
            b=str(meeting.buyer_organization_id),
            slot=str(meeting.slot_id),
            table=str(meeting.table_id),
            interpreter=str(meeting.interpreter_id) if meeting.interpreter_id else None,
        )
