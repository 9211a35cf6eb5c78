"""A delegation as its lead sees it: the tree below it, and how ready each company is."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.models import User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Delegation, Participant
from matchmaking.models import Meeting, MeetingRequest


@dataclass(frozen=True)
class Readiness:
    """A member; `done` of `total` things that it should have before the expo, `missing` by name."""

    side: Participant
    kind: str
    missing: list[str]
    total: int
    meetings: int
    waiting: int

    @property
    def done(self) -> int:
        """How many are there."""
        return self.total - len(self.missing)


@dataclass
class Branch:
    """A delegation with its members and parts; `used` counts its binding meetings with theirs."""

    delegation: Delegation
    depth: int
    members: list[Readiness] = field(default_factory=list)
    used: int = 0


def led_by(user: User, key: int) -> Delegation | None:
    """The delegation, if the person leads it or one that it is part of."""
    found = Delegation.objects.select_related("edition").filter(pk=key).first()
    above = found
    while above is not None and above.lead_id != user.pk:
        above = Delegation.objects.filter(pk=above.parent_id).first() if above.parent_id else None
    return found if above else None


def branches(top: Delegation) -> list[Branch]:
    """The delegation and all below it, parents first; a fixed number of queries."""
    parts: dict[int | None, list[Delegation]] = defaultdict(list)
    for each in Delegation.objects.filter(edition=top.edition_id).order_by("ref"):
        parts[each.parent_id].append(each)
    found: list[Branch] = []
    _walk(top, 0, parts, found)
    keys = [branch.delegation.pk for branch in found]
    members = _members(top, keys)
    pairs = _pairs(top, keys)
    for branch in found:
        branch.members = members[branch.delegation.pk]
        below = {one.pk for one in _below(branch.delegation, parts)}
        branch.used = sum(bool(below & pair) for pair in pairs)
    return found


def _walk(
    at: Delegation, depth: int, parts: dict[int | None, list[Delegation]], found: list[Branch]
) -> None:
    found.append(Branch(at, depth))
    for part in parts[at.pk]:
        _walk(part, depth + 1, parts, found)


def _below(at: Delegation, parts: dict[int | None, list[Delegation]]) -> list[Delegation]:
    return [at, *(one for part in parts[at.pk] for one in _below(part, parts))]


def _pairs(top: Delegation, keys: list[int]) -> list[set[int | None]]:
    """For each binding meeting of any member, the delegations of its two sides."""
    mine = Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
    meetings = Meeting.objects.binding().filter(mine, edition=top.edition_id)
    rows = meetings.values_list("exhibitor__delegation", "buyer__delegation")
    return [set(row) for row in rows]


def _members(top: Delegation, keys: list[int]) -> dict[int, list[Readiness]]:
    exhibitors = (
        Exhibitor.objects.filter(delegation__in=keys)
        .select_related("organization", "edition", "booth")
        .annotate(things=Count("products", distinct=True))
        .order_by("ref")
    )
    buyers = (
        Buyer.objects.filter(delegation__in=keys)
        .select_related("organization", "edition")
        .annotate(things=Count("needs", distinct=True))
        .order_by("ref")
    )
    meetings: Counter[int] = Counter()
    for pair in (
        Meeting.objects.binding()
        .filter(edition=top.edition_id)
        .values_list("exhibitor_organization", "buyer_organization")
    ):
        meetings.update(pair)
    waiting = _waiting(keys)
    found: dict[int, list[Readiness]] = defaultdict(list)
    for side in (*exhibitors, *buyers):
        kind = "exhibitor" if isinstance(side, Exhibitor) else "buyer"
        missing, total = _missing(side, kind)
        found[side.delegation_id or 0].append(
            Readiness(
                side, kind, missing, total, meetings[side.organization_id], waiting[kind, side.pk]
            )
        )
    return found


def _waiting(keys: list[int]) -> Counter[tuple[str, int]]:
    """Requests that wait for each member's answer."""
    mine = Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
    counts: Counter[tuple[str, int]] = Counter()
    for request in MeetingRequest.objects.live().filter(mine):
        if request.awaits:
            counts[request.awaits, getattr(request, f"{request.awaits}_id")] += 1
    return counts


def _missing(side: Participant, kind: str) -> tuple[list[str], int]:
    """Names of what is missing: `description`, `languages`, `contact`, `listed`, `booth`."""
    there = {
        "description": bool(side.description),
        "languages": bool(side.languages),
        "contact": bool(side.contact_email),
        "products" if kind == "exhibitor" else "needs": bool(side.things),  # type: ignore[attr-defined]
    }
    if isinstance(side, Exhibitor):
        there["booth"] = side.booth_id is not None
    return [name for name, held in there.items() if not held], len(there)
