"""What came of the edition by country, delegation, category or hall. Eleven queries at most."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from expo.models import Edition
from matchmaking.models import Match, Meeting, MeetingRequest, Outcome, OutcomeStep
from matchmaking.queries.reports.sums import Grouped, Key, Sums

Side, Rung, Status = MeetingRequest.Side, OutcomeStep.Rung, Meeting.Status
BOUGHT = (Rung.CONTRACT, Rung.REPEAT)


@dataclass(frozen=True)
class Dimension:
    """How rows come to their groups: the way from an exhibitor and from a buyer (None: buyers
    belong to none) to a key, and what groups that key stands for.

    Meetings may go by a way of their own.
    """

    exhibitor: str
    buyer: str | None
    meeting: str | None = None
    groups: Callable[[Any], Iterable[Key]] = lambda key: () if key in (None, "") else (key,)

    def ends(self, way: str = "") -> list[str]:
        """Look-ups of both parties' keys from a row that has an exhibitor and a buyer."""
        sides = (("exhibitor", self.exhibitor), ("buyer", self.buyer))
        return [f"{way}{side}__{path}" for side, path in sides if path]

    def met(self, way: str = "") -> list[str]:
        """The same from a meeting."""
        return [f"{way}{self.meeting}"] if self.meeting else self.ends(way)

    def of(self, keys: Iterable[Any]) -> set[Key]:
        """All groups of a row."""
        return {group for key in keys for group in self.groups(key)}


def figures_of(edition: Edition, by: Dimension, *, parties: bool = True) -> Grouped:
    """All figures by group. Without `parties` whoever calls counts these."""
    found = Grouped()
    if parties:
        count_parties(found, edition, by)
    strong = Match.objects.current().filter(edition=edition, score__gte=edition.match_threshold)
    _count(found, by, strong, by.ends(), {"matches": Count("pk")})
    accepted = Count("pk", filter=Q(state=MeetingRequest.State.ACCEPTED))
    asked = edition.requests.order_by()
    _count(found, by, asked, by.ends(), {"requests": Count("pk"), "accepted": accepted})
    _count(
        found,
        by,
        Meeting.objects.filter(edition=edition).binding(),
        by.met(),
        {
            "scheduled": Count("pk"),
            "held": Count("pk", filter=Q(status=Status.HELD)),
            "no_show": Count("pk", filter=Q(status=Status.NO_SHOW)),
        },
    )
    _outcomes(found, edition, by)
    return found


def count_parties(found: Grouped, edition: Edition, by: Dimension) -> None:
    """Registrations, those let in, products and needs: four queries, two without buyers."""
    here = Q(edition=edition)
    for side, path, things in (
        ("exhibitors", by.exhibitor, "products"),
        ("buyers", by.buyer, "needs"),
    ):
        if path is None:
            continue
        rows: QuerySet[Any] = getattr(edition, side).order_by()
        let_in = Count("pk", filter=Q(state="approved"))
        _count(found, by, rows, [path], {"registrations": Count("pk"), side: let_in})
        owner = f"{side[:-1]}__"
        listed = getattr(edition, things).filter(here, **{f"{owner}state": "approved"}).order_by()
        _count(found, by, listed, [f"{owner}{path}"], {things: Count("pk")})


def _count(
    found: Grouped,
    by: Dimension,
    rows: QuerySet[Any],
    ends: list[str],
    counts: Mapping[str, Any],
) -> None:
    """One query: counts by the keys of both ends."""
    for *keys, last in _summed(rows, ends, counts):
        found.count(by.of(keys), last)


def _summed(rows: QuerySet[Any], ends: list[str], counts: Mapping[str, Any]) -> Iterable[list[Any]]:
    for row in rows.order_by().values_list(*ends).annotate(**counts):
        yield [*row[: len(ends)], dict(zip(counts, row[len(ends) :], strict=True))]


def _outcomes(found: Grouped, edition: Edition, by: Dimension) -> None:
    """Three queries: how many meetings came to what, and two sums of money by currency."""
    steps = OutcomeStep.objects.filter(outcome__meeting__edition=edition)
    ends, one = by.met("outcome__meeting__"), "outcome__meeting"
    reached = {
        "intents": Count(one, filter=Q(rung=Rung.INTENT), distinct=True),
        "contracts": Count(one, filter=Q(rung__in=BOUGHT), distinct=True),
    }
    _count(found, by, steps, ends, reached)
    sums = (
        ("intended", intended(edition), by.met("meeting__")),
        ("contracted", contracted(edition), ends),
    )
    for name, rows, way in sums:
        listed = rows.order_by().values_list(*way, "value_currency").annotate(sum=Sum("value"))
        for *keys, currency, value in listed:
            found.amount(by.of(keys), name, currency, value)


def intended(edition: Edition) -> QuerySet[Outcome]:
    """What was said to be intended, once a meeting: the buyer's word, else the exhibitor's."""
    said = Outcome.objects.filter(meeting__edition=edition, value__isnull=False)
    buyers = Outcome.objects.filter(
        meeting=OuterRef("meeting"), side=Side.BUYER, value__isnull=False
    )
    return said.filter(Q(side=Side.BUYER) | ~Exists(buyers))


def contracted(edition: Edition) -> QuerySet[OutcomeStep]:
    """Contracts and repeat orders with a value, as one side of each meeting says, as above."""
    said = OutcomeStep.objects.filter(rung__in=BOUGHT, value__isnull=False)
    buyers = said.filter(outcome__meeting=OuterRef("outcome__meeting"), outcome__side=Side.BUYER)
    mine = said.filter(outcome__meeting__edition=edition)
    return mine.filter(Q(outcome__side=Side.BUYER) | ~Exists(buyers))


def currencies(row: Sums) -> list[tuple[str, str, Any]]:
    """(amount's name, currency, sum) of a row."""
    return [
        (name, currency, value)
        for name, amounts in row.amounts.items()
        for currency, value in sorted(amounts.items())
    ]


def above(parents: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """Each node with all above it."""
    ways: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for node in parents:
        way: list[int] = []
        at: int | None = node
        while at is not None and at not in way:
            way.append(at)
            at = parents.get(at)
        ways[node] = tuple(way)
    return ways
