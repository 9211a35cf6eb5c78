"""Problems and solutions as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

from matchmaking.scheduling.check import check
from matchmaking.scheduling.dzn import read_dzn
from matchmaking.scheduling.explain import text_of
from matchmaking.scheduling.limits import within_limits
from matchmaking.scheduling.problem import (
    Floor,
    Interpreter,
    Party,
    Placement,
    Preferences,
    Problem,
    ProblemError,
    Quota,
    Slot,
    Table,
    Wish,
)
from matchmaking.scheduling.schema import checked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from matchmaking.scheduling.problem import Reason, Solution

MOST_BYTES = 400_000_000  # a problem of size L takes a quarter of it; parsed, the rest of 4 GiB
Made = TypeVar("Made")


def read_problem(path: Path, max_break_difference: int | None = None) -> Problem:
    """The checked problem of a `.dzn` or JSON file; the difference given overrides the file's.

    Raises ProblemError, which says where and what to do, and OSError if the file cannot be read.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        text = f"{size:,} bytes are more than {MOST_BYTES:,}; divide the problem"
        raise ProblemError(text, str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError("not UTF-8 text; save it as UTF-8", str(path)) from None
    if not text.strip():
        raise ProblemError("the file is empty", str(path))
    if path.suffix.lower() == ".dzn":
        problem = read_dzn(text, 2 if max_break_difference is None else max_break_difference)
    else:
        problem = _parsed(text, max_break_difference)
    check(problem)
    return problem


def _parsed(text: str, max_break_difference: int | None) -> Problem:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise ProblemError(f"not JSON: {error.msg}", where) from None
    except RecursionError:
        raise ProblemError("not a problem: nested too deeply") from None
    except ValueError:  # Python reads no number of more than some thousand digits
        raise ProblemError("not a problem: a number has thousands of digits") from None
    if max_break_difference is not None and isinstance(data, dict):
        preferences = data.get("preferences", {})
        if isinstance(preferences, dict):
            data["preferences"] = preferences | {"max_break_difference": max_break_difference}
    return problem_from_json(data)


def problem_from_json(data: Any) -> Problem:
    """The problem in JSON data; raises ProblemError with a JSON path if it breaks the schema."""
    if isinstance(data, dict):
        within_limits({key: len(value) for key, value in data.items() if isinstance(value, list)})
    data = checked(data)
    wishes = tuple(_made(Wish, item) for item in data["wishes"])
    sides = {wish.id: wish for wish in wishes}
    return Problem(
        slots=tuple(_made(Slot, item) for item in data["slots"]),
        parties=tuple(_made(Party, item) for item in data["parties"]),
        wishes=wishes,
        tables=tuple(_made(Table, item) for item in data["tables"]),
        interpreters=tuple(_made(Interpreter, item) for item in data.get("interpreters", ())),
        quotas=tuple(_made(Quota, item) for item in data.get("quotas", ())),
        floors=tuple(_made(Floor, item) for item in data.get("floors", ())),
        distances=_distances(data.get("distances", ())),
        forbidden=tuple((one, other) for one, other in data.get("forbidden", ())),
        kept=tuple(_kept(item, sides, n) for n, item in enumerate(data.get("kept", ()))),
        preferences=_made(Preferences, data.get("preferences", {})),
        objective=data.get("objective", "value"),
    )


def _distances(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The shortest way that is told of each pair."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        pair, minutes = (row["from"], row["to"]), row["minutes"]
        found[pair] = min(minutes, found.get(pair, minutes))
    return found


def _made(kind: type[Made], item: dict[str, Any]) -> Made:
    values: dict[str, Any] = {}
    for name, value in item.items():
        if isinstance(value, list):
            as_set = name in {"slots", "parties"} or (kind is Interpreter and name == "languages")
            values[name] = frozenset(value) if as_set else tuple(value)
        else:
            values[name] = value
    return kind(**values)


def _kept(item: dict[str, Any], wishes: dict[str, Wish], n: int) -> Placement:
    wish = wishes.get(item["wish"])
    if wish is None:
        text = f"there is no wish {item['wish']!r}; add it or drop the entry"
        raise ProblemError(text, f"$.kept[{n}].wish")
    return Placement(
        wish.id, wish.a, wish.b, item["slot"], item.get("table", ""), item.get("interpreter")
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """The problem as JSON data, which `problem_from_json` reads back to an equal problem."""
    data = {
        name: [_plain(item) for item in getattr(problem, name)]
        for name in ("slots", "parties", "wishes", "tables", "interpreters", "quotas", "floors")
    }
    kept = (
        {"wish": k.wish, "slot": k.slot, "table": k.table, "interpreter": k.interpreter}
        for k in problem.kept
    )
    return {
        **data,
        "distances": [
            {"from": one, "to": other, "minutes": minutes}
            for (one, other), minutes in problem.distances.items()
        ],
        "forbidden": [list(pair) for pair in problem.forbidden],
        "kept": list(kept),
        "preferences": asdict(problem.preferences),
        "objective": problem.objective,
    }


def _plain(item: Any) -> dict[str, Any]:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    return {
        name: sorted(value)
        if isinstance(value, frozenset)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def solution_to_json(solution: Solution, *, numbers: bool = False) -> dict[str, Any]:
    """The solution as JSON data. `numbers`: ids are numbers, as in a published instance."""

    def name(text: str) -> str | int:
        return int(text) if numbers else text

    meetings = []
    for m in solution.meetings:
        names = {key: name(getattr(m, key)) for key in ("wish", "a", "b", "slot", "table")}
        meetings.append(names | ({"interpreter": m.interpreter} if m.interpreter else {}))
    return {
        "status": solution.status,
        "objective": solution.objective,
        "bound": solution.bound,
        "seconds": round(solution.seconds, 3),
        "meetings": meetings,
        "unscheduled": [
            {
                **{key: name(getattr(u, key)) for key in ("wish", "a", "b")},
                "reason": _reason(u.reason),
                "relaxation": None if u.relaxation is None else _reason(u.relaxation),
                "gained": u.gained,
                "changes": [_reason(change) for change in u.changes],
            }
            for u in solution.unscheduled
        ],
        "parts": dict(solution.parts),
        "moved": [name(wish) for wish in solution.moved],
        "exposure": [asdict(floor) for floor in solution.exposure],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    params = {k: list(v) if isinstance(v, tuple) else v for k, v in reason.params.items()}
    return {"code": reason.code, **params, "text": text_of(reason)}
