"""Starting, adopting and stopping the embedded servers."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, LiteralString

import psutil
import psycopg
import pytest
import redis

from config.services import control, places, state
from config.services.addresses import broker_url, database_url, postgres_url, redis_url
from config.services.errors import ServiceError
from config.services.state import State

ServersIn = Callable[[Path], list[psutil.Process]]


def start(var: Path) -> State:
    return control.start(var, durable=False)


def place_in(var: Path) -> places.Place:
    state.make_var(var)
    return places.choose(var)


def ask(found: State, question: LiteralString) -> Any:
    assert found.postgres
    with psycopg.connect(postgres_url(found.postgres), autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def pids(found: State) -> tuple[int | None, int | None]:
    assert found.postgres
    assert found.broker
    return found.postgres.pid, found.broker.pid


def test_both_listen_on_the_loopback_only_and_want_a_password(var: Path) -> None:
    found = start(var)

    assert found.postgres
    assert found.broker
    assert (var / "services.json").stat().st_mode & 0o777 == 0o600
    for server in (found.postgres, found.broker):
        sockets = psutil.Process(server.pid).net_connections("all")
        listening = {each.laddr for each in sockets if each.status == psutil.CONN_LISTEN}
        assert listening == {("127.0.0.1", server.port)}
    assert ask(found, "SHOW unix_socket_directories") == ""
    wrong = postgres_url(found.postgres).replace(found.postgres.password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    with (
        contextlib.closing(redis.Redis(port=found.broker.port)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    with contextlib.closing(redis.from_url(broker_url(found.broker))) as client:
        assert client.ping()
        assert client.config_get("save") == {"save": ""}


def test_text_beyond_ascii_has_letters_case_and_trigrams(var: Path) -> None:
    found = start(var)

    assert ask(found, "SELECT version()").startswith("PostgreSQL 18")
    assert ask(found, "SELECT lower('ÉЖÖ')") == "éжö"
    ask(found, "CREATE EXTENSION pg_trgm")
    assert ask(found, "SELECT cardinality(show_trgm('绿茶'))") == 3


def test_a_second_start_adopts_the_first_and_stop_ends_both(
    var: Path, servers_in: ServersIn
) -> None:
    first = start(var)
    assert start(var) == first
    assert all(report.running for report in control.status(var).values())

    control.stop(var)
    control.stop(var)

    assert servers_in(var) == []
    assert not any(report.running for report in control.status(var).values())
    again = start(var)
    assert again.postgres
    assert first.postgres
    assert again.postgres.port == first.postgres.port


def test_data_survives_a_kill_of_everything(var: Path, servers_in: ServersIn) -> None:
    first = control.start(var, durable=True)
    ask(first, "CREATE TABLE kept AS SELECT 7 AS figure")
    for process in servers_in(var):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()

    again = start(var)

    assert ask(again, "SELECT figure FROM kept") == 7
    assert set(pids(again)).isdisjoint(pids(first))


@pytest.mark.parametrize("text", [None, "", '{"var": "/elsewhere"', '{"var": 1}', "[]"])
def test_a_lost_or_damaged_state_loses_no_data(
    var: Path, text: str | None, servers_in: ServersIn
) -> None:
    ask(start(var), "CREATE TABLE kept AS SELECT 7 AS figure")
    if text is None:
        (var / "services.json").unlink()
    else:
        (var / "services.json").write_text(text)

    assert ask(start(var), "SELECT figure FROM kept") == 7
    assert len([each for each in servers_in(var) if each.info["name"] == "valkey-server"]) == 1


def test_a_wrong_password_in_the_state_is_put_right(var: Path) -> None:
    first = start(var)
    assert first.postgres
    control.stop(var)
    text = (var / "services.json").read_text()
    (var / "services.json").write_text(text.replace(first.postgres.password, "changed"))

    assert ask(start(var), "SELECT 1") == 1


def test_a_half_made_data_folder_is_made_anew(var: Path) -> None:
    place = place_in(var)
    for folder in (place.data, place.folder / "data.partial"):
        folder.mkdir()
        (folder / "postgresql.conf").touch()

    assert ask(start(var), "SELECT 1") == 1
    assert not (place.folder / "data.partial").exists()


def test_a_pid_that_another_program_has_now_is_left_alone(var: Path) -> None:
    first = start(var)
    control.stop(var)
    assert first.postgres
    with subprocess.Popen(["sleep", "60"]) as other:
        stored = json.loads((var / "services.json").read_text())
        stored["postgres"]["pid"] = stored["broker"]["pid"] = other.pid
        (var / "services.json").write_text(json.dumps(stored))
        pid_file = Path(first.postgres.folder) / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{first.postgres.folder}\n1\n5432\n\n127.0.0.1\n")

        again = start(var)
        control.stop(var)

        assert other.poll() is None
        other.kill()
    assert other.pid not in pids(again)


def test_a_port_taken_meanwhile_is_given_up(var: Path) -> None:
    first = start(var)
    control.stop(var)
    assert first.postgres
    assert first.broker
    with socket.create_server(("127.0.0.1", first.postgres.port)):
        again = start(var)

    assert again.postgres
    assert again.broker
    assert again.postgres.port != first.postgres.port
    assert again.broker.port == first.broker.port


def test_two_starts_at_once_make_one_pair(var: Path, servers_in: ServersIn) -> None:
    script = (
        "import sys; from pathlib import Path; from config.services import control; "
        "control.start(Path(sys.argv[1]), durable=False)"
    )
    command = [sys.executable, "-c", script, str(var)]
    both = [subprocess.Popen(command, cwd=control.ROOT) for _ in range(2)]

    assert [process.wait(timeout=60) for process in both] == [0, 0]
    roots = [each for each in servers_in(var) if each.parent() not in servers_in(var)]
    assert sorted(each.name() for each in roots) == ["postgres", "valkey-server"]


def test_servers_that_the_environment_names_are_left_alone(
    var: Path, monkeypatch: pytest.MonkeyPatch, servers_in: ServersIn
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://127.0.0.1:1/none")
    found = start(var)
    assert (found.postgres, bool(found.broker)) == (None, True)
    assert not (var / "postgres").exists()
    report = control.status(var)["postgres"]
    assert (report.embedded, report.running) == (False, False)

    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    control.stop(var)
    assert [each.name() for each in servers_in(var)] == ["valkey-server"]
    monkeypatch.delenv("DATABASE_URL")
    assert start(var).postgres
    monkeypatch.delenv("REDIS_URL")


def test_addresses_before_the_first_start_lead_to_a_closed_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRLEAD_VAR", str(tmp_path / "none"))

    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(database_url(tmp_path))
    assert redis_url(tmp_path) == "redis://127.0.0.1:1/0"
    assert not (tmp_path / "none").exists()


def test_without_a_wheel_one_line_says_what_to_do(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("FAIRLEAD_VAR", str(var))

    assert control.run("start", as_json=True) == 1
    assert capsys.readouterr().err == f"{places.NO_WHEEL}\n"


def test_a_folder_of_another_major_version_is_refused(var: Path) -> None:
    place = place_in(var)
    place.data.mkdir()
    (place.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(ServiceError, match="is of PostgreSQL 17, not 18: run make clean"):
        start(var)


def test_the_command_prints_one_json_object(var: Path) -> None:
    command = [sys.executable, "manage.py", "services"]
    env = {"FAIRLEAD_VAR": str(var), "PATH": "/usr/bin:/bin"}
    answers = []
    for action in ("start", "status", "stop", "status"):
        done = subprocess.run(
            [*command, action, "--json"],
            cwd=control.ROOT, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        answers.append(json.loads(done.stdout))

    assert [answer["running"] for answer in answers] == [True, True, False, False]
    assert answers[0]["postgres"]["pid"] == answers[1]["postgres"]["pid"]
    assert set(answers[0]) == {"postgres", "broker", "running"}
