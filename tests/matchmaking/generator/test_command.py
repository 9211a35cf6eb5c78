"""The command is a thin door to `generate`."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command


def test_json_counts_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("generate_edition", str(tmp_path), "--size", "S", "--seed", "3", "--json")
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert (rows["exhibitors"], rows["products"], rows["buyers"]) == (100, 500, 300)
