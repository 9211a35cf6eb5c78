"""Which meetings are wanted: requests first, then strong matches nobody has asked about yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.db.models import F, Q

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from matchmaking.models import Match, Meeting, MeetingRequest
from matchmaking.models.meeting import MeetingQuerySet
from matchmaking.queries.rules import NO_RULES, Rules, pairs_that_must
from matchmaking.queries.times import upcoming_slots

APPROVED = Participant.State.APPROVED
TAKE_PART = Q(exhibitor__state=APPROVED, buyer__state=APPROVED)
# In points of a match's score (0-100), on top of it: what both sides agreed on is worth more than
# any match, what one side asked for more than what nobody did.
ACCEPTED = 100
PENDING = 25
UNMATCHED = 40  # the score of a request's pair that the engine did not find
PROPOSALS_PER_BUYER = 8  # a calendar without filler
# What two sides sit down to talk about; any other block keeps a match from being proposed.
# What a text merely suggests is for the table, too.
NEGOTIABLE = {
    "incoterm_not_accepted",
    "price_above_target",
    "capacity_below_volume",
    "certificate_to_show",
    "certificate_ends_early",
    "moq_maybe_above_volume",
}


@dataclass(frozen=True)
class Wanted:
    """A pair that may meet; `value` in points, `after` ids of others that go before."""

    exhibitor: Exhibitor
    buyer: Buyer
    value: int
    level: Literal["must", "should", "may"] = "may"
    request: MeetingRequest | None = None
    match: Match | None = None
    session: str = ""
    fixed_slot: int | None = None
    after: tuple[str, ...] = field(default=())
    # A meeting of an earlier timetable that nobody asked for and no match proposes any more.
    promised: Meeting | None = None

    @property
    def score(self) -> float | None:
        """The match's, or what it was when it was told."""
        found = self.match or self.promised
        return found.score if found else None

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The same."""
        found = self.match or self.promised
        return found.reasons if found else []


def wanted_meetings(
    edition: Edition, promised: Iterable[Meeting] = (), rules: Rules = NO_RULES
) -> Mapping[str, Wanted]:
    """By `<exhibitor>-<buyer>`, in a fixed order. A pair that was declined, withdrawn or left
    unanswered is not proposed again by itself; one that has met already is done. What has been
    `promised` stays wanted, also where a later scoring run does not propose it. What the `rules`
    forbid is wanted only where somebody asked for it, so that they are told; what they demand is
    wanted whether or not anybody asked. Who takes no part, or not yet, is wanted by nobody.
    """
    met = {pair_key(meeting) for meeting in begun_meetings(edition)}
    requests = list(
        MeetingRequest.objects.filter(TAKE_PART, edition=edition)
        .exclude(exhibitor__organization=F("buyer__organization"))
        .select_related("exhibitor", "buyer")
        .prefetch_related("after")
        .order_by("pk")
    )
    matches = {
        (match.exhibitor_id, match.buyer_id): match
        for match in Match.objects.current()
        .filter(TAKE_PART, edition=edition)
        .select_related("exhibitor", "buyer")
        .order_by("-score", "pk")
    }
    wanted: dict[str, Wanted] = {}
    # A pair asked for from both sides is one wish, the agreed request's.
    for request in sorted(requests, key=lambda r: (r.state != "accepted", r.pk)):
        key = pair_key(request)
        if request.state in MeetingRequest.LIVE and key not in wanted:
            pair = (request.exhibitor_id, request.buyer_id)
            wanted[key] = _requested(request, matches.get(pair))
    asked = {pair_key(request) for request in requests}
    wanted.update(_proposed(edition, matches.values(), asked, rules))
    if rules.must:
        wanted.update(_demanded(edition, rules, wanted, matches))
    for meeting in promised:
        key = pair_key(meeting)
        forbidden = rules.forbids(meeting.exhibitor, meeting.buyer)
        there = meeting.exhibitor.state == meeting.buyer.state == APPROVED
        if there and key not in wanted and key not in asked and not forbidden:
            wanted[key] = _promised(meeting, matches.get((meeting.exhibitor_id, meeting.buyer_id)))
    return {key: wish for key, wish in wanted.items() if key not in met}


def begun_meetings(edition: Edition) -> MeetingQuerySet:
    """Meetings that were held or missed, or lie in slots that have begun while others have not."""
    first = upcoming_slots(edition)[:1]
    past = Q(during__endswith__lte=first[0].during.lower) if first else Q()
    over = Q(status__in=[Meeting.Status.HELD, Meeting.Status.NO_SHOW])
    return Meeting.objects.filter(over | past, edition=edition).binding()


def pair_key(row: Any) -> str:
    """A pair's id as a wish."""
    return f"{row.exhibitor_id}-{row.buyer_id}"


def _requested(request: MeetingRequest, match: Match | None) -> Wanted:
    accepted = request.state == MeetingRequest.State.ACCEPTED
    score = round(match.score) if match else UNMATCHED
    return Wanted(
        exhibitor=request.exhibitor,
        buyer=request.buyer,
        value=score + (ACCEPTED if accepted else PENDING),
        level=request.priority if accepted else "may",  # type: ignore[arg-type]
        request=request,
        match=match,
        session=request.session,
        fixed_slot=request.fixed_slot_id,
        after=tuple(pair_key(earlier) for earlier in request.after.all()),
    )


def _promised(meeting: Meeting, match: Match | None) -> Wanted:
    score = match.score if match else meeting.score
    return Wanted(
        exhibitor=meeting.exhibitor,
        buyer=meeting.buyer,
        value=UNMATCHED if score is None else round(score),
        match=match,
        promised=meeting,
    )


def _demanded(
    edition: Edition, rules: Rules, wanted: Mapping[str, Wanted], matches: Mapping[Any, Match]
) -> dict[str, Wanted]:
    """What must be, whatever it was wanted as before."""
    found = {}
    for exhibitor, buyer in pairs_that_must(
        rules, list(edition.exhibitors.taking_part()), list(edition.buyers.taking_part())
    ):
        key = f"{exhibitor.pk}-{buyer.pk}"
        match = matches.get((exhibitor.pk, buyer.pk))
        value = ACCEPTED + (round(match.score) if match else UNMATCHED)
        fresh = Wanted(exhibitor=exhibitor, buyer=buyer, value=value, match=match)
        found[key] = replace(wanted.get(key, fresh), level="must")
    return found


def _proposed(edition: Edition, matches: Any, asked: set[str], rules: Rules) -> dict[str, Wanted]:
    """Matches from the edition's threshold on that no hard block stands in the way of, the best
    few of each buyer.
    """
    proposed: dict[str, Wanted] = {}
    counts: Counter[int] = Counter()
    for match in matches:
        if match.score < edition.match_threshold:
            break
        blocked = {block["code"] for block in match.blocks} - NEGOTIABLE
        if blocked or pair_key(match) in asked or counts[match.buyer_id] >= PROPOSALS_PER_BUYER:
            continue
        if match.exhibitor.organization_id == match.buyer.organization_id:
            continue
        if rules.forbids(match.exhibitor, match.buyer):
            continue
        counts[match.buyer_id] += 1
        proposed[pair_key(match)] = Wanted(
            exhibitor=match.exhibitor, buyer=match.buyer, value=round(match.score), match=match
        )
    return proposed
