"""Matches of the engine as rows."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.models import Match, ScoringRun
from matchmaking.queries.rules import rules_of
from matchmaking.scoring import data
from matchmaking.scoring.pairs import Group

BATCH = 1000
# What the engine says of a pair; the rest of a row is whose it is.
SAID = ("score", "parts", "reasons", "blocks", "pairs")
# Made once: `json.dumps` would make an encoder for each of a million values.
_json = json.JSONEncoder(ensure_ascii=False).encode
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
        texts = (_json(row[name]) for name in SAID)
        ids = f"{run.edition_id}\t{run.pk}\t{match.exhibitor}\t{match.buyer}"
        # JSON has no tabs or line ends of its own, only written as \t and \n.
        yield "\t".join((ids, *texts)).replace("\\", "\\\\") + "\n"


_PAIR = itemgetter("need", "product", "score")
NO_ROW: tuple[int, float, frozenset[Any]] = (0, -1.0, frozenset())


@dataclass
class Stored:
    """The matches of some buyers in a run as they stand; `kept` are those found to stay so.

    Of the buyers and exhibitors that are `other` than they were, nothing is taken as it stands.
    """

    run: ScoringRun
    buyers: Collection[int]
    other_buyers: Collection[int] = ()
    other_exhibitors: Collection[int] = ()
    kept: set[tuple[int, int]] = field(default_factory=set)

    @cached_property
    def keys(self) -> dict[tuple[int, int], int]:
        """(Exhibitor, buyer) → the row's key."""
        return {pair: key for pair, (key, _score, _pairs) in self._rows.items()}

    @cached_property
    def _rows(self) -> dict[tuple[int, int], tuple[int, float, frozenset[Any]]]:
        columns = ("exhibitor", "buyer", "pk", "score", "pairs")
        rows = self.run.matches.filter(buyer__in=self.buyers).values_list(*columns)
        return {
            (exhibitor, buyer): (key, score, frozenset(map(_PAIR, pairs)))
            for exhibitor, buyer, key, score, pairs in rows
        }

    def settled(self, group: Group, exhibitor: int) -> bool:
        """Whether the match stands as the engine finds it: the same pairs, of products and needs
        that are as they were.
        """
        if exhibitor in self.other_exhibitors or group.buyer in self.other_buyers:
            return False
        _key, score, pairs = self._rows.get((exhibitor, group.buyer), NO_ROW)
        same = score == group.score and pairs == {(p.need, p.product, p.score) for p in group.pairs}
        if same:
            self.kept.add((exhibitor, group.buyer))
        return same


def replace_matches(stored: Stored, matches: Iterable[data.Match]) -> set[int]:
    """Make these, and those kept, all the matches that the buyers have in the run; whose changed.

    A pair that stays keeps its row, and what refers to it; one that is as it was is not written.
    """
    run = stored.run
    rows = {(row.exhibitor_id, row.buyer_id): row for row in _rows(run, matches)}
    again = [key for pair, key in stored.keys.items() if pair in rows]
    former = {
        (row.pop("exhibitor"), row.pop("buyer")): row
        for row in run.matches.filter(pk__in=again).values("exhibitor", "buyer", *SAID)
    }
    changed = [
        row
        for pair, row in rows.items()
        if any(former.get(pair, {}).get(name) != getattr(row, name) for name in SAID)
    ]
    gone = {p: key for p, key in stored.keys.items() if p not in rows and p not in stored.kept}
    run.matches.filter(pk__in=gone.values()).delete()
    Match.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["run", "exhibitor", "buyer"],
        update_fields=list(SAID),
    )
    return {row.buyer_id for row in changed} | {buyer for _exhibitor, buyer in gone}


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
