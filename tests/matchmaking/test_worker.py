"""The real thing: a Celery worker of its own process scores an edition through the broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from kombu import Queue

from config import health
from matchmaking.actions.import_edition import import_edition
from matchmaking.management.commands import score
from matchmaking.models import Match, ScoringRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BOOT_SECONDS = 60
STOP_SECONDS = 120  # it finishes what it has begun: texts in the background take their time


@pytest.fixture
def queue():
    """A queue of this test's own: others share the broker."""
    name = f"test-{os.getpid()}"
    former = current_app.conf.task_default_queue
    current_app.conf.task_default_queue = name
    yield name
    current_app.conf.task_default_queue = former


@pytest.fixture
def worker(queue, request):
    """Works on the test's database and queues, or those that the parameter names alone."""
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}"
        f"@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    env = {**os.environ, "DATABASE_URL": address, "REDIS_URL": project.REDIS_URL}
    env["FAIRLEAD_QUEUE"] = queue
    name = f"{queue}@localhost"
    alone = ["-Q", f"{queue}{request.param}"] if hasattr(request, "param") else []
    arguments = ["-A", "config", "worker", "--concurrency=2", "-n", name, *alone]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", *arguments],
        cwd=project.BASE_DIR,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert any(current_app.control.ping([name], timeout=1) for _second in range(BOOT_SECONDS)), (
        "the worker did not start"
    )
    yield process
    process.terminate()
    process.wait(timeout=STOP_SECONDS)


def test_a_worker_scores_the_demo_edition(worker, capsys):
    demo = Path(project.BASE_DIR, "demo", "harbour-2027")
    import_edition(demo)
    call_command("score", "harbour-2027", "--wait")
    run = ScoringRun.objects.get()
    assert (run.state, run.needs, run.products) == ("done", 184, 501)
    assert run.pairs_scored == 184 * 501
    coffee = Match.objects.current().filter(buyer__ref="cn-hualin-mart").order_by("-score").first()
    assert coffee.exhibitor.ref == "et-gedeo-coffee"
    assert worker.poll() is None


@pytest.mark.parametrize("worker", ["-planning"], indirect=True)
def test_a_worker_of_another_queue_is_none_for_a_run(worker, queue):
    assert score._queue() == queue
    assert score._somebody_works(f"{queue}-planning")
    assert not score._somebody_works(queue)
    assert worker.poll() is None


def needed(queue, settings):
    """The product's queues, as this test calls them."""
    names = [queue, f"{queue}-planning", f"{queue}-fresh"]
    settings.CELERY_TASK_QUEUES = [Queue(name) for name in names]
    return names


def test_readiness_wants_every_queue_served(worker, queue, settings):
    needed(queue, settings)
    began = time.monotonic()
    assert health._worker() == ""
    assert time.monotonic() - began < health.WORKER_SECONDS  # it waits for no other worker
    assert worker.poll() is None


@pytest.mark.parametrize("worker", ["-planning"], indirect=True)
def test_readiness_names_the_queues_that_nobody_serves(worker, queue, settings):
    whole, _planning, fresh = needed(queue, settings)
    began = time.monotonic()
    assert health._worker() == f"no worker serves: {whole}, {fresh}"
    assert time.monotonic() - began < 3 * health.WORKER_SECONDS
    assert worker.poll() is None
