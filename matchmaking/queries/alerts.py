"""What an organizer should look at, each with how many and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.http import urlencode

from buyers.models import SourcingNeed
from expo.models import Edition, Participant
from matchmaking.models import (
    Match,
    Meeting,
    MeetingLimit,
    Notice,
    PlanningRun,
    Schedule,
    ScoringRun,
)
from matchmaking.queries.editions import reference_day
from matchmaking.queries.minimums import fewer_than_minimum
from matchmaking.queries.patience import now_and_then
from matchmaking.queries.queues import new_organizations

MOST = 200  # named in an address
HOURS = 8  # that an interpreter works on a day


@dataclass(frozen=True)
class Alert:
    """`code` is put into words by the page; `address` leads to the rows themselves."""

    code: str
    count: int
    address: str


def alerts_of(edition: Edition) -> list[Alert]:
    """Only those with something behind them; ten queries."""
    return [alert for alert in _alerts(edition) if alert.count]


def without_match(side: str) -> Any:
    """To filter participants of a side (`exhibitor`, `buyer`) by, negated where they have one."""
    return ~Exists(Match.objects.current().filter(**{side: OuterRef("pk")}))


def needs_without_match() -> Q:
    """To filter needs by: open, of a buyer who is let in, and in no shown match. A buyer's only
    need is in each of the buyer's matches, so only of several their pairs are looked into.
    """
    mine = Match.objects.current().filter(buyer=OuterRef("buyer"))
    needs = SourcingNeed.objects.filter(state=SourcingNeed.State.OPEN)
    others = needs.filter(buyer=OuterRef("buyer")).exclude(pk=OuterRef("pk"))
    said = JSONObject(need=OuterRef("pk"))
    named = mine.annotate(said=Func(said, function="jsonb_build_array")).filter(
        pairs__contains=F("said")
    )
    alone = ~Exists(mine) | (Exists(others) & ~Exists(named))
    taking_part = Q(buyer__state=Participant.State.APPROVED)
    return Q(state=SourcingNeed.State.OPEN) & taking_part & alone


def _alerts(edition: Edition) -> Iterator[Alert]:
    here = {"edition__id__exact": edition.pk}
    waiting = {"state": Participant.State.APPLIED}
    for side, rows in (("exhibitor", edition.exhibitors), ("buyer", edition.buyers)):
        page = f"{side}s_{side}"
        things = edition.products if side == "exhibitor" else edition.needs
        counted = rows.aggregate(waiting=Count("pk", filter=Q(**waiting)))
        listing = rows.taking_part().filter(pk__in=things.values(side))
        alone = now_and_then(edition, f"{side}s-alone", listing.filter(without_match(side)).count)
        yield Alert(f"{side}s_alone", alone, _list(page, {**here, "matches": "none"}))
        yield Alert(f"{side}s_waiting", counted["waiting"], _queue(edition, f"{side}s"))
    new = new_organizations(edition).order_by().count()
    yield Alert("organizations_new", new, _queue(edition, "organizations"))
    address = _list("buyers_sourcingneed", {**here, "matches": "none"})
    alone = now_and_then(edition, "needs-alone", edition.needs.filter(needs_without_match()).count)
    yield Alert("needs_alone", alone, address)
    yield from _papers(edition)
    yield from _timetable(edition)
    failed = edition.notices.filter(state=Notice.State.FAILED).count()
    address = _list("matchmaking_notice", {**here, "state__exact": Notice.State.FAILED})
    yield Alert("notices_failed", failed, address)


def _papers(edition: Edition) -> Iterator[Alert]:
    day = reference_day(edition)
    expired = edition.certificates.filter(valid_until__lt=day).count()
    asked = {"edition__id__exact": edition.pk, "valid_until__lt": day.isoformat()}
    yield Alert("papers_expired", expired, _list("exhibitors_certificate", asked))


def _timetable(edition: Edition) -> Iterator[Alert]:
    approved = edition.schedules.filter(state=Schedule.State.APPROVED).first()
    if approved is not None:
        yield from _below_minimum(approved)
        lacking = sum(1 for item in approved.exposure if item.get("missing"))
        address = reverse("admin:matchmaking_schedule_change", args=[approved.pk])
        yield Alert("floors_missed", lacking, address)
    most = HOURS * 60 // edition.slot_minutes
    binding = Meeting.objects.filter(edition=edition, interpreter__isnull=False).binding()
    long_days = (
        binding.order_by()
        .values("interpreter", "slot__day")
        .annotate(count=Count("pk"), person=F("interpreter"))
        .filter(count__gt=most)
        .values_list("person", flat=True)
    )
    people = sorted(set(long_days))
    page = "expo_interpreter"
    asked = {"pk__in": ",".join(map(str, people))}
    yield Alert("interpreters_over", len(people), _list(page, asked))
    for code, model, name in (
        ("scoring_failed", ScoringRun, "scoringrun"),
        ("planning_failed", PlanningRun, "planningrun"),
    ):
        last = model.objects.filter(edition=edition).order_by("-pk").first()
        if last is not None and last.state == model.State.FAILED:
            yield Alert(code, 1, reverse(f"admin:matchmaking_{name}_change", args=[last.pk]))


def _below_minimum(schedule: Schedule) -> Iterator[Alert]:
    """Participants with fewer binding meetings than a limit asks for; two queries and the rules'
    own, where there is a minimum.
    """
    edition = schedule.edition
    rules = MeetingLimit.objects.filter(edition=edition, minimum__gt=0)
    if not rules:
        return
    short = now_and_then(edition, "short", lambda: fewer_than_minimum(edition))
    for side, keys in short.items():
        asked = {"edition__id__exact": edition.pk, "pk__in": ",".join(map(str, keys[:MOST]))}
        yield Alert(f"{side}_short", len(keys), _list(f"{side}_{side.removesuffix('s')}", asked))


def _list(page: str, asked: Mapping[str, Any]) -> str:
    return f"{reverse(f'admin:{page}_changelist')}?{urlencode(asked)}"


def _queue(edition: Edition, name: str) -> str:
    address = reverse("admin:expo_edition_queues", args=[edition.pk])
    return f"{address}?{urlencode({'queue': name})}"
