"""A buyer's needs, and what they have found."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from buyers.models import Buyer, SourcingNeed
from expo.models import Category, Edition, Participant
from expo.trees import SCHEME, shipped_keywords
from matchmaking.models import Match, MatchChange, ScoringRun
from matchmaking.scoring.reading.headings import Headings, headline


@dataclass(frozen=True)
class NeedRow:
    """A need in the list: exhibitors found for it, and how many of those have something in the
    way.
    """

    need: SourcingNeed
    matches: int
    blocked: int


def needs_of(buyer: Buyer) -> list[NeedRow]:
    """Open ones first, then paused and closed; two queries and one for the categories."""
    found, blocked = Counter[int](), Counter[int]()
    rows = Match.objects.current().filter(buyer=buyer, exhibitor__state=Participant.State.APPROVED)
    for pairs, blocks in rows.values_list("pairs", "blocks"):
        found.update({pair["need"] for pair in pairs})
        # Blocks are those of the best pair.
        blocked.update([pairs[0]["need"]] if pairs and blocks else [])
    order = list(SourcingNeed.State.values)
    needs = own_needs(buyer).prefetch_related("categories")
    listed = [NeedRow(need, found[need.pk], blocked[need.pk]) for need in needs]
    return sorted(listed, key=lambda row: (order.index(row.need.state), row.need.pk))


def own_needs(buyer: Buyer) -> QuerySet[SourcingNeed]:
    """The buyer's own, in the order in which they were made."""
    return SourcingNeed.objects.filter(buyer=buyer).order_by("pk")


def need_of(buyer: Buyer, key: int) -> SourcingNeed | None:
    """One of the buyer's own."""
    return own_needs(buyer).prefetch_related("categories").filter(pk=key).first()


def matching(buyer: Buyer) -> bool:
    """Whether something of the buyer's was saved that the shown matches do not know yet."""
    run = ScoringRun.objects.filter(edition=buyer.edition_id, current=True).first()
    if run is None:
        return False
    anybody = Q(buyer__isnull=True, exhibitor__isnull=True)
    return MatchChange.objects.pending(run).filter(anybody | Q(buyer=buyer.pk)).exists()


def matched_at_all(edition: Edition) -> bool:
    """Whether the organizer has run the matching yet."""
    return ScoringRun.objects.filter(edition=edition, current=True).exists()


def categories_by_code(scheme: str, codes: list[str]) -> list[Category]:
    """Nodes of the tree in the order of the codes."""
    rows = {row.code: row for row in Category.objects.filter(scheme=scheme, code__in=codes)}
    return [rows[code] for code in codes if code in rows]


def title_of(need: SourcingNeed) -> str:
    """A line for a need: of a long text the sentence that names the goods."""
    language, text = need.text.pick(get_language() or "en", need.language)
    return headline(text, _headings(), language)


def headings(scheme: str) -> Headings | None:
    """The words by which a pasted text's category is guessed; they stand for HS codes, so there
    are none for other trees.
    """
    return _headings() if scheme == SCHEME else None


@lru_cache(maxsize=1)
def _headings() -> Headings:
    return Headings(shipped_keywords())
