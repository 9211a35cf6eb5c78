"""The portal's hot pages to measure, as the participants see them who have most to see.

Imported once Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Membership, User
from expo.models import Participant
from tests.benchmarks.pages import Page, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from expo.models import Edition

HEAVIEST = 2  # of each side, by matches and by requests
TEXTS = (
    "coffee", "organic green coffee", "wine", "machine", "cofee", "frozen beef", "olive oil",
    "咖啡", "有机绿茶", "不锈钢机械", "масло", "huile d'olive", "café verde", "2024", "zzzz",
)  # fmt: skip
NARROWED: tuple[dict[str, str], ...] = (
    {}, {"kind": "exhibitor"}, {"country": "CN"}, {"category": "09"},
    {"q": "coffee", "kind": "product", "country": "BR"}, {"q": "机", "country": "CN"},
    {"q": "coffee", "page": "5"}, {"page": "500"},
)  # fmt: skip


def pages(edition: Edition, clients: dict[str, Client]) -> Iterator[Page]:
    """A buyer's day, an exhibitor's day, and the search of either."""
    buyers = _heaviest(edition, "buyer", clients)
    exhibitors = _heaviest(edition, "exhibitor", clients)
    everybody = [*buyers, *exhibitors]
    yield _page("first page", everybody, "today")
    yield Page("portal: buyer's matches", tuple(
        (who, f"{_address(row, 'matches-of', 'buyer')}{asked}")
        for who, row in buyers
        for asked in ("", "?page=2", "?unblocked=", "?q=coffee", "?q=咖啡", "?country=CN")
    ))  # fmt: skip
    yield Page("portal: exhibitor's matches", tuple(
        (who, f"{_address(row, 'matches-of', 'exhibitor')}{asked}")
        for who, row in exhibitors
        for asked in ("", "?page=2", "?unblocked=", "?q=coffee", "?country=CN")
    ))  # fmt: skip
    yield Page("portal: search by text", tuple(
        (who, f"{_address(row, 'search')}?{urlencode({'q': text})}")
        for who, row in buyers[:1]
        for text in TEXTS
    ))  # fmt: skip
    yield Page("portal: search by facets", tuple(
        (who, f"{_address(row, 'search')}?{urlencode(asked)}")
        for who, row in buyers[:1]
        for asked in NARROWED
    ))  # fmt: skip
    yield _page("calendar", everybody, "calendar")
    yield Page("portal: inbox", tuple(
        (who, _address(row, "requests-tab", tab))
        for who, row in everybody
        for tab in ("received", "sent", "agreed", "past")
    ))  # fmt: skip
    match = _other_side(buyers)
    yield Page("portal: exhibitor's page", tuple(
        (who, _address(row, "exhibitor-page", key)) for who, row in buyers for key in match
    ))  # fmt: skip
    yield _page("talks", everybody, "talks")
    yield _page("exhibitor's own profile", exhibitors, "profile")
    yield _page("exhibitor's products", exhibitors, "products")
    yield _page("buyer's needs", buyers, "needs")
    yield Page("portal: notices", tuple((who, reverse("notices")) for who, _row in everybody))


def _page(title: str, people: list[tuple[str, Any]], name: str) -> Page:
    return Page(f"portal: {title}", tuple((who, _address(row, name)) for who, row in people))


def _address(row: Any, name: str, *rest: Any) -> str:
    return reverse(name, args=[row.edition.slug, row.organization_id, *rest])


def _heaviest(edition: Edition, side: str, clients: dict[str, Client]) -> list[tuple[str, Any]]:
    """Those with most matches, most requests and most meetings, with a person signed in."""
    rows: Any = getattr(edition, f"{side}s").taking_part()
    found: dict[int, Any] = {}
    for what in ("matches", "requests", "meetings"):
        most = rows.annotate(many=Count(what)).order_by("-many", "pk")[:HEAVIEST]
        found |= {row.pk: row for row in most.select_related("edition", "organization")}
    return [(signed_in(clients, f"{side}{row.pk}", member(row)), row) for row in found.values()]


def member(row: Any) -> User:
    """A person of a participant's organization."""
    user = User.objects.get_or_create(email=f"bench-{row.organization_id}@example.org")[0]
    Membership.objects.get_or_create(
        user=user, organization=row.organization, defaults={"role": Membership.Role.EDITOR}
    )
    return user


def _other_side(buyers: list[tuple[str, Any]]) -> list[int]:
    from matchmaking.models import Match  # noqa: PLC0415 (kept beside its use)

    # Some have applied anew since the matches were made.
    there = {"exhibitor__state": Participant.State.APPROVED}
    best = Match.objects.current().filter(buyer=buyers[0][1], **there).as_shown()
    return list(best.values_list("exhibitor", flat=True)[:3])
