"""Turn noted events into deliveries, one for each endpoint that hears of them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.models import Event, Match, WebhookDelivery, WebhookEndpoint, WebhookEvent

BATCH = 500


def spread_events() -> int:
    """All that is there; how many deliveries were made. Safe to repeat and to run twice at once."""
    made = 0
    while (step := _batch()) is not None:
        made += step
    return made


@transaction.atomic
def _batch() -> int | None:
    """In the order of the events: one spreader at a time takes the oldest."""
    rows = WebhookEvent.objects.select_for_update(of=("self",)).select_related("edition")
    events = list(rows.order_by("pk")[:BATCH])
    if not events:
        return None
    editions = {event.edition_id for event in events}
    endpoints = list(
        WebhookEndpoint.objects.filter(active=True, edition__in=editions).order_by("pk")
    )
    deliveries: list[WebhookDelivery] = []
    owners, told = _owners(events), _told(events, endpoints)
    for event in events:
        hearing = [
            e for e in endpoints if e.edition_id == event.edition_id and event.event in e.topics
        ]
        for endpoint in hearing:
            if event.event == Event.MATCH_CREATED:
                deliveries += _new_matches(event, endpoint, told[endpoint.pk])
            elif endpoint.organization_id is None or endpoint.organization_id in _whose(
                event, owners
            ):
                deliveries.append(_delivery(event, endpoint, event.subject, event.data))
    WebhookDelivery.objects.bulk_create(deliveries, batch_size=1000)
    WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).delete()
    return len(deliveries)


def _delivery(
    event: WebhookEvent, endpoint: WebhookEndpoint, subject: str, data: dict[str, Any]
) -> WebhookDelivery:
    payload = {
        "type": event.event,
        "timestamp": event.created_at.isoformat(),
        "data": {**data, "edition": event.edition.slug},
    }
    return WebhookDelivery(endpoint=endpoint, event=event.event, subject=subject, payload=payload)


def _owners(events: Iterable[WebhookEvent]) -> dict[tuple[str, int], int]:
    """Organization of each exhibitor and buyer that the events speak of: two queries."""
    found: dict[tuple[str, int], int] = {}
    kinds: tuple[tuple[str, type[Exhibitor | Buyer]], ...] = (
        ("exhibitor", Exhibitor),
        ("buyer", Buyer),
    )
    for side, model in kinds:
        keys = {event.data[side] for event in events if side in event.data}
        rows = model.objects.filter(pk__in=keys).values_list("pk", "organization")
        found |= {(side, key): organization for key, organization in rows}
    return found


def _whose(event: WebhookEvent, owners: dict[tuple[str, int], int]) -> set[int]:
    """The organizations on both sides; an outcome is its own side's only."""
    sides = [event.data["side"]] if event.event.startswith("outcome.") else ["exhibitor", "buyer"]
    keys = [(side, event.data.get(side, 0)) for side in sides]
    return {owners[key] for key in keys if key in owners}


def _told(
    events: Iterable[WebhookEvent], endpoints: Iterable[WebhookEndpoint]
) -> dict[int, set[str]]:
    """The pairs that each endpoint has been told of: their deliveries are kept for this."""
    matched = {event.edition_id for event in events if event.event == Event.MATCH_CREATED}
    told: dict[int, set[str]] = {e.pk: set() for e in endpoints if e.edition_id in matched}
    rows = WebhookDelivery.objects.filter(endpoint__in=told, event=Event.MATCH_CREATED)
    for endpoint, subject in rows.order_by().values_list("endpoint", "subject"):
        told[endpoint].add(subject)
    return told


def _new_matches(
    event: WebhookEvent, endpoint: WebhookEndpoint, told: set[str]
) -> list[WebhookDelivery]:
    """Pairs within buyers' lists that this endpoint has not been `told` of yet; now it has."""
    rows = Match.objects.current().filter(run=event.data["run"])
    rows = rows.filter(shown_rank__lte=F("edition__exposure_list"))
    if event.data.get("buyers") is not None:
        rows = rows.filter(buyer__in=event.data["buyers"])
    if endpoint.organization_id:
        mine = Q(exhibitor__organization=endpoint.organization_id)
        rows = rows.filter(mine | Q(buyer__organization=endpoint.organization_id))
    columns = ("pk", "exhibitor", "buyer", "score")
    found = []
    for key, exhibitor, buyer, score in rows.order_by("pk").values_list(*columns):
        subject = f"pair:{exhibitor}-{buyer}"
        if subject not in told:
            told.add(subject)
            data = {"id": key, "exhibitor": exhibitor, "buyer": buyer, "score": round(score, 1)}
            found.append(_delivery(event, endpoint, subject, data))
    return found
