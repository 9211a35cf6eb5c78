"""What a person sees on the portal's first page: their organizations' days and best matches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from accounts.models import Organization, User
from expo.models import Edition, Interpreter
from matchmaking.models import Match, Meeting
from matchmaking.queries.calendar import meetings_interpreted_by, meetings_of
from matchmaking.queries.places import Place
from matchmaking.queries.review import category_names
from matchmaking.wording import Names

MATCHES_SHOWN = 5


@dataclass(frozen=True)
class Agenda:
    """`days` pairs a date with its meetings; `names` says in words what the matches' reasons give
    as codes.
    """

    days: list[tuple[date, list[Meeting]]]
    matches: list[Match]
    names: Names


def organizations_of(user: User) -> Iterable[Organization]:
    """Those that the person is a member of."""
    return Organization.objects.filter(memberships__user=user).distinct().order_by("pk")


def agenda_of(place: Place) -> Agenda:
    """The place's approved meetings by day, and its best matches."""
    edition, organization = place.edition, place.organization
    matches = (
        Match.objects.current()
        .filter(edition=edition)
        .filter(
            Q(exhibitor__organization=organization) | Q(buyer__organization=organization),
        )
        .select_related("exhibitor__organization", "exhibitor__booth", "buyer__organization")
    )
    best = list(matches.as_shown()[:MATCHES_SHOWN])
    reasons = [reason for match in best for reason in match.reasons]
    return Agenda(
        days=by_day(meetings_of(organization, edition), edition),
        matches=best,
        names={"category": category_names(edition, reasons)},
    )


def rosters_of(user: User) -> list[tuple[Interpreter, list[tuple[date, list[Meeting]]]]]:
    """An interpreter's days."""
    people = Interpreter.objects.filter(user=user).select_related("edition")
    return [(person, by_day(meetings_interpreted_by(person), person.edition)) for person in people]


def by_day(meetings: Iterable[Meeting], edition: Edition) -> list[tuple[date, list[Meeting]]]:
    """Meetings, in order of time, under their day in the edition's zone."""
    days = groupby(meetings, lambda m: m.during.lower.astimezone(edition.zone).date())
    return [(day, list(held)) for day, held in days]
