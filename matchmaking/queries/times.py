"""Open times against slots."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from expo.models import Edition, TimeSlot
from matchmaking.models import Meeting, MeetingRequest


def slots_ahead(edition: Edition) -> list[TimeSlot]:
    """The slots that have not begun, in order."""
    now = timezone.now()
    return [slot for slot in _slots(edition) if slot.during.lower > now]


def upcoming_slots(edition: Edition) -> list[TimeSlot]:
    """Those ahead; of an edition that is over all, to look at and to try plans with."""
    slots = _slots(edition)
    now = timezone.now()
    return [slot for slot in slots if slot.during.lower > now] or slots


def _slots(edition: Edition) -> list[TimeSlot]:
    return list(edition.slots.select_related("day", "edition").order_by("during"))


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


def halves_of(slots: Iterable[TimeSlot]) -> Mapping[str, frozenset[str]]:
    """The slots of each time of day that a request may ask for."""
    morning = frozenset(str(slot.pk) for slot in slots if _is_morning(slot))
    return {
        "morning": morning,
        "afternoon": frozenset(str(slot.pk) for slot in slots) - morning,
    }


def _is_morning(slot: TimeSlot) -> bool:
    """Before the day's first break, or before noon on a day without one."""
    breaks = slot.day.breaks
    if breaks:
        return bool(slot.during.upper <= breaks[0].lower)  # type: ignore[attr-defined]
    return slot.starts.hour < 12  # noqa: PLR2004 (noon)


def is_over(edition: Edition) -> bool:
    """Whether its last slot has begun; without slots it has not even been laid out."""
    last = edition.slots.order_by("-during").first()
    return last is not None and last.during.lower <= timezone.now()


def common_slots(request: MeetingRequest) -> list[TimeSlot]:
    """The slots ahead in which both sides of a request are there and have no meeting yet, as far
    as their seats go.
    """
    slots = slots_ahead(request.edition)
    present = open_slots(slots, request.exhibitor.available, request.buyer.available)
    busy: Counter[tuple[str, int]] = Counter()
    binding = Meeting.objects.binding().filter(edition=request.edition)
    for exhibitor, buyer, slot in binding.filter(
        Q(exhibitor=request.exhibitor_id) | Q(buyer=request.buyer_id)
    ).values_list("exhibitor", "buyer", "slot"):
        busy["exhibitor", slot] += exhibitor == request.exhibitor_id
        busy["buyer", slot] += buyer == request.buyer_id
    return [
        slot
        for slot in slots
        if (present is None or str(slot.pk) in present)
        and busy["exhibitor", slot.pk] < request.exhibitor.team_size
        and busy["buyer", slot.pk] < request.buyer.team_size
    ]
