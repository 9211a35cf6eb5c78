"""Planning runs: one at a time, stopped in words, taken up again, never a traceback."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from matchmaking.actions import plan_edition as planning
from matchmaking.actions.plan_edition import MOST_ATTEMPTS, plan_edition
from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.start_planning import start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.errors import RuleBroken
from matchmaking.models import PlanningRun
from matchmaking.models.planning import LOCKS
from matchmaking.queries.planning_runs import at_work, hold
from matchmaking.scheduling import apart
from matchmaking.scheduling.apart import SolverDied
from matchmaking.scheduling.problem import Progress
from tests.factories.accounts import OrganizerFactory
from tests.factories.matchmaking import MeetingRequestFactory, PlanningRunFactory


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What was handed to Celery; the broker itself has a test of its own."""
    tasks = []
    for action in ("start_planning", "resume_runs"):
        monkeypatch.setattr(
            f"matchmaking.actions.{action}.enqueue", lambda *task: tasks.append(task)
        )
    return tasks


@pytest.fixture
def elsewhere(transactional_db):
    """Another worker's connection."""
    other = connection.copy()
    yield other
    other.close()


def lock(other, run):
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, run.pk])


def solver(monkeypatch, solve):
    monkeypatch.setattr("matchmaking.actions.plan_edition.solve_apart", solve)


def test_a_run_goes_to_the_workers_and_ends_with_a_draft(edition, sent):
    MeetingRequestFactory(
        edition=edition, exhibitor=edition.exhibitors.first(), buyer=edition.buyers.first()
    )
    user = OrganizerFactory()
    run = start_planning(edition.pk, time_limit=3, label="Two halls", user=user)
    assert sent == [("plan_edition", run.pk)]
    run = plan_edition(run.pk)
    assert (run.state, run.attempts, run.schedule.label) == ("done", 1, "Two halls")
    assert (run.schedule.created_by, len(run.schedule.stamp)) == (user, 64)
    assert run.progress[-1][1:] == [run.schedule.objective, run.schedule.bound]
    assert run.begun_at is not None
    assert run.finished_at is not None
    assert run.begun_at <= run.finished_at


def test_a_run_is_done_once(edition):
    run = start_planning(edition.pk, time_limit=1)
    plan_edition(run.pk)
    plan_edition(run.pk)
    assert edition.schedules.count() == 1


def test_a_run_that_waits_makes_way_for_a_later_one(edition):
    first = start_planning(edition.pk)
    second = start_planning(edition.pk)
    first.refresh_from_db()
    assert (first.state, first.message) == ("cancelled", "Replaced by a later one.")
    assert second.state == "pending"


@pytest.mark.parametrize("seconds", [0, -1, 3001, float("nan"), float("inf")])
def test_the_solvers_time_has_limits(edition, seconds):
    with pytest.raises(RuleBroken, match="at most 3000 seconds"):
        start_planning(edition.pk, time_limit=seconds)


def test_a_run_at_work_is_in_the_way_of_another(edition, elsewhere):
    run = start_planning(edition.pk)
    assert not at_work(run.pk)
    lock(elsewhere, run)
    assert at_work(run.pk)
    with pytest.raises(RuleBroken, match=f"being made already: run {run.pk}"):
        start_planning(edition.pk)
    assert plan_edition(run.pk).state == "pending"


def test_a_worker_that_dies_lets_go(edition, elsewhere, sent):
    run = PlanningRunFactory(edition=edition, state="running", attempts=1)
    lock(elsewhere, run)
    PlanningRun.objects.update(created_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    assert resume_runs() == 0
    elsewhere.close()
    assert resume_runs() == 1
    assert sent == [("plan_edition", run.pk)]
    assert plan_edition(run.pk).state == "done"


def test_a_run_that_kills_its_workers_is_given_up(edition):
    made = PlanningRunFactory(edition=edition, state="running", attempts=MOST_ATTEMPTS)
    run = plan_edition(made.pk)
    assert (run.state, run.message) == ("failed", "Its workers died, 3 times.")


def test_a_waiting_run_is_cancelled_at_once(edition):
    run = start_planning(edition.pk)
    stop_planning(run.pk)
    assert plan_edition(run.pk).state == "cancelled"
    assert not edition.schedules.exists()
    with pytest.raises(RuleBroken, match="over"):
        stop_planning(run.pk)


def test_what_is_not_there_cannot_be_taken(edition):
    with pytest.raises(RuleBroken, match="Nothing has been found"):
        stop_planning(start_planning(edition.pk).pk, take=True)


def test_a_search_at_work_hears_the_word(edition, monkeypatch):
    run = start_planning(edition.pk)
    with hold(run.pk):
        with pytest.raises(RuleBroken, match="Nothing has been found"):
            stop_planning(run.pk, take=True)
        PlanningRun.objects.update(progress=[[0.1, None, 9], [0.2, 3, 9]])
        stop_planning(run.pk, take=True)
        run.refresh_from_db()
        assert (run.state, run.stop) == ("pending", "take")
    monkeypatch.setattr(planning, "BEAT_SECONDS", 0)

    def asked(problem, *, stop, progress, **_options):
        progress(Progress(3, 9, 0.5))
        PlanningRun.objects.filter(pk=run.pk).update(stop="cancel")
        stop()

    solver(monkeypatch, asked)
    over = plan_edition(run.pk)
    assert (over.state, over.progress) == ("cancelled", [[0.5, 3, 9]])
    assert not edition.schedules.exists()


def test_cancelled_after_the_last_sign_nothing_is_stored(edition, monkeypatch):
    def solve(problem, **_options):
        found = apart.solve_apart(problem, time_limit=2)
        PlanningRun.objects.update(stop="cancel")
        return found

    run = PlanningRunFactory(edition=edition)
    solver(monkeypatch, solve)
    over = plan_edition(run.pk)
    assert (over.state, over.schedule) == ("cancelled", None)
    assert not edition.schedules.exists()


def test_cancelled_while_its_worker_was_dead(edition):
    run = PlanningRunFactory(edition=edition, state="running", stop="cancel")
    assert plan_edition(run.pk).state == "cancelled"


def test_a_solver_that_dies_leaves_its_words(edition, monkeypatch):
    def dies(*_args, **_options):
        raise SolverDied("it needed more than 4096 MiB of memory")

    solver(monkeypatch, dies)
    run = plan_edition(start_planning(edition.pk).pk)
    assert run.message == "The solver gave up: it needed more than 4096 MiB of memory."


def test_an_error_of_ours_fails_the_run_and_is_told(edition, monkeypatch):
    solver(monkeypatch, lambda *_args, **_options: 1 / 0)
    run = start_planning(edition.pk)
    with pytest.raises(ZeroDivisionError):
        plan_edition(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", "ZeroDivisionError: division by zero")
    assert not at_work(run.pk)


def test_wishes_in_a_circle_are_named(edition):
    pairs = list(zip(edition.exhibitors.all(), edition.buyers.all(), strict=True))
    first, second = (
        MeetingRequestFactory(edition=edition, exhibitor=exhibitor, buyer=buyer)
        for exhibitor, buyer in pairs
    )
    first.after.add(second)
    second.after.add(first)
    run = plan_edition(start_planning(edition.pk).pk)
    assert run.state == "failed"
    assert "contradicts itself" in run.message
    assert any(f"{exhibitor} – {buyer}" in run.message for exhibitor, buyer in pairs)


def test_the_words_are_those_of_whoever_asked(edition, monkeypatch):
    spoken = []

    def dies(*_args, **_options):
        spoken.append(get_language())
        raise SolverDied

    solver(monkeypatch, dies)
    plan_edition(start_planning(edition.pk, user=OrganizerFactory(language="fr")).pk)
    plan_edition(start_planning(edition.pk).pk)
    assert spoken == ["fr", "en"]


def test_progress_is_thinned_but_keeps_both_ends(edition):
    watch = planning._Watch(PlanningRunFactory(edition=edition), None)
    for second in range(1000):
        watch.heard(Progress(second, 2000 - second, second))
    assert len(watch.points) <= planning.MOST_POINTS
    assert (watch.points[0][0], watch.points[-1][0]) == (0, 999)
    seconds = [point[0] or 0 for point in watch.points]
    assert seconds == sorted(seconds)
