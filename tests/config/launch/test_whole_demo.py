"""`make demo DEMO_FLAGS=--exit`, every step of it, twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.services import control


@pytest.mark.slow
def test_the_second_run_duplicates_nothing(var: Path) -> None:
    command = [sys.executable, "-m", "config.launch", "demo", "--exit"]
    env = {**os.environ, "FAIRLEAD_VAR": str(var), "COLUMNS": "120"}
    runs = [
        subprocess.run(
            command, cwd=control.ROOT, env=env, capture_output=True, text=True, check=False,
            timeout=300,
        )
        for _ in range(2)
    ]  # fmt: skip

    assert [(run.returncode, run.stderr) for run in runs] == [(0, ""), (0, "")]
    assert "Scoring" in runs[0].stdout
    assert "Scoring" not in runs[1].stdout
    summaries = [run.stdout[run.stdout.index("Edition ") :] for run in runs]
    assert summaries[0] == summaries[1]
