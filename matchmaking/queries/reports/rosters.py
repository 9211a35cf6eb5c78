"""Interpreters' rosters: who works how long on which day, and where each meeting is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import Lower, Upper

from expo.models import Edition, Interpreter
from matchmaking.models import Meeting

CHUNK = 1000
COLUMNS = (
    "interpreter", "interpreter__name", "starts", "ends", "table__hall__ref", "table__hall__name",
    "table__ref", "table__booth__code", "exhibitor__organization__name",
    "buyer__organization__name", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """An interpreter's day."""

    person: Interpreter
    day: date
    meetings: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Duty:
    """A meeting on a roster. Texts are in languages."""

    person: str
    starts: datetime
    ends: datetime
    hall: str
    hall_name: Any
    table: str
    booth: str
    exhibitor: Any
    buyer: Any
    status: str


def days_of_interpreters(edition: Edition) -> tuple[list[Day], list[Interpreter]]:
    """Everybody's days in order of names, and those who have none; two queries."""
    people = {p.pk: p for p in Interpreter.objects.filter(edition=edition).order_by("name", "pk")}
    rows = (
        _binding(edition)
        .values_list("interpreter", "slot__day__date")
        .annotate(n=Count("pk"), first=Min("starts"), last=Max("ends"))
    )
    place = {key: number for number, key in enumerate(people)}
    ordered = sorted(rows, key=lambda row: (place[row[0]], row[1]))
    busy = {row[0] for row in rows}
    days = [Day(people[key], day, n, first, last) for key, day, n, first, last in ordered]
    return days, [person for key, person in people.items() if key not in busy]


def duties_of(edition: Edition, interpreter: int | None = None) -> Iterator[Duty]:
    """One query, read through a cursor: by name, then by time; everybody's or one's."""
    rows = _binding(edition)
    if interpreter is not None:
        rows = rows.filter(interpreter=interpreter)
    ordered = rows.order_by("interpreter__name", "interpreter", "during", "pk")
    for _key, *cells in ordered.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        yield Duty(*cells)


def _binding(edition: Edition) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(edition=edition, interpreter__isnull=False).binding()
    return rows.annotate(starts=Lower("during"), ends=Upper("during")).order_by()
