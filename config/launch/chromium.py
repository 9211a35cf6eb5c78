"""Finds a Chromium for the browser's tests, or installs one: `make test-browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.launch.children import StepFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """CHROMIUM, one on the path, or Playwright's own; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _playwrights()


def _playwrights() -> str | None:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(named) if named else Path.home() / ".cache" / "ms-playwright"
    builds = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return str(builds[-1]) if builds else None


def main(_: list[str]) -> int:
    """0 if there is one in the end; StepFailed with what to do if not."""
    if find():
        return 0
    if os.environ.get("CHROMIUM"):
        raise StepFailed(f"CHROMIUM={os.environ['CHROMIUM']} is no file.")
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        ways.append([*root, "apt-get", "install", "-y", "chromium", "fonts-noto-cjk",
                     "fonts-noto-core"])  # fmt: skip
    for command in reversed(ways):
        print(" ".join(command), file=sys.stderr)
        if subprocess.run(command, check=False).returncode == 0 and find():
            return 0
    raise StepFailed("No Chromium could be installed. Install one; CHROMIUM=/path/to/it names it.")
