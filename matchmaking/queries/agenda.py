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
from matchmaking.queries.review import category_names
from matchmaking.wording import Names

MATCHES_SHOWN = 5


@dataclass(frozen=True)
class Agenda:
    """One organization at one edition. `days` pairs a date with its meetings; `names` says in
    words what the matches' reasons give as codes.
    """

    edition: Edition
    organization: Organization
    sides: list[str]
    days: list[tuple[date, list[Meeting]]]
    matches: list[Match]
    names: Names


def organizations_of(user: User) -> Iterable[Organization]:
    """Those that the person is a member of."""
    return Organization.objects.filter(memberships__user=user).distinct().order_by("pk")


def agendas_of(user: User) -> list[Agenda]:
    """Every organization of the person at every edition that it takes part in, newest first."""
    return [
        _agenda(edition, organization)
        for organization in organizations_of(user)
        for edition in Edition.objects.filter(
            Q(exhibitors__organization=organization) | Q(buyers__organization=organization)
        ).distinct()
    ]


def _agenda(edition: Edition, organization: Organization) -> Agenda:
    matches = (
        Match.objects.current()
        .filter(edition=edition)
        .filter(
            Q(exhibitor__organization=organization) | Q(buyer__organization=organization),
        )
        .select_related("exhibitor__organization", "exhibitor__booth", "buyer__organization")
    )
    best = list(matches.as_shown()[:MATCHES_SHOWN])
    exhibits = edition.exhibitors.filter(organization=organization).exists()
    buys = edition.buyers.filter(organization=organization).exists()
    return Agenda(
        edition=edition,
        organization=organization,
        sides=[side for side, there in (("exhibitor", exhibits), ("buyer", buys)) if there],
        days=by_day(meetings_of(organization, edition), edition),
        matches=best,
        names={"category": category_names(edition, [r for match in best for r in match.reasons])},
    )


def rosters_of(user: User) -> list[tuple[Interpreter, list[tuple[date, list[Meeting]]]]]:
    """An interpreter's days."""
    people = Interpreter.objects.filter(user=user).select_related("edition")
    return [(person, by_day(meetings_interpreted_by(person), person.edition)) for person in people]


def by_day(meetings: Iterable[Meeting], edition: Edition) -> list[tuple[date, list[Meeting]]]:
    """Meetings, in order of time, under their day in the edition's zone."""
    days = groupby(meetings, lambda m: m.during.lower.astimezone(edition.zone).date())
    return [(day, list(held)) for day, held in days]
