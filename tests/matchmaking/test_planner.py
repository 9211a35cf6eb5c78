"""The real thing: a worker makes a timetable; killed on the way, another one finishes it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psutil
import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.start_planning import start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.models import PlanningRun
from matchmaking.queries.planning_runs import at_work
from tests.factories.expo import MeetingTableFactory, open_edition
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SECONDS = 120


@pytest.fixture
def queue():
    """A queue of this test's own: others share the broker."""
    name = f"test-planner-{os.getpid()}"
    former = dict(current_app.conf.task_routes)
    route({"matchmaking.tasks.plan_edition": {"queue": f"{name}-planning"}})
    yield name
    route(former)


def route(routes: dict[str, Any]) -> None:
    """Also where a test before has sent a task: its router is kept with the old routes."""
    current_app.conf.task_routes = routes
    current_app.amqp.flush_routes()
    vars(current_app.amqp).pop("router", None)


@pytest.fixture
def planner(queue):
    """Starts a worker on the test's database and planning queue."""
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}"
        f"@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    env = {**os.environ, "DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL}
    env["FAIRLEAD_QUEUE"] = queue
    started = []

    def start():
        command = ["-m", "celery", "-A", "config", "worker", "--concurrency=1"]
        process = subprocess.Popen(
            [sys.executable, *command, "-Q", f"{queue}-planning", "-n", f"{queue}@localhost"],
            cwd=settings.BASE_DIR,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def edition():
    """Far more matches than room, so that the search takes all the time it is given."""
    made = open_edition(slots=8, match_threshold=0)
    run = ScoringRunFactory(edition=made, current=True)
    MeetingTableFactory.create_batch(4, edition=made)
    first = [MatchFactory(run=run, score=50 + n, blocks=[]) for n in range(12)]
    for n, one in enumerate(first):
        for other in first[n + 1 :]:
            score = 40 + (n * 31 + other.buyer_id * 17) % 59
            MatchFactory(
                run=run, exhibitor=one.exhibitor, buyer=other.buyer, score=score, blocks=[]
            )
    return made


def wait(run: PlanningRun, until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < deadline, (run.state, run.message, run.progress)
        time.sleep(0.2)
        run.refresh_from_db()


def kill(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The worker, its pool and nothing else; the solver has to see for itself."""
    family = psutil.Process(process.pid).children(recursive=True)
    solvers = [each for each in family if "matchmaking.scheduling.apart" in each.cmdline()]
    for pid in [*(each.pid for each in family if each not in solvers), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()
    return solvers


def test_a_run_outlives_its_worker_and_stops_when_told(edition, planner) -> None:
    run = start_planning(edition.pk, time_limit=600)
    first = planner()
    wait(run, lambda: run.state == "running")
    time.sleep(3)  # the solver's process is there
    solvers = kill(first)
    assert len(solvers) == 1
    wait(run, lambda: not at_work(run.pk))
    _gone, alive = psutil.wait_procs(solvers, timeout=20)
    assert not alive
    PlanningRun.objects.update(created_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    assert resume_runs() == 1
    planner()
    wait(run, lambda: run.attempts == 2 and run.found)
    if run.active:  # a quick machine may have proven the optimum
        stop_planning(run.pk, take=True)
    wait(run, lambda: not run.active)
    assert run.state == "done", run.message
    draft = run.schedule
    assert draft is not None
    assert draft.meetings.count() == 32
    assert draft.objective <= draft.bound
