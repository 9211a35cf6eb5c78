"""A small client of Fairlead's REST interface; the standard library only.

from fairlead_client import Fairlead

expo = Fairlead("https://expo.example", token="fl_…")
for match in expo.rows("matches", edition="harbour-2027", min_score=70):
    print(match["exhibitor_name"], match["score"])
"""

from fairlead_client.client import Fairlead
from fairlead_client.errors import ApiError, FieldError
from fairlead_client.rows import (
    BulkResult,
    Edition,
    Kind,
    Match,
    Meeting,
    MeetingRequest,
    Outcome,
    Product,
    Row,
    Said,
    SourcingNeed,
)
from fairlead_client.webhooks import WebhookError, verify_webhook

__all__ = [
    "ApiError",
    "BulkResult",
    "Edition",
    "Fairlead",
    "FieldError",
    "Kind",
    "Match",
    "Meeting",
    "MeetingRequest",
    "Outcome",
    "Product",
    "Row",
    "Said",
    "SourcingNeed",
    "WebhookError",
    "verify_webhook",
]
