"""What other settings would do, counted on a sample and on the last timetable; nothing is saved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from expo.models import Edition
from matchmaking.models import Match, PlanningSettings, Schedule
from matchmaking.queries.wishes import NEGOTIABLE, PROPOSALS_PER_BUYER

SAMPLE = 200  # buyers


@dataclass(frozen=True)
class Proposals:
    """What the plan would propose by itself to the sample's buyers, from a score on."""

    threshold: int
    buyers: int
    meetings: int
    buyers_without: int
    exhibitors: int


def proposals_at(edition: Edition, *thresholds: int) -> list[Proposals]:
    """One for each threshold; two queries. The sample is the same each time: every so-many-th
    buyer with a match.
    """
    matches = Match.objects.current().filter(edition=edition)
    buyers = list(matches.order_by("buyer").values_list("buyer", flat=True).distinct())
    sample = buyers[:: max(1, len(buyers) // SAMPLE)][:SAMPLE]
    rows = matches.filter(buyer__in=sample).order_by("-score", "pk")
    found = [
        (buyer, exhibitor, score)
        for buyer, exhibitor, score, blocks in rows.values_list(
            "buyer", "exhibitor", "score", "blocks"
        )
        if not {block["code"] for block in blocks} - NEGOTIABLE
    ]
    return [_counted(found, len(sample), threshold) for threshold in thresholds]


def _counted(rows: list[tuple[int, int, float]], buyers: int, threshold: int) -> Proposals:
    counts: Counter[int] = Counter()
    exhibitors = set()
    for buyer, exhibitor, score in rows:
        if score >= threshold and counts[buyer] < PROPOSALS_PER_BUYER:
            counts[buyer] += 1
            exhibitors.add(exhibitor)
    return Proposals(threshold, buyers, counts.total(), buyers - len(counts), len(exhibitors))


@dataclass(frozen=True)
class Weighed:
    """A part of the last timetable's worth: as it was, and under other weights."""

    name: str
    times: float
    before: int
    after: int


def weighed(edition: Edition, weights: Mapping[str, int]) -> tuple[Schedule | None, list[Weighed]]:
    """Each part of the newest timetable made by the solver, at other weights. Two queries.

    The timetable itself stays: how another search would answer, only a plan shows.
    """
    schedule = edition.schedules.exclude(parts={}).order_by("-pk").first()
    if schedule is None:
        return None, []
    chosen = PlanningSettings.objects.filter(edition=edition).first() or PlanningSettings()
    now = chosen.weights
    parts = []
    for name, points in schedule.parts.items():
        if now.get(name):
            times = abs(points) / now[name]
            sign = 1 if points >= 0 else -1
            after = round(sign * times * weights.get(name, now[name]))
            parts.append(Weighed(name, times, points, after))
    return schedule, parts
