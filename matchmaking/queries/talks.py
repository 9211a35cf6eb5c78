"""A place's meetings that are over: what each side says came of them, and what is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from expo.models import Participant
from matchmaking.models import Meeting, MeetingRequest, Outcome, OutcomeStep
from matchmaking.models.request import other_side
from matchmaking.queries.places import Place

Side = MeetingRequest.Side
# Days after a meeting on which its two sides are to look at it again.
FOLLOW_UPS = (30, 90, 180, 365)


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: when each side says it was reached, a repeat order maybe more than
    once. It stands when both say so.
    """

    rung: str
    title: str
    mine: list[OutcomeStep]
    theirs: list[OutcomeStep]

    @property
    def agreed(self) -> bool:
        """Both have said so."""
        return bool(self.mine and self.theirs)


@dataclass(frozen=True)
class Talk:
    """A meeting from one side. Of the other's word only the ladder is told."""

    meeting: Meeting
    side: str
    outcome: Outcome | None
    rungs: list[Rung]
    due: date | None

    @property
    def other(self) -> Participant:
        """With whom it was."""
        return self.meeting.buyer if self.side == Side.EXHIBITOR else self.meeting.exhibitor

    @property
    def overdue(self) -> bool:
        """A follow-up day has come and nothing was written since."""
        return self.due is not None and self.due <= timezone.localdate()

    @property
    def top(self) -> Rung | None:
        """The highest step that either side has named."""
        named = [rung for rung in self.rungs if rung.mine or rung.theirs]
        return named[-1] if named else None


def talks_of(place: Place) -> list[Talk]:
    """Every meeting that was held or whose time is over, the latest first; three queries."""
    return [_talk(place, meeting) for meeting in _meetings(place).order_by("-during", "pk")]


def talk_of(place: Place, key: int) -> Talk | None:
    """One of them."""
    meeting = _meetings(place).filter(pk=key).first()
    return _talk(place, meeting) if meeting else None


def to_record(place: Place) -> int:
    """How many have no word of this side yet; one query."""
    mine = Q(pk__in=[])
    for side, there in ((Side.EXHIBITOR, place.exhibitor), (Side.BUYER, place.buyer)):
        if there:
            said = Outcome.objects.filter(side=side).values("meeting")
            mine |= Q(**{side: there}) & ~Q(pk__in=said)
    return _over(place).filter(mine).count()


def _over(place: Place) -> QuerySet[Meeting]:
    mine = Q(pk__in=[])
    if place.exhibitor:
        mine |= Q(exhibitor=place.exhibitor)
    if place.buyer:
        mine |= Q(buyer=place.buyer)
    past = Q(status=Meeting.Status.CONFIRMED, during__endswith__lte=timezone.now())
    return Meeting.objects.filter(mine, edition=place.edition).filter(
        past | Q(status=Meeting.Status.HELD)
    )


def _meetings(place: Place) -> QuerySet[Meeting]:
    steps = Prefetch("steps", OutcomeStep.objects.order_by("reached_on", "pk"))
    said = Prefetch("outcomes", Outcome.objects.prefetch_related(steps))
    return _over(place).with_names().prefetch_related(said)  # type: ignore[attr-defined,no-any-return]


def _talk(place: Place, meeting: Meeting) -> Talk:
    exhibits = place.exhibitor is not None and meeting.exhibitor_id == place.exhibitor.pk
    side = Side.EXHIBITOR if exhibits else Side.BUYER
    said = {outcome.side: outcome for outcome in meeting.outcomes.all()}
    mine, theirs = said.get(side), said.get(other_side(side))
    rungs = [
        Rung(code, str(title), _steps(mine, code), _steps(theirs, code))
        for code, title in OutcomeStep.Rung.choices
    ]
    return Talk(meeting, side, mine, rungs, _due(meeting, mine))


def _steps(outcome: Outcome | None, rung: str) -> list[OutcomeStep]:
    steps = list(outcome.steps.all()) if outcome else []
    return [step for step in steps if step.rung == rung]


def _due(meeting: Meeting, outcome: Outcome | None) -> date | None:
    """The first follow-up day that nobody of this side has written after; None after the last."""
    held = meeting.slot.starts.date()
    days = [held + timedelta(days=days) for days in FOLLOW_UPS]
    if outcome is None:
        return held
    written = timezone.localdate(outcome.recorded_at)
    return next((day for day in days if day > written), None)
