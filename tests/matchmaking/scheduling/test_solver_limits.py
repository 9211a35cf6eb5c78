"""A must that a limit forbids names the limit; files that say 1.0 or .DZN are read all the same."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matchmaking.scheduling import __main__ as command
from matchmaking.scheduling.explain import text_of
from matchmaking.scheduling.files import problem_to_json, read_problem
from matchmaking.scheduling.problem import Party, Problem, Quota, Reason, Wish
from matchmaking.scheduling.solver import solve


def changed(expo: Problem, parties: dict[str, dict[str, Any]], **changes: Any) -> Problem:
    """The expo without its minimum, and with some parties changed."""
    own = {"B1": {"minimum": 0}}
    new = tuple(replace(p, **{**own.get(p.id, {}), **parties.get(p.id, {})}) for p in expo.parties)
    return replace(expo, parties=new, **changes)


def chain(expo: Problem, first: str, last: str) -> dict[str, Any]:
    """`w1` is a must that comes after the wish `w9` of `first` and `last`."""
    must = replace(expo.wishes[0], after=("w9",))
    return {"wishes": (must, Wish("w9", first, last), *expo.wishes[1:2])}


IMPOSSIBLE = {
    "maximum": ({"E1": {"maximum": 0}}, {}, "E1 has no room for more than its 0 meetings."),
    "a day": ({"B1": {"maximum_a_day": 0}}, {}, "B1 has no room for more than its 0 meetings."),
    "quota": (
        {},
        {"quotas": (Quota("rw", frozenset({"E1"}), 0),)},
        "Quota rw has no room for more than its 0 meetings.",
    ),
    "earlier one impossible": (
        {"B2": {"maximum": 0}},
        {"chain": ("E1", "B2")},
        "It comes after w9, which leave no slot for it.",
    ),
    "room for one of the two": (
        {"B1": {"maximum": 1}},
        {"chain": ("E2", "B1")},
        "B1 has no room for more than its 1 meetings.",
    ),
    "minimum above a quota": (
        {"B1": {"minimum": 2}},
        {"quotas": (Quota("rw", frozenset({"B1"}), 1),), "wishes": "may"},
        "Quota rw has no room for more than its 1 meetings.",
    ),
}


@pytest.mark.parametrize(("parties", "changes", "text"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_limit_is_named(
    expo: Problem, parties: dict[str, dict[str, Any]], changes: dict[str, Any], text: str
) -> None:
    if "chain" in changes:
        changes = chain(expo, *changes["chain"])
    if changes.get("wishes") == "may":
        changes = {**changes, "wishes": tuple(replace(w, level="may") for w in expo.wishes)}
    solution = solve(changed(expo, parties, **changes), time_limit=5, workers=1)
    assert solution.status == "INFEASIBLE"
    assert {text_of(left.reason) for left in solution.unscheduled} == {text}


@pytest.mark.parametrize(
    ("wishes", "minimums", "text"),
    [
        (("w2",), (), "It cannot be held together with w2."),
        ((), ("B1",), "No timetable holds it and keeps the minimums of B1."),
        (("w2",), ("B1",), "It cannot be held together with w2 and the minimums of B1."),
        ((), (), "No timetable can hold it."),
    ],
)
def test_a_conflict_never_names_none(
    wishes: tuple[str, ...], minimums: tuple[str, ...], text: str
) -> None:
    assert text_of(Reason("conflict", {"wishes": wishes, "minimums": minimums})) == text


def floats(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: floats(value) for key, value in data.items()}
    if isinstance(data, list):
        return [floats(value) for value in data]
    return float(data) if isinstance(data, int) and not isinstance(data, bool) else data


def test_whole_floats_are_whole_numbers(
    expo: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, answer = tmp_path / "p.json", tmp_path / "s.json"
    path.write_text(json.dumps(floats(problem_to_json(expo))))
    assert ".0" in path.read_text()
    problem = read_problem(path)
    assert problem == expo
    assert {type(wish.value) for wish in problem.wishes} == {int}
    solution = solve(problem, time_limit=5, workers=1)
    assert solution.status == "OPTIMAL"
    assert solution.bound == solution.objective
    assert command.main(["solve", str(path), "--time-limit", "5"]) == 0
    answer.write_text(capsys.readouterr().out)
    assert command.main(["verify", str(path), str(answer)]) == 0
    assert '"objective": ' + str(solution.objective) + "," in capsys.readouterr().out


def test_a_value_that_is_not_whole_is_refused(
    expo: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(problem_to_json(expo)).replace('"value": 50', '"value": 50.5'))
    assert command.main(["solve", str(path)]) == 2
    assert "50.5 is not of type 'integer'" in capsys.readouterr().err


def test_dzn_in_capitals(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loud, answer = tiny.rename(tmp_path / "TINY.DZN"), tmp_path / "s.json"
    assert isinstance(read_problem(loud).parties[0], Party)
    assert command.main(["solve", str(loud), "--time-limit", "5"]) == 0
    answer.write_text(capsys.readouterr().out)
    assert isinstance(json.loads(answer.read_text())["meetings"][0]["a"], int)
    assert command.main(["verify", str(loud), str(answer)]) == 0
