"""Calendars: a participant's meetings as rows and as iCalendar (RFC 5545)."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Organization
from expo.models import Edition, Interpreter
from matchmaking.models import Meeting
from matchmaking.models.meeting import MeetingQuerySet


def meetings_of(organization: Organization, edition: Edition) -> Iterable[Meeting]:
    """The organization's binding meetings on either side, in order of time."""
    mine = Organization.objects.filter(pk=organization.pk)
    return _binding(edition).of_organizations(mine)


def meetings_by_organization(
    edition: Edition, organizations: Collection[int] | None = None
) -> defaultdict[int, list[Meeting]]:
    """Binding meetings, in one query: organization → meetings in order of time. Everybody's, or
    those that some organizations take part in.
    """
    found: defaultdict[int, list[Meeting]] = defaultdict(list)
    meetings = _binding(edition)
    if organizations is not None:
        meetings = meetings.of_organizations(Organization.objects.filter(pk__in=organizations))
    for meeting in meetings:
        found[meeting.exhibitor_organization_id].append(meeting)
        found[meeting.buyer_organization_id].append(meeting)
    return found


def meetings_by_interpreter(
    edition: Edition, interpreters: Collection[int] | None = None
) -> defaultdict[int, list[Meeting]]:
    """Rosters, in one query: interpreter → meetings in order of time; everybody's or some."""
    found: defaultdict[int, list[Meeting]] = defaultdict(list)
    meetings = _binding(edition).exclude(interpreter=None)
    if interpreters is not None:
        meetings = meetings.filter(interpreter__in=interpreters)
    for meeting in meetings:
        found[meeting.interpreter_id or 0].append(meeting)
    return found


def meetings_interpreted_by(person: Interpreter) -> Iterable[Meeting]:
    """One interpreter's roster, in order of time."""
    return _binding(person.edition).filter(interpreter=person)


def meetings_of_delegations(edition: Edition, keys: Collection[int]) -> Iterable[Meeting]:
    """The binding meetings of all members of delegations, in order of time."""
    mine = Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
    return _binding(edition).filter(mine)


def _binding(edition: Edition) -> MeetingQuerySet:
    meetings = Meeting.objects.filter(edition=edition).binding()
    return meetings.with_names().order_by("during", "pk")


def calendar_of(meetings: Iterable[Meeting], edition: Edition, language: str) -> str:
    """An .ics of the meetings in one language, with the edition's zone as VTIMEZONE.

    The UID of a meeting never changes; its SEQUENCE grows when it moves or is cancelled, so that
    a calendar that has it already is brought up to date.
    """
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Fairlead//Timetable//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", str(edition.name))
        calendar.add("x-wr-timezone", edition.time_zone)
        for meeting in meetings:
            calendar.add_component(_event(meeting, edition))
        calendar.add_missing_timezones()
        return str(calendar.to_ical(), "utf-8")


def _event(meeting: Meeting, edition: Edition) -> Event:
    zone = edition.zone
    event = Event()
    event.add("uid", f"{meeting.uid}@fairlead")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.during.lower.astimezone(zone))
    event.add("dtend", meeting.during.upper.astimezone(zone))
    event.add("summary", f"{meeting.exhibitor} – {meeting.buyer}")
    event.add("location", _place(meeting))
    cancelled = meeting.status == Meeting.Status.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.interpreter:
        event.add("description", _("Interpreter: %(name)s") % {"name": meeting.interpreter.name})
    return event


def _place(meeting: Meeting) -> str:
    hall, table = meeting.table.hall, meeting.table
    return _("Hall %(hall)s, table %(table)s") % {"hall": hall, "table": table.ref}
