"""Day sheets of many participants: who gets one, and a handful of them at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from matchmaking.models import DaySheetRun, Meeting
from matchmaking.queries.calendar import meetings_by_organization
from matchmaking.queries.days import Stop, stops_by_day, walks_of

MODELS: Mapping[str, type[Participant]] = {"exhibitors": Exhibitor, "buyers": Buyer}
Key = tuple[str, int]  # side and participant


@dataclass(frozen=True)
class Sheet:
    """A participant's days."""

    side: str
    who: Participant
    days: Sequence[tuple[date, Sequence[Stop]]]


def keys_of(run: DaySheetRun) -> list[Key]:
    """Whoever has a binding meeting, by reference; a query a side. The same meetings, the same
    order.
    """
    sides = [run.side] if run.side else list(MODELS)
    return [(side, key) for side in sides for key in _having(run, side)]


def _having(run: DaySheetRun, side: str) -> Iterable[int]:
    meetings = Meeting.objects.filter(edition=run.edition_id).binding().order_by()
    if run.day:
        meetings = meetings.filter(slot__day__date=run.day)
    rows = MODELS[side]._default_manager.filter(pk__in=meetings.values(side[:-1]))  # noqa: SLF001
    return rows.order_by("ref", "pk").values_list("pk", flat=True)


def stamp_of(edition: Edition) -> str:
    """Another one as soon as a meeting came, went or moved."""
    seen = Meeting.objects.filter(edition=edition).binding().aggregate(
        count=Count("pk"), last=Max("pk"), moves=Sum("sequence")
    )  # fmt: skip
    return f"{seen['count']}.{seen['last'] or 0}.{seen['moves'] or 0}"


def sheets_of(edition: Edition, keys: Sequence[Key], day: date | None = None) -> Iterator[Sheet]:
    """In the order of the keys: three queries, one more where both sides are among them."""
    found: dict[Key, Participant] = {}
    for side in {side for side, _key in keys}:
        wanted = [key for each, key in keys if each == side]
        rows = MODELS[side]._default_manager.filter(edition=edition, pk__in=wanted)  # noqa: SLF001
        path = ["organization", *(["booth"] if side == "exhibitors" else [])]
        found |= {(side, row.pk): row for row in rows.select_related(*path)}
    organizations = {who.organization_id for who in found.values()}
    meetings = meetings_by_organization(edition, organizations)
    minutes = walks_of(edition)
    for key in keys:
        if key not in found:
            continue  # gone meanwhile
        who = found[key]
        days = stops_by_day(who.organization_id, meetings[who.organization_id], minutes)
        yield Sheet(key[0], who, [each for each in days if day in (None, each[0])])
