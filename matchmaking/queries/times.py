"""Open times against slots."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from expo.models import Edition, TimeSlot


def upcoming_slots(edition: Edition) -> list[TimeSlot]:
    """The slots that have not begun, in order; of an edition that is over, all."""
    slots = list(edition.slots.select_related("day", "edition").order_by("during"))
    now = timezone.now()
    return [slot for slot in slots if slot.during.lower > now] or slots


def open_slots(slots: Sequence[TimeSlot], *open_times: Iterable[Any]) -> frozenset[str] | None:
    """Ids of the slots that lie whole in one range of each list; None where nothing limits.

    An empty list limits nothing. Ranges are half-open, as PostgreSQL returns them.
    """
    limits = [list(ranges) for ranges in open_times if ranges]
    if not limits:
        return None
    return frozenset(
        str(slot.pk)
        for slot in slots
        if all(any(_within(slot.during, span) for span in ranges) for ranges in limits)
    )


def _within(inner: Any, outer: Any) -> bool:
    starts = outer.lower is None or outer.lower <= inner.lower
    return bool(starts and (outer.upper is None or inner.upper <= outer.upper))
