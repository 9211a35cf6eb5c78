"""Matches of the engine as rows."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.models import Match, ScoringRun
from matchmaking.queries.rules import rules_of
from matchmaking.scoring import data

BATCH = 1000
# What the engine says of a pair; the rest of a row is whose it is.
SAID = ("score", "parts", "reasons", "blocks", "pairs")
COLUMNS = ("edition_id", "run_id", "exhibitor_id", "buyer_id", *SAID)


def store_matches(run: ScoringRun, matches: Iterable[data.Match]) -> None:
    """Add matches to a run; those whose party is gone by now, or whom a rule keeps apart,
    are left out.

    By COPY: a run at size L has some 300,000, and as objects they would take as long as scoring.
    """
    command = f"COPY matchmaking_match ({', '.join(COLUMNS)}) FROM STDIN"
    # While it runs the connection answers no query.
    present = _kept(run, matches)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for line in _lines(run, present):
            copy.write(line)


def _lines(run: ScoringRun, matches: Iterable[data.Match]) -> Iterator[str]:
    """Rows as COPY reads them: tabs between values, and a backslash doubled."""
    for match in matches:
        row = said(match)
        texts = (json.dumps(row[name], ensure_ascii=False) for name in SAID)
        ids = f"{run.edition_id}\t{run.pk}\t{match.exhibitor}\t{match.buyer}"
        # JSON has no tabs or line ends of its own, only written as \t and \n.
        yield "\t".join((ids, *texts)).replace("\\", "\\\\") + "\n"


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


def _kept(run: ScoringRun, matches: Iterable[data.Match]) -> list[data.Match]:
    """Asks for the parties of the matches alone: an update is of a few of forty thousand."""
    found = list(matches)
    exhibitors = run.edition.exhibitors.filter(pk__in={match.exhibitor for match in found})
    buyers = run.edition.buyers.filter(pk__in={match.buyer for match in found})
    forbidden = _forbidden(run, exhibitors, buyers)
    sellers = set(exhibitors.values_list("pk", flat=True))
    callers = set(buyers.values_list("pk", flat=True))
    return [
        match
        for match in found
        if match.buyer in callers
        and match.exhibitor in sellers
        and not forbidden(match.exhibitor, match.buyer)
    ]


def _rows(run: ScoringRun, matches: Iterable[data.Match]) -> list[Match]:
    return [
        Match(
            edition_id=run.edition_id,
            run=run,
            exhibitor_id=match.exhibitor,
            buyer_id=match.buyer,
            **said(match),
        )
        for match in _kept(run, matches)
    ]


def _forbidden(
    run: ScoringRun, exhibitors: QuerySet[Exhibitor], buyers: QuerySet[Buyer]
) -> Callable[[int, int], bool]:
    """Whether the organizer's rules keep an exhibitor and a buyer apart."""
    rules = rules_of(run.edition)
    if not rules.never and not rules.hosted_only:
        return lambda _exhibitor, _buyer: False
    sellers, callers = exhibitors.in_bulk(), buyers.in_bulk()
    return lambda exhibitor, buyer: rules.forbids(sellers[exhibitor], callers[buyer])


def said(match: data.Match) -> dict[str, Any]:
    """The columns `SAID` of a match."""
    return {
        "score": match.score,
        "parts": dict(match.parts),
        "reasons": [{"code": r.code, "params": dict(r.params)} for r in match.reasons],
        "blocks": [{"code": b.code, "params": dict(b.params)} for b in match.blocks],
        "pairs": [{"need": p.need, "product": p.product, "score": p.score} for p in match.pairs],
    }
