"""What has to hold within a row of one file, beside the general rules of `columns`."""

from collections.abc import Iterator
from typing import Any

from matchmaking.models import MeetingRequest


def checked(row: Any) -> Iterator[tuple[str, str]]:
    """Who checked a certificate did it on a day."""
    if row.checked_by_id is not None and row.checked_on is None:
        yield "checked_on", "say on which day checked_by checked it"


def answered(row: Any) -> Iterator[tuple[str, str]]:
    """A pending request has no answer yet."""
    if row.state == MeetingRequest.State.PENDING and row.answered_on is not None:
        yield "answered_on", "is empty while the request is pending"
    if row.answered_on is not None and row.asked_on and row.answered_on < row.asked_on:
        yield "answered_on", "is before asked_on"
