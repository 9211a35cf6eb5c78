"""What is known of the servers between two commands: `var/services.json`, mode 0600."""

import contextlib
import dataclasses
import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.services.errors import ServiceError

LOCK_SECONDS = 180


@dataclasses.dataclass(frozen=True)
class Server:
    """One server's address and place. `pid` is None while it is stopped."""

    port: int
    password: str
    folder: str
    pid: int | None = None
    host: str = "127.0.0.1"
    user: str = ""
    database: str = ""


@dataclasses.dataclass(frozen=True)
class State:
    """Both servers; None where nothing is known."""

    postgres: Server | None = None
    broker: Server | None = None


def var_folder(root: Path) -> Path:
    """The folder of everything generated: FAIRLEAD_VAR, or `var` in the clone."""
    return (root / (os.environ.get("FAIRLEAD_VAR") or "var")).resolve()


def read(var: Path) -> State:
    """The stored state; an empty one when the file is missing, damaged or of another clone."""
    try:
        stored = json.loads((var / "services.json").read_text(encoding="utf-8"))
        if stored["var"] != str(var):  # the clone was copied or moved: those servers aren't ours
            return State()
        servers = {
            name: Server(**stored[name]) if stored.get(name) else None
            for name in ("postgres", "broker")
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return State()
    return State(**servers)


def write(var: Path, state: State) -> None:
    """Replace the stored state in one step."""
    content = {"var": str(var), **dataclasses.asdict(state)}
    replace_file(var / "services.json", json.dumps(content, indent=2) + "\n")


def replace_file(path: Path, text: str) -> None:
    """Write `path` with mode 0600 so that readers see the old or the new text, never half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def make_var(var: Path) -> None:
    """Create the folder; ServiceError where that isn't allowed."""
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceError(
            f"cannot create {var} ({error.strerror}): set FAIRLEAD_VAR to a folder you can write to"
        ) from error


@contextlib.contextmanager
def locked(var: Path) -> Iterator[None]:
    """Let one process at a time start or stop the servers of this folder."""
    make_var(var)
    try:
        file = (var / "services.lock").open("a", encoding="utf-8")
    except OSError as error:
        raise ServiceError(
            f"cannot write in {var} ({error.strerror}): run as its owner, or set FAIRLEAD_VAR"
        ) from error
    with file:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ServiceError(
                        f"another start or stop has held {file.name} for {LOCK_SECONDS} s: "
                        "wait for it or end it"
                    ) from None
                time.sleep(0.1)
        yield
