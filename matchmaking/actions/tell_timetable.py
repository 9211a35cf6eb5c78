"""Put timetables into the outbox: a calendar for each organization and interpreter concerned."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from expo.models import Edition, Interpreter
from foundation.copying import copy_in
from matchmaking.models import Meeting, Notice, ScheduleChange
from matchmaking.models.notice import Kind
from matchmaking.queries.calendar import Calendars, meetings_told
from matchmaking.queue import enqueue

SECONDS = 60


def tell_timetable(
    edition: Edition,
    change: ScheduleChange,
    *,
    of: Collection[Meeting] | None = None,
    gone: Collection[Meeting] = (),
) -> int:
    """A notice for everybody with meetings, or for the sides of some (`of`); `gone` ones are in
    the calendars as cancelled. What of the same waits for the same reader never leaves.

    Notices wait for the edition's `undo_minutes`, so that the change can be undone. How many.
    """
    organizations, interpreters = _concerned(of)
    meetings, rosters = meetings_told(edition, organizations, interpreters or ())
    for meeting in gone:
        meetings[meeting.exhibitor_organization_id].append(meeting)
        meetings[meeting.buyer_organization_id].append(meeting)
        if meeting.interpreter_id:
            rosters[meeting.interpreter_id].append(meeting)
    calendars = Calendars(edition)
    leaves = timezone.now() + timedelta(minutes=edition.undo_minutes)
    notices = []
    for email, language, held in _readers(edition, meetings, rosters, organizations, interpreters):
        notice = _notice(calendars, email, language, held)
        notice.change, notice.leaves_at = change, leaves if edition.undo_minutes else None
        notices.append(notice)
    _replace(edition, change, None if of is None else {each.email for each in notices})
    copy_in(notices)
    enqueue("send_notices", after=edition.undo_minutes * SECONDS)
    return len(notices)


def _concerned(of: Collection[Meeting] | None) -> tuple[set[int] | None, set[int] | None]:
    if of is None:
        return None, None
    organizations = {
        key for m in of for key in (m.exhibitor_organization_id, m.buyer_organization_id)
    }
    return organizations, {m.interpreter_id for m in of if m.interpreter_id}


def _readers(
    edition: Edition,
    meetings: defaultdict[int, list[Meeting]],
    rosters: defaultdict[int, list[Meeting]],
    organizations: set[int] | None,
    interpreters: set[int] | None,
) -> Iterable[tuple[str, str, list[Meeting]]]:
    """Address, language and meetings of each; an organization that exhibits and buys once."""
    some = Q() if organizations is None else Q(organization__in=organizations)
    told = set()
    sides = [edition.exhibitors.filter(some), edition.buyers.filter(some)]
    columns = ("organization", "contact_email", "language")
    for key, email, language in (row for rows in sides for row in rows.values_list(*columns)):
        mine = meetings.get(key)
        if mine and email and key not in told:
            told.add(key)
            yield email, language, mine
    wanted = set(rosters) if interpreters is None else interpreters & set(rosters)
    people = Interpreter.objects.filter(edition=edition, pk__in=wanted).exclude(email="")
    for person in people:
        yield person.email, edition.language, rosters[person.pk]


def _replace(edition: Edition, change: ScheduleChange, emails: set[str] | None) -> None:
    """What waits of the timetable for these readers; the change remembers it for undoing."""
    waiting = edition.notices.filter(state=Notice.State.WAITING, kind=Kind.TIMETABLE)
    waiting = waiting.exclude(calendar="")
    if emails is not None:
        waiting = waiting.filter(email__in=emails)
    keys = list(waiting.select_for_update().values_list("pk", flat=True))
    Notice.objects.filter(pk__in=keys).update(state=Notice.State.REPLACED)
    change.data["replaced"] = keys
    change.save(update_fields=["data"])


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
