"""What is kept only for a time: personal data of past editions, answers, deliveries, matches."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from expo.models import Edition, Interpreter
from foundation.texts import Text
from matchmaking.actions.forget_matches import forget_matches
from matchmaking.models import (
    CalendarFeed,
    DaySheetRun,
    Event,
    ExportRecord,
    KeptAnswer,
    MatchMark,
    MeetingRequest,
    Notice,
    Registration,
    WebhookDelivery,
)
from matchmaking.models.idempotency import KEPT_HOURS
from matchmaking.queries.scoring_runs import outdated_runs

DELIVERIES_DAYS = 30
SHEETS_DAYS = 7
EXPORTS_DAYS = 3 * 365
NOTICES_DAYS = 365
NAMELESS = "–"


def keep_short() -> int:
    """How many editions were cleared of personal data. Safe to repeat."""
    now = timezone.now()
    KeptAnswer.objects.filter(created_at__lt=now - timedelta(hours=KEPT_HOURS)).delete()
    _forget_deliveries()
    DaySheetRun.objects.filter(created_at__lt=now - timedelta(days=SHEETS_DAYS)).delete()
    ExportRecord.objects.filter(began_at__lt=now - timedelta(days=EXPORTS_DAYS)).delete()
    # Those of an edition go with its people.
    old = Notice.objects.filter(created_at__lt=now - timedelta(days=NOTICES_DAYS))
    old.filter(edition=None).delete()
    forget_matches(outdated_runs())
    ended = Edition.objects.annotate(last=Max("days__date")).exclude(last=None)
    due = [e for e in ended if e.last + timedelta(days=e.keep_people_days) < now.date()]
    return sum(forget_people(edition) for edition in due)


def _forget_deliveries() -> None:
    """Those of `match.created` stay until the edition is over: by them `spread_events` knows which
    pairs an endpoint has been told of.
    """
    now = timezone.now()
    old = WebhookDelivery.objects.filter(created_at__lt=now - timedelta(days=DELIVERIES_DAYS))
    over = Edition.objects.annotate(last=Max("days__date")).filter(last__lt=now.date())
    needed = Q(event=Event.MATCH_CREATED) & ~Q(endpoint__edition__in=over.values("pk"))
    old.exclude(state=WebhookDelivery.State.WAITING).exclude(needed).delete()


@transaction.atomic
def forget_people(edition: Edition) -> bool:
    """Contacts, messages and notices go, out of the history too; meetings, scores, outcomes and
    counts stay.
    """
    changed = 0
    for sides in (edition.exhibitors, edition.buyers):
        named = sides.exclude(contact_name="", contact_email="")
        changed += named.update(contact_name="", contact_email="")
    requests = MeetingRequest.objects.filter(edition=edition)
    said = requests.exclude(message=Text(), decline_reason=Text())
    changed += said.update(message=Text(), decline_reason=Text())
    notes = MatchMark.objects.filter(edition=edition).exclude(note="", marked_by=None)
    changed += notes.update(note="", marked_by=None)
    changed += Notice.objects.filter(edition=edition).delete()[0]
    changed += DaySheetRun.objects.filter(edition=edition).delete()[0]
    changed += CalendarFeed.objects.filter(edition=edition).delete()[0]
    changed += Registration.objects.filter(source__edition=edition).delete()[0]
    people = Interpreter.objects.filter(edition=edition)
    known = people.exclude(name=NAMELESS, email="", user=None)
    changed += known.update(name=NAMELESS, email="", user=None)
    return changed + _forget_history(edition) > 0


def _forget_history(edition: Edition) -> int:
    """The history keeps that something was asked or marked and when, not in which words: with
    `erase_person`'s the exception to its being append-only.
    """
    kinds: list[tuple[Any, dict[str, Any]]] = [
        (MeetingRequest, {"message": Text(), "decline_reason": Text()}),
        (MatchMark, {"note": "", "marked_by": None}),
    ]
    changed = 0
    for tracked, nothing in kinds:
        model = tracked.pgh_event_model
        with pgtrigger.ignore(f"{model._meta.label}:append_only"):  # noqa: SLF001 (Django's name)
            said = model.objects.filter(edition=edition).exclude(**nothing)
            changed += said.update(**nothing)
    return changed
