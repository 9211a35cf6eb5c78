"""Odd numbers and closed pipes end a command in a word, not in a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("seconds", ["nan", "inf", "-inf", "0", "-1"])
def test_a_time_limit_is_a_number_above_zero(seconds: str) -> None:
    with pytest.raises(CommandError, match="number of seconds above 0") as error:
        call_command("plan", "nowhere", f"--time-limit={seconds}")
    assert "\n" not in str(error.value)


def test_suggest_category_stops_when_nobody_reads_on() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", "suggest_category", "--top", "1"],
            input=b"coffee\n" * 200,
            stdout=closed,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
