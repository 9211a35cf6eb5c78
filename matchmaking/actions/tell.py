"""Put notices into the outbox, each in its reader's language and the way the reader wants it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition
from matchmaking.models import Notice, NoticeSetting
from matchmaking.queue import enqueue

Way = NoticeSetting.Way
STATES = {
    Way.NOW: Notice.State.WAITING,
    Way.DIGEST: Notice.State.DIGEST,
    Way.PORTAL: Notice.State.PORTAL,
}


@dataclass(frozen=True)
class Said:
    """What one reader is told: `path` is the page to look at, `link` acts by itself."""

    subject: str
    body: str
    path: str = ""
    link: str = ""


def tell(
    people: Iterable[User], edition: Edition | None, kind: str, say: Callable[[User], Said]
) -> list[Notice]:
    """One notice for each person; `say` is called with the person's language in force."""
    people = list(people)
    settings_of = dict(
        NoticeSetting.objects.filter(user__in=people, kind=kind).values_list("user", "way")
    )
    notices = []
    for person in people:
        with translation.override(person.language):
            said = say(person)
            notices.append(
                Notice(
                    edition=edition,
                    user=person,
                    kind=kind,
                    email=person.email,
                    subject=said.subject[:200],
                    body=_whole(said),
                    path=said.path,
                    state=STATES[Way(settings_of.get(person.pk, Way.NOW))],
                )
            )
    made = Notice.objects.bulk_create(notices)
    if any(notice.state == Notice.State.WAITING for notice in made):
        enqueue("send_notices")
    return made


def _whole(said: Said) -> str:
    lines = [said.body]
    if said.link:
        lines.append(_("Answer here, without signing in:\n%(link)s") % {"link": address(said.link)})
    if said.path:
        lines.append(_("See it in the portal:\n%(link)s") % {"link": address(said.path)})
    return "\n\n".join(lines)


def address(path: str) -> str:
    """A whole address for e-mails."""
    return f"{settings.SITE_URL}{path}"
