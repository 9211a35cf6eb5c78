"""Have the solver make a draft timetable."""

from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from matchmaking.actions.store_draft import store_draft
from matchmaking.errors import RuleBroken
from matchmaking.models import PlanningRun
from matchmaking.queries.plan_words import no_timetable, said
from matchmaking.queries.planning_input import Planning, load_planning
from matchmaking.queries.planning_runs import hold
from matchmaking.queries.planning_stamp import stamp_of
from matchmaking.scheduling.apart import SolverDied, solve_apart
from matchmaking.scheduling.problem import ProblemError, Progress, Solution

MOST_ATTEMPTS = 3
MOST_POINTS = 120
BEAT_SECONDS = 1.0

Heard = Callable[[Progress], None]


class _CancelledError(Exception):
    """The organizer wants no timetable any more."""


def plan_edition(run_id: int, *, heard: Heard | None = None) -> PlanningRun:
    """Work on a run until it is over; left alone where it is, or another worker has it.

    1. Hold its lock. A worker that died held it no longer: the run starts again, three times.
    2. Read the edition as a problem and solve it in a process of its own, best value and bound
       going to the database every second, where the word to stop comes from.
    3. Have the independent checker recompute everything.
    4. Store draft and meetings and finish the run, in one transaction.

    What the rules refuse, and a solver that died, end up as the run's message in the language of
    whoever started it. `heard` is told every sign of the search.
    """
    with hold(run_id) as held:
        if held and _begun(run_id):
            run = PlanningRun.objects.with_names().get(pk=run_id)
            language = run.started_by.language if run.started_by else ""
            with translation.override(language or translation.get_language()):
                _work(run, heard)
    return PlanningRun.objects.with_names().get(pk=run_id)


def _begun(run_id: int) -> bool:
    """Claims an open run; one cancelled or tried too often meanwhile is over.

    Each step looks at the row as it is by then: a word to cancel is never written over.
    """
    runs = PlanningRun.objects.active().filter(pk=run_id)
    now = timezone.now()
    runs.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=PlanningRun.State.FAILED,
        finished_at=now,
        message=_("Its workers died, %d times.") % MOST_ATTEMPTS,
    )
    started = runs.exclude(stop=PlanningRun.Stop.CANCEL).update(
        state=PlanningRun.State.RUNNING,
        attempts=F("attempts") + 1,
        begun_at=now,
        stop="",
        progress=[],
    )
    if not started:
        runs.update(state=PlanningRun.State.CANCELLED, finished_at=now)
    return bool(started)


def _work(run: PlanningRun, heard: Heard | None) -> None:
    try:
        _plan(run, heard)
    except _CancelledError:
        _over(run, PlanningRun.State.CANCELLED, "")
    except (RuleBroken, SolverDied) as refusal:
        _over(run, PlanningRun.State.FAILED, _in_words(refusal))
    except Exception as error:
        _over(run, PlanningRun.State.FAILED, f"{type(error).__name__}: {error}")
        raise


def _in_words(refusal: Exception) -> str:
    if isinstance(refusal, SolverDied):
        return _("The solver gave up: %(why)s.") % {"why": refusal}
    return str(refusal)


def _over(run: PlanningRun, state: str, message: str) -> None:
    PlanningRun.objects.active().filter(pk=run.pk).update(
        state=state, message=message, finished_at=timezone.now()
    )


def _plan(run: PlanningRun, heard: Heard | None) -> None:
    # Taken before reading: what changes meanwhile makes the draft look old, never new.
    stamp = stamp_of(run.edition)
    planning = load_planning(run.edition, run.keep)
    watch = _Watch(run, heard)
    solution = _solved(planning, run, watch)
    if solution.status not in {"OPTIMAL", "FEASIBLE"}:
        raise RuleBroken(no_timetable(planning, solution))
    watch.end(solution)
    with transaction.atomic():
        # Whoever cancels from now on is told that the run is over.
        active = PlanningRun.objects.active().select_for_update().filter(pk=run.pk)
        if not active.exclude(stop=PlanningRun.Stop.CANCEL).exists():
            raise _CancelledError
        draft = store_draft(run, planning, solution, stamp)
        _over(run, PlanningRun.State.DONE, "")
        PlanningRun.objects.filter(pk=run.pk).update(schedule=draft)


def _solved(planning: Planning, run: PlanningRun, watch: "_Watch") -> Solution:
    try:
        return solve_apart(
            planning.problem,
            time_limit=run.time_limit,
            progress=watch.heard,
            stop=watch.told_to_stop,
            memory=settings.PLANNING_MEMORY,
        )
    except ProblemError as error:
        raise RuleBroken(said(planning, error)) from error


class _Watch:
    """Between the solver and the run's row."""

    def __init__(self, run: PlanningRun, heard: Heard | None) -> None:
        self.row = PlanningRun.objects.filter(pk=run.pk)
        self.tell = heard
        self.points: list[list[float | None]] = []
        self.last = monotonic()

    def heard(self, sign: Progress) -> None:
        """Keeps a point; beyond `MOST_POINTS` every other one goes, first and last stay."""
        self.points.append([round(sign.seconds, 2), sign.objective, sign.bound])
        if len(self.points) > MOST_POINTS:
            self.points[1:-1] = self.points[1:-1:2]
        if self.tell:
            self.tell(sign)

    def told_to_stop(self) -> bool:
        """Writes down what was heard, once a second, and reads what was said.

        _CancelledError where the run is cancelled or its row gone.
        """
        if monotonic() - self.last < BEAT_SECONDS:
            return False
        self.last = monotonic()
        self.row.update(progress=self.points)
        words = self.row.active().values_list("stop", flat=True).first()
        if words is None or words == PlanningRun.Stop.CANCEL:
            raise _CancelledError
        return bool(words)

    def end(self, solution: Solution) -> None:
        """The answer is the last point, where no sign told it before."""
        last = [solution.objective, solution.bound]
        if not self.points or self.points[-1][1:] != last:
            self.points.append([round(solution.seconds, 2), *last])
        self.row.update(progress=self.points)
