"""Put timetables into the outbox: a calendar for each organization and interpreter concerned."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.queries.people import languages_at
from expo.models import Edition, Interpreter
from foundation.copying import copy_in
from matchmaking.models import Meeting, Notice, ScheduleChange
from matchmaking.models.notice import Kind
from matchmaking.queries.calendar import (
    Calendars,
    entries_of,
    is_cancelled,
    meetings_told,
    with_entries,
)
from matchmaking.queue import enqueue

SECONDS = 60


def tell_timetable(
    edition: Edition,
    change: ScheduleChange,
    *,
    of: Collection[Meeting] | None = None,
    gone: Collection[Meeting] = (),
    lost: Collection[Meeting] = (),
) -> int:
    """A notice for everybody with meetings, or for the sides of some (`of`); `gone` ones are in
    the calendars as cancelled, `lost` ones only for whoever interpreted them. What of the same
    waits for the same reader never leaves.

    Notices wait for the edition's `undo_minutes`, so that the change can be undone. How many.
    """
    organizations, interpreters = _concerned(of, lost)
    meetings, rosters = meetings_told(edition, organizations, interpreters or ())
    for meeting in gone:
        meetings[meeting.exhibitor_organization_id].append(meeting)
        meetings[meeting.buyer_organization_id].append(meeting)
    for meeting in (*gone, *lost):
        if meeting.interpreter_id:
            rosters[meeting.interpreter_id].append(meeting)
    calendars = Calendars(edition)
    leaves = timezone.now() + timedelta(minutes=edition.undo_minutes)
    notices = []
    for email, language, held in _readers(edition, meetings, rosters, organizations, interpreters):
        notice = _notice(calendars, email, language, held)
        notice.change, notice.leaves_at = change, leaves if edition.undo_minutes else None
        notices.append(notice)
    _replace(edition, change, notices, whole=of is None)
    copy_in(notices)
    enqueue("send_notices", after=edition.undo_minutes * SECONDS)
    return len(notices)


def _concerned(
    of: Collection[Meeting] | None, lost: Collection[Meeting]
) -> tuple[set[int] | None, set[int] | None]:
    if of is None:
        return None, None
    organizations = {
        key for m in of for key in (m.exhibitor_organization_id, m.buyer_organization_id)
    }
    return organizations, {m.interpreter_id for m in (*of, *lost) if m.interpreter_id}


def _readers(
    edition: Edition,
    meetings: defaultdict[int, list[Meeting]],
    rosters: defaultdict[int, list[Meeting]],
    organizations: set[int] | None,
    interpreters: set[int] | None,
) -> Iterable[tuple[str, str, list[Meeting]]]:
    """Address, language and meetings of each; an organization that exhibits and buys once.

    Who has an account reads in the language chosen there, not in their company's.
    """
    some = Q() if organizations is None else Q(organization__in=organizations)
    sides = [edition.exhibitors.filter(some), edition.buyers.filter(some)]
    columns = ("organization", "contact_email", "language")
    contacts: dict[int, tuple[str, str]] = {}
    for key, email, language in (row for rows in sides for row in rows.values_list(*columns)):
        if email and meetings.get(key):
            contacts.setdefault(key, (email, language))
    wanted = set(rosters) if interpreters is None else interpreters & set(rosters)
    people = Interpreter.objects.filter(edition=edition, pk__in=wanted).exclude(email="")
    readers = [(*contact, meetings[key]) for key, contact in contacts.items()]
    readers += [(each.email, edition.language, rosters[each.pk]) for each in people]
    own = languages_at(email for email, _language, _held in readers)
    for email, language, held in readers:
        yield email, own.get(email.lower(), language), held


def _replace(
    edition: Edition, change: ScheduleChange, notices: Iterable[Notice], *, whole: bool
) -> None:
    """What waits and is told anew never leaves; the change remembers it for undoing."""
    news = defaultdict(list)
    for notice in notices:
        news[notice.email].append(notice)
    waiting = edition.notices.filter(state=Notice.State.WAITING, kind=Kind.TIMETABLE)
    waiting = waiting.exclude(calendar="")
    if not whole:
        waiting = waiting.filter(email__in=news)
    rows = waiting.select_for_update().values_list("pk", "email", "calendar")
    keys = [
        key
        for key, email, calendar in rows.order_by("pk")
        if _take_over(calendar, news[email], whole=whole)
    ]
    Notice.objects.filter(pk__in=keys).update(state=Notice.State.REPLACED)
    change.data["replaced"] = keys
    change.save(update_fields=["data"])


def _take_over(calendar: str, news: Iterable[Notice], *, whole: bool) -> bool:
    """Whether one of the new notices to the same address tells of all meetings in a calendar that
    waits. It takes over what is cancelled in it.

    Several may share an address: the calendar of another organization stays. Once a `whole`
    timetable is told only what takes meetings out does.
    """
    waiting = entries_of(calendar)
    held = {uid for uid, entry in waiting.items() if not is_cancelled(entry)}
    for notice in news:
        told = entries_of(notice.calendar)
        if held <= told.keys():
            more = [entry for uid, entry in waiting.items() if uid not in told]
            notice.calendar = with_entries(notice.calendar, more)
            return True
    return whole and bool(held)


def _notice(calendars: Calendars, email: str, language: str, meetings: list[Meeting]) -> Notice:
    edition = calendars.edition
    held = sum(meeting.status != Meeting.Status.CANCELLED for meeting in meetings)
    with translation.override(language):
        return Notice(
            edition=edition,
            email=email,
            subject=_("Your meetings at %(edition)s") % {"edition": edition.name},
            body=_(
                "Your timetable for %(edition)s is fixed: %(count)d meetings.\n"
                "The calendar is attached; times are in the expo's time zone, %(zone)s."
            )
            % {"edition": edition.name, "count": held, "zone": edition.time_zone},
            calendar=calendars.of(meetings, language),
        )
