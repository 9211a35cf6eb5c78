"""What the portal's templates say of matches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import Organization, User
from buyers.models import SourcingNeed
from exhibitors.models import Product
from expo.models import Participant
from foundation.units import Channel
from matchmaking.models import Match
from matchmaking.queries.needs import title_of
from matchmaking.queries.places import Place, places_of
from matchmaking.queries.requests import waiting
from matchmaking.queries.talks import to_record
from matchmaking.trade_words import need_terms, product_terms
from matchmaking.wording import (
    SPOKEN,
    Names,
    country_name,
    full_day,
    language_names,
    listed,
    say_block,
    say_reason,
)

register = template.Library()
register.filter(full_day)
register.filter(listed)


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
    ("needs", gettext_lazy("Needs"), "buyer"),
    ("matches", gettext_lazy("Matches"), ""),
    ("search", gettext_lazy("Search"), ""),
    ("requests", gettext_lazy("Requests"), ""),
    ("calendar", gettext_lazy("Calendar"), ""),
    ("talks", gettext_lazy("Talks"), ""),
    ("profile", gettext_lazy("Profile"), "exhibitor"),
    ("products", gettext_lazy("Products"), "exhibitor"),
    ("certificates", gettext_lazy("Certificates"), "exhibitor"),
)
# Of these the door is closed to who has not been let in.
OF_OTHERS = {"matches", "search"}
# Pages that stand below another by their sense and not by their name.
BELOW = {"availability": "calendar", "day-sheet": "calendar"}
WAITING = {"requests": waiting, "talks": to_record}


@register.simple_tag(takes_context=True)
def navigation(context: Mapping[str, Any], place: Place) -> list[Link]:
    """The pages that the place's sides have."""
    match = context["request"].resolver_match
    at = (match.url_name or "") if match else ""
    at = BELOW.get(at, at)
    return [
        Link(
            title=str(title),
            url=reverse(name, args=[place.edition.slug, place.organization.pk]),
            current=at.startswith(name[:-1]),
            count=WAITING[name](place) if name in WAITING else 0,
        )
        for name, title, side in PAGES
        if (not side or side in place.sides) and (place.let_in or name not in OF_OTHERS)
    ]


@register.simple_tag
def unread_notices(user: User) -> int:
    """How many notices a person has not read."""
    return user.notices.filter(read_at=None).count()


@register.filter
def value(mapping: Mapping[str, object], key: str) -> object:
    """What a mapping holds under a key."""
    return mapping.get(key, key)


@register.filter
def at(holder: Any, key: str | int) -> object:
    """What a form, a mapping or a list has under a name or number; nothing if it has none."""
    try:
        return holder[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.filter
def terms(row: Product | SourcingNeed) -> list[tuple[str, str]]:
    """Trade terms in words; of a need without its target price."""
    return product_terms(row) if isinstance(row, Product) else need_terms(row, own=False)


@register.filter
def side_name(side: Participant) -> str:
    """`buyer` or `exhibitor`."""
    return side._meta.model_name or ""  # noqa: SLF001 (Django's name)


@register.filter
def headline(need: SourcingNeed) -> str:
    """A need in a line."""
    return title_of(need)


@register.filter
def languages(codes: Iterable[str]) -> str:
    """Languages in the reader's language."""
    return language_names(",".join(codes))


@register.filter
def countries(codes: Iterable[str]) -> str:
    """Countries in the reader's language."""
    return listed(map(country_name, codes))


@register.filter
def channels(codes: Iterable[str]) -> str:
    """How somebody sells on, in words."""
    known = dict(Channel.choices)
    return listed(known.get(code, code) for code in codes)


@register.filter
def money(amount: Decimal) -> str:
    """As the reader's language writes numbers."""
    return SPOKEN["price"](amount)
