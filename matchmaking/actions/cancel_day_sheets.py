"""Give up day sheets that are being made, or throw away those that are."""

from django.db import transaction
from django.utils import timezone

from matchmaking.models import DaySheetRun
from matchmaking.models.day_sheets import SHEET_LOCKS
from matchmaking.queries.planning_runs import at_work


@transaction.atomic
def cancel_day_sheets(run_id: int) -> None:
    """Whoever works on it sees the word with the next part; otherwise it is over at once. What
    has been made is deleted either way.
    """
    run = DaySheetRun.objects.select_for_update().get(pk=run_id)
    if run.active and at_work(run.pk, SHEET_LOCKS):
        run.stop = True
        run.save(update_fields=["stop"])
        return
    run.parts.all().delete()
    run.state = DaySheetRun.State.CANCELLED
    run.finished_at = run.finished_at or timezone.now()
    run.save(update_fields=["state", "finished_at"])
