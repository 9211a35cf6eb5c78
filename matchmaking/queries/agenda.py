"""What a person sees on the portal's first page: their organizations' days and best matches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from accounts.models import Organization, User
from expo.models import Edition, Interpreter
from matchmaking.models import Meeting
from matchmaking.queries.calendar import meetings_interpreted_by, meetings_of
from matchmaking.queries.matches import Card, Wanted, cards_of, matches_of
from matchmaking.queries.places import Place

MATCHES_SHOWN = 3


@dataclass(frozen=True)
class Agenda:
    """`days` pairs a date with its meetings; `matches` a side with its best cards."""

    days: list[tuple[date, list[Meeting]]]
    matches: list[tuple[str, list[Card]]]


def organizations_of(user: User) -> Iterable[Organization]:
    """Those that the person is a member of."""
    return Organization.objects.filter(memberships__user=user).distinct().order_by("pk")


def agenda_of(place: Place) -> Agenda:
    """The place's approved meetings by day, and its best matches."""
    return Agenda(
        days=by_day(meetings_of(place.organization, place.edition), place.edition),
        matches=[
            (side, cards_of(me, list(matches_of(me, Wanted())[:MATCHES_SHOWN])))
            for side, me in (("exhibitor", place.exhibitor), ("buyer", place.buyer))
            if me is not None and side in place.let_in
        ],
    )


def rosters_of(user: User) -> list[tuple[Interpreter, list[tuple[date, list[Meeting]]]]]:
    """An interpreter's days."""
    people = Interpreter.objects.filter(user=user).select_related("edition")
    return [(person, by_day(meetings_interpreted_by(person), person.edition)) for person in people]


def by_day(meetings: Iterable[Meeting], edition: Edition) -> list[tuple[date, list[Meeting]]]:
    """Meetings, in order of time, under their day in the edition's zone."""
    days = groupby(meetings, lambda m: m.during.lower.astimezone(edition.zone).date())
    return [(day, list(held)) for day, held in days]
