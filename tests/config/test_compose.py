"""docker-compose.yml without a container engine: its own commands, as plain processes.

Only names of machines, ports, passwords and the folder for temporary files are replaced.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from django.conf import settings

from config.services import control
from config.services.addresses import broker_url, postgres_url
from config.services.control import ROOT
from config.services.state import State

SECONDS = 90
PLAIN = ("migrate", "web", "worker", "planner", "fresh", "beat")
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([?-])([^}]*))?\}")
SITE = "expo.example"


def parsed() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def filled(text: str, values: dict[str, str]) -> str:
    """What Compose makes of `${NAME}`, `${NAME:?why}`, `${NAME:-default}` and `$$`."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        if name is None:
            return "$"
        return values.get(name) or (rest if kind == "-" else values[name])

    return VARIABLE.sub(value, text)


def test_every_secret_must_be_given() -> None:
    text = (ROOT / "docker-compose.yml").read_text()

    wanted = {name for name, kind, _ in VARIABLE.findall(text) if kind == "?"}
    assert wanted == {"SECRET_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
    defaults = {name for name, kind, _ in VARIABLE.findall(text) if kind == "-"}
    embedder = {"EMBEDDER", "EMBEDDER_URL", "EMBEDDER_MODEL", "EMBEDDER_KEY"}
    mail = {"DEFAULT_FROM_EMAIL", "EMAIL_URL"}
    assert (
        defaults
        == {"CSRF_TRUSTED_ORIGINS", "PLANNING_MEMORY", "PORT", "SITE_URL"} | mail | embedder
    )


def test_each_service_waits_for_what_it_needs() -> None:
    services = parsed()["services"]
    needs = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }

    healthy = {"postgres": "service_healthy", "valkey": "service_healthy"}
    ready = {**healthy, "migrate": "service_completed_successfully"}
    assert needs == {
        "postgres": {},
        "valkey": {},
        "migrate": {"postgres": "service_healthy"},
        "web": ready,
        "worker": ready,
        "planner": ready,
        "fresh": ready,
        "beat": ready,
    }
    answering = (*healthy, "worker", "planner", "fresh")
    assert all("test" in services[name]["healthcheck"] for name in answering)


def test_workers_share_the_queues() -> None:
    """What one does not serve, others do, by the names that the settings give."""
    services = parsed()["services"]
    said = {name: " ".join(services[name]["command"]) for name in ("worker", "planner", "fresh")}
    assert f"--exclude-queues {settings.PLANNING_QUEUE},{settings.FRESH_QUEUE} " in said["worker"]
    assert f"--queues {settings.PLANNING_QUEUE} " in said["planner"]
    assert f"--queues {settings.FRESH_QUEUE} " in said["fresh"]


def test_the_image_runs_as_a_user_of_its_own_and_builds_nothing_in_its_last_stage() -> None:
    text = (ROOT / "Dockerfile").read_text()
    last = text[text.rindex("\nFROM ") :]

    assert text.count("\nFROM ") == 2
    assert "\nUSER fairlead\n" in last
    assert "\nHEALTHCHECK " in last
    assert not re.search(r"apt|pip|gcc|build-essential", last)
    command = json.loads(last[last.rindex("\nCMD ") + 5 :].replace("\\\n", ""))
    assert command == parsed()["services"]["web"]["command"]


class Stack:
    """The services of docker-compose.yml that run Fairlead, on servers reached by URL."""

    def __init__(self, servers: State, folder: Path) -> None:
        assert servers.postgres
        assert servers.broker
        self.folder = folder
        self.untouched = folder / "untouched"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.postgres, self.broker = postgres_url(servers.postgres), broker_url(servers.broker)
        self.values = {
            "SECRET_KEY": "x7" * 30,
            "ALLOWED_HOSTS": SITE,
            "POSTGRES_PASSWORD": servers.postgres.password,
            "VALKEY_PASSWORD": servers.broker.password,
        }
        self.services = parsed()["services"]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def here(self, text: str) -> str:
        """The same words, on this machine."""
        for there, here in (
            (f"{self.values['POSTGRES_PASSWORD']}@postgres:5432", self.postgres.split(":", 2)[2]),
            (f"{self.values['VALKEY_PASSWORD']}@valkey:6379/0", self.broker.split(":", 2)[2]),
            ("0.0.0.0:8000", f"127.0.0.1:{self.port}"),
            ("/tmp/", f"{self.folder}/"),  # noqa: S108 (the container's)
        ):
            text = text.replace(there, here.removesuffix("/fairlead"))
        return text

    def start(self, name: str) -> subprocess.Popen[bytes]:
        service = self.services[name]
        given = {key: filled(value, self.values) for key, value in service["environment"].items()}
        env = {key: self.here(value) for key, value in given.items()}
        python, *arguments = service["command"]
        assert python == "python"
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *(self.here(filled(each, self.values)) for each in arguments)],
                cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "FAIRLEAD_VAR": str(self.untouched), **env},
            )  # fmt: skip
        return self.processes[name]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def ready(self) -> tuple[int, str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/readyz", headers={"Host": SITE}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (ours)
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()


@pytest.fixture
def stack(open_folder: Path, cleaned: Callable[[Path], Path], tmp_path: Path) -> Iterator[Stack]:
    made = Stack(control.start(cleaned(open_folder / "servers"), durable=False), tmp_path)
    yield made
    made.stop()


@pytest.mark.slow
def test_the_same_commands_get_ready_as_plain_processes(stack: Stack) -> None:
    assert stack.start("migrate").wait(timeout=SECONDS) == 0, stack.log("migrate")
    for name in PLAIN[1:]:
        stack.start(name)
    deadline = time.monotonic() + SECONDS
    while (answer := stack.ready())[0] != 200:
        for name in PLAIN[1:]:
            assert stack.processes[name].poll() is None, stack.log(name)
        assert time.monotonic() < deadline, answer
        time.sleep(0.3)

    check = [sys.executable, "config/launch/health.py", "/healthz"]
    env = {"PORT": str(stack.port), "ALLOWED_HOSTS": SITE}
    assert subprocess.run(check, cwd=ROOT, env=env, check=False).returncode == 0
    alive = [process.pid for process in stack.processes.values() if process.poll() is None]
    children = [each for pid in alive for each in psutil.Process(pid).children(recursive=True)]
    stack.stop()

    assert {name: process.returncode for name, process in stack.processes.items()} == dict.fromkeys(
        PLAIN, 0
    )
    assert [each for each in children if each.is_running() and "celery" in each.cmdline()] == []
    assert not stack.untouched.exists()
