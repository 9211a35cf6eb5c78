"""What approving a timetable, or a part of it, would do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from expo.models import Delegation, Edition, Hall
from matchmaking.models import Schedule
from matchmaking.queries.parts import WHOLE, Part, waiting_in
from matchmaking.queries.unbound import Unbound, in_a_sentence, named, unbound


@dataclass(frozen=True)
class Approval:
    """What approving would do."""

    meetings: int
    notices: int
    replaces: Schedule | None
    left_out: list[Unbound]

    @property
    def left_out_said(self) -> str:
        """What cannot bind any more."""
        return in_a_sentence(self.left_out)


def what_approval_does(schedule: Schedule, part: Part = WHOLE) -> Approval:
    """Meetings that would be confirmed, e-mails that would leave, the timetable it replaces, and
    what would be left out.
    """
    waiting = waiting_in(schedule, part)
    why = unbound(schedule, waiting.values_list("pk", flat=True))
    proposed = waiting.exclude(pk__in=why)
    sellers = proposed.exclude(exhibitor__contact_email="").values("exhibitor_organization")
    purchasers = proposed.exclude(buyer__contact_email="").values("buyer_organization")
    told = sellers.order_by().union(purchasers.order_by()).count()
    people = proposed.filter(interpreter__isnull=False).exclude(interpreter__email="")
    return Approval(
        meetings=proposed.count(),
        notices=told + people.order_by().values("interpreter").distinct().count(),
        replaces=Schedule.objects.filter(
            edition=schedule.edition_id, state=Schedule.State.APPROVED
        ).exclude(pk=schedule.pk).select_related("edition").first(),
        left_out=named(why) if why else [],
    )  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """What of a timetable waits for approval: (key, name, meetings) each."""

    days: list[tuple[Any, Any, int]]
    halls: list[tuple[Any, Any, int]]
    delegations: list[tuple[Any, Any, int]]


PARTS = 40  # of a kind, those with most meetings


def parts_of(schedule: Schedule) -> Parts:
    """Days, halls and delegations with proposed meetings; a delegation's own and its parts'."""
    proposed = waiting_in(schedule).order_by()
    days = proposed.values_list("slot__day__date").annotate(count=Count("pk"))
    halls = dict(proposed.values_list("table__hall").annotate(count=Count("pk")))
    pairs = proposed.values_list("exhibitor__delegation", "buyer__delegation")
    delegations = _by_delegation(schedule.edition, pairs.annotate(count=Count("pk")))
    missions = Delegation.objects.in_bulk([key for key, _count in delegations])
    names = Hall.objects.in_bulk(halls)
    return Parts(
        days=[(day.isoformat(), day, count) for day, count in days.order_by("slot__day__date")],
        halls=[(key, names[key], halls[key]) for key in sorted(halls, key=lambda k: names[k].ref)],
        delegations=[(key, missions[key], count) for key, count in delegations],
    )


def _by_delegation(edition: Edition, pairs: Iterable[Any]) -> list[tuple[int, int]]:
    parents = dict(edition.delegations.values_list("pk", "parent"))
    counts: Counter[int] = Counter()
    for one, other, count in pairs:
        above: set[int] = set()
        for key in (one, other):
            at = key
            while at is not None:
                above.add(at)
                at = parents.get(at)
        for key in above:
            counts[key] += count
    return counts.most_common(PARTS)
