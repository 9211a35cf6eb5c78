"""An edition's rows as the timetable solver's frozen problem."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant, TimeSlot
from matchmaking.models import ExposureFloor, Meeting, PlanningSettings, Schedule
from matchmaking.queries.rules import Rules, rules_of, wish_counts
from matchmaking.queries.rules_in_plan import limited, open_at, pair_of, quietened
from matchmaking.queries.times import halves_of, open_slots, upcoming_slots
from matchmaking.queries.wishes import Wanted, begun_meetings, pair_key, wanted_meetings
from matchmaking.scheduling import problem as p


@dataclass(frozen=True)
class Planning:
    """The problem, and what its ids mean."""

    problem: p.Problem
    wanted: Mapping[str, Wanted]
    pinned: frozenset[str]


def load_planning(edition: Edition, keep: Schedule | None = None) -> Planning:
    """Everything that a timetable of the edition must respect.

    An organization is one party, whether it exhibits, buys or both: the same people sit there.
    Its id is the organization's key; a slot's, table's and interpreter's are theirs. What `keep`
    holds and is still wanted is to be moved as little as possible. What is pinned there, or in the
    approved timetable where nothing is kept, must be held at its time and table.
    """
    slots = upcoming_slots(edition)
    exhibitors = list(edition.exhibitors.taking_part().order_by("pk"))
    buyers = list(edition.buyers.taking_part().order_by("pk"))
    speakers = [frozenset(person.languages) for person in edition.interpreters.all()]
    begun = [_organizations(meeting) for meeting in begun_meetings(edition)]
    ahead = earlier_meetings(edition, keep, slots)
    rules = rules_of(edition)
    wanted = wanted_meetings(edition, [m for m in ahead if m.pinned or _told(m)], rules)
    kept = [_placement(m) for m in ahead if keep and pair_key(m) in wanted]
    pins = {pair_key(m): m for m in ahead if m.pinned and pair_key(m) in wanted}
    wishes = _wishes(wanted, slots, speakers, pins, rules)
    members = members_of(edition, [*exhibitors, *buyers]) if rules.limits else {}
    limits = rules.limits_of(exhibitors, buyers, members)
    return Planning(
        pinned=frozenset(pins),
        problem=p.Problem(
            slots=tuple(_slot(slot) for slot in slots),
            parties=tuple(
                limited(
                    parties_of(slots, exhibitors, buyers, Counter(chain(*begun))),
                    limits,
                    Counter(chain(*begun)),
                    wish_counts(map(pair_of, wanted.values())),
                )
            ),
            wishes=tuple(wishes),
            tables=tuple(_tables(edition, slots, exhibitors, buyers, rules)),
            forbidden=tuple(
                (str(w.exhibitor.organization_id), str(w.buyer.organization_id))
                for w in wanted.values()
                if rules.forbids(w.exhibitor, w.buyer)
            ),
            interpreters=tuple(_interpreters(edition, slots)),
            distances={
                (d.start.ref, d.end.ref): d.minutes
                for d in edition.distances.select_related("start", "end")
            },
            quotas=tuple(_quotas(edition, exhibitors, buyers, begun)),
            kept=tuple(kept),
            preferences=_preferences(edition),
            floors=tuple(_floors(edition, exhibitors, buyers)),
            objective="value" if edition.max_break_difference is None else "breaks",
        ),
        wanted=wanted,
    )


def _preferences(edition: Edition) -> p.Preferences:
    """The edition's weights; without a row of its own, the solver's."""
    chosen = PlanningSettings.objects.filter(edition=edition).first()
    weights = chosen.weights if chosen else {}
    return p.Preferences(**weights, max_break_difference=edition.max_break_difference)


def _slot(slot: TimeSlot) -> p.Slot:
    start = slot.starts
    minutes = int((slot.during.upper - slot.during.lower).total_seconds() // 60)
    return p.Slot(str(slot.pk), slot.day.date.isoformat(), start.hour * 60 + start.minute, minutes)


def parties_of(
    slots: list[TimeSlot],
    exhibitors: list[Exhibitor],
    buyers: list[Buyer],
    begun: Mapping[int, int],
) -> Iterable[p.Party]:
    """Whoever exhibits and buys has the seats of the smaller of its two teams, the same people,
    and is asked for each meeting when that side is there (`open_to_both`). Meetings that have
    begun count towards its limit.
    """
    sides: dict[int, list[Participant]] = defaultdict(list)
    for side in (*exhibitors, *buyers):
        sides[side.organization_id].append(side)
    for organization, rows in sides.items():
        yield p.Party(
            id=str(organization),
            seats=min(row.team_size for row in rows),
            slots=open_slots(slots, rows[0].available) if len(rows) == 1 else None,
            maximum=_limit((row.max_meetings for row in rows), begun[organization]),
            maximum_a_day=_limit(row.max_meetings_a_day for row in rows),
        )


def _limit(limits: Iterable[int | None], used: int = 0) -> int | None:
    """What both sides' limits together leave; one without a limit leaves none."""
    numbers = list(limits)
    return max(0, sum(n for n in numbers if n is not None) - used) if None not in numbers else None


def _wishes(
    wanted: Mapping[str, Wanted],
    slots: list[TimeSlot],
    speakers: list[frozenset[str]],
    pins: Mapping[str, Meeting],
    rules: Rules,
) -> Iterable[p.Wish]:
    halves = halves_of(slots)
    for key, wish in wanted.items():
        pin = pins.get(key)
        fixed = pin.slot_id if pin else wish.fixed_slot
        yield p.Wish(
            id=key,
            a=str(wish.exhibitor.organization_id),
            b=str(wish.buyer.organization_id),
            value=wish.value,
            level="must" if pin else wish.level,
            slots=open_to_both(wish, slots, halves.get(wish.session))
            if pin
            else quietened(wish, slots, open_to_both(wish, slots, halves.get(wish.session)), rules),
            fixed_slot=str(fixed) if fixed else None,
            fixed_table=str(pin.table_id) if pin else None,
            after=tuple(other for other in wish.after if other in wanted),
            languages=languages_between(wish.exhibitor, wish.buyer, speakers),
        )


def open_to_both(
    wish: Wanted, slots: list[TimeSlot], half: frozenset[str] | None
) -> frozenset[str] | None:
    """The slots in which both sides are there; None where nothing limits."""
    present = open_slots(slots, wish.exhibitor.available, wish.buyer.available)
    if half is None or present is None:
        return half if present is None else present
    return half & present


def languages_between(
    exhibitor: Exhibitor, buyer: Buyer, speakers: list[frozenset[str]]
) -> tuple[str, str] | None:
    """The pair to interpret between, one that somebody interprets if there is one.

    None where they share a language or where a side named none.
    """
    theirs, ours = exhibitor.languages, buyer.languages
    if not theirs or not ours or {plain(x) for x in theirs} & {plain(x) for x in ours}:
        return None
    pairs = [(plain(x), plain(y)) for x in theirs for y in ours]
    spoken = (pair for pair in pairs if any(set(pair) <= person for person in speakers))
    return next(spoken, pairs[0])


def plain(language: str) -> str:
    """`pt-BR` and `pt-PT` understand each other."""
    return language.split("-", maxsplit=1)[0].lower()


def _tables(
    edition: Edition,
    slots: list[TimeSlot],
    exhibitors: list[Exhibitor],
    buyers: list[Buyer],
    rules: Rules,
) -> Iterable[p.Table]:
    """A booth's tables serve its exhibitor, a private one whom it is kept for; those of an empty
    booth, or of somebody who takes no part, serve nobody.
    """
    there = {row.organization_id for row in (*exhibitors, *buyers)}
    homes = {row.booth_id: str(row.organization_id) for row in exhibitors if row.booth_id}
    for table in edition.tables.select_related("hall").order_by("pk"):
        home = homes.get(table.booth_id, "") if table.booth_id else ""
        if table.reserved_for_id in there:
            home = str(table.reserved_for_id)
        if (table.booth_id or table.reserved_for_id) and not home:
            continue
        yield p.Table(
            id=str(table.pk),
            hall=table.hall.ref,
            kind=table.kind,
            slots=open_at(table, slots, rules),
            home=home,
        )


def _interpreters(edition: Edition, slots: list[TimeSlot]) -> Iterable[p.Interpreter]:
    for person in edition.interpreters.order_by("pk"):
        run = person.max_run_minutes
        yield p.Interpreter(
            id=str(person.pk),
            languages=frozenset(plain(language) for language in person.languages),
            slots=open_slots(slots, person.shifts),
            max_run=max(1, run // edition.slot_minutes) if run else None,
        )


def _quotas(
    edition: Edition,
    exhibitors: list[Exhibitor],
    buyers: list[Buyer],
    begun: list[tuple[int, int]],
) -> Iterable[p.Quota]:
    """A delegation's quota counts its own members and those of its parts, and what has begun."""
    members = members_of(edition, [*exhibitors, *buyers])
    for delegation in edition.delegations.exclude(meeting_quota=None).order_by("pk"):
        parties = frozenset(members[delegation.pk])
        used = sum(not parties.isdisjoint(map(str, pair)) for pair in begun)
        quota = delegation.meeting_quota or 0
        yield p.Quota(id=delegation.ref, parties=parties, maximum=max(0, quota - used))


def members_of(edition: Edition, sides: Iterable[Participant]) -> Mapping[int, set[str]]:
    """Those of the sides that are in each delegation or its parts, as the solver's parties."""
    parents = dict(edition.delegations.values_list("pk", "parent"))
    members: dict[int, set[str]] = defaultdict(set)
    for row in sides:
        above = row.delegation_id
        while above:
            members[above].add(str(row.organization_id))
            above = parents[above]
    return members


def _floors(
    edition: Edition, exhibitors: list[Exhibitor], buyers: list[Buyer]
) -> Iterable[p.Floor]:
    """What the organizer wants a group to have at least; a group without members asks nothing."""
    floors = list(ExposureFloor.objects.filter(edition=edition))
    members = members_of(edition, [*exhibitors, *buyers]) if floors else {}
    new = {str(row.organization_id) for row in exhibitors if row.first_time}
    for floor in floors:
        group = members.get(floor.delegation_id, set()) if floor.delegation_id else new
        if group:
            yield p.Floor(str(floor.pk), floor.minimum, parties=frozenset(group), each=floor.each)


def earlier_meetings(
    edition: Edition, keep: Schedule | None, slots: Sequence[TimeSlot]
) -> list[Meeting]:
    """Those ahead of the schedule kept, else of the approved one.

    A superseded schedule's meetings are cancelled, but are what it was.
    """
    base = keep or edition.schedules.filter(state=Schedule.State.APPROVED).first()
    if base is None:
        return []
    superseded = base.state == Schedule.State.SUPERSEDED
    meetings = base.meetings.all() if superseded else base.meetings.live()
    with_parties = meetings.select_related("exhibitor", "buyer")
    return list(with_parties.filter(slot__in=slots).order_by("pk"))


def _told(meeting: Meeting) -> bool:
    return meeting.status == Meeting.Status.CONFIRMED


def _organizations(meeting: Meeting) -> tuple[int, int]:
    return meeting.exhibitor_organization_id, meeting.buyer_organization_id


def _placement(meeting: Meeting) -> p.Placement:
    return p.Placement(
        wish=pair_key(meeting),
        a=str(meeting.exhibitor_organization_id),
        b=str(meeting.buyer_organization_id),
        slot=str(meeting.slot_id),
        table=str(meeting.table_id),
        interpreter=str(meeting.interpreter_id) if meeting.interpreter_id else None,
    )
