"""Makes `.venv` from the pinned requirements. Run by path: standard library only.

`uv` installs; when it is not on the path, pip puts it into `.venv/bootstrap`, out of the way of
what is pinned. On machines where only pip knows the way to an index (pip.conf, PIP_… variables)
pip does the work. A stamp makes the second call a matter of milliseconds.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "fairlead-stamp"
UV = "uv==0.13.9"


def main() -> int:
    """The exit status; one line on stderr says what to do when it is not 0."""
    VENV.mkdir(exist_ok=True)
    with (VENV / "fairlead-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = stamp()
        if STAMP.is_file() and STAMP.read_text() == wanted and works(PYTHON):
            return 0
        STAMP.unlink(missing_ok=True)
        if not works(PYTHON) and not run([sys.executable, "-m", "venv", "--without-pip", VENV]):
            return fail(f"{sys.executable} cannot make a virtual environment in {VENV}")
        if not install():
            return 1
        STAMP.write_text(wanted)
    return 0


def stamp() -> str:
    """What the environment was made from: requirements and interpreter."""
    content = REQUIREMENTS.read_bytes() + sys.version.encode() + sys.prefix.encode()
    return hashlib.sha256(content).hexdigest()


def works(python: Path) -> bool:
    """Whether this is an interpreter of our version (its base may be gone, or another by now)."""
    script = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return False
    found = done.stdout.split()
    return found == [str(part) for part in sys.version_info[:2]]


def install() -> bool:
    """Install exactly the pinned packages, by uv or else by pip."""
    print("Installing the pinned packages into .venv (once)", file=sys.stderr)
    quiet: list[str | Path] = [] if sys.stderr.isatty() else ["--quiet"]
    pinned: list[str | Path] = [*quiet, "--require-hashes"]
    uv = shutil.which("uv") or bootstrap_uv()
    if uv and run([uv, "pip", "sync", *pinned, "--python", PYTHON, REQUIREMENTS]):
        return True
    pip = bootstrap_pip()
    if pip is None:
        fail(
            f"{sys.executable} has no ensurepip: install it (Debian, Ubuntu: "
            "apt install python3-venv) or put uv on the path"
        )
        return False
    print("uv could not; trying pip, which may know another way", file=sys.stderr)
    if run([pip, "-m", "pip", "--python", PYTHON, "install", *pinned, "-r", REQUIREMENTS]):
        return True
    fail("the packages cannot be installed: see above; pip needs a way to its index (pip.conf)")
    return False


def bootstrap_pip() -> Path | None:
    """An interpreter with pip, apart from the pinned packages."""
    folder = VENV / "bootstrap"
    python = folder / "bin" / "python"
    if works(python) and any(folder.glob("lib/python*/site-packages/pip/__main__.py")):
        return python
    if importlib.util.find_spec("ensurepip") is None:
        return None
    return python if run([sys.executable, "-m", "venv", "--clear", folder]) else None


def bootstrap_uv() -> str | None:
    """A uv of our own, pinned."""
    python = bootstrap_pip()
    if python is None or not run([python, "-m", "pip", "install", "--quiet", UV]):
        return None
    return str(python.parent / "uv")


def run(command: list[str | Path]) -> bool:
    """Whether the command succeeded; its words go to stderr."""
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run(command, stdout=sys.stderr, env=env, check=False).returncode == 0


def fail(line: str) -> int:
    """Say it, and the exit status 1."""
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as problem:
        sys.exit(fail(f"cannot make .venv: {problem}"))
