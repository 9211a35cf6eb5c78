"""Calendars: a participant's meetings as rows and as iCalendar (RFC 5545)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, vText
from icalendar.parser import Contentline

from accounts.models import Organization
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Interpreter, MeetingTable, Participant
from matchmaking.models import Meeting
from matchmaking.models.meeting import MeetingQuerySet

END = "END:VCALENDAR\r\n"
ENTRY = re.compile(r"BEGIN:VEVENT\r\nUID:(.*?)\r\n.*?END:VEVENT\r\n", re.DOTALL)
LONGEST = 75  # octets of a line, as RFC 5545 wants it


def meetings_of(organization: Organization, edition: Edition) -> Iterable[Meeting]:
    """The organization's binding meetings on either side, in order of time."""
    return _binding(edition).of_organizations([organization.pk])


def meetings_by_organization(
    edition: Edition, organizations: Collection[int]
) -> defaultdict[int, list[Meeting]]:
    """Binding meetings of some organizations, in order of time: one query."""
    found: defaultdict[int, list[Meeting]] = defaultdict(list)
    for meeting in _binding(edition).of_organizations(organizations):
        found[meeting.exhibitor_organization_id].append(meeting)
        found[meeting.buyer_organization_id].append(meeting)
    return found


def meetings_told(
    edition: Edition,
    organizations: Collection[int] | None = None,
    interpreters: Collection[int] = (),
) -> tuple[defaultdict[int, list[Meeting]], defaultdict[int, list[Meeting]]]:
    """Binding meetings by organization and by interpreter, in order of time: one query.

    Everybody's; or of some organizations and interpreters, and then others' only in part.
    """
    by_organization: defaultdict[int, list[Meeting]] = defaultdict(list)
    by_interpreter: defaultdict[int, list[Meeting]] = defaultdict(list)
    meetings = _slim(edition)
    if organizations is not None:
        meetings = meetings.filter(
            Q(exhibitor_organization__in=organizations)
            | Q(buyer_organization__in=organizations)
            | Q(interpreter__in=interpreters)
        )
    for meeting in meetings:
        by_organization[meeting.exhibitor_organization_id].append(meeting)
        by_organization[meeting.buyer_organization_id].append(meeting)
        if meeting.interpreter_id:
            by_interpreter[meeting.interpreter_id].append(meeting)
    return by_organization, by_interpreter


def meetings_interpreted_by(person: Interpreter) -> Iterable[Meeting]:
    """One interpreter's roster, in order of time."""
    return _binding(person.edition).filter(interpreter=person)


def meetings_of_delegations(edition: Edition, keys: Collection[int]) -> Iterable[Meeting]:
    """The binding meetings of all members of delegations, in order of time."""
    mine = Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
    return _binding(edition).filter(mine)


def _slim(edition: Edition) -> MeetingQuerySet:
    """What calendars print: of thousands of meetings each participant is read once."""
    sellers = Exhibitor.objects.only("organization").select_related("organization")
    buyers = Buyer.objects.only("organization").select_related("organization")
    tables = MeetingTable.objects.select_related("hall")
    printed = ("uid", "sequence", "status", "during", "exhibitor", "buyer", "table", "interpreter",
               "exhibitor_organization", "buyer_organization")  # fmt: skip
    meetings = Meeting.objects.filter(edition=edition).binding().only(*printed)
    return meetings.order_by("during", "pk").prefetch_related(
        Prefetch("exhibitor", sellers),
        Prefetch("buyer", buyers),
        Prefetch("table", tables),
        "interpreter",
    )


def _binding(edition: Edition) -> MeetingQuerySet:
    meetings = Meeting.objects.filter(edition=edition).binding()
    return meetings.with_names().order_by("during", "pk")


def calendar_of(meetings: Iterable[Meeting], edition: Edition, language: str) -> str:
    """An .ics of the meetings in one language, with the edition's zone as VTIMEZONE.

    The UID of a meeting never changes; its SEQUENCE grows when it moves or is cancelled, so that
    a calendar that has it already is brought up to date.
    """
    return Calendars(edition).of(meetings, language)


class Calendars:
    """Writes many calendars of an edition: an entry that several hold is written once a language,
    and so are the names that come again and again; the time zone once.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.heads: dict[str, str] = {}
        self.entries: dict[tuple[int | None, str, str], str] = {}
        self.names: dict[tuple[int, str], str] = {}
        self.places: dict[tuple[int, str], str] = {}
        self.stamp = f"{timezone.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def of(self, meetings: Iterable[Meeting], language: str) -> str:
        """As `calendar_of`."""
        with translation.override(language):
            if language not in self.heads:
                self.heads[language] = self._head()
            entries = [self._entry(meeting, language) for meeting in meetings]
        zone = _zone(self.edition.time_zone) if entries else ""
        return "".join([self.heads[language], zone, *entries, END])

    def _head(self) -> str:
        calendar = Calendar()
        calendar.add("prodid", "-//Fairlead//Timetable//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", str(self.edition.name))
        calendar.add("x-wr-timezone", self.edition.time_zone)
        return _text(calendar).removesuffix(END)

    def _entry(self, meeting: Meeting, language: str) -> str:
        # The same meeting may be on for some and cancelled for whoever interprets it no more.
        key = (meeting.pk, meeting.status, language)
        if key not in self.entries:
            self.entries[key] = self._event(meeting, language)
        return self.entries[key]

    def _event(self, meeting: Meeting, language: str) -> str:
        """Its lines, escaped and folded by icalendar; a whole component of its takes ten times as
        long, and an approval writes tens of thousands.
        """
        zone, cancelled = self.edition.time_zone, meeting.status == Meeting.Status.CANCELLED
        names = [self._name(side, language) for side in (meeting.exhibitor, meeting.buyer)]
        texts = {"SUMMARY": " – ".join(names), "LOCATION": self._place(meeting, language)}
        if meeting.interpreter:
            texts["DESCRIPTION"] = _("Interpreter: %(name)s") % {"name": meeting.interpreter.name}
        lines = [
            "BEGIN:VEVENT",
            f"UID:{meeting.uid}@fairlead",
            f"SEQUENCE:{meeting.sequence}",
            f"DTSTAMP:{self.stamp}",
            f"DTSTART{_when(meeting.during.lower, zone)}",
            f"DTEND{_when(meeting.during.upper, zone)}",
            f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
            *(_line(name, text) for name, text in texts.items()),
            "END:VEVENT",
        ]
        return "\r\n".join(lines) + "\r\n"

    def _name(self, side: Participant, language: str) -> str:
        key = (side.organization_id, language)
        if key not in self.names:
            self.names[key] = str(side)
        return self.names[key]

    def _place(self, meeting: Meeting, language: str) -> str:
        key = (meeting.table_id, language)
        if key not in self.places:
            hall, table = meeting.table.hall, meeting.table
            said = _("Hall %(hall)s, table %(table)s")
            self.places[key] = said % {"hall": hall, "table": table.ref}
        return self.places[key]


def entries_of(calendar: str) -> dict[str, str]:
    """UID → the lines of each entry that `Calendars` wrote."""
    return {found[1]: found[0] for found in ENTRY.finditer(calendar)}


def is_cancelled(entry: str) -> bool:
    """Whether the lines of an entry take it out."""
    return "\r\nSTATUS:CANCELLED\r\n" in entry


def with_entries(calendar: str, entries: Iterable[str]) -> str:
    """The calendar with entries of another one of the same edition."""
    return "".join([calendar.removesuffix(END), *entries, END])


@cache
def _zone(name: str) -> str:
    """The VTIMEZONE; empty for UTC, which needs none."""
    calendar, event = Calendar(), Event()
    event.add("dtstart", timezone.now().astimezone(ZoneInfo(name)))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return "".join(_text(zone) for zone in calendar.walk("VTIMEZONE"))


def _text(component: Component) -> str:
    return str(component.to_ical(), "utf-8")


@lru_cache(maxsize=4096)
def _when(moment: datetime, zone: str) -> str:
    """In the zone that the calendar describes; UTC needs no description. Slots are few."""
    if _zone(zone):
        return f";TZID={zone}:{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"
    return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@lru_cache(maxsize=4096)
def _line(name: str, text: str) -> str:
    """Halls and tables come again and again, and few lines are too long."""
    line = f"{name}:{str(vText(text).to_ical(), 'utf-8')}"
    folding: Any = Contentline
    return line if len(line.encode()) <= LONGEST else str(folding(line).to_ical(), "utf-8")
