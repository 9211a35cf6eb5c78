"""What a match says, without what is not the reader's: a buyer's target price."""

from collections.abc import Mapping
from typing import Any

from matchmaking.models import MeetingRequest

Side = MeetingRequest.Side
# An exhibitor is told whether its price is within the target, and neither the target nor by how
# much: of both of these parts it could be worked out.
SECRET = {"price_within_target", "price_above_target"}
SECRET_PARTS = {"price", "buyer_view"}


def discreet(item: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    """A reason or block without what is not the side's to read."""
    if side == Side.EXHIBITOR and item.get("code") in SECRET:
        return {"code": f"{item['code']}_discreet"}
    return item


def discreet_parts(parts: Mapping[str, Any], side: str) -> dict[str, Any]:
    """The parts of a score, null where they are not the side's to read."""
    hidden = SECRET_PARTS if side == Side.EXHIBITOR else set()
    return {name: None if name in hidden else value for name, value in parts.items()}
