"""Rows as the server gives them. A field that was not asked for is not there."""

from typing import Any, Literal, TypeAlias, TypedDict

Row: TypeAlias = dict[str, Any]
Text: TypeAlias = dict[str, str]
Kind: TypeAlias = Literal[
    "editions", "categories", "delegations", "exhibitors", "products", "pictures", "certificates",
    "buyers", "needs", "matches", "requests", "meetings", "outcomes", "runs", "plans", "schedules",
    "pair-rules", "meeting-limits", "quiet-times", "hosted-only", "webhooks", "deliveries",
    "sources", "registrations",
]  # fmt: skip


class Said(TypedDict):
    """A reason or block: its code, its parameters, and words in the client's language."""

    code: str
    params: Row
    text: str


class Edition(TypedDict, total=False):
    """One expo held once."""

    id: int
    slug: str
    name: Text
    time_zone: str
    currency: str
    days: list[dict[str, str]]


class Product(TypedDict, total=False):
    """What an exhibitor lists."""

    id: int
    edition: str
    exhibitor: int
    ref: str
    name: Text
    description: Text
    category: str | None
    origin: str
    moq: str | None
    moq_unit: str


class SourcingNeed(TypedDict, total=False):
    """What a buyer looks for."""

    id: int
    edition: str
    buyer: int
    ref: str
    text: Text
    categories: list[str]
    volume: str | None
    volume_unit: str


class Match(TypedDict, total=False):
    """A scored pair."""

    id: int
    edition: str
    exhibitor: int
    exhibitor_name: str
    buyer: int
    buyer_name: str
    score: float
    place: int | None
    reasons: list[Said]
    blocks: list[Said]


class MeetingRequest(TypedDict, total=False):
    """One side asks the other."""

    id: int
    edition: str
    exhibitor: int
    buyer: int
    asked_by: Literal["exhibitor", "buyer"]
    awaits: Literal["exhibitor", "buyer", ""]
    state: Literal["pending", "accepted", "declined", "withdrawn", "expired"]
    message: Text


class Meeting(TypedDict, total=False):
    """A pair, a table, a slot."""

    id: int
    uid: str
    exhibitor_name: str
    buyer_name: str
    status: Literal["proposed", "confirmed", "cancelled", "held", "no_show"]
    starts: str
    ends: str
    hall: str
    table: str


class Outcome(TypedDict, total=False):
    """One side's word on a meeting."""

    id: int
    meeting: int
    side: Literal["exhibitor", "buyer"]
    talked_about: Text
    next_step: Text
    value: str | None
    value_currency: str


class BulkResult(TypedDict):
    """Counts, and each row's result in the order of the rows."""

    created: int
    updated: int
    unchanged: int
    failed: int
    results: list[Row]
