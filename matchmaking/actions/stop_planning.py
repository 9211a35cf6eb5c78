"""End a search early."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matchmaking.errors import RuleBroken
from matchmaking.models import PlanningRun
from matchmaking.queries.planning_runs import at_work


@transaction.atomic
def stop_planning(run_id: int, *, take: bool = False) -> PlanningRun:
    """Cancel a run, or have it `take` the best timetable found so far.

    Whoever works on it sees the word within a second or two; a run that nobody works on is over at
    once. RuleBroken for one that is over already, or has found nothing yet that could be taken.
    """
    run = PlanningRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or not run.active:
        raise RuleBroken(_("This run is over."))
    working = at_work(run.pk)
    if take and not (working and run.found):
        raise RuleBroken(_("Nothing has been found yet that could be taken."))
    if working:
        run.stop = PlanningRun.Stop.TAKE if take else PlanningRun.Stop.CANCEL
    else:
        run.state, run.finished_at = PlanningRun.State.CANCELLED, timezone.now()
    run.save(update_fields=["stop", "state", "finished_at"])
    return run
