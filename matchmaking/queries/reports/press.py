"""An edition in figures that can be told to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, Sum
from django.db.models.functions import Concat

from expo.models import Edition
from foundation.countries import LEAST_DEVELOPED
from matchmaking.models import Match, Meeting, MeetingRequest, OutcomeStep
from matchmaking.models.meeting import BINDING
from matchmaking.queries.reports.groups import BOUGHT, contracted, intended
from matchmaking.queries.reports.sums import Money


@dataclass(frozen=True)
class Press:
    """Counts by name, shares 0 to 1 (None of nothing), and amounts of money."""

    counts: Mapping[str, int]
    shares: Mapping[str, float | None]
    money: Mapping[str, Money]


def press_of(edition: Edition) -> Press:
    """Ten queries."""
    counts: dict[str, int] = {**_parties(edition), **_meetings(edition)}
    rates = edition.rates
    money = {
        name: Money.of(
            dict(rows.order_by().values_list("value_currency").annotate(sum=Sum("value"))),
            edition.currency,
            rates,
        )
        for name, rows in (("intended", intended(edition)), ("contracted", contracted(edition)))
    }
    over = counts["held"] + counts["no_show"]
    shares = {
        "accepted_share": _share(counts["accepted"], counts["requests"]),
        "held_share": _share(counts["held"], over),
        "met_exhibitors": _share(counts.pop("exhibitors_met"), counts["exhibitors"]),
        "met_buyers": _share(counts.pop("buyers_met"), counts["buyers"]),
    }
    return Press(counts, shares, money)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _parties(edition: Edition) -> dict[str, int]:
    country = "organization__country"
    poor = Q(organization__country__in=LEAST_DEVELOPED)
    exhibitors: dict[str, Any] = edition.exhibitors.taking_part().aggregate(
        exhibitors=Count("pk"),
        exhibitor_countries=Count(country, distinct=True),
        first_time=Count("pk", filter=Q(first_time=True)),
        ldc_exhibitors=Count("pk", filter=poor),
        ldc_countries=Count(country, filter=poor, distinct=True),
    )
    buyers: dict[str, Any] = edition.buyers.taking_part().aggregate(
        buyers=Count("pk"),
        buyer_countries=Count(country, distinct=True),
        hosted=Count("pk", filter=Q(hosted=True)),
    )
    products = edition.products.filter(exhibitor__state="approved").count()
    needs = edition.needs.filter(buyer__state="approved").count()
    strong = Match.objects.current().filter(edition=edition, score__gte=edition.match_threshold)
    return {
        **exhibitors, **buyers, "products": products, "needs": needs, "matches": strong.count(),
    }  # fmt: skip


def _meetings(edition: Edition) -> dict[str, int]:
    requests = edition.requests.aggregate(
        requests=Count("pk"), accepted=Count("pk", filter=Q(state=MeetingRequest.State.ACCEPTED))
    )
    status = Meeting.Status
    meetings = Meeting.objects.filter(edition=edition).aggregate(
        scheduled=Count("pk", filter=BINDING),
        held=Count("pk", filter=Q(status=status.HELD)),
        no_show=Count("pk", filter=Q(status=status.NO_SHOW)),
        minutes=Sum(_Minutes(F("during")), filter=BINDING),
        interpreted=Count("pk", filter=BINDING & Q(interpreter__isnull=False)),
        interpreters=Count("interpreter", filter=BINDING, distinct=True),
        exhibitors_met=Count("exhibitor", filter=BINDING, distinct=True),
        buyers_met=Count("buyer", filter=BINDING, distinct=True),
        pairs_of_countries=Count(
            Concat("exhibitor__organization__country", "buyer__organization__country"),
            filter=BINDING, distinct=True,
        ),
    )  # fmt: skip
    rung, one = OutcomeStep.Rung, "outcome__meeting"
    reached = OutcomeStep.objects.filter(outcome__meeting__edition=edition).aggregate(
        intents=Count(one, filter=Q(rung=rung.INTENT), distinct=True),
        contracts=Count(one, filter=Q(rung__in=BOUGHT), distinct=True),
    )
    hours = round((meetings.pop("minutes") or 0) / 60)
    return {**requests, **meetings, **reached, "hours": hours}


class _Minutes(Func):
    """How long a range of time is."""

    template = "(EXTRACT(EPOCH FROM upper(%(expressions)s) - lower(%(expressions)s)) / 60)::int"
    output_field = IntegerField()
