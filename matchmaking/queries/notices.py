"""What a person was told, and how they want to be told."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from matchmaking.models import Notice, NoticeSetting
from matchmaking.models.notice import Kind

Way = NoticeSetting.Way


def notices_of(user: User) -> QuerySet[Notice]:
    """What is listed, the newest first; entries for calendar programs are e-mails only."""
    return Notice.objects.filter(user=user).exclude(kind=Kind.ENTRY).order_by("-id")


def ways_of(kind: Kind) -> list[tuple[str, Any]]:
    """The choices of a kind: an entry for a calendar program leaves at once or never."""
    if kind == Kind.ENTRY:
        return [(Way.NOW.value, Way.NOW.label), (Way.PORTAL.value, _("not at all"))]
    return list(Way.choices)


def chosen_ways(user: User) -> dict[Kind, str]:
    """How each kind comes; at once where nothing was chosen. One query."""
    chosen = dict(NoticeSetting.objects.filter(user=user).values_list("kind", "way"))
    return {kind: chosen.get(kind.value, Way.NOW.value) for kind in Kind}
