"""What runs before anything is installed."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.launch import environment, port
from config.services.control import ROOT


def test_a_free_port_is_no_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
        assert port.problem(str(number)) == (
            f"port {number} is in use; choose another: make demo PORT={number + 1}"
        )
    assert port.problem(str(number)) is None


@pytest.mark.parametrize("text", ["", "0", "65536", "http", "-1"])
def test_what_is_no_port_is_said_in_one_line(text: str) -> None:
    said = port.problem(text)

    assert said
    assert said.startswith(f"PORT={text} is not a port; choose one from 1024")


@pytest.mark.parametrize("script", ["port.py", "environment.py", "health.py"])
def test_scripts_run_by_path_need_only_the_standard_library(script: str) -> None:
    code = f"import runpy; runpy.run_path('config/launch/{script}', run_name='loaded')"
    command = [sys.executable, "-I", "-S", "-c", code]

    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_a_missing_python_is_said_in_one_line() -> None:
    done = subprocess.run(
        ["make", "check", "PYTHON=/no such/python"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.12"
    )


def test_the_stamp_follows_the_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment.stamp()
    changed = tmp_path / "dev.txt"
    changed.write_bytes(environment.REQUIREMENTS.read_bytes() + b"# more\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", changed)

    assert environment.stamp() != before


def test_without_uv_and_ensurepip_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert not environment.install()
    said = capsys.readouterr().err.splitlines()[1:]
    assert len(said) == 1
    assert "has no ensurepip: install it (Debian, Ubuntu: apt install python3-venv)" in said[0]
