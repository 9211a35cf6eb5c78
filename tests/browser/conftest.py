"""Chromium, and a real server over the demo edition in a database of its own.

Without a Chromium the tests are skipped, unless BROWSER=insist (`make test-browser`). CHROMIUM
names one; else one on the path is used, or Playwright's own.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

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
    """A gunicorn over a copy of the worker's empty test database with the demo edition in it."""
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
    with (folder / "log").open("w+b") as log:
        if empty == "template1":
            migrate = [sys.executable, "manage.py", "migrate", "--no-input"]
            subprocess.run(
                migrate, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, check=True
            )
        edition = subprocess.run(
            [sys.executable, "-m", "tests.browser.edition"], cwd=settings.BASE_DIR,
            env=environment, stdout=subprocess.PIPE, stderr=log, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert edition.returncode == 0, (folder / "log").read_text()[-3000:]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}",
             "--threads=4", "--no-control-socket"],
            cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_for(f"{address}/healthz", server)
            yield Site(address, **json.loads(edition.stdout.splitlines()[-1]))
        finally:
            server.terminate()
            server.wait()
            _drop(name)


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
