"""How many matches a run has, for whoever reads its page."""

from matchmaking.models import Match, ScoringRun


def count_matches(run_id: int) -> int:
    """Written down and returned. Counting a quarter of a million rows that were written a moment
    ago takes most of a second, which no change of a product should wait for.
    """
    found = Match.objects.filter(run=run_id).count()
    ScoringRun.objects.filter(pk=run_id).update(matches_found=found)
    return found
