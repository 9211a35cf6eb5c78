"""Approve a draft, or a part of it: its meetings bind, and everybody is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition
from foundation.uncollected import uncollected
from matchmaking.actions.change_timetable import next_change, open_timetable
from matchmaking.actions.tell_timetable import tell_timetable
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Schedule, ScheduleChange
from matchmaking.queries.leads import held_back
from matchmaking.queries.parts import WHOLE, Part, part_named, part_said, waiting_in
from matchmaking.queries.times import slots_ahead
from matchmaking.queries.unbound import Unbound, in_a_sentence, named, unbound

Entry = tuple[UUID, int]  # a meeting's UID and SEQUENCE in calendars
CONFIRM = """
UPDATE matchmaking_meeting AS meeting
SET status = 'confirmed', uid = entry.uid, sequence = entry.sequence
FROM unnest(%s::int[], %s::uuid[], %s::int[]) AS entry(id, uid, sequence)
WHERE meeting.id = entry.id AND meeting.status = 'proposed'
"""


@dataclass(frozen=True)
class ApprovalReport:
    """What an approval did; an approval repeated does nothing and notifies nobody."""

    schedule: int
    meetings: int
    notified: int
    left_out: list[Unbound] = field(default_factory=list)
    first_word: bool = False  # a second person has to say the same before anything binds


@dataclass
class _Ended:
    """Of the timetable before: all that is cancelled ([key, SEQUENCE]), of it what does not come
    again, what somebody else interprets then, and of the draft's meetings that do come again the
    calendar entry `before` and `again`.
    """

    former: Schedule | None = None
    all: list[list[int]] = field(default_factory=list)
    gone: list[Meeting] = field(default_factory=list)
    lost: list[Meeting] = field(default_factory=list)
    before: dict[int, Entry] = field(default_factory=dict)
    again: dict[int, Entry] = field(default_factory=dict)


@uncollected()
@transaction.atomic
def approve_schedule(
    schedule_id: int,
    *,
    user: User | None = None,
    part: Part = WHOLE,
    seen: int | None = None,
) -> ApprovalReport:
    """Make a draft the edition's timetable.

    1. The edition's and the schedule's rows are locked: two approvals at once wait for each other.
    2. What cannot bind any more (`queries.unbound`) is left out: it stays proposed and is named.
    3. Leads who have a say must have said yes: the whole is refused without, a part leaves such
       meetings proposed.
    4. Where the edition wants two persons, each part is approved by both: the first one's word is
       noted with what it is about and sends a draft to review.
    5. The former timetable is superseded: what has begun stays, the rest is cancelled. A pair that
       meets again keeps its calendar entry, with a higher SEQUENCE if time or place changed.
    6. The draft's meetings are confirmed, of a `part` those. The database refuses double booking.
    7. A notice with a calendar goes to every participant's outbox, and leaves after the time to
       undo.

    RuleBroken for a schedule that is superseded, does not exist, clashes with what has begun or
    has nothing left that can bind; for a part while another timetable is in force;
    ChangedMeanwhile as `open_timetable`.
    """
    edition = Edition.objects.filter(schedules=schedule_id).first()
    if edition is not None:
        # No key of it: whoever answers a request meanwhile writes notices that refer to it.
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    schedule = open_timetable(schedule_id, seen)
    keys, left_out = _bindable(schedule, part)
    first = schedule.state != Schedule.State.APPROVED
    if not first and not keys:
        return ApprovalReport(schedule.pk, schedule.meetings.binding().count(), 0, left_out)
    _refuse_without_any(keys, left_out)
    _ask_leads_words(schedule, part, keys)
    if schedule.edition.second_approval and _is_first_word(schedule, user, part):
        bound = schedule.meetings.binding().count()
        return ApprovalReport(schedule.pk, bound, 0, left_out, first_word=True)
    state = schedule.state
    ended = _supersede_former(schedule, part, keys) if first else _Ended()
    _confirm(keys, ended.again)
    if first:
        schedule.state, schedule.approved_by = Schedule.State.APPROVED, user
        schedule.approved_at = timezone.now()
        schedule.save(update_fields=["state", "approved_by", "approved_at"])
    change = _record(schedule, ended, keys, state, user, first=first)
    some = None if part.whole and first else Meeting.objects.filter(pk__in=keys)
    told = tell_timetable(schedule.edition, change, of=some, gone=ended.gone, lost=ended.lost)
    return ApprovalReport(schedule.pk, schedule.meetings.binding().count(), told, left_out)


def _bindable(schedule: Schedule, part: Part) -> tuple[list[int], list[Unbound]]:
    """Keys of what waits and can bind, and what cannot."""
    waiting = list(waiting_in(schedule, part).values_list("pk", flat=True))
    why = unbound(schedule, waiting, lock=True)
    return [key for key in waiting if key not in why], named(why) if why else []


def _refuse_without_any(keys: list[int], left_out: list[Unbound]) -> None:
    """A draft of which nothing can bind is not to call off the timetable before it."""
    if left_out and not keys:
        said = _("None of these meetings can bind any more: %(names)s.")
        raise RuleBroken(said % {"names": in_a_sentence(left_out)})


def _is_first_word(schedule: Schedule, user: User | None, part: Part) -> bool:
    """Writes down the first person's approval, which they may give to another part instead.

    RuleBroken where the second is the same, or none, or approves something else.
    """
    if user is None:
        raise RuleBroken(_("This edition wants two persons to approve: do it on the desk."))
    mine, same = schedule.checked_by_id == user.pk, schedule.checked_part == part.key
    if mine and same:
        raise RuleBroken(_("You were the first to approve: the second is to be somebody else."))
    if schedule.checked_by_id is not None and not mine:
        if same:
            return False
        raise RuleBroken(
            _("The first approval was of something else (%(part)s): approve the same.")
            % {"part": part_said(part_named(schedule.checked_part)) or _("All of it")}
        )
    if schedule.state != Schedule.State.APPROVED:
        schedule.state = Schedule.State.IN_REVIEW
    schedule.checked_by, schedule.checked_at = user, timezone.now()
    schedule.checked_part = part.key
    schedule.save(update_fields=["state", "checked_by", "checked_at", "checked_part"])
    return True


def _ask_leads_words(schedule: Schedule, part: Part, keys: list[int]) -> None:
    """RuleBroken where a lead has not approved what would be, or nothing of a part is left."""
    if part.whole:
        held = held_back(schedule)
        missing = {each for key in keys for each in held.get(key, ())}
        if missing:
            names = schedule.edition.delegations.filter(pk__in=missing).order_by("ref")
            said = _("These delegations' leads have not approved all of their meetings: %(names)s.")
            raise RuleBroken(said % {"names": ", ".join(str(name) for name in names)})
    elif not keys:
        raise RuleBroken(_("There is nothing of this part that can be approved now."))


def _confirm(keys: list[int], again: Mapping[int, Entry]) -> None:
    """One statement: of thousands of rows each is written once."""
    rows = Meeting.objects.filter(pk__in=keys)
    entries = [
        again.get(key, (uid, sequence))
        for key, uid, sequence in rows.order_by("pk").values_list("pk", "uid", "sequence")
    ]
    values: list[Any] = [
        sorted(keys),
        [uid for uid, _sequence in entries],
        [sequence for _uid, sequence in entries],
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CONFIRM, values)
    except IntegrityError as error:
        raise RuleBroken(
            _("A table, seat or interpreter of this draft is taken by now; plan again.")
        ) from error


def _supersede_former(schedule: Schedule, part: Part, keys: list[int]) -> _Ended:
    """Cancel what the former timetable still had ahead; entries that end rise in SEQUENCE."""
    former = schedule.edition.schedules.filter(state=Schedule.State.APPROVED).first()
    if former is None:
        return _Ended()
    if not part.whole:
        raise RuleBroken(
            _("Another timetable is in force: this one can replace it only as a whole.")
        )
    former.state = Schedule.State.SUPERSEDED
    former.save(update_fields=["state"])
    ahead = former.meetings.filter(
        status=Meeting.Status.CONFIRMED, slot__in=slots_ahead(schedule.edition)
    )
    before = _entries(ahead)
    ended = _Ended(former, all=[[key, entry[1]] for key, entry, _place in before.values()])
    lost = {}
    for pair, (key, entry, place) in _entries(Meeting.objects.filter(pk__in=keys)).items():
        earlier = before.pop(pair, None)
        if earlier:
            (uid, sequence), there = earlier[1:]
            ended.before[key] = entry
            ended.again[key] = (uid, sequence + (there != place))
            if there[-1] not in (None, place[-1]):
                lost[earlier[0]] = sequence + 1
    gone = {key for key, _entry, _place in before.values()}
    Meeting.objects.filter(pk__in=[key for key, _sequence in ended.all]).update(
        status=Meeting.Status.CANCELLED,
        sequence=F("sequence") + Case(When(pk__in=gone, then=1), default=0),
    )
    ended.gone = list(Meeting.objects.filter(pk__in=gone).with_names().order_by("during", "pk"))
    ended.lost = _lost(lost)
    return ended


def _lost(sequences: Mapping[int, int]) -> list[Meeting]:
    """Former meetings whose interpreter is to take them out, with the SEQUENCE that they have now:
    in everybody else's calendar the entry goes on.
    """
    rows = Meeting.objects.filter(pk__in=sequences).with_names()
    meetings = list(rows.order_by("during", "pk"))
    for meeting in meetings:
        meeting.sequence = sequences[meeting.pk]
    return meetings


def _entries(meetings: QuerySet[Meeting]) -> dict[Any, tuple[int, Entry, Any]]:
    """Pair → the meeting's key, its calendar entry, and what that shows besides the two sides."""
    columns = ("exhibitor", "buyer", "pk", "uid", "sequence", "slot", "table", "interpreter")
    return {
        (row[0], row[1]): (row[2], (row[3], row[4]), row[5:])
        for row in meetings.values_list(*columns)
    }


def _record(
    schedule: Schedule,
    ended: _Ended,
    confirmed: list[int],
    state: str,
    user: User | None,
    *,
    first: bool,
) -> ScheduleChange:
    """What undoing needs."""
    data = {
        "first": first,
        "state": state,
        "confirmed": confirmed,
        "former": ended.former.pk if ended.former else None,
        "again": [[key, str(uid), sequence] for key, (uid, sequence) in ended.before.items()],
        "ended": ended.all,
    }
    return next_change(schedule, ScheduleChange.Kind.APPROVED, data, user=user)
