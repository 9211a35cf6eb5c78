"""`make demo`: from an empty database to an approved timetable, then the web server."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.launch import children, port, servers, show
from config.launch.children import StepFailed
from config.services.control import ROOT
from config.services.state import make_var, var_folder

EDITION = ROOT / "demo" / "harbour-2027"
WEB_SECONDS = 60
# A command that knows how far it is prints lines "35/180 …" to stderr; they move the bar.
PROGRESS = re.compile(r"^(\d+)/(\d+)\b")


@dataclass(frozen=True)
class Driver:
    """What every step needs."""

    var: Path
    env: dict[str, str]

    @property
    def mark(self) -> str:
        """The worker's name: tells this folder's worker from any other on the machine."""
        return f"--hostname=demo-{self.var.stat().st_ino}@%h"

    def manage(
        self, label: str, *arguments: str, worker: subprocess.Popen[bytes] | None = None
    ) -> str:
        """Run a management command under a progress bar and return its stdout."""
        with show.progress(label) as move:

            def heard(line: str) -> None:
                if match := PROGRESS.match(line):
                    move(int(match[1]), int(match[2]))

            try:
                return children.run(
                    ["manage.py", *arguments],
                    env=self.env,
                    log=self.var / "demo.log",
                    watch=[worker] if worker else [],
                    heard=heard,
                )
            except StepFailed as error:
                said = str(error)
                if worker and worker.poll() is not None:
                    said = f"the Celery worker ended: {children.tail(self.var / 'worker.log')}"
                raise StepFailed(f"{label}: failed.\n{said}") from None

    def answer(
        self, label: str, *arguments: str, worker: subprocess.Popen[bytes] | None = None
    ) -> dict[str, Any]:
        """The JSON object on the last line of a command's stdout."""
        lines = self.manage(label, *arguments, "--json", worker=worker).strip().splitlines()
        try:
            answer: dict[str, Any] = json.loads(lines[-1])
        except (IndexError, ValueError):
            raise StepFailed(f"{label}: no JSON on the last line, {lines[-1:]}") from None
        return answer


def main(arguments: list[str]) -> int:
    """0 once served and stopped, or done with `--exit`; StepFailed and ServiceError else."""
    leave = "--exit" in arguments
    wanted = os.environ.get("PORT") or "8000"
    problem = None if leave else port.problem(wanted)
    if problem:
        raise StepFailed(problem)
    var = var_folder(ROOT)
    make_var(var)
    env = {**os.environ, "FAIRLEAD_ENV": "demo", "PYTHONUNBUFFERED": "1"}
    driver = Driver(var, env)
    with children.only_one(var, "demo"), contextlib.ExitStack() as stack:
        children.end_stale(driver.mark)
        children.end_stale(str(var / "web.pid"))
        # Gunicorn refuses to start over the number of a process that is dead but not yet reaped.
        (var / "web.pid").unlink(missing_ok=True)
        with show.progress("PostgreSQL and Valkey"):
            stack.enter_context(servers.running(var, durable=True))
        state, worker = _prepare(driver, stack)
        show.summary(state)
        if not leave:
            _serve(driver, stack, wanted, worker or _start_worker(driver, stack))
    return 0


def _prepare(
    driver: Driver, stack: contextlib.ExitStack
) -> tuple[dict[str, Any], subprocess.Popen[bytes] | None]:
    """Every step up to an approved timetable: what came of it, and the worker if one was needed."""
    driver.manage("Tables", "migrate", "--no-input")
    slug = driver.answer("Demo edition", "import_edition", str(EDITION))["edition"]
    state = driver.answer("State", "demo_state", slug)
    if state["approved"] is not None:
        return state, None
    worker = _start_worker(driver, stack)
    driver.answer("Scoring", "score", slug, "--wait", worker=worker)
    plan = driver.answer("Timetable", "plan", slug, "--time-limit", "6", worker=worker)
    driver.answer("Approval", "approve", str(plan["schedule"]), worker=worker)
    return driver.answer("State", "demo_state", slug), worker


def _start_worker(driver: Driver, stack: contextlib.ExitStack) -> subprocess.Popen[bytes]:
    return _start(
        driver, stack, "worker.log",
        ["-m", "celery", "-A", "config", "worker", "--concurrency=2", "--pool=prefork",
         "--loglevel=INFO", "--without-gossip", "--without-mingle", driver.mark],
    )  # fmt: skip


def _start(
    driver: Driver, stack: contextlib.ExitStack, log: str, command: list[str]
) -> subprocess.Popen[bytes]:
    """Start a process that ends with the driver."""
    with (driver.var / log).open("wb") as file:
        process = children.start(command, env=driver.env, output=file)

    def stop() -> None:
        with servers.uninterrupted():
            children.end(process)

    stack.callback(stop)
    return process


def _serve(
    driver: Driver,
    stack: contextlib.ExitStack,
    wanted: str,
    worker: subprocess.Popen[bytes],
) -> None:
    """Serve until Ctrl-C, SIGTERM, or the end of the web server or worker (StepFailed)."""
    web = _start(
        driver, stack, "web.log",
        ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{wanted}", "--threads=2",
         "--pid", str(driver.var / "web.pid"), "--no-control-socket", "--access-logfile=-"],
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{wanted}/healthz", web, driver.var / "web.log")
        show.addresses(f"http://127.0.0.1:{wanted}")
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping.", file=sys.stderr)
        return
    name, log = ("web server", "web.log") if web.poll() is not None else ("worker", "worker.log")
    raise StepFailed(f"the {name} ended: {children.tail(driver.var / log)}")


def _wait_for(address: str, web: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WEB_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (our own address)
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise StepFailed(f"the web server does not answer at {address}: {children.tail(log)}")
