"""`manage.py blend_report EDITION [--json]`."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from expo.models import Edition
from matchmaking.management.answering import AnsweringCommand
from matchmaking.models import Match
from matchmaking.queries.editions import edition_by_slug
from matchmaking.queries.feedback import labelled_pairs
from matchmaking.scoring.adaptation import Adapted, Labelled, adapt, cross_validated, evidence
from matchmaking.scoring.blend import shipped_blend

PAIRS_SHOWN = 10


class Command(AnsweringCommand):
    """What the edition's own feedback makes of the blend; nothing is changed."""

    help = "Tell what an edition's feedback would change in the blend, and what that is worth."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition."""
        super().add_arguments(parser)
        parser.add_argument("edition", help="the edition's short name")

    def work(self, **options: Any) -> dict[str, Any]:
        """Labels, factors, worth on labels not learnt from, and the pairs that move most."""
        edition = edition_by_slug(options["edition"])
        labels = labelled_pairs(edition)
        adapted = adapt(shipped_blend(), labels)
        worth = cross_validated(shipped_blend(), labels)
        return {
            "edition": edition.slug,
            "labels": {"welcome": adapted.welcome, "unwelcome": adapted.unwelcome},
            "adapted": adapted.blend is not None,
            "factors": dict(adapted.factors),
            "cross_validated": asdict(worth) if worth else None,
            "moves": _moves(edition, adapted),
        }


def _moves(edition: Edition, adapted: Adapted) -> list[dict[str, Any]]:
    """The matches whose log-odds change most."""
    if adapted.blend is None:
        return []
    matches = list(
        Match.objects.current()
        .filter(edition=edition)
        .select_related("buyer__organization", "exhibitor__organization")
        .order_by("pk")
    )
    rows = [Labelled(m.parts, True, 1, m.buyer_id) for m in matches]
    if not rows:
        return []
    factors = list(adapted.factors.values())
    change = evidence(shipped_blend(), rows) @ [factor - 1 for factor in factors]
    most = sorted(zip(change.tolist(), matches, strict=True), key=lambda each: -abs(each[0]))
    return [
        {"buyer": str(m.buyer), "exhibitor": str(m.exhibitor), "log_odds": round(moved, 3)}
        for moved, m in most[:PAIRS_SHOWN]
    ]
