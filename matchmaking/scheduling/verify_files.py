"""Reads problems and solutions for the checker: plain dictionaries, nothing of the solver's."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MOST_DIGITS = 6


def problem_in(path: Path, difference: int | None) -> dict[str, Any]:
    """The problem of a JSON or `.dzn` file, in the shape of the JSON; ValueError if unusable."""
    text = path.read_text(encoding="utf-8-sig")
    problem = _instance(text) if path.suffix.lower() == ".dzn" else _json(text, path)
    try:
        if difference is not None:
            problem.setdefault("preferences", {})["max_break_difference"] = difference
        wanted = ("slots", "parties", "wishes", "tables")
        complete = all(isinstance(problem[name], list) for name in wanted)
        if not complete or any("id" not in item for name in wanted for item in problem[name]):
            raise ValueError(f"{path}: slots, parties, wishes and tables must be lists with ids")
    except (KeyError, TypeError, AttributeError):
        raise ValueError(f"{path}: not a timetable problem") from None
    return problem


def solution_in(path: Path, *, numbers: bool) -> dict[str, Any]:
    """A solution with its ids as strings; ValueError if it is not one."""
    solution = _json(path.read_text(encoding="utf-8-sig"), path)
    for name in ("meetings", "unscheduled"):
        items = solution.setdefault(name, []) if name == "unscheduled" else solution.get(name)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise ValueError(f"{path}: `{name}` must be a list of objects")
        solution[name] = [_entry(item, name, path, numbers=numbers) for item in items]
    for name in ("objective", "bound"):
        value = solution.get(name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (number and math.isfinite(value)):
            raise ValueError(f"{path}: `{name}` must be a number or null")
    return solution


def _entry(item: dict[str, Any], name: str, path: Path, *, numbers: bool) -> dict[str, Any]:
    wanted = ("a", "b", "slot", "table") if name == "meetings" else ("a", "b")
    kind = int if numbers else str
    for key in (*wanted, *(["wish"] if "wish" in item else [])):
        if not isinstance(item.get(key), kind) or isinstance(item[key], bool):
            text = "a whole number" if numbers else "a string"
            message = f"{path}: `{key}` of an entry of `{name}` must be {text}"
            raise ValueError(message)  # noqa: TRY004 - bad input, not a bug
    interpreter = item.get("interpreter")
    if interpreter is not None and not isinstance(interpreter, str):
        raise ValueError(f"{path}: `interpreter` must be a string")
    return {key: str(item[key]) for key in ("wish", *wanted) if key in item} | {
        "interpreter": interpreter
    }


def _json(text: str, path: Path) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_float=_number)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{path}: not JSON ({error})") from None
    if not isinstance(data, dict):
        raise ValueError(f"{path}: expected a JSON object")  # noqa: TRY004 - bad input, not a bug
    return data


def _number(text: str) -> int | float:
    """1.0 is a whole number."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _instance(text: str) -> dict[str, Any]:
    """A published B2B instance: matrices `[|a, b, session, |…|]`, arrays of sets and numbers."""
    text = re.sub(r"%.*", "", text)
    slots, morning = _scalar(text, "nTotalSlots"), _scalar(text, "nMorningSlots")
    parties, tables = _scalar(text, "nBusiness"), _scalar(text, "nTables")
    try:
        numbers = range(1, slots + 1)
        sessions = {1: numbers[:morning], 2: numbers[morning:], 3: numbers}
        rows = [
            list(map(int, re.findall(r"\d+", row)))
            for row in _array(text, "requested")[1:-1].split("|")
            if re.search(r"\d", row)
        ]
        forbidden = _set_list(_array(text, "forbidden"), slots)
        fixed = list(map(int, re.findall(r"\d+", _array(text, "fix(?:ed|at)")))) or [0] * len(rows)
        before = _set_list(_array(text, "precedences"), len(rows)) or [set()] * len(rows)
        wishes = [
            {
                "id": str(n),
                "a": str(a),
                "b": str(b),
                "level": "must",
                "slots": list(map(str, sessions[session])),
                "fixed_slot": str(fixed[n - 1]) if fixed[n - 1] else None,
                "after": [str(m) for m in before[n - 1] if m],
            }
            for n, (a, b, session) in enumerate(rows, 1)
        ]
        return {
            "objective": "breaks",
            "slots": [{"id": str(n), "day": ""} for n in numbers],
            "parties": [
                {"id": str(p), "slots": [str(n) for n in numbers if n not in forbidden[p - 1]]}
                for p in range(1, parties + 1)
            ],
            "wishes": wishes,
            "tables": [{"id": str(n + 1)} for n in range(tables)],
            "preferences": {"max_break_difference": 2},
        }
    except (LookupError, TypeError, ValueError):
        raise ValueError("not a B2B-scheduling instance, or its arrays disagree") from None


def _scalar(text: str, name: str) -> int:
    found = re.search(rf"\b{name}\s*=\s*(\d+)\s*(?:;|\Z)", text)
    if found is None or len(found[1]) > MOST_DIGITS:
        text = f"`{name}` is missing, or no number of up to {MOST_DIGITS} digits"
        raise ValueError(f"not a B2B-scheduling instance: {text}")
    return int(found[1])


def _array(text: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(\[[^\]]*\])", text)
    return found[1] if found else "[]"


def _set_list(text: str, most: int) -> list[set[int]]:
    """Numbers beyond what they count are as good as one of them."""
    sets = []
    for body in re.findall(r"\{(.*?)\}", text, re.DOTALL):
        numbers: set[int] = set()
        for low, high in re.findall(r"(\d+)(?:\s*\.\.\s*(\d+))?", body):
            first, last = (min(int(end), most + 1) for end in (low, high or low))
            numbers |= set(range(first, last + 1))
        sets.append(numbers)
    return sets
