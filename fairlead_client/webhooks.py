"""Whether a webhook is Fairlead's own."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

MINUTES = 5


class WebhookError(Exception):
    """Not signed with this secret, or too old."""


def verify_webhook(secret: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The event, if the message is signed (Standard Webhooks) and at most five minutes old.

    Keep the ids (`webhook-id`) that you have worked off: a message may come twice.
    """
    said = {name.lower(): value for name, value in headers.items()}
    try:
        identity, stamp = said["webhook-id"], said["webhook-timestamp"]
        signatures = said["webhook-signature"].split(" ")
        age = abs(time.time() - int(stamp))
    except (KeyError, ValueError):
        raise WebhookError("The headers of Standard Webhooks are missing.") from None
    if age > MINUTES * 60:
        raise WebhookError("The message is too old.")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{identity}.{stamp}.".encode() + body, hashlib.sha256)
    wanted = "v1," + base64.b64encode(digest).decode()
    if not any(hmac.compare_digest(wanted, each) for each in signatures):
        raise WebhookError("The signature is not ours.")
    event: dict[str, Any] = json.loads(body)
    return event
