"""What was changed in a timetable by hand, in words; two timetables compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from expo.models import MeetingTable, TimeSlot
from matchmaking.models import Meeting, Schedule, ScheduleChange

WHY = {
    "begun": gettext_lazy("that time has begun"),
    "away": gettext_lazy("one of them is not there then"),
    "busy": gettext_lazy("one of them has a meeting then"),
    "full_day": gettext_lazy("one of them has all the meetings of a day"),
    "order": gettext_lazy("it is to come before or after another meeting"),
    "fixed": gettext_lazy("its request asks for another time"),
    "table": gettext_lazy("that table is not for them"),
    "table_closed": gettext_lazy("that table is closed then"),
    "table_taken": gettext_lazy("that table is taken then"),
    "no_interpreter": gettext_lazy("no interpreter for the two is free then"),
}
SHOWN = 20
OTHERS = 20  # to compare with


@dataclass(frozen=True)
class Told:
    """A change in words."""

    change: ScheduleChange
    lines: list[str]

    @property
    def who(self) -> str:
        """The person, if one did it."""
        return str(self.change.made_by or _("the application"))


def changes_since(schedule: Schedule, revision: int = 0, most: int = SHOWN) -> list[Told]:
    """Newest last; four queries."""
    rows = schedule.changes.filter(revision__gt=revision).select_related("made_by")
    changes = list(rows.order_by("-revision")[:most])[::-1]
    moved = [each for change in changes for each in change.data.get("meetings", ())]
    places = [place for each in moved for place in (each["before"], each["after"])]
    meetings = Meeting.objects.select_related("exhibitor__organization", "buyer__organization")
    names = {
        "meeting": meetings.in_bulk({each["meeting"] for each in moved} | {0}),
        "slot": TimeSlot.objects.select_related("edition").in_bulk(
            {each["slot_id"] for each in places} | {0}
        ),
        "table": MeetingTable.objects.in_bulk({each["table_id"] for each in places} | {0}),
    }
    return [Told(change, list(_lines(change, names))) for change in changes]


def _lines(change: ScheduleChange, names: Any) -> Iterable[str]:
    kinds = ScheduleChange.Kind
    if change.kind == kinds.UNDONE:
        yield _("took back change %(number)s") % {"number": change.data.get("undoes")}
    if change.kind == kinds.APPROVED:
        count = len(change.data.get("confirmed", ()))
        approved = ngettext("approved %(count)d meeting", "approved %(count)d meetings", count)
        yield approved % {"count": count}
    for each in change.data.get("meetings", ()):
        meeting = names["meeting"].get(each["meeting"])
        said = {
            "pair": f"{meeting.exhibitor} – {meeting.buyer}" if meeting else f"#{each['meeting']}",
            "before": _place(each["before"], names),
            "after": _place(each["after"], names),
        }
        if change.kind == kinds.CANCELLED:
            yield _("cancelled %(pair)s (%(before)s)") % said
        else:
            yield _("moved %(pair)s from %(before)s to %(after)s") % said


def _place(place: dict[str, Any], names: Any) -> str:
    slot, table = names["slot"].get(place["slot_id"]), names["table"].get(place["table_id"])
    return f"{slot_said(slot) if slot else '?'}, {table.ref if table else '?'}"


def slot_said(slot: TimeSlot) -> str:
    """Day and hour, by the edition's clock."""
    starts = timezone.localtime(slot.during.lower, slot.edition.zone)
    return f"{formats.date_format(starts, 'MONTH_DAY_FORMAT')}, {starts:%H:%M}"


@dataclass(frozen=True)
class Differences:
    """Of a timetable (`new`) against another (`old`): as querysets, so that pages can be cut.

    Rows of `moved` carry `old_slot` and `old_table`, ids of where the pair was.
    """

    moved: QuerySet[Meeting]
    came: QuerySet[Meeting]
    went: QuerySet[Meeting]

    @property
    def kinds(self) -> dict[str, QuerySet[Any]]:
        """By name."""
        return {"moved": self.moved, "came": self.came, "went": self.went}

    def counts(self) -> dict[str, int]:
        """How many of each; three queries."""
        return {kind: rows.order_by().count() for kind, rows in self.kinds.items()}


def other_schedules(schedule: Schedule) -> list[Schedule]:
    """Those of the edition to compare it with, the newest first."""
    rest = schedule.edition.schedules.exclude(pk=schedule.pk).select_related("edition")
    return list(rest.order_by("-version")[:OTHERS])


def counterpart(
    schedule: Schedule, others: Sequence[Schedule], wanted: int | None = None
) -> Schedule | None:
    """The one that is wanted; else the one it stays close to, the one approved, or the newest of
    the others.
    """
    if wanted:
        found = schedule.edition.schedules.exclude(pk=schedule.pk).filter(pk=wanted)
        return found.select_related("edition").first()
    approved = next((each for each in others if each.state == Schedule.State.APPROVED), None)
    return schedule.keeps or approved or next(iter(others), None)


def differences(new: Schedule, old: Schedule, organization: int | None = None) -> Differences:
    """Moved to another time, or at the same time to another table; came; went.

    Of one organization if asked.
    """
    ours, theirs = _meetings(new, organization), _meetings(old, organization)
    pair = {"exhibitor": OuterRef("exhibitor"), "buyer": OuterRef("buyer")}
    was = theirs.order_by().filter(**pair)
    both = ours.annotate(
        old_slot=Subquery(was.values("slot")[:1]), old_table=Subquery(was.values("table")[:1])
    ).filter(old_slot__isnull=False)
    is_now = ours.order_by().filter(**pair)
    return Differences(
        moved=both.filter(~Q(slot=F("old_slot")) | ~Q(table=F("old_table"))),
        came=ours.filter(~Exists(was)),
        went=theirs.filter(~Exists(is_now)),
    )


def _meetings(schedule: Schedule, organization: int | None) -> QuerySet[Meeting]:
    """Of a superseded timetable also those that its successor cancelled."""
    meetings: QuerySet[Meeting] = schedule.meetings.all()
    if schedule.state != Schedule.State.SUPERSEDED:
        meetings = schedule.meetings.live()
    if organization:
        mine = Q(exhibitor_organization=organization) | Q(buyer_organization=organization)
        meetings = meetings.filter(mine)
    return meetings.with_names().order_by("during", "table__ref", "pk")  # type: ignore[attr-defined,no-any-return]


def old_places(rows: Sequence[Any]) -> tuple[dict[int, TimeSlot], dict[int, MeetingTable]]:
    """Where a page of moved meetings was: two queries."""
    slots = TimeSlot.objects.select_related("edition").in_bulk({r.old_slot for r in rows} | {0})
    tables = MeetingTable.objects.select_related("hall").in_bulk({r.old_table for r in rows} | {0})
    return slots, tables
