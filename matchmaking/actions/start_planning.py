"""Ask for a timetable."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition
from matchmaking.errors import RuleBroken
from matchmaking.models import PlanningRun, Schedule
from matchmaking.models.planning import LONGEST
from matchmaking.queries.planning_runs import at_work
from matchmaking.queue import enqueue

DEFAULT_SECONDS = 30.0


@transaction.atomic
def start_planning(
    edition_id: int,
    *,
    time_limit: float = DEFAULT_SECONDS,
    keep_id: int | None = None,
    afresh: bool = False,
    label: str = "",
    user: User | None = None,
    send: bool = True,
) -> PlanningRun:
    """A run that waits for a worker; with `send` off, for the caller to work on it.

    1. The edition's row is locked: two that ask at once wait for each other.
    2. A run that somebody works on is in the way; one that waits or was left is cancelled.
    3. The draft stays close to `keep_id`, else to the approved timetable, unless made `afresh`.

    RuleBroken for a time limit that is none, and for a schedule of another edition.
    """
    if not 0 < time_limit <= LONGEST:
        raise RuleBroken(_("The solver's time is above 0 and at most %d seconds.") % LONGEST)
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    _make_way(edition)
    run = PlanningRun.objects.create(
        edition=edition,
        time_limit=time_limit,
        keep=None if afresh else _kept(edition, keep_id),
        label=label,
        started_by=user,
    )
    if send:
        enqueue("plan_edition", run.pk)
    return run


def _kept(edition: Edition, keep_id: int | None) -> Schedule | None:
    if keep_id is None:
        return edition.schedules.filter(state=Schedule.State.APPROVED).first()
    keep = edition.schedules.filter(pk=keep_id).first()
    if keep is None:
        raise RuleBroken(
            _("Schedule %(id)s is not one of %(edition)s.")
            % {"id": keep_id, "edition": edition.slug}
        )
    return keep


def _make_way(edition: Edition) -> None:
    active = edition.planning_runs.active().select_for_update().first()
    if active is None:
        return
    if at_work(active.pk):
        raise RuleBroken(
            _("A timetable of %(edition)s is being made already: run %(id)s.")
            % {"edition": edition.slug, "id": active.pk}
        )
    active.state = PlanningRun.State.CANCELLED
    active.message = _("Replaced by a later one.")
    active.save(update_fields=["state", "message"])
