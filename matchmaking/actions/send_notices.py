"""Send what waits in the outbox."""

from itertools import groupby

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from matchmaking.actions.tell import address
from matchmaking.links import sign
from matchmaking.models import Notice

MOST_ATTEMPTS = 5


def send_notices() -> int:
    """Send every waiting notice once; how many left.

    Each is sent under its row's lock: two senders never take the same one, and one that dies on
    the way leaves it waiting. What could not be sent is tried again the next time; after
    `MOST_ATTEMPTS` it is marked failed, for people to see.
    """
    tried: set[int] = set()
    sent = 0
    while (notice := _send_next(tried)) is not None:
        tried.add(notice.pk)
        sent += notice.state == Notice.State.SENT
    return sent


@transaction.atomic
def _send_next(tried: set[int]) -> Notice | None:
    due = Q(leaves_at=None) | Q(leaves_at__lte=timezone.now())
    waiting = Notice.objects.filter(due, state=Notice.State.WAITING).exclude(pk__in=tried)
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    notice = rows.order_by("pk").first()
    if notice is None:
        return None
    _send([notice], _message(notice))
    return notice


def send_digests() -> int:
    """One e-mail for each person whose notices wait for it; how many left. Safe to repeat."""
    waiting = Notice.objects.filter(state=Notice.State.DIGEST).exclude(user=None)
    people = list(waiting.values_list("user", flat=True).distinct().order_by("user"))
    return sum(_send_digest(person) for person in people)


@transaction.atomic
def _send_digest(person: int) -> bool:
    rows = Notice.objects.filter(state=Notice.State.DIGEST, user=person)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    notices = list(locked.order_by("kind", "pk"))
    if not notices or notices[0].user is None:
        return False
    with translation.override(notices[0].user.language):
        parts = []
        for _kind, same in groupby(notices, key=lambda notice: notice.kind):
            items = list(same)
            lines = [str(items[0].get_kind_display()).capitalize()]
            lines += [f"– {item.subject}\n  {address(item.path)}" for item in items]
            parts.append("\n".join(lines))
        message = EmailMessage(
            _("What happened since yesterday"), "\n\n".join(parts), to=[notices[0].user.email]
        )
    return _send(notices, message)


def _send(notices: list[Notice], message: EmailMessage) -> bool:
    """Send one message that tells of these notices, and write down how it went."""
    error = ""
    try:
        message.send()
    except OSError as problem:  # smtplib's errors are OSErrors too
        error = str(problem)
    for notice in notices:
        notice.attempts += 1
        notice.error = error
        if not error:
            notice.state, notice.sent_at = Notice.State.SENT, timezone.now()
        elif notice.attempts >= MOST_ATTEMPTS:
            notice.state = Notice.State.FAILED
    Notice.objects.bulk_update(notices, ["state", "attempts", "error", "sent_at"])
    return not error


def _message(notice: Notice) -> EmailMessage:
    headers = {}
    body = notice.body
    if notice.user:
        stop = reverse("unsubscribe", args=[sign("unsubscribe", notice.kind, notice.user.pk)])
        headers = {
            "List-Unsubscribe": f"<{address(stop)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        with translation.override(notice.user.language):
            body += "\n\n-- \n" + _("No more e-mails of this kind: %(link)s") % {
                "link": address(stop)
            }
    message = EmailMessage(notice.subject, body, to=[notice.email], headers=headers)
    if notice.calendar:
        message.attach("meetings.ics", notice.calendar, "text/calendar; method=PUBLISH")
    return message
