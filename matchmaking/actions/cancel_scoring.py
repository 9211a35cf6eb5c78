"""Stop a scoring run."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from expo.models import Edition
from matchmaking.errors import RuleBroken
from matchmaking.models import RunInputs, ScoringRun


@transaction.atomic
def cancel_scoring(run_id: int) -> ScoringRun:
    """What is shown stays what it was; parts that a worker is at are thrown away when done.

    RuleBroken for a run that is over.
    """
    run = ScoringRun.objects.filter(pk=run_id).first()
    if run is not None:
        Edition.objects.select_for_update().get(pk=run.edition_id)
        run.refresh_from_db()
    if run is None or run.state not in ScoringRun.ACTIVE:
        raise RuleBroken(_("This run is over."))
    run.state, run.finished_at = ScoringRun.State.CANCELLED, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    RunInputs.objects.filter(run=run).delete()
    return run
