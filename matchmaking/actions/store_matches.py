"""Matches of the engine as rows."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from typing import Any

from matchmaking.models import Match, ScoringRun
from matchmaking.queries.rules import rules_of
from matchmaking.scoring import data

BATCH = 1000
# What the engine says of a pair; the rest of a row is whose it is.
SAID = ("score", "parts", "reasons", "blocks", "pairs")


def store_matches(run: ScoringRun, matches: Iterable[data.Match]) -> None:
    """Add matches to a run; those whose party is gone by now are left out."""
    Match.objects.bulk_create(_rows(run, matches), batch_size=BATCH)


def replace_matches(
    run: ScoringRun, buyers: Collection[int], matches: Iterable[data.Match]
) -> None:
    """Make these all the matches that the buyers have in the run.

    A pair that stays keeps its row, and what refers to it; one that is as it was is not written.
    """
    stored = {
        (row.pop("exhibitor"), row.pop("buyer")): row
        for row in run.matches.filter(buyer__in=buyers).values("pk", "exhibitor", "buyer", *SAID)
    }
    rows = {(row.exhibitor_id, row.buyer_id): row for row in _rows(run, matches)}
    changed = [
        row
        for pair, row in rows.items()
        if pair not in stored or any(stored[pair][name] != getattr(row, name) for name in SAID)
    ]
    gone = [row["pk"] for pair, row in stored.items() if pair not in rows]
    run.matches.filter(pk__in=gone).delete()
    Match.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["run", "exhibitor", "buyer"],
        update_fields=list(SAID),
    )


def _rows(run: ScoringRun, matches: Iterable[data.Match]) -> list[Match]:
    buyers = set(run.edition.buyers.values_list("pk", flat=True))
    exhibitors = set(run.edition.exhibitors.values_list("pk", flat=True))
    forbidden = _forbidden(run)
    return [
        Match(
            edition_id=run.edition_id,
            run=run,
            exhibitor_id=match.exhibitor,
            buyer_id=match.buyer,
            **said(match),
        )
        for match in matches
        if match.buyer in buyers
        and match.exhibitor in exhibitors
        and not forbidden(match.exhibitor, match.buyer)
    ]


def _forbidden(run: ScoringRun) -> Callable[[int, int], bool]:
    """Whether the organizer's rules keep an exhibitor and a buyer apart."""
    rules = rules_of(run.edition)
    if not rules.never and not rules.hosted_only:
        return lambda _exhibitor, _buyer: False
    exhibitors, buyers = run.edition.exhibitors.in_bulk(), run.edition.buyers.in_bulk()
    return lambda exhibitor, buyer: rules.forbids(exhibitors[exhibitor], buyers[buyer])


def said(match: data.Match) -> dict[str, Any]:
    """The columns `SAID` of a match."""
    return {
        "score": match.score,
        "parts": dict(match.parts),
        "reasons": [asdict(reason) for reason in match.reasons],
        "blocks": [asdict(block) for block in match.blocks],
        "pairs": [asdict(pair) for pair in match.pairs],
    }
