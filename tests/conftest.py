"""What all tests share."""

import os
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("fairlead", deadline=None)
hypothesis.settings.load_profile("fairlead")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Passwords are hashed a million times elsewhere; people made by the hundred need it once."""
    # Workers share one cache, and each session begins with the same keys of rows.
    settings.CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_language() -> None:
    """A page leaves its reader's language behind in the thread; the next test has its own."""
    translation.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests and the browser's go first: what comes last is done by one worker
    while the others wait.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow and "browser" not in item.path.parts)


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """A module's tests go to one worker, and so do all of the browser's: they share a site."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return "tests/browser" if scope.startswith("tests/browser/") else scope


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder | None:
    """With `--dist loadscope`, as `make test` runs it."""
    return ByFolder(config, log) if config.getoption("dist") == "loadscope" else None
