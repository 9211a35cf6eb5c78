"""A timetable's notice leaves: each meeting in it goes to the reader's calendar program too.

Outlook and Google enter, move and take out meetings by themselves only for a message of its own
for each (iTIP, RFC 5546: one UID, METHOD REQUEST or CANCEL, a SEQUENCE that rises).
"""

from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, vCalAddress

from matchmaking.models import Notice, NoticeSetting
from matchmaking.models.notice import Kind

Method = Notice.Method


def spread_timetable(notice: Notice) -> list[Notice]:
    """A notice for each meeting whose revision this reader has not been told; twice is once.

    A meeting that is cancelled is taken out only where it has been entered. Readers may have none
    of this: it is a kind of its own.
    """
    user = notice.user
    if user and user.notice_settings.filter(kind=Kind.ENTRY, way=NoticeSetting.Way.PORTAL).exists():
        return []
    whole: Any = Calendar.from_ical(notice.calendar)
    events: list[Any] = list(whole.walk("VEVENT"))
    mine = Notice.objects.filter(
        email=notice.email, uid__in=[str(event["UID"]) for event in events]
    )
    told = {(row.uid, row.sequence, row.method) for row in mine}
    entered = {uid for uid, _sequence, method in told if method == Method.REQUEST}
    language = user.language if user else notice.edition.language if notice.edition else "en"
    with translation.override(language):
        new = [
            _entry(notice, event, whole)
            for event in events
            if (str(event["UID"]), int(event["SEQUENCE"]), _method(event)) not in told
            and (_method(event) == Method.REQUEST or str(event["UID"]) in entered)
        ]
    return Notice.objects.bulk_create(new, ignore_conflicts=True)


def _method(event: Any) -> Method:
    return Method.CANCEL if str(event["STATUS"]) == "CANCELLED" else Method.REQUEST


def _entry(notice: Notice, event: Any, whole: Any) -> Notice:
    start = event["DTSTART"].dt
    facts = {
        "what": str(event["SUMMARY"]),
        "when": f"{formats.date_format(start.date(), 'DATE_FORMAT')}, {start:%H:%M}",
        "where": str(event["LOCATION"]),
        "zone": start.tzinfo,
    }
    method = _method(event)
    if method == Method.CANCEL:
        subject = _("Cancelled: %(what)s, %(when)s") % facts
    elif int(event["SEQUENCE"]):
        subject = _("Changed: %(what)s, %(when)s") % facts
    else:
        subject = _("Meeting: %(what)s, %(when)s") % facts
    return Notice(
        edition=notice.edition,
        user=notice.user,
        kind=Kind.ENTRY,
        email=notice.email,
        subject=subject[:200],
        body=_("%(what)s\n%(when)s (%(zone)s)\n%(where)s") % facts,
        calendar=_calendar(event, method, notice.email, whole.walk("VTIMEZONE")),
        method=method,
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        read_at=timezone.now(),  # the timetable's own notice is what the portal shows
    )


def _calendar(event: Any, method: Method, email: str, zones: Iterable[Any]) -> str:
    """The one event as an invitation that asks for no answer: it has been agreed before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Fairlead//Timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    one: Any = event.copy()
    for part in event.subcomponents:
        one.add_component(part)
    one.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    reader = vCalAddress(f"mailto:{email}")
    reader.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    one.add("attendee", reader, encode=0)
    for zone in zones:
        calendar.add_component(zone)
    calendar.add_component(one)
    return str(calendar.to_ical(), "utf-8")
