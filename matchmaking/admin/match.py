"""Matches: the score, what it is made of, what speaks for the pair and what stands in its way."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import ReadOnlyAdmin
from buyers.models import SourcingNeed
from exhibitors.models import Product
from foundation.asked import number
from matchmaking.admin.said import bars, sentences
from matchmaking.lifts import say_lift
from matchmaking.models import Match
from matchmaking.queries.review import category_names
from matchmaking.wording import Names, say_block, say_reason

GOOD = 60


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """The engine's; nobody changes a score by hand."""

    list_display = ["exhibitor", "buyer", "shown_score", "first_reason", "blocked"]
    sortable_by = ["shown_score"]
    list_filter = ["run__current", "edition"]
    list_select_related = ["exhibitor__organization", "buyer__organization"]
    search_fields = ["exhibitor__organization__name", "buyer__organization__name"]
    fieldsets = [
        (None, {"fields": [("exhibitor", "buyer"), "score", "run"]}),
        (_("What speaks for it"), {"fields": ["said_reasons"]}),
        (_("What stands in its way"), {"fields": ["said_blocks"]}),
        (_("What the score is made of"), {"fields": ["said_parts", "said_pairs"]}),
    ]

    @display(description=_("score"), ordering="score", label={True: "success", False: "info"})
    def shown_score(self, match: Match) -> tuple[bool, str]:
        """Out of 100, coloured from the usual threshold."""
        return match.score >= GOOD, f"{match.score:.0f}"

    @admin.display(description=_("first reason"))
    def first_reason(self, match: Match) -> str:
        """The one that weighs most."""
        return say_reason(match.reasons[0]) if match.reasons else ""

    @display(description=_("to fix"), label={"block": "warning"})
    def blocked(self, match: Match) -> tuple[str, str] | None:
        """How many blocks."""
        return ("block", str(len(match.blocks))) if match.blocks else None

    @admin.display(description=_("reasons"))
    def said_reasons(self, match: Match) -> SafeString:
        """All of them."""
        return sentences(say_reason(each, _names(match)) for each in match.reasons)

    @admin.display(description=_("to fix"))
    def said_blocks(self, match: Match) -> SafeString:
        """Never hidden in a low number; each with what would lift it."""
        said = (f"{say_block(block)}. {say_lift(block)}".strip() for block in match.blocks)
        return sentences(said, "fl-blocks")

    @admin.display(description=_("parts"))
    def said_parts(self, match: Match) -> SafeString:
        """Of the best need and product."""
        return bars(match.parts)

    @admin.display(description=_("best needs and products"))
    def said_pairs(self, match: Match) -> SafeString:
        """By name: two queries."""
        needs = SourcingNeed.objects.in_bulk([pair.get("need") for pair in match.pairs])
        products = Product.objects.in_bulk([pair.get("product") for pair in match.pairs])
        return sentences(
            f"{_name(needs, pair.get('need'))} — {_name(products, pair.get('product'))}"
            f" ({float(pair.get('score') or 0):.0f})"
            for pair in match.pairs
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """With the run's name."""
        related = Match.objects.select_related(
            "edition", "run__edition", "exhibitor__organization", "buyer__organization"
        )
        return self.within(request, related).filter(pk=number(object_id) or 0).first()


def _names(match: Match) -> Names:
    return {"category": category_names(match.edition, match.reasons)}


def _name(rows: dict[int, Any], key: Any) -> str:
    return str(rows.get(key, f"#{key}"))
