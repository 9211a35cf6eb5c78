"""Reading problems: published instances, bad input, and the two commands."""

import ast
import csv
import json
import subprocess
import sys
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

import pytest

from matchmaking.scheduling import __main__ as command
from matchmaking.scheduling.check import check
from matchmaking.scheduling.dzn import read_dzn
from matchmaking.scheduling.files import (
    problem_from_json,
    problem_to_json,
    read_problem,
)
from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Preferences,
    Problem,
    ProblemError,
    Quota,
    Slot,
    Table,
    Wish,
)
from matchmaking.scheduling.schema import SCHEMA
from matchmaking.scheduling.solver import solve

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "b2b"
QUICK = ["tic-12.original", "tic-12.forb0003", "tic-13crafb.fixed040-Forb", "forumt-14.prec15"]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = command.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_dzn_is_read(tiny: Path) -> None:
    problem = read_problem(tiny)
    assert (problem.objective, problem.preferences.max_break_difference) == ("breaks", 2)
    assert [sorted(party.slots or ()) for party in problem.parties] == [
        ["1", "2", "3", "4", "5"],
        ["1", "2", "3", "4", "5"],
        ["3", "4", "5"],
        ["1", "2", "4", "5"],
    ]
    assert problem.wishes[1].fixed_slot == "5"
    assert problem.wishes[2].after == ("1",)
    other = tiny.read_text().replace("fixed", "fixat").replace("\n", " ").split("four meetings")[1]
    assert read_dzn(other) == problem


def test_dzn_is_solved_and_verified(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "solve", tiny, "--time-limit", 10, "--max-break-difference", 1)
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert (data["status"], data["objective"], data["bound"]) == ("OPTIMAL", 2, 2)
    assert all(isinstance(m[key], int) for m in data["meetings"] for key in m)
    solution = tmp_path / "solution.json"
    solution.write_text(out)
    status, report, _ = run(capsys, "verify", tiny, solution)
    assert (status, json.loads(report)) == (0, {"valid": True, "objective": 2, "violations": []})
    data["meetings"][0]["slot"] = 9
    solution.write_text(json.dumps(data))
    assert run(capsys, "verify", tiny, solution)[0] == 1


@pytest.mark.parametrize("name", QUICK)
def test_published_instance(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = DATA / "dev" / f"{name}.dzn"
    if not path.exists():
        pytest.skip("the published instances lie beside the project, not in it")
    with (DATA / "best_known.csv").open() as lines:
        known = next(
            row
            for row in csv.DictReader(lines)
            if (row["instance"], row["max_break_difference"]) == (name, "2")
        )
    status, out, _ = run(capsys, "solve", path, "--time-limit", 30)
    data = json.loads(out)
    assert (status, data["status"]) == (0, known["status"])
    if known["breaks"]:
        assert data["objective"] == int(known["breaks"])
        (tmp_path / "s.json").write_text(out)
        assert run(capsys, "verify", path, tmp_path / "s.json")[0] == 0
    else:
        assert data["unscheduled"]


def broken(expo: Problem, **changes: Any) -> str:
    return json.dumps(problem_to_json(expo) | changes)


BAD = {
    "empty": ("", "the file is empty"),
    "no JSON": ("{", "line 1 column 2"),
    "list": ("[]", "$: "),
    "deep": ("[" * 100_000, "nested too deeply"),
    "wrong type": ({"slots": 3}, "$.slots: "),
    "unknown party": ({"wishes": [{"id": "w", "a": "E9", "b": "B1"}]}, "$.wishes[0].a: "),
    "itself": ({"wishes": [{"id": "w", "a": "B1", "b": "B1"}]}, "cannot meet itself"),
    "duplicate": ({"tables": [{"id": "T"}, {"id": "T"}]}, "$.tables[1].id: "),
    "bad slot": ({"tables": [{"id": "T", "slots": ["x"]}]}, "there is no slot 'x'"),
    "foreign home": (
        {"wishes": [{"id": "w", "a": "E2", "b": "B1", "fixed_table": "H"}]},
        "is home to 'E1'",
    ),
    "minimum": (
        {"parties": [{"id": name, "minimum": 5} for name in ("E1", "E2", "B1", "B2")]},
        "$.parties[0].minimum: ",
    ),
    "circle": (
        {
            "wishes": [
                {"id": "x", "a": "E1", "b": "B1", "after": ["y"]},
                {"id": "y", "a": "E1", "b": "B2", "after": ["x"]},
            ]
        },
        "in a circle",
    ),
    "time order": (
        {"slots": [{"id": i, "day": "1", "start": 9, "minutes": 5} for i in "ab"]},
        "time order",
    ),
    "kept": ({"kept": [{"wish": "no", "slot": "mon0"}]}, "$.kept[0].wish: "),
    "huge": ({"preferences": {"value": 10**18}}, "scale them down"),
    "seats": ({"parties": [{"id": "E1", "seats": 10**30}], "wishes": []}, "$.parties[0].seats: "),
    "difference": (
        {"preferences": {"max_break_difference": 10**30}},
        "$.preferences.max_break_difference: ",
    ),
    "far": ({"distances": [{"from": "north", "to": "south", "minutes": 10**9}]}, "100,000 or less"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line(
    expo: Problem,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | dict[str, Any],
    message: str,
) -> None:
    path = tmp_path / "p.json"
    path.write_text(content if isinstance(content, str) else broken(expo, **content))
    status, out, err = run(capsys, "solve", path)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("text", ["x", "nBusiness = 2;", "nBusiness = -1; nTotalSlots = 3;"])
def test_bad_dzn(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.dzn"
    path.write_text(text)
    for arguments in (("solve", path), ("verify", path, path)):
        status, out, err = run(capsys, *arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fixed = [0, 5, 0, 0];\nprecedences = [{}, {}, {1}, {}];", ""),
        ("{}, {1}, {}];", "{}, {1}, {}]"),
    ],
)
def test_both_commands_read_a_dzn_that_leaves_out_what_it_may(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    assert old in tiny.read_text()
    path, answer = tmp_path / "p.dzn", tmp_path / "s.json"
    path.write_text(tiny.read_text().replace(old, new))
    status, out, _err = run(capsys, "solve", path)
    assert status == 0
    answer.write_text(out)
    assert run(capsys, "verify", path, answer)[0] == 0


def test_a_range_beyond_the_slots_takes_no_room(tiny: Path) -> None:
    text = tiny.read_text().replace("{ 3 }", "{3..999999999999}")
    assert read_dzn(text).parties[3].slots == frozenset("12")


def test_of_a_way_told_twice_the_shorter_counts(expo: Problem) -> None:
    both = [{"from": "north", "to": "south", "minutes": n} for n in (9, 1, 4)]
    data = problem_to_json(expo) | {"distances": both}
    assert problem_from_json(data).distances == {("north", "south"): 1}


def test_missing_file_and_malformed_solution(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "solve", tmp_path / "none.json")[0] == 2
    assert run(capsys, "solve", tmp_path)[0] == 2
    solution = tmp_path / "s.json"
    for text in ("", "[]", "{}", '{"meetings": 1}', '{"meetings": [{"a": "1"}]}'):
        solution.write_text(text)
        status, out, err = run(capsys, "verify", tiny, solution)
        assert (status, out, err.count("\n")) == (2, "", 1)


def test_contradiction_in_python_is_refused_too(tiny: Path) -> None:
    problem = read_dzn(tiny.read_text().replace("{1}", "{9}"))
    with pytest.raises(ProblemError, match="there is no wish '9'"):
        solve(problem, time_limit=1)


def test_commands_need_no_django(tiny: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matchmaking.scheduling", "solve", tiny, "--time-limit", "5"],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(done.stdout)["status"] == "OPTIMAL"
    assert done.stderr == ""


def test_published_schema_is_the_schema_in_use() -> None:
    assert (ROOT / "docs" / "problem.schema.json").read_bytes() == SCHEMA.read_bytes()


@pytest.mark.parametrize("name", ["verify.py", "verify_files.py", "verify_points.py"])
def test_checker_shares_no_code_with_the_solver(name: str) -> None:
    own = {f"matchmaking.scheduling.verify_{part}" for part in ("files", "points")}
    for node in ast.walk(ast.parse((SCHEMA.parent / name).read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.module in own or node.module.split(".")[0] in sys.stdlib_module_names
        elif isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= sys.stdlib_module_names


def test_the_schema_names_what_the_dataclasses_hold() -> None:
    """Same fields and defaults on both sides; both ends of each limit are tried on the reader."""
    schema = json.loads(SCHEMA.read_text())
    parts = {
        "slots": Slot,
        "parties": Party,
        "wishes": Wish,
        "tables": Table,
        "interpreters": Interpreter,
        "quotas": Quota,
        "floors": Floor,
    }
    for name, kind in parts.items():
        item = schema["properties"][name]["items"]
        own = {field.name: field for field in fields(kind)}
        assert set(item["properties"]) == set(own)
        needed = {n for n, field in own.items() if field.default is MISSING}
        assert set(item["required"]) == needed
    weights = schema["properties"]["preferences"]["properties"]
    defaults = asdict(Preferences())
    assert set(weights) == set(defaults)
    for name, rule in weights.items():
        assert rule.get("default") == defaults[name]
        high = [] if name == "max_break_difference" else [rule.get("maximum", 2**60) + 1]
        for value in (-1, *high):
            with pytest.raises(ProblemError):
                check(problem_from_json(smallest() | {"preferences": {name: value}}))
    assert set(schema["properties"]) == {field.name for field in fields(Problem)}


def smallest() -> dict[str, Any]:
    slot = {"id": "s", "day": "1", "start": 0, "minutes": 1}
    parties = [{"id": "A"}, {"id": "B"}]
    wishes = [{"id": "w", "a": "A", "b": "B", "level": "should"}]
    return {
        "slots": [slot],
        "parties": parties,
        "wishes": wishes,
        "tables": [{"id": "T"}],
        "distances": [{"from": "x", "to": "y", "minutes": 1}],
        "kept": [{"wish": "w", "slot": "s"}],
        "floors": [{"id": "f", "minimum": 1, "parties": ["A"]}],
    }


def test_the_smallest_problem_is_accepted() -> None:
    check(problem_from_json(smallest()))
