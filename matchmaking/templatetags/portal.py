"""What the portal's templates say of matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import Organization, User
from matchmaking.models import Match
from matchmaking.queries.places import Place, places_of
from matchmaking.queries.requests import waiting
from matchmaking.wording import Names, say_block, say_reason

register = template.Library()


@register.filter
def reason(item: Mapping[str, Any], names: Names) -> str:
    """A reason in the reader's language; `names` has words for the codes of categories."""
    return say_reason(item, names)


@register.filter
def block(item: Mapping[str, Any]) -> str:
    """A block in the reader's language."""
    return say_block(item)


@register.simple_tag
def other_side(match: Match, mine: Organization) -> object:
    """Whom the match would have one meet."""
    return match.buyer if match.exhibitor.organization_id == mine.pk else match.exhibitor


@register.inclusion_tag("portal/place_menu.html")
def place_menu(user: User | AnonymousUser, place: Place | None = None) -> dict[str, Any]:
    """The organizations and editions to change between."""
    return {"places": places_of(user) if user.is_authenticated else [], "place": place}


@dataclass(frozen=True)
class Link:
    """One of a place's pages; `count` things wait there."""

    title: str
    url: str
    current: bool
    count: int = 0


# Name of the address, title, the side it is for.
PAGES: tuple[tuple[str, Promise, str], ...] = (
    ("today", gettext_lazy("Today"), ""),
    ("search", gettext_lazy("Search"), ""),
    ("requests", gettext_lazy("Requests"), ""),
    ("calendar", gettext_lazy("Calendar"), ""),
)
WAITING = {"requests": waiting}


@register.simple_tag(takes_context=True)
def navigation(context: Mapping[str, Any], place: Place) -> list[Link]:
    """The pages that the place's sides have."""
    match = context["request"].resolver_match
    return [
        Link(
            title=str(title),
            url=reverse(name, args=[place.edition.slug, place.organization.pk]),
            current=match is not None and (match.url_name or "").startswith(name[:-1]),
            count=WAITING[name](place) if name in WAITING else 0,
        )
        for name, title, side in PAGES
        if not side or side in place.sides
    ]


@register.simple_tag
def unread_notices(user: User) -> int:
    """How many notices a person has not read."""
    return user.notices.filter(read_at=None).count()


@register.filter
def value(mapping: Mapping[str, object], key: str) -> object:
    """What a mapping holds under a key."""
    return mapping.get(key, key)
