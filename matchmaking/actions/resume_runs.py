"""Send again what got lost with a broker or a worker."""

from datetime import timedelta

from django.utils import timezone

from matchmaking.actions.start_scoring import resume_scoring
from matchmaking.models import DaySheetRun, MatchChange, PlanningRun, ProductImport, ScoringRun
from matchmaking.models.day_sheets import SHEET_LOCKS
from matchmaking.models.product_import import IMPORT_LOCKS
from matchmaking.queries.planning_runs import at_work
from matchmaking.queue import enqueue

PATIENCE = timedelta(minutes=2)


def resume_runs() -> int:
    """Resume active runs older than `PATIENCE`; how many there were. What is being done is left
    alone by whoever finds it locked, so that sending it twice does no harm. Changes that wait as
    long to be applied to the shown matches are sent again too.
    """
    old = {"created_at__lt": timezone.now() - PATIENCE}
    for run in ScoringRun.objects.filter(current=True):
        if MatchChange.objects.pending(run).filter(**old).exists():
            enqueue("apply_changes", run.edition_id)
    scoring = ScoringRun.objects.filter(state__in=ScoringRun.ACTIVE, **old)
    for run in scoring:
        resume_scoring(run)
    planning = [run for run in PlanningRun.objects.active().filter(**old) if not at_work(run.pk)]
    for each in planning:
        enqueue("plan_edition", each.pk)
    files = ProductImport.objects.at_work().without_file().filter(**old)
    importing = [found for found in files if not at_work(found.pk, IMPORT_LOCKS)]
    for found in importing:
        enqueue("import_products", found.pk)
    printing = DaySheetRun.objects.active().filter(**old)
    sheets = [asked for asked in printing if not at_work(asked.pk, SHEET_LOCKS)]
    for asked in sheets:
        enqueue("make_day_sheets", asked.pk)
    return len(scoring) + len(planning) + len(importing) + len(sheets)
