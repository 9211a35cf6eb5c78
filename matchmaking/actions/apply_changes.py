"""Bring the shown matches up to date with what has changed since they were made."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from foundation.uncollected import uncollected
from matchmaking.actions.embed_texts import embed_texts
from matchmaking.actions.show_matches import show_matches
from matchmaking.actions.start_scoring import start_scoring
from matchmaking.actions.store_matches import Stored, replace_matches
from matchmaking.models import MatchChange, MatchUpdate, ScoringRun
from matchmaking.queries.embedder import missing_texts
from matchmaking.queries.market import (
    Difference,
    Market,
    changed_market,
    difference,
    keep_market,
    learn,
    market_of,
    touched_buyers,
    with_reaches,
)
from matchmaking.queue import enqueue
from matchmaking.scoring.embedding import EmbedderError

logger = logging.getLogger(__name__)

# From so many parties changed since the run on, as a share of all and at least, a full run is due:
# with them the words' rarities change, which updates leave as they were.
DUE_SHARE, DUE_LEAST = 0.05, 20
MOST_TEXTS = 64  # embedded in an update; one that brings more leaves them to the next run


@dataclass(frozen=True)
class Applied:
    """The update, None where too many changed at once; and the market after it."""

    update: MatchUpdate | None
    market: Market


@uncollected()
def apply_changes(edition_id: int) -> MatchUpdate | None:
    """One update with all changes that are pending; None if there was nothing to match anew.

    1. Lock the edition's current run. Another update waits; a full run that ends meanwhile takes
       over afterwards, and what it has not read stays pending and is then applied to it.
    2. Compare the parties that changed with the market that this process knows; updates made by
       others since are repeated for their buyers.
    3. Match the buyers whom the difference touches, with the run's own statistics, and put their
       matches in place of the former ones. All in one transaction: readers see all or nothing,
       and a worker that dies leaves the changes pending.
    4. After very many changes a full run is started; alone, if they came all at once.
    """
    with transaction.atomic():
        runs = ScoringRun.objects.select_for_update(no_key=True, of=("self",))
        run = runs.filter(edition=edition_id, current=True).select_related("edition").first()
        pending = list(MatchChange.objects.pending(run)) if run else []
        if run is None or not pending:
            return None
        applied = _apply(run, pending)
    if applied.update:
        keep_market(applied.market)
        enqueue("count_matches", run.pk)
    due = applied.update is None or _changed(run) > _many(applied.market)
    if due and not run.edition.runs.filter(state__in=ScoringRun.ACTIVE).exists():
        start_scoring(run.edition)
    return applied.update


def _apply(run: ScoringRun, pending: Sequence[MatchChange]) -> Applied:
    began = time.monotonic()
    market = market_of(run)
    since = MatchUpdate.objects.filter(run=run, number__gt=market.number)
    repeated = MatchChange.objects.filter(update__in=since)
    found = difference(market, run, [*pending, *repeated])
    if found.parties > _many(market):
        return Applied(None, market)
    _embed(run, market, found)
    asked = touched_buyers(market, found)
    asked.update(buyer for buyers in since.values_list("buyers", flat=True) for buyer in buyers)
    number = run.updates.count() + 1
    market = changed_market(market, found, number)
    needs = [need for buyer in sorted(asked) for need in market.needs.get(buyer, [])]
    profiles = [market.buyers[buyer] for buyer in asked if buyer in market.buyers]
    stored = Stored(run, asked, set(found.buyers), found.exhibitors)
    changed = replace_matches(stored, market.engine.match(needs, profiles, stored.settled))
    show_matches(run, changed | set(found.buyers))
    update = MatchUpdate.objects.create(
        run=run, number=number, buyers=sorted(asked), seconds=time.monotonic() - began
    )
    MatchChange.objects.filter(pk__in=[change.pk for change in pending]).update(update=update)
    return Applied(update, with_reaches(market, needs))


def _many(market: Market) -> float:
    return max(DUE_LEAST, DUE_SHARE * (len(market.buyers) + len(market.suppliers)))


def _embed(run: ScoringRun, market: Market, found: Difference) -> None:
    """The few texts that are new; without a vector they are matched all the same."""
    if market.vectors is None or run.embedder_error:
        return
    try:
        embed_texts(run.embedder, missing_texts(run.embedder, found.texts)[:MOST_TEXTS])
    except EmbedderError as error:
        logger.warning("New texts matched without vectors: %s", error)
    learn(market, run.embedder, found.texts)


def _changed(run: ScoringRun) -> int:
    """How many parties have changed since the run, as far as it was told who."""
    changes = MatchChange.objects.filter(edition=run.edition_id)
    counted = changes.aggregate(
        exhibitors=Count("exhibitor", distinct=True), buyers=Count("buyer", distinct=True)
    )
    return int(counted["exhibitors"] + counted["buyers"])
