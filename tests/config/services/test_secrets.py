"""The generated SECRET_KEY."""

import subprocess
import sys
from pathlib import Path

from config.services import control
from config.services.secrets import secret_key


def test_a_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path)

    assert len(first) > 50
    assert secret_key(tmp_path) == first
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret_key").touch()

    assert len(secret_key(tmp_path)) > 50


def test_processes_at_once_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from config.services.secrets import secret_key; "
        "print(secret_key(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=control.ROOT, stdout=subprocess.PIPE) for _ in range(3)]

    assert len({process.communicate()[0] for process in both}) == 1
