"""The demo driver: what it starts ends with it, however it ends."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.services import control

pytestmark = pytest.mark.slow
SECONDS = 90
# The steps themselves are tested where they live, and all together in test_whole_demo.py.
WITHOUT_STEPS = """
import sys
from config.launch import __main__, demo, show
def prepare(driver, stack):
    driver.manage("A step", *sys.argv[2:])
    return {}, None
demo._prepare = prepare
show.summary = lambda state: None
sys.exit(__main__.main(["demo", *sys.argv[1:2]]))
"""
QUICK = ["check", "--tag", "models"]
LONG = ["shell", "-c", "import time; time.sleep(600)"]
FAILING = ["shell", "-c", "raise ValueError('no room left')"]


class Demo:
    """A driver under test, with a port and servers of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.output = var.parent / "output.txt"
        self.started: list[subprocess.Popen[str]] = []

    def start(self, flag: str, step: list[str]) -> subprocess.Popen[str]:
        env = {**os.environ, "FAIRLEAD_VAR": str(self.var), "PORT": str(self.port)}
        with self.output.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", WITHOUT_STEPS, flag, *step],
                cwd=control.ROOT, env=env, text=True, start_new_session=True,
                stdout=output, stderr=subprocess.PIPE,
            )  # fmt: skip
        self.started.append(process)
        return process

    def finish(self, process: subprocess.Popen[str]) -> tuple[int, str, str]:
        errors = process.communicate(timeout=SECONDS)[1]
        return process.returncode, self.output.read_text(encoding="utf-8"), errors

    def wait(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < deadline
            assert self.started[-1].poll() is None, self.started[-1].communicate()
            time.sleep(0.1)

    def serves(self) -> bool:
        """The driver says so, and it is true."""
        if "Ctrl-C stops everything" not in self.output.read_text(encoding="utf-8"):
            return False
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
        except OSError:
            return False
        return True

    def family(self) -> list[psutil.Process]:
        """Every process that has this folder in its environment: workers, web, servers."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                own = process.environ().get("FAIRLEAD_VAR") == str(self.var)
                inside = process.cwd().startswith(f"{self.var}{os.sep}")
                alive = process.status() != psutil.STATUS_ZOMBIE
                if alive and (own or inside):
                    found.append(process)
        return found

    def runs(self, word: str) -> bool:
        for process in self.family():
            with contextlib.suppress(psutil.Error):
                if word in process.cmdline():
                    return True
        return False


@pytest.fixture
def demo(var: Path) -> Iterator[Demo]:
    made = Demo(var)
    yield made
    for process in made.started:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_with_status_0_and_no_process_left(demo: Demo, number: int) -> None:
    driver = demo.start("", QUICK)
    demo.wait(demo.serves)
    driver.send_signal(number)

    status, out, errors = demo.finish(driver)

    assert status == 0, errors
    assert f"http://127.0.0.1:{demo.port}/admin/" in out
    assert "Traceback" not in errors
    assert demo.family() == []


def test_ctrl_c_in_a_step_stops_everything_without_a_traceback(demo: Demo) -> None:
    driver = demo.start("--exit", LONG)
    demo.wait(lambda: demo.runs("manage.py"))
    driver.send_signal(signal.SIGINT)

    status, _, errors = demo.finish(driver)

    assert (status, errors.strip()) == (130, "Stopped.")
    assert demo.family() == []


def test_a_failing_step_is_told_in_plain_words(demo: Demo) -> None:
    status, _, errors = demo.finish(demo.start("--exit", FAILING))

    assert status == 1
    assert errors.splitlines() == [
        "A step: failed.",
        "ValueError: no room left",
        f"(all of it: {demo.var / 'demo.log'})",
    ]
    assert demo.family() == []


def test_a_port_in_use_is_found_first(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", demo.port)):
        status, out, errors = demo.finish(demo.start("", QUICK))

    said = f"port {demo.port} is in use; choose another: make demo PORT={demo.port + 1}\n"
    assert (status, out, errors) == (1, "", said)
    assert not demo.var.exists()


def test_a_second_demo_at_once_is_refused_and_harms_nothing(demo: Demo) -> None:
    first = demo.start("--exit", LONG)
    demo.wait(lambda: demo.runs("manage.py"))

    status, _, errors = demo.finish(demo.start("--exit", QUICK))

    assert (status, errors) == (
        1,
        f"make demo runs here already (process {first.pid}): end it first\n",
    )
    assert demo.runs("manage.py")
    first.send_signal(signal.SIGTERM)
    assert demo.finish(first)[0] == 130


@pytest.mark.parametrize("whom", ["driver", "everything"])
def test_after_a_kill_the_next_demo_works_and_leaves_nothing(demo: Demo, whom: str) -> None:
    killed = demo.start("", QUICK)
    demo.wait(demo.serves)
    for process in demo.family() if whom == "everything" else [psutil.Process(killed.pid)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    killed.communicate()

    driver = demo.start("", QUICK)
    demo.wait(lambda: demo.runs("gunicorn") and demo.serves())
    workers = [each for each in demo.family() if "worker" in each.cmdline()]
    assert {each.ppid() for each in workers} - {each.pid for each in workers} == {driver.pid}
    driver.send_signal(signal.SIGINT)

    assert demo.finish(driver)[0] == 0
    assert demo.family() == []


def test_servers_started_before_stay(demo: Demo) -> None:
    before = control.start(demo.var, durable=False)

    assert demo.finish(demo.start("--exit", QUICK))[0] == 0
    assert control.start(demo.var, durable=False) == before
