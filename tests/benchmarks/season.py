"""What a season leaves in an edition's tables: matches, a timetable, notices, outcomes, queues.

Seeded and made without engine and solver, whose answers hang on how long they may work: what
pages, search and API take is not theirs to change. Imported once Django is set up.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import Membership
from matchmaking.actions.store_matches import store_matches
from matchmaking.models import (
    Meeting,
    MeetingRequest,
    Notice,
    Outcome,
    OutcomeStep,
    Schedule,
    ScoringRun,
)
from matchmaking.scoring import data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expo.models import Edition, TimeSlot

SEED = 1
MATCHES = 24  # a buyer with needs; a full run at size L finds as many
MEETINGS = 12_000  # at most
LEFT_OUT = 20_000
HELD = 0.3  # share of the meetings of which something is told
WAITING = 400  # participants of each side, at most, who are not let in yet
BATCH = 1000


def matches(edition: Edition) -> None:
    """As many as a full run finds, with reasons and blocks, shown as a run that is over."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    run = ScoringRun.objects.create(edition=edition, state=ScoringRun.State.DONE, current=True)
    store_matches(run, _matches(edition, chance))
    run.matches_found = run.matches.count()
    run.save(update_fields=["matches_found"])


def _matches(edition: Edition, chance: random.Random) -> Iterator[data.Match]:
    offers: dict[int, list[int]] = defaultdict(list)
    for key, exhibitor in edition.products.values_list("pk", "exhibitor"):
        offers[exhibitor].append(key)
    exhibitors = sorted(offers)
    asked: dict[int, list[int]] = defaultdict(list)
    for key, buyer in edition.needs.order_by("pk").values_list("pk", "buyer"):
        asked[buyer].append(key)
    for buyer, needs in sorted(asked.items()):
        for exhibitor in chance.sample(exhibitors, min(MATCHES, len(exhibitors))):
            score = round(chance.uniform(20, 99), 2)
            pairs = tuple(
                data.PairScore(chance.choice(needs), product, score - n)
                for n, product in enumerate(offers[exhibitor][:3])
            )
            yield data.Match(
                exhibitor, buyer, score,
                {"text": 0.8, "category": 1.0, "price": 0.5, "languages": 1.0},
                (
                    data.Reason("words_in_common", {"words": "arabica, washed"}),
                    data.Reason("same_category", {"code": "0901"}),
                    data.Reason("origin_wanted", {"origin": "RW"}),
                ),
                (data.Block("certificate_missing", {"standard": "fairtrade"}),)
                if chance.random() < 1 / 3
                else (),
                pairs,
            )  # fmt: skip


def timetable(edition: Edition) -> None:
    """Agreed requests, each in the first slot that has a table and both sides' people free."""
    schedule = Schedule.objects.create(
        edition=edition, version=1, state=Schedule.State.APPROVED, approved_at=timezone.now(),
        solver_status="FEASIBLE", objective=9.2e6, bound=9.4e6, gap=0.02,
    )  # fmt: skip
    meetings, left = _placed(edition, schedule)
    Meeting.objects.bulk_create(meetings, batch_size=BATCH)
    schedule.unscheduled = [
        {"wish": f"r{row.pk}", "reason": {"code": "party_full", "params": {}},
         "exhibitor": row.exhibitor_id, "buyer": row.buyer_id, "value": 60, "request": row.pk,
         "state": row.state, "relaxation": None}
        for row in left[:LEFT_OUT]
    ]  # fmt: skip
    schedule.save(update_fields=["unscheduled"])


def _placed(edition: Edition, schedule: Schedule) -> tuple[list[Meeting], list[MeetingRequest]]:
    slots: list[TimeSlot] = list(edition.slots.order_by("during"))
    booths: dict[int | None, list[int]] = defaultdict(list)
    for key, booth in edition.tables.order_by("pk").values_list("pk", "booth"):
        booths[booth].append(key)
    taken: set[tuple[int, int]] = set()
    seats: Counter[tuple[int, int]] = Counter()
    met: set[tuple[int, int]] = set()
    meetings: list[Meeting] = []
    left = []
    rows = edition.requests.live().select_related("exhibitor", "buyer").order_by("state", "pk")
    for row in rows:
        pair = (row.exhibitor_id, row.buyer_id)
        found = None
        if row.state == "accepted" and pair not in met and len(meetings) < MEETINGS:
            found = _place(row, slots, booths, taken, seats)
        if found is None:
            left.append(row)
            continue
        slot, table = found
        meeting = Meeting(
            schedule=schedule, request=row, exhibitor=row.exhibitor, buyer=row.buyer,
            table_id=table, slot=slot, score=70, status=Meeting.Status.CONFIRMED,
        )  # fmt: skip
        meeting.fill_copies()
        for side in ("exhibitor", "buyer"):
            place = (slot.pk, getattr(meeting, f"{side}_organization_id"))
            seats[place] += 1
            setattr(meeting, f"{side}_seat", seats[place])
        taken.add((slot.pk, table))
        met.add(pair)
        meetings.append(meeting)
    return meetings, left


def _place(
    row: Any,
    slots: list[TimeSlot],
    booths: dict[int | None, list[int]],
    taken: set[tuple[int, int]],
    seats: Counter[tuple[int, int]],
) -> tuple[TimeSlot, int] | None:
    tables = [*(booths[row.exhibitor.booth_id] if row.exhibitor.booth_id else ()), *booths[None]]
    sides = [(s.organization_id, s.team_size) for s in (row.exhibitor, row.buyer)]
    for n in range(len(slots)):
        slot = slots[(row.pk + n) % len(slots)]
        if any(seats[slot.pk, organization] >= team for organization, team in sides):
            continue
        table = next((key for key in tables if (slot.pk, key) not in taken), None)
        if table is not None:
            return slot, table
    return None


def outcomes(edition: Edition) -> None:
    """Some meetings are held, and one or both sides say what came of it."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    keys = list(Meeting.objects.filter(edition=edition).binding().values_list("pk", flat=True))
    chosen = chance.sample(sorted(keys), round(HELD * len(keys)))
    Meeting.objects.filter(pk__in=chosen).update(status=Meeting.Status.HELD)
    Outcome.objects.bulk_create(
        [
            Outcome(meeting_id=key, side=side, rating=chance.randint(1, 5), language="en",
                    talked_about={"en": "Samples, then a first container."},
                    value=Decimal(1000 * chance.randint(1, 90)), value_currency="USD")
            for key in chosen
            for side in MeetingRequest.Side.values
            if chance.random() < 0.6
        ],
        batch_size=BATCH,
    )  # fmt: skip
    last = edition.days.latest("date").date
    OutcomeStep.objects.bulk_create(
        [
            OutcomeStep(outcome=outcome, rung=rung, reached_on=last + timedelta(days=30 * n))
            for outcome in Outcome.objects.filter(meeting__edition=edition)
            for n, rung in enumerate(("intent", "contract"), start=1)
            if chance.random() < 1 / (2 * n)
        ],
        batch_size=BATCH,
    )


def notices(edition: Edition) -> None:
    """Each side of each meeting was told."""
    people = dict(Membership.objects.values_list("organization", "user"))
    emails = dict(Membership.objects.values_list("user", "user__email"))
    rows = Meeting.objects.filter(edition=edition).binding().order_by("pk")
    told = (people.get(key) for pair in rows.values_list("exhibitor_organization",
            "buyer_organization") for key in pair)  # fmt: skip
    Notice.objects.bulk_create(
        [
            Notice(edition=edition, user_id=key, email=emails[key], state=Notice.State.SENT,
                   subject="Your timetable", body="A meeting has its time and table.")
            for key in told
            if key is not None
        ],
        batch_size=BATCH,
    )  # fmt: skip


def waiting(edition: Edition) -> None:
    """The last of each side who have no meeting wait in the organizer's queues."""
    for rows in (edition.exhibitors, edition.buyers):
        free: Any = rows.filter(meetings=None, requests=None).order_by("-pk")
        keys = list(free.values_list("pk", flat=True)[:WAITING])
        rows.filter(pk__in=keys).update(state="applied")
