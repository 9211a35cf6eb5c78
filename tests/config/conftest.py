"""Servers of a test's own, apart from those that the suite runs on."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.services import control
from config.services.places import outside_folders

SERVER_PROGRAMS = {"postgres", "valkey-server"}


@pytest.fixture(autouse=True)
def own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the suite's own servers are, the tests here say which are meant."""
    for name in ("DATABASE_URL", "REDIS_URL", "FAIRLEAD_VAR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="fairlead-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cleaned() -> Iterator[Callable[[Path], Path]]:
    """Registers a `var`: its servers end and its data goes when the test is over."""
    folders: list[Path] = []

    def register(var: Path) -> Path:
        folders.append(var)
        return var

    yield register
    for var in folders:
        control.clean(var)
        assert [folder for folder in outside_folders(var) if folder.exists()] == []
        assert _servers_in(var) == []


@pytest.fixture
def servers_in() -> Callable[[Path], list[psutil.Process]]:
    return _servers_in


@pytest.fixture
def modes_above() -> Callable[[Path], dict[str, int]]:
    return _modes_above


@pytest.fixture
def var(open_folder: Path, cleaned: Callable[[Path], Path]) -> Path:
    return cleaned(open_folder / "var")


def _servers_in(var: Path) -> list[psutil.Process]:
    """Live server processes that work below `var` or its folder outside the clone."""
    places = [str(folder) + os.sep for folder in (var, *outside_folders(var))]
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] in SERVER_PROGRAMS and process.cwd().startswith(tuple(places)):
                found.append(process)
    return found


def _modes_above(path: Path) -> dict[str, int]:
    """The mode of every folder above, to compare before and after."""
    return {str(folder): folder.stat().st_mode for folder in path.parents}
