"""Chromium, and a real server and worker over the demo edition in a database of its own.

Without a Chromium the tests are skipped, unless BROWSER=insist (`make test-browser`). CHROMIUM
names one; else one on the path is used, or Playwright's own.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import IO, Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from config.launch.chromium import find
from tests.browser.site import Site

SECONDS = 900  # to make the edition, on a busy machine
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-quic"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = find()
    if found is None:
        said = "no Chromium: `make test-browser` installs one, or CHROMIUM= names it"
        if os.environ.get("BROWSER") == "insist":
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def site(
    chromium_path: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:  # fmt: skip
    """A gunicorn and a worker over a copy of the worker's empty test database with the demo
    edition in it.
    """
    folder = tmp_path_factory.mktemp("browser")
    values = connection.settings_dict
    original = str(values["NAME"])
    name = f"{original}_browser"
    connections.close_all()
    # pytest-django makes no database where no test that runs is marked as using one.
    empty = original if original.startswith("test_") else "template1"
    _copy_database(empty, name)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, "FAIRLEAD_ENV": "demo", "FAIRLEAD_QUEUE": name, "EMBEDDER": "none",
        "DJANGO_SETTINGS_MODULE": "config.settings", "SITE_URL": address,
        "EMAIL_FOLDER": str(folder), "DATABASE_URL": _url(name),
    }  # fmt: skip
    with (folder / "log").open("w+b") as log, contextlib.ExitStack() as stack:
        stack.callback(_drop, name)
        started = _Starter(environment, log)
        if empty == "template1":
            started.run("manage.py", "migrate", "--no-input")
        said = started.run("-m", "tests.browser.edition")
        server = stack.enter_context(started.process("gunicorn", "config.wsgi",
            f"--bind=127.0.0.1:{port}", "--threads=4", "--no-control-socket"))  # fmt: skip
        # What is asked of it while typing, matched anew, planned, or sent by e-mail.
        stack.enter_context(started.process("celery", "-A", "config", "worker", "--pool=solo",
            "--loglevel=WARNING", "--without-gossip", "--without-mingle",
            f"--hostname={name}@%h"))  # fmt: skip
        _wait_for(f"{address}/healthz", server)
        yield Site(address, folder, environment, **json.loads(said.splitlines()[-1]))


class _Starter:
    """Starts the project's commands in an environment; what they say on stderr goes to a log."""

    def __init__(self, environment: dict[str, str], log: IO[bytes]) -> None:
        self._log = log
        self._how: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": environment, "stderr": log}

    def run(self, *command: str) -> bytes:
        """Its stdout, once it has ended well."""
        done = subprocess.run(
            [sys.executable, *command], stdout=subprocess.PIPE, timeout=SECONDS, check=False,
            **self._how,
        )  # fmt: skip
        self._log.seek(0)
        assert done.returncode == 0, self._log.read().decode()[-3000:]
        return bytes(done.stdout)

    @contextlib.contextmanager
    def process(self, *module: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Ends it with the block."""
        process = subprocess.Popen([sys.executable, "-m", *module], stdout=self._log, **self._how)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def browser(chromium_path: str, site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


def _url(name: str) -> str:
    values = connection.settings_dict
    at = f"{values['HOST']}:{values['PORT']}"
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{at}/{name}"


def _copy_database(original: str, name: str) -> None:
    _drop(name)
    with psycopg.connect(_url("postgres"), autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(original)
            )
        )


def _drop(name: str) -> None:
    with psycopg.connect(_url("postgres"), autocommit=True) as admin:
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        admin.execute(command.format(sql.Identifier(name)))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (our own address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the web server does not answer")
