"""How evenly meetings are spread, on each side and over groups of it."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from expo.models import Edition
from foundation.countries import LEAST_DEVELOPED
from matchmaking.models import Meeting
from matchmaking.queries.front import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Mapping

TENTH = 10


@dataclass(frozen=True)
class Spread:
    """Meetings of a group's members: (how many meetings, how many members), ascending."""

    group: str
    counts: list[tuple[int, int]]

    @property
    def members(self) -> int:
        """Of the group."""
        return sum(number for _met, number in self.counts)

    @property
    def meetings(self) -> int:
        """Of all members together."""
        return sum(met * number for met, number in self.counts)

    @property
    def buckets(self) -> list[int]:
        """Members with 0, 1, 2–4, 5 or more."""
        return [
            sum(n for met, n in self.counts if met >= low and (high is None or met <= high))
            for low, high in BUCKETS
        ]

    @property
    def mean(self) -> float | None:
        """Meetings a member; None without members."""
        return self.meetings / self.members if self.members else None

    @property
    def median(self) -> float | None:
        """The middle member's meetings, or the mean of the two in the middle."""
        if not self.members:
            return None
        return (self._nth((self.members - 1) // 2) + self._nth(self.members // 2)) / 2

    def _nth(self, place: int) -> int:
        passed = 0
        for met, number in self.counts:
            passed += number
            if place < passed:
                return met
        return 0

    @property
    def gini(self) -> float | None:
        """0: all have as many; towards 1: one has them all. None without meetings.

        Half the mean absolute difference of two members, divided by the mean.
        """
        if not self.meetings:
            return None
        passed, area = 0, 0
        for met, number in self.counts:
            # The sum of the places (from 1) of those who have as many.
            area += met * (number * passed + number * (number + 1) // 2)
            passed += number
        size = self.members
        return 2 * area / (size * self.meetings) - (size + 1) / size

    @property
    def top_tenth(self) -> float | None:
        """Share of all meetings that the busiest tenth of the members has; at least one member."""
        if not self.meetings:
            return None
        left, held = max(1, self.members // TENTH), 0
        for met, number in reversed(self.counts):
            taken = min(left, number)
            held, left = held + met * taken, left - taken
        return held / self.meetings


def fairness_of(edition: Edition) -> dict[str, list[Spread]]:
    """Side → spreads of its groups, all first; two queries."""
    newcomer, hosted = Q(first_time=True), Q(hosted=True)
    return {
        "exhibitors": _spreads(
            edition.exhibitors.taking_part(), "exhibitor", "first_time", newcomer
        ),
        "buyers": _spreads(edition.buyers.taking_part(), "buyer", "hosted", hosted),
    }


def _spreads(rows: QuerySet[Any], side: str, name: str, own: Q) -> list[Spread]:
    met = (
        Meeting.objects.binding()
        .filter(**{side: OuterRef("pk")})
        .order_by()
        .values(side)
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = (
        rows.order_by()
        .annotate(
            met=Coalesce(Subquery(met), 0),
            own=_flag(own),
            poor=_flag(Q(organization__country__in=LEAST_DEVELOPED)),
        )
        .values_list("met", "own", "poor")
        .annotate(number=Count("pk"))
    )
    found: Mapping[str, Counter[int]] = {group: Counter() for group in ("all", name, "ldc", "rest")}
    for meetings, is_own, is_poor, number in counted:
        flags = {"all": True, name: is_own, "ldc": is_poor, "rest": not (is_own or is_poor)}
        for group, there in flags.items():
            if there:
                found[group][meetings] += number
    return [Spread(group, sorted(counts.items())) for group, counts in found.items()]


def _flag(which: Q) -> Case:
    return Case(When(which, then=Value(1)), default=Value(0), output_field=IntegerField())
