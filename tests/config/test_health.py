"""`/healthz` and `/readyz`."""

import pytest
from django.db import DatabaseError


def test_healthz_needs_nothing(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.post("/healthz").status_code == 405


@pytest.fixture
def all_well(monkeypatch):
    for part in ("_database", "_broker", "_worker"):
        monkeypatch.setattr(f"config.health.{part}", lambda: "")


def test_readyz_answers_200_when_all_parts_do(client, all_well):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "no-store" in answer["Cache-Control"]


def test_readyz_says_what_is_missing(client, all_well, monkeypatch):
    monkeypatch.setattr("config.health._worker", lambda: "no worker answers")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unready",
        "database": "ok",
        "broker": "ok",
        "worker": "no worker answers",
    }


def test_a_database_that_is_gone_is_a_reason_not_an_error(client, monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr("config.health.connection.cursor", gone)
    monkeypatch.setattr("config.health._worker", lambda: "")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "the database does not answer")
