"""Send what waits in the outbox."""

import contextlib
import logging
import time
from datetime import timedelta
from itertools import groupby

from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.utils import DNS_NAME
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.actions.spread_timetable import spread_timetable
from matchmaking.actions.tell import STATES, Way, address
from matchmaking.links import EVERY_DAY, sign
from matchmaking.models import Notice
from matchmaking.models.notice import NOTICE_LOCKS, Kind
from matchmaking.queries.places import Place, places_of
from matchmaking.queries.planning_runs import hold
from matchmaking.queue import enqueue

logger = logging.getLogger(__name__)

State = Notice.State
# Minutes from each failure to the next attempt: a mail server may be away for a day.
PAUSES = (1, 5, 15, 60, 180, 360, 720)
MOST_ATTEMPTS = len(PAUSES) + 1
SECONDS = 30  # of one task


def send_notices() -> int:
    """Send waiting notices for a while, and leave the rest to the next one; how many left.

    1. One sender at a time, so that never all of a worker's processes wait for the mail server.
       It makes room for other tasks after `SECONDS`.
    2. Each is sent under its row's lock: one that is killed on the way leaves it waiting. Should
       it be killed between the mail server's word and its own, the next one sends the same
       Message-ID again, by which mail programs drop the second.
    3. What could not be sent is tried again later (`PAUSES`), then marked failed, for people to
       see.
    4. What has come meanwhile, and whose own sender found this one at work, is the next one's.
    """
    sent = 0
    with hold(1, NOTICE_LOCKS) as held:
        if held:
            sent = _send_for(SECONDS)
    if held and _due().exists():
        enqueue("send_notices")
    return sent


def _send_for(seconds: float) -> int:
    """In the order of their keys, each once: those behind the last one are found in the index."""
    until = time.monotonic() + seconds
    connection = get_connection()
    sent = last = 0
    while (notice := _send_next(last, connection)) is not None:
        last = notice.pk
        sent += notice.state == State.SENT
        if time.monotonic() >= until:
            break
    with contextlib.suppress(OSError):
        connection.close()
    return sent


def _due() -> QuerySet[Notice]:
    now = timezone.now()
    due = Q(retry_at=None) | Q(retry_at__lte=now)
    due &= Q(leaves_at=None) | Q(leaves_at__lte=now)
    return Notice.objects.filter(due, state=State.WAITING)


@transaction.atomic
def _send_next(last: int, connection: BaseEmailBackend) -> Notice | None:
    waiting = _due().filter(pk__gt=last)
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    notice = rows.order_by("pk").first()
    if notice is None:
        return None
    if notice.kind == Kind.TIMETABLE and notice.calendar and not notice.attempts:
        _find_reader(notice)
        _spread(notice)
    if notice.state == State.WAITING:
        _send([notice], _message(notice), connection)
    return notice


def _spread(notice: Notice) -> None:
    """The letter leaves with its calendar as it is, even where nobody can read that one: the
    notices behind it must leave.
    """
    try:
        with transaction.atomic():
            spread_timetable(notice)
    except Exception:
        logger.exception("Notice %s: its calendar cannot be read", notice.pk)


def _find_reader(notice: Notice) -> None:
    """Timetables are told to addresses; whose it is finds it in the portal, in the way chosen."""
    if notice.user is not None:
        return
    reader = User.objects.filter(email__iexact=notice.email, is_active=True).first()
    if reader is None:
        return
    setting = reader.notice_settings.filter(kind=notice.kind).first()
    notice.user, notice.path = reader, reverse("home")
    notice.state = STATES[Way(setting.way)] if setting else State.WAITING
    place = _place_of(notice, reader)
    if place is not None:
        notice.path = reverse("calendar", args=[place.edition.slug, place.organization.pk])
        key = f"{place.edition.slug}/{place.organization.pk}"
        link = address(reverse("link-day", args=[sign("day", key, reader.pk)]))
        with translation.override(reader.language):
            said = _("Day sheet to print, without signing in:\n%(link)s") % {"link": link}
        notice.body = f"{notice.body}\n\n{said}"
    notice.save(update_fields=["user", "state", "path", "body"])


def _place_of(notice: Notice, reader: User) -> Place | None:
    """The place of the reader that has this address as its contact, else any at the edition."""
    places = [place for place in places_of(reader) if place.edition.pk == notice.edition_id]
    named = (p for p in places if any(side.contact_email == notice.email for side in p.both))
    return next(named, next(iter(places), None))


def send_digests() -> int:
    """One e-mail for each person whose notices wait for it; how many left. Safe to repeat."""
    waiting = Notice.objects.filter(state=State.DIGEST).exclude(user=None)
    people = list(waiting.values_list("user", flat=True).distinct().order_by("user"))
    connection = get_connection()
    return sum(_send_digest(person, connection) for person in people)


@transaction.atomic
def _send_digest(person: int, connection: BaseEmailBackend) -> bool:
    rows = Notice.objects.filter(state=State.DIGEST, user=person)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    notices = list(locked.order_by("kind", "pk"))
    if not notices or notices[0].user is None:
        return False
    reader = notices[0].user
    with translation.override(reader.language):
        parts = []
        for _kind, same in groupby(notices, key=lambda notice: notice.kind):
            items = list(same)
            lines = [str(items[0].get_kind_display()).capitalize()]
            lines += [_line(item) for item in items]
            parts.append("\n".join(lines))
        body, headers = _ending(reader, EVERY_DAY, f"digest-{notices[-1].pk}")
        message = EmailMessage(
            _("What happened since yesterday"),
            "\n\n".join(parts) + body,
            to=[reader.email],
            headers=headers,
        )
    return _send(notices, message, connection)


def _line(notice: Notice) -> str:
    where = f"\n  {address(notice.path)}" if notice.path else ""
    return f"– {notice.subject}{where}"


def _send(notices: list[Notice], message: EmailMessage, connection: BaseEmailBackend) -> bool:
    """Send one message that tells of these notices, and write down how it went."""
    error = ""
    message.connection = connection
    try:
        connection.open()
        message.send()
    except Exception as problem:  # noqa: BLE001 (whatever it is, the notices behind it must leave)
        error = str(problem) or type(problem).__name__
        with contextlib.suppress(OSError):
            connection.close()
    for notice in notices:
        _note(notice, error)
    Notice.objects.bulk_update(notices, ["state", "attempts", "error", "sent_at", "retry_at"])
    return not error


def _note(notice: Notice, error: str) -> None:
    now = timezone.now()
    notice.attempts += 1
    notice.error = error
    if not error:
        notice.state, notice.sent_at, notice.retry_at = State.SENT, now, None
    elif notice.attempts >= MOST_ATTEMPTS:
        notice.state = State.FAILED
    else:
        notice.retry_at = now + timedelta(minutes=PAUSES[notice.attempts - 1])


def _message(notice: Notice) -> EmailMessage:
    name = f"notice-{notice.pk}"
    body, headers = "", _identity(name)
    if notice.user:
        with translation.override(notice.user.language):
            body, headers = _ending(notice.user, notice.kind, name)
    message = EmailMultiAlternatives(
        " ".join(notice.subject.split()), notice.body + body, to=[notice.email], headers=headers
    )
    if notice.method:
        message.attach_alternative(notice.calendar, f"text/calendar; method={notice.method}")
    elif notice.calendar:
        message.attach("meetings.ics", notice.calendar, "text/calendar; method=PUBLISH")
    return message


def _ending(reader: User, kind: str, name: str) -> tuple[str, dict[str, str]]:
    """How to have no more of these, for people and for mail programs (RFC 8058)."""
    stop = address(reverse("unsubscribe", args=[sign("unsubscribe", kind, reader.pk)]))
    said = "\n\n-- \n" + _("No more e-mails of this kind: %(link)s") % {"link": stop}
    return said, {
        **_identity(name),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _identity(name: str) -> dict[str, str]:
    """The same for each attempt to send the same, so that nobody reads it twice."""
    return {"Message-ID": f"<{name}@{DNS_NAME.get_fqdn()}>", "Auto-Submitted": "auto-generated"}
