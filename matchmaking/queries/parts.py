"""Parts of a timetable that can be approved on their own: a day, a hall, a delegation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from expo.models import Delegation, Edition, Hall
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.leads import held_back

DIGITS = 10  # those of a key


@dataclass(frozen=True)
class Part:
    """All of it where nothing is given."""

    day: date | None = None
    hall: int | None = None
    delegation: int | None = None
    agreed: bool = False  # all that waits for no lead's word

    @property
    def whole(self) -> bool:
        """No part."""
        return self == Part()

    @property
    def key(self) -> str:
        """As `part_named` reads it; empty for the whole."""
        said = {"day": self.day, "hall": self.hall, "delegation": self.delegation}
        named = [f"{kind}:{value}" for kind, value in said.items() if value]
        return " ".join([*named, "agreed"] if self.agreed else named)


WHOLE = Part()


def part_named(text: str) -> Part:
    """`day:2026-11-05`, `hall:7`, `delegation:3`, `agreed`, or several of them; anything else is
    the whole.
    """
    said = dict(each.partition(":")[::2] for each in text.split())
    try:
        day = date.fromisoformat(said.get("day", ""))
    except ValueError:
        day = None
    keys = {kind: _key(said.get(kind, "")) for kind in ("hall", "delegation")}
    return Part(day, keys["hall"], keys["delegation"], "agreed" in said)


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < DIGITS else None


def waiting_in(schedule: Schedule, part: Part = WHOLE) -> QuerySet[Meeting]:
    """The proposed meetings of a part, in order of their keys; of any part those only that wait
    for no lead's word.
    """
    meetings = schedule.meetings.filter(status=Meeting.Status.PROPOSED)
    if part.day:
        meetings = meetings.filter(slot__day__date=part.day)
    if part.hall:
        meetings = meetings.filter(table__hall=part.hall)
    if part.delegation:
        keys = below(schedule.edition, part.delegation)
        meetings = meetings.filter(
            Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
        )
    if not part.whole:
        meetings = meetings.exclude(pk__in=held_back(schedule))
    return meetings.order_by("pk")


def below(edition: Edition, delegation: int) -> set[int]:
    """The delegation's key and those of its parts."""
    parents = dict(edition.delegations.values_list("pk", "parent"))
    found = set()
    for key in parents:
        at: int | None = key
        while at is not None and at != delegation:
            at = parents.get(at)
        if at is not None:
            found.add(key)
    return found


def part_said(part: Part) -> str:
    """In words; empty for the whole."""
    if part.agreed:
        return _("that wait for no lead's word")
    if part.day:
        return _("of %(day)s") % {"day": formats.date_format(part.day, "MONTH_DAY_FORMAT")}
    if part.hall:
        return _("in hall %(hall)s") % {"hall": Hall.objects.filter(pk=part.hall).first()}
    if part.delegation:
        name = Delegation.objects.filter(pk=part.delegation).first()
        return _("of the delegation %(name)s") % {"name": name}
    return ""
