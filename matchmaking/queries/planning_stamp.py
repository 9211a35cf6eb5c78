"""Whether the rows that a timetable is made from have changed since."""

import hashlib
import json
from typing import Any

from django.db.models import Aggregate, BigIntegerField, Count, Q, QuerySet, Value

from expo.models import Edition, HallDistance
from matchmaking.models import (
    ExposureFloor,
    HostedOnly,
    Match,
    Meeting,
    MeetingLimit,
    MeetingRequest,
    PairRule,
    PlanningSettings,
    QuietTime,
    Schedule,
)


class Fold(Aggregate):
    """All rows' columns folded into one number, whatever their order; null without rows."""

    function = "BIT_XOR"
    template = "%(function)s(HASHTEXTEXTENDED(ROW(%(expressions)s)::text, 0))"
    output_field = BigIntegerField()
    allow_order_by = False


PEOPLE = ("state", "organization", "delegation", "languages", "team_size")
LIMITS = ("max_meetings", "max_meetings_a_day", "available")


def stamp_of(edition: Edition) -> str:
    """Changes when anything does that `load_planning` reads: one number for each table, all in one
    query, at no more than a sequential scan of each. Time that passes does not change it.
    """
    folded = [_folded(n, rows, columns) for n, (rows, columns) in enumerate(_read(edition))]
    told = sorted(folded[0].union(*folded[1:], all=True))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def changed_since(schedule: Schedule) -> bool:
    """Whether a draft is made from rows that look different now; one made by hand has no stamp."""
    return bool(schedule.stamp) and stamp_of(schedule.edition) != schedule.stamp


def _folded(number: int, rows: QuerySet[Any], columns: tuple[str, ...]) -> QuerySet[Any]:
    """One row, `number` first; none of a table without rows."""
    all_of_them = rows.order_by().annotate(of=Value(number)).values("of")
    counted = all_of_them.annotate(rows=Count("pk"), fold=Fold(*columns))
    found: QuerySet[Any] = counted.values_list("of", "rows", "fold")
    return found


def _read(edition: Edition) -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    mine = {"edition": edition}
    rules = ("slot_minutes", "match_threshold", "max_break_difference")
    asked = ("exhibitor", "buyer", "state", "priority", "session", "fixed_slot")
    place = ("exhibitor", "buyer", "slot", "table", "pinned", "status")
    numbers = ("minimum", "maximum", "maximum_a_day")
    weights = [field.name for field in PlanningSettings._meta.concrete_fields]  # noqa: SLF001 (documented)
    after = MeetingRequest.after.through.objects.filter(from_meetingrequest__edition=edition)
    over = Q(status__in=[Meeting.Status.HELD, Meeting.Status.NO_SHOW])
    told = Q(schedule__state=Schedule.State.APPROVED)
    return [
        (Edition.objects.filter(pk=edition.pk), rules),
        (edition.days.all(), ("id", "date", "breaks")),
        (edition.slots.all(), ("id", "day", "during")),
        (edition.exhibitors.all(), ("id", "booth", "first_time", *PEOPLE, *LIMITS)),
        (edition.buyers.all(), ("id", "hosted", *PEOPLE, *LIMITS)),
        (edition.tables.all(), ("id", "hall", "booth", "reserved_for", "kind", "open")),
        (HallDistance.objects.filter(**mine), ("start", "end", "minutes")),
        (edition.interpreters.all(), ("id", "languages", "shifts", "max_run_minutes")),
        (edition.delegations.all(), ("id", "ref", "parent", "meeting_quota")),
        (edition.requests.all(), ("id", *asked)),
        (after, ("from_meetingrequest", "to_meetingrequest")),
        (Match.objects.current().filter(**mine), ("exhibitor", "buyer", "score", "blocks")),
        (edition.meetings.filter(over | (told & Q(pinned=True))), place),
        (PlanningSettings.objects.filter(**mine), tuple(weights)),
        (ExposureFloor.objects.filter(**mine), ("group", "delegation", "minimum", "each")),
        (PairRule.objects.filter(**mine), ("kind", "one", "other")),
        (MeetingLimit.objects.filter(**mine), ("group", "delegation", "organization", *numbers)),
        (QuietTime.objects.filter(**mine), ("who", "hall", "during")),
        (HostedOnly.objects.filter(**mine), ("exhibitor",)),
    ]
