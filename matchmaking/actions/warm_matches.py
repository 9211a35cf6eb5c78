"""Get a worker ready for what will be saved."""

from matchmaking.models import ScoringRun
from matchmaking.queries.market import keep_market, market_of


def warm_matches(edition_id: int) -> bool:
    """Loads the current run's engine and reads all needs, which the first change would wait for.

    False if no run is there. Nothing is written.
    """
    run = ScoringRun.objects.filter(edition=edition_id, current=True).first()
    if run is None:
        return False
    market = market_of(run)
    market.engine.remember([need for needs in market.needs.values() for need in needs])
    keep_market(market)
    return True


def warm_newest() -> bool:
    """The same for the edition that was scored last: a worker keeps one at hand."""
    run = ScoringRun.objects.filter(current=True).order_by("-finished_at").first()
    return run is not None and warm_matches(run.edition_id)
