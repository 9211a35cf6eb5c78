"""Send what waits in the outbox."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

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
    waiting = Notice.objects.filter(state=Notice.State.WAITING).exclude(pk__in=tried)
    notice = waiting.select_for_update(skip_locked=True).order_by("pk").first()
    if notice is None:
        return None
    notice.attempts += 1
    try:
        _message(notice).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        notice.error = str(error)
        if notice.attempts >= MOST_ATTEMPTS:
            notice.state = Notice.State.FAILED
    else:
        notice.state, notice.sent_at, notice.error = Notice.State.SENT, timezone.now(), ""
    notice.save(update_fields=["state", "attempts", "error", "sent_at"])
    return notice


def _message(notice: Notice) -> EmailMessage:
    message = EmailMessage(notice.subject, notice.body, to=[notice.email])
    if notice.calendar:
        message.attach("meetings.ics", notice.calendar, "text/calendar; method=PUBLISH")
    return message
