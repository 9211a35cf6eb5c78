"""Send again what got lost with a broker or a worker."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.actions.start_scoring import resume_scoring
from matchmaking.models import MatchChange, ScoringRun
from matchmaking.queue import enqueue

PATIENCE = timedelta(minutes=2)


def resume_runs() -> int:
    """Resume active runs older than `PATIENCE`; how many there were. Chunks being done are left
    alone by whoever finds them locked, so that sending one twice does no harm. Changes that wait
    as long to be applied to the shown matches are sent again too.
    """
    for run in ScoringRun.objects.filter(current=True):
        late = MatchChange.objects.pending(run).filter(created_at__lt=timezone.now() - PATIENCE)
        if late.exists():
            enqueue("apply_changes", run.edition_id)
    runs = ScoringRun.objects.filter(
        state__in=ScoringRun.ACTIVE, created_at__lt=timezone.now() - PATIENCE
    )
    for run in runs:
        resume_scoring(run)
    return len(runs)
