"""Proposed meetings that cannot bind any more: what has happened since their draft was made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from expo.models import Edition, Participant
from matchmaking.models import Meeting, MeetingRequest, Schedule
from matchmaking.queries.changes import WHY as WHY_NOT_THERE
from matchmaking.queries.rules import Rules, rules_of
from matchmaking.queries.times import slots_ahead

Pair = tuple[int, int]  # an exhibitor's and a buyer's keys
NAMED = 10  # in one sentence
WHY = {
    "begun": WHY_NOT_THERE["begun"],
    "met": gettext_lazy("they have met already, or are meeting"),
    "gone": gettext_lazy("one of them takes no part any more"),
    "forbidden": gettext_lazy("a rule keeps them apart"),
    "request": gettext_lazy("nobody asks for it any more"),
}


@dataclass(frozen=True)
class Unbound:
    """A meeting that is left out of an approval, and why."""

    exhibitor: int
    exhibitor_name: str
    buyer: int
    buyer_name: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.exhibitor_name} – {self.buyer_name} ({self.text})"


@dataclass(frozen=True)
class _Now:
    """What binding is asked against."""

    ahead: Collection[int]
    met: Collection[Pair]
    unwanted: Collection[Pair]
    rules: Rules

    def why_not(self, meeting: Meeting) -> str:
        """A code; empty where nothing speaks against it."""
        pair = (meeting.exhibitor_id, meeting.buyer_id)
        sides: tuple[Participant, ...] = (meeting.exhibitor, meeting.buyer)
        if meeting.slot_id not in self.ahead:
            return "begun"
        if pair in self.met:
            return "met"
        if any(side.state != Participant.State.APPROVED for side in sides):
            return "gone"
        if self.rules.forbids(meeting.exhibitor, meeting.buyer):
            return "forbidden"
        demanded = self.rules.demands(meeting.exhibitor, meeting.buyer)
        return "request" if pair in self.unwanted and not demanded else ""


def unbound(schedule: Schedule, keys: Collection[int], *, lock: bool = False) -> dict[int, str]:
    """Of proposed meetings those that cannot bind → why, as a code; eight queries.

    Locked, the pairs' requests stay as they are until the transaction ends.
    """
    slots = {slot.pk for slot in slots_ahead(schedule.edition)}
    rules = rules_of(schedule.edition)
    unwanted = _unwanted(schedule, lock=lock)
    now = _Now(slots, _met(schedule.edition, slots), unwanted, rules)
    sides = ("exhibitor__organization", "exhibitor__state",
             "buyer__organization", "buyer__state", "buyer__hosted")  # fmt: skip
    meetings = Meeting.objects.filter(pk__in=keys).select_related("exhibitor", "buyer")
    found = {each.pk: now.why_not(each) for each in meetings.only("slot", *sides)}
    return {key: why for key, why in found.items() if why}


def named(unbound: Mapping[int, str]) -> list[Unbound]:
    """With both sides' names, in order of time."""
    rows = Meeting.objects.filter(pk__in=unbound).order_by("during", "pk")
    return [
        Unbound(
            each.exhibitor_id, str(each.exhibitor), each.buyer_id, str(each.buyer),
            unbound[each.pk], str(WHY[unbound[each.pk]]),
        )
        for each in rows.select_related("exhibitor__organization", "buyer__organization")
    ]  # fmt: skip


def in_a_sentence(left_out: Collection[Unbound]) -> str:
    """The first of them."""
    said = [str(each) for each in left_out][:NAMED]
    return ", ".join(said if len(left_out) <= NAMED else [*said, "…"])


def _met(edition: Edition, ahead: Iterable[int]) -> set[Pair]:
    """Pairs whose meeting was held or missed, or has begun."""
    binding = Meeting.objects.binding().filter(edition=edition)
    rows = binding.exclude(status=Meeting.Status.CONFIRMED, slot__in=ahead)
    return set(rows.values_list("exhibitor", "buyer"))


def _unwanted(schedule: Schedule, *, lock: bool) -> set[Pair]:
    """Pairs of the draft that were asked for, and of whose requests none is live any more."""
    pair = {"exhibitor": OuterRef("exhibitor"), "buyer": OuterRef("buyer")}
    proposed = schedule.meetings.filter(status=Meeting.Status.PROPOSED, **pair)
    rows = MeetingRequest.objects.filter(Exists(proposed)).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    asked = list(rows.values_list("exhibitor", "buyer", "state"))
    live = {(seller, buyer) for seller, buyer, state in asked if state in MeetingRequest.LIVE}
    return {(seller, buyer) for seller, buyer, _state in asked} - live
