"""The command is a thin door to `generate`."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_json_counts_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("generate_edition", str(tmp_path), "--size", "S", "--seed", "3", "--json")
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert (rows["exhibitors"], rows["products"], rows["buyers"]) == (100, 500, 300)


def test_its_own_folder_is_written_again(tmp_path: Path) -> None:
    call_command("generate_edition", str(tmp_path / "new"), "--seed", "1")
    call_command("generate_edition", str(tmp_path / "new"), "--seed", "2")
    assert 'slug = "generated-s-2"' in (tmp_path / "new" / "edition.toml").read_text("utf-8")


@pytest.mark.parametrize("name", ["notes.txt", "edition.toml"])
def test_what_it_did_not_make_is_left_alone(tmp_path: Path, name: str) -> None:
    kept = tmp_path / name
    kept.write_text('slug = "harbour-2027"\n')
    for place, words in ((tmp_path, "is not empty"), (kept, "is a file"), (kept / "x", "Not a")):
        with pytest.raises(CommandError, match=words) as error:
            call_command("generate_edition", str(place))
        assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert kept.read_text() == 'slug = "harbour-2027"\n'
