"""`make test`: pytest on servers of its own, under `var/test`."""

import contextlib
import os
import subprocess
import sys

from config.launch import servers
from config.launch.children import only_one
from config.services.control import ROOT
from config.services.state import make_var, var_folder

# In the order in which tests/conftest.py puts them, the slow ones first.
PARALLEL = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
PATIENCE = 30  # seconds that pytest gets to end after Ctrl-C


def main(arguments: list[str]) -> int:
    """The exit status is pytest's own."""
    var = var_folder(ROOT) / "test"
    make_var(var)
    env = {**os.environ, "FAIRLEAD_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    with only_one(var, "test"), servers.running(var, durable=False):
        return _pytest([*PARALLEL, *arguments], env)


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    process = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=env)
    try:
        return process.wait()
    except KeyboardInterrupt:  # the terminal told pytest too: let it say its piece
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PATIENCE)
        process.kill()
        raise
