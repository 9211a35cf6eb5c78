"""Stop a scoring run."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from expo.models import Edition
from matchmaking.actions.forget_matches import forget_matches
from matchmaking.errors import RuleBroken
from matchmaking.models import RunInputs, ScoringRun


def cancel_scoring(run_id: int) -> ScoringRun:
    """What is shown stays what it was; what the run found is deleted, and parts that a worker is
    at are thrown away when done.

    RuleBroken for a run that is over.
    """
    run = _cancelled(run_id)
    forget_matches([run.pk])
    return run


@transaction.atomic
def _cancelled(run_id: int) -> ScoringRun:
    run = ScoringRun.objects.filter(pk=run_id).first()
    if run is not None:
        Edition.objects.select_for_update().get(pk=run.edition_id)
        run.refresh_from_db()
    if run is None or run.state not in ScoringRun.ACTIVE:
        raise RuleBroken(_("This run is over."))
    call_off(run)
    return run


def call_off(run: ScoringRun) -> None:
    """Call it with the edition's row locked for update: then no part is stored meanwhile or later.
    The matches are deleted after the commit, when nobody waits for the row.
    """
    run.state, run.finished_at = ScoringRun.State.CANCELLED, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    RunInputs.objects.filter(run=run).delete()
