"""What the portal's templates say of matches."""

from collections.abc import Mapping
from typing import Any

from django import template

from accounts.models import Organization
from matchmaking.models import Match
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
