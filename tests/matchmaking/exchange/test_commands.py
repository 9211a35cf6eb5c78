"""The commands' answers: one JSON object on stdout, exit status 1 with any problem."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from expo.models import Category, Edition

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def test_import_answers_in_json(folder: Path, capsys: Capture) -> None:
    call_command("import_edition", str(folder), edition="other", json=True)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["edition"], answer["created"], answer["errors"]) == ("other", 21, [])


def test_problems_are_lines_and_exit_1(folder: Path, capsys: Capture) -> None:
    (folder / "halls.csv").write_text("ref,name\nH 1,Food\nH2,Coffee\n")
    with pytest.raises(SystemExit) as stop:
        call_command("import_edition", str(folder), json=True)
    captured = capsys.readouterr()
    assert stop.value.code == 1
    assert captured.err.startswith("halls.csv:2:ref: use 1–64 of the characters")
    assert json.loads(captured.out)["errors"][0] == {
        "file": "halls.csv",
        "line": 2,
        "column": "ref",
        "value": "H 1",
        "message": "use 1–64 of the characters A–Z a–z 0–9 . _ -",
    }
    assert not Edition.objects.exists()


def test_export_names_the_editions_there_are(folder: Path, tmp_path: Path) -> None:
    call_command("import_edition", str(folder))
    call_command("export_edition", "small", str(tmp_path / "out"))
    assert (tmp_path / "out" / "edition.toml").exists()
    with pytest.raises(CommandError, match="there are: small"):
        call_command("export_edition", "smal", str(tmp_path / "no"))


def test_the_shipped_tree_loads_once(capsys: Capture) -> None:
    call_command("load_categories", json=True)
    assert json.loads(capsys.readouterr().out)["errors"] == []
    assert Category.objects.get(scheme="hs", code="0901").parent == Category.objects.get(code="09")
    call_command("load_categories", json=True)
    again = json.loads(capsys.readouterr().out)
    assert (again["created"], again["updated"]) == (0, 0)


def test_a_tree_of_ones_own_needs_a_name(folder: Path) -> None:
    with pytest.raises(CommandError, match="--scheme"):
        call_command("load_categories", str(folder / "categories.csv"))
    call_command("load_categories", str(folder / "categories.csv"), scheme="own")
    assert Category.objects.filter(scheme="own").count() == 2
