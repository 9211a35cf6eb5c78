"""Send what waits for endpoints, signed as Standard Webhooks say."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from matchmaking.actions.spread_events import spread_events
from matchmaking.exchange.reaching import Refused, reach
from matchmaking.models import WebhookDelivery
from matchmaking.models.webhook import SECRET_PREFIX

State = WebhookDelivery.State
# After each failure, in seconds: three days in all.
BACK_OFF = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
MOST_AT_ONCE = 500


def send_webhooks() -> int:
    """Every delivery that is due, once; how many were taken.

    1. Noted events become deliveries.
    2. Each delivery is sent under its row's lock: two senders never take the same one, and one
       that dies on the way leaves it waiting.
    3. Of one object only the oldest that waits is sent, so that they come in order; after a
       failure the later ones wait with it, until it is taken or given up.
    """
    spread_events()
    tried: set[int] = set()
    sent = 0
    while len(tried) < MOST_AT_ONCE and (delivery := _send_next(tried)) is not None:
        tried.add(delivery.pk)
        sent += delivery.state == State.SENT
    return sent


@transaction.atomic
def replay(delivery: WebhookDelivery) -> WebhookDelivery:
    """Send it again, under the same message id."""
    row = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    row.state, row.attempts, row.due_at, row.error = State.WAITING, 0, timezone.now(), ""
    row.save(update_fields=["state", "attempts", "due_at", "error"])
    return row


@transaction.atomic
def _send_next(tried: set[int]) -> WebhookDelivery | None:
    earlier = WebhookDelivery.objects.filter(
        endpoint=OuterRef("endpoint"), subject=OuterRef("subject"), state=State.WAITING,
        pk__lt=OuterRef("pk"),
    )  # fmt: skip
    waiting = WebhookDelivery.objects.filter(
        state=State.WAITING, due_at__lte=timezone.now(), endpoint__active=True
    ).exclude(pk__in=tried)
    rows = waiting.exclude(Exists(earlier)).select_related("endpoint")
    row = rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if row is None:
        return None
    _send(row)
    row.save(update_fields=["state", "attempts", "due_at", "status", "error", "sent_at"])
    return row


def _send(row: WebhookDelivery) -> None:
    body = json.dumps(row.payload, ensure_ascii=False, separators=(",", ":")).encode()
    row.attempts += 1
    row.status, row.error = None, ""
    try:
        answer = reach(row.endpoint.url, body=body, headers=signed(row, body))
        row.status = answer.status
        if 200 <= answer.status < 300:  # noqa: PLR2004 (HTTP's own numbers)
            row.state, row.sent_at = State.SENT, timezone.now()
            return
        row.error = f"HTTP {answer.status}"
    except Refused as error:
        row.error = str(error)[:300]
    if row.attempts > len(BACK_OFF):
        row.state = State.FAILED
    else:
        row.due_at = timezone.now() + timedelta(seconds=BACK_OFF[row.attempts - 1])


def signed(row: WebhookDelivery, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks: id, time and HMAC-SHA256 of both with the body."""
    stamp = str(int(timezone.now().timestamp()))
    key = base64.b64decode(row.endpoint.secret.removeprefix(SECRET_PREFIX))
    said = f"msg_{row.uid.hex}.{stamp}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Fairlead-Webhooks/1",
        "webhook-id": f"msg_{row.uid.hex}",
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature}",
    }
