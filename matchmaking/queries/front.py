"""How an edition stands: what its front page says, in a fixed number of aggregate queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Exhibitor, Product
from expo.models import Edition, Hall
from foundation.countries import LEAST_DEVELOPED
from matchmaking.models import Match, Meeting, MeetingRequest, OutcomeStep
from matchmaking.models.meeting import BINDS
from matchmaking.queries.patience import now_and_then

DAYS = 28  # shown one by one
BUCKETS = ((0, 0), (1, 1), (2, 4), (5, None))


@dataclass(frozen=True)
class Funnel:
    """From the wish to the contract."""

    sent: int
    accepted: int
    scheduled: int
    held: int
    intents: int
    contracts: int
    strong: int

    @property
    def steps(self) -> list[tuple[str, int]]:
        """In order."""
        names = ("sent", "accepted", "scheduled", "held", "intents", "contracts")
        return [(name, getattr(self, name)) for name in names]


def funnel_of(edition: Edition) -> Funnel:
    """Four queries."""
    requests = edition.requests.aggregate(
        sent=Count("pk"), accepted=Count("pk", filter=Q(state=MeetingRequest.State.ACCEPTED))
    )
    binding = Meeting.objects.filter(edition=edition).binding()
    meetings = binding.aggregate(
        scheduled=Count("pk"), held=Count("pk", filter=Q(status=Meeting.Status.HELD))
    )
    rung, one = OutcomeStep.Rung, "outcome__meeting"
    reached = OutcomeStep.objects.filter(outcome__meeting__edition=edition).aggregate(
        intents=Count(one, filter=Q(rung=rung.INTENT), distinct=True),
        contracts=Count(one, filter=Q(rung__in=[rung.CONTRACT, rung.REPEAT]), distinct=True),
    )
    # By the run's edition: score and run stand in one index, the matches need not be read.
    least = edition.match_threshold
    current = Match.objects.current().filter(run__edition=edition, score__gte=least)
    strong = now_and_then(edition, f"strong-{least}", current.count)
    return Funnel(**requests, **meetings, **reached, strong=strong)


@dataclass(frozen=True)
class ByDay:
    """What came in on each day up to today (or the last with anything), and before them."""

    days: list[date]
    counts: Mapping[str, list[int]]
    before: Mapping[str, int]


KINDS: tuple[tuple[str, Any], ...] = (
    ("exhibitors", Exhibitor),
    ("buyers", Buyer),
    ("products", Product),
    ("needs", SourcingNeed),
)


def came_in(edition: Edition) -> ByDay:
    """One query; days by the edition's clock."""
    return now_and_then(edition, "came-in", lambda: _came_in(edition))


def _came_in(edition: Edition) -> ByDay:
    day = TruncDate("created_at", tzinfo=edition.zone, output_field=DateField())
    each = [
        model.objects.filter(edition=edition)
        .order_by()
        .annotate(kind=Value(number, output_field=IntegerField()), day=day)
        .values("kind", "day")
        .annotate(count=Count("pk"))
        .values_list("kind", "day", "count")
        for number, (_name, model) in enumerate(KINDS)
    ]
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for kind, when, count in each[0].union(*each[1:], all=True):
        found[KINDS[kind][0]][when] = count
    last = max((d for mine in found.values() for d in mine), default=timezone.now().date())
    days = [last - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    return ByDay(
        days=days,
        counts={name: [found[name].get(d, 0) for d in days] for name, _model in KINDS},
        before={
            name: sum(n for d, n in found[name].items() if d < days[0]) for name, _model in KINDS
        },
    )


@dataclass(frozen=True)
class Share:
    """How many of a group have 0, 1, 2–4, 5 or more meetings; `filled` of `all` fields by name."""

    name: str
    all: int
    buckets: list[int]

    @property
    def parts(self) -> list[tuple[int, int, float]]:
        """(which, how many, percent)."""
        return [(n, m, 100 * m / self.all if self.all else 0) for n, m in enumerate(self.buckets)]

    @property
    def mean_known(self) -> bool:
        """Whether there is anybody."""
        return self.all > 0


@dataclass(frozen=True)
class Side:
    """A side's shares by group, and how complete its entries are: (name, how many, percent)."""

    groups: list[Share]
    complete: list[tuple[str, int, float]]


def sides_of(edition: Edition) -> dict[str, Side]:
    """Two queries a side: of everybody, and of those who have meetings."""
    return now_and_then(edition, "sides", lambda: _sides_of(edition))


def _sides_of(edition: Edition) -> dict[str, Side]:
    poor = Q(organization__country__in=LEAST_DEVELOPED)
    return {
        "exhibitors": _side(
            edition.exhibitors.taking_part(),
            {
                "all": Q(),
                "first_time": Q(first_time=True),
                "ldc": poor,
                "rest": Q(first_time=False) & ~poor,
            },
            {
                "products": Q(pk__in=edition.products.values("exhibitor")),
                "booth": Q(booth__isnull=False),
            },
        ),
        "buyers": _side(
            edition.buyers.taking_part(),
            {"all": Q(), "hosted": Q(hosted=True), "ldc": poor, "rest": Q(hosted=False) & ~poor},
            {
                "needs": Q(pk__in=edition.needs.values("buyer")),
                "volume": Q(annual_volume__isnull=False),
            },
        ),
    }


def _side(rows: QuerySet[Any], groups: Mapping[str, Q], filled: Mapping[str, Q]) -> Side:
    said = {
        "description": ~Q(description={}),
        "languages": ~Q(languages=[]),
        "contact": ~Q(contact_email=""),
        **filled,
    }
    counts = rows.aggregate(
        **{f"every_{name}": Count("pk", filter=which) for name, which in groups.items()},
        **{f"has_{name}": Count("pk", filter=q) for name, q in said.items()},
    )
    met = rows.filter(meetings__status__in=BINDS).annotate(met=Count("meetings"))
    busy = met.aggregate(
        **{
            f"{name}_{n}": Count("pk", filter=which & _between(low, high))
            for name, which in groups.items()
            for n, (low, high) in enumerate(BUCKETS)
            if low
        }
    )
    every = counts["every_all"]
    shares = [_share(name, counts[f"every_{name}"], busy) for name in groups]
    return Side(
        groups=[share for share in shares if share.mean_known or share.name == "all"],
        complete=[
            (n, counts[f"has_{n}"], 100 * counts[f"has_{n}"] / every if every else 0.0)
            for n in said
        ],
    )


def _share(name: str, every: int, busy: Mapping[str, int]) -> Share:
    """Whoever is not among the busy has no meeting."""
    some = [busy[f"{name}_{n}"] for n in range(1, len(BUCKETS))]
    return Share(name, every, [every - sum(some), *some])


def _between(low: int, high: int | None) -> Q:
    return Q(met__gte=low) if high is None else Q(met__range=(low, high))


@dataclass(frozen=True)
class HallUse:
    """Share of a hall's tables in use by hour of the day, over all days: (hour, percent)."""

    hall: Hall
    tables: int
    hours: list[tuple[int, float | None]]


def table_use(edition: Edition) -> Sequence[HallUse]:
    """Three queries: halls, slots, meetings by hall and slot."""
    halls: Any = (
        Hall.objects.filter(edition=edition, tables__isnull=False)
        .annotate(table_count=Count("tables"))
        .order_by("ref")
    )
    hour_of = {slot.pk: slot.starts.hour for slot in edition.slots.select_related("edition")}
    slots: dict[int, int] = defaultdict(int)
    for hour in hour_of.values():
        slots[hour] += 1
    used: dict[tuple[int, int], int] = defaultdict(int)
    counted = Meeting.objects.filter(edition=edition).binding().order_by()
    for hall, slot, count in counted.values_list("table__hall", "slot").annotate(n=Count("pk")):
        used[hall, hour_of[slot]] += count
    return [
        HallUse(
            hall,
            hall.table_count,
            [
                (hour, 100 * used[hall.pk, hour] / (hall.table_count * slots[hour]))
                for hour in sorted(slots)
            ],
        )
        for hall in halls
    ]
