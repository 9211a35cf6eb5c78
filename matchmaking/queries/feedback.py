"""What an edition's people did with their matches, as labels for the blend."""

from django.db.models import Min

from expo.models import Edition
from matchmaking.models import Match, MatchMark, MeetingRequest, Outcome, OutcomeStep
from matchmaking.scoring.adaptation import Adapted, Labelled, adapt
from matchmaking.scoring.blend import shipped_blend

Pair = tuple[int, int]
#: Label and weight. An agreement after the talk says most, a click least; later ones replace
#: earlier ones, in this order.
SAVED, HIDDEN = (True, 0.5), (False, 1.0)
ACCEPTED, DECLINED = (True, 1.0), (False, 1.0)
AGREED = (True, 2.0)
#: What somebody who was there says of the meeting, from 1 to 5; the middle says nothing.
USEFUL, USELESS = (True, 1.5), (False, 1.5)
USEFUL_FROM, USELESS_TO = 4, 2


def adapted_to(edition: Edition) -> Adapted:
    """The edition's own blend, or word that the shipped one is used."""
    return adapt(shipped_blend(), labelled_pairs(edition))


def labelled_pairs(edition: Edition) -> list[Labelled]:
    """One label for each pair that has a match in the shown run; its parts are that match's.

    A pair hidden because both know each other already says nothing of how well they suit, and is
    left out; so is a pair that the engine did not find, for it has no parts.
    """
    said = feedback(edition)
    buyers = {buyer for buyer, _exhibitor in said}
    matches = Match.objects.current().filter(edition=edition, buyer__in=buyers)
    # Parts are read of the few alone that something was said of.
    rows = matches.order_by().values_list("pk", "buyer", "exhibitor")
    pairs = {key: (buyer, exhibitor) for key, buyer, exhibitor in rows}
    labelled = [key for key, pair in pairs.items() if pair in said]
    parts = Match.objects.filter(pk__in=labelled).order_by("pk").values_list("pk", "parts")
    return [Labelled(own, *said[pairs[key]], group=pairs[key][0]) for key, own in parts]


def feedback(edition: Edition) -> dict[Pair, tuple[bool, float]]:
    """By (buyer, exhibitor) what was made of them."""
    said: dict[Pair, tuple[bool, float]] = {}
    marks = MatchMark.objects.filter(edition=edition).exclude(reason=MatchMark.Reason.KNOWN_ALREADY)
    for buyer, exhibitor, kind in marks.order_by("pk").values_list("buyer", "exhibitor", "kind"):
        said[buyer, exhibitor] = SAVED if kind == MatchMark.Kind.SAVED else HIDDEN
    states = {
        MeetingRequest.State.ACCEPTED: ACCEPTED,
        MeetingRequest.State.DECLINED: DECLINED,
    }
    asked = MeetingRequest.objects.filter(edition=edition, state__in=states)
    for buyer, exhibitor, state in asked.order_by("pk").values_list("buyer", "exhibitor", "state"):
        said[buyer, exhibitor] = states[MeetingRequest.State(state)]
    said.update(_rated(edition))
    steps = OutcomeStep.objects.filter(outcome__meeting__edition=edition)
    for pair in steps.values_list("outcome__meeting__buyer", "outcome__meeting__exhibitor"):
        said[pair] = AGREED
    return said


def _rated(edition: Edition) -> dict[Pair, tuple[bool, float]]:
    """The worse of both sides' ratings counts: a match needs both."""
    rows = (
        Outcome.objects.filter(meeting__edition=edition, rating__isnull=False)
        .values_list("meeting__buyer", "meeting__exhibitor")
        .annotate(worst=Min("rating"))
        .order_by()
    )
    return {
        (buyer, exhibitor): USEFUL if worst >= USEFUL_FROM else USELESS
        for buyer, exhibitor, worst in rows
        if worst >= USEFUL_FROM or worst <= USELESS_TO
    }
