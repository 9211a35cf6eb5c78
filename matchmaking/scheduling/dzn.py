"""Reads published B2B-scheduling instances (MiniZinc data files).

The format is that of Bofill et al., "Constraint Solving Approaches to the Business-to-Business
Meeting Scheduling Problem", JAIR 74 (2022).
"""

from __future__ import annotations

import re

from matchmaking.scheduling.limits import within_limits
from matchmaking.scheduling.problem import (
    Party,
    Preferences,
    Problem,
    ProblemError,
    Slot,
    Table,
    Wish,
)

SLOT_MINUTES = 20  # the files give no clock; any length will do
MORNING, AFTERNOON, ANY = 1, 2, 3
REQUEST = 3  # fields in a row of `requested`


def read_dzn(text: str, max_break_difference: int = 2) -> Problem:
    """The instance as a problem with objective "breaks"; ids are the file's numbers from 1.

    Raises ProblemError if a field is missing or does not fit the others.
    """
    fields = _fields(text)
    slots = _number(fields, "nTotalSlots")
    parties = _number(fields, "nBusiness")
    numbers = {"slots": slots, "parties": parties, "tables": _number(fields, "nTables")}
    within_limits({**numbers, "wishes": _number(fields, "nMeetings")})
    away = _sets(fields, "forbidden", parties, slots)
    return Problem(
        # One day: the last morning slot and the first afternoon slot are neighbours.
        slots=tuple(Slot(str(n + 1), "1", n * SLOT_MINUTES, SLOT_MINUTES) for n in range(slots)),
        parties=tuple(
            Party(str(n + 1), slots=_names(set(range(1, slots + 1)) - away[n]))
            for n in range(parties)
        ),
        wishes=_wishes(fields, slots),
        tables=tuple(Table(str(n + 1)) for n in range(_number(fields, "nTables"))),
        preferences=Preferences(max_break_difference=max_break_difference),
        objective="breaks",
    )


def morning_slots(text: str) -> int:
    """How many of the instance's slots lie in the morning."""
    return _number(_fields(text), "nMorningSlots")


def _wishes(fields: dict[str, str], slots: int) -> tuple[Wish, ...]:
    count, morning = _number(fields, "nMeetings"), _number(fields, "nMorningSlots")
    rows = [row for row in fields.get("requested", "").strip("[]| \n\t").split("|") if row.strip()]
    fixed = (
        _integers(fields["fixat" if "fixat" in fields else "fixed"], "fixed")
        if ("fixat" in fields or "fixed" in fields)
        else [0] * count
    )
    earlier: list[set[int]] = [set()] * count
    if "precedences" in fields:
        earlier = _sets(fields, "precedences", count, count)
    if len(rows) != count or len(fixed) != count:
        text = f"nMeetings is {count}, but there are {len(rows)} requests and {len(fixed)} fixed"
        raise ProblemError(f"{text}; make them agree", "requested")
    sessions = {
        MORNING: _names(set(range(1, morning + 1))),
        AFTERNOON: _names(set(range(morning + 1, slots + 1))),
        ANY: None,
    }
    wishes = []
    for n, row in enumerate(rows):
        numbers = _integers(row, f"requested, row {n + 1}")
        if len(numbers) != REQUEST or numbers[2] not in sessions:
            text = "needs two participants and a session (1, 2 or 3)"
            raise ProblemError(text, f"requested, row {n + 1}")
        a, b, session = numbers
        wishes.append(
            Wish(
                str(n + 1),
                str(a),
                str(b),
                level="must",
                slots=sessions[session],
                fixed_slot=str(fixed[n]) if fixed[n] else None,
                after=tuple(str(m) for m in sorted(earlier[n])),
            )
        )
    return tuple(wishes)


def _fields(text: str) -> dict[str, str]:
    plain = re.sub(r"%[^\n]*", "", text)
    fields = {}
    for part in plain.split(";"):
        name, equals, body = part.partition("=")
        if equals:
            fields[name.strip()] = body.strip()
        elif part.strip():
            line = plain[: plain.index(part)].count("\n") + 1
            raise ProblemError("expected `name = value;`", f"line {line}")
    return fields


def _number(fields: dict[str, str], name: str) -> int:
    if name not in fields:
        raise ProblemError(f"`{name}` is missing; is this a B2B-scheduling instance?")
    numbers = _integers(fields[name], name)
    if len(numbers) != 1 or numbers[0] < 0:
        raise ProblemError("expected one number from 0", name)
    return numbers[0]


def _integers(text: str, where: str) -> list[int]:
    try:
        return [int(item) for item in text.strip("[] \n\t").split(",") if item.strip()]
    except ValueError:
        raise ProblemError("expected whole numbers", where) from None


def _sets(fields: dict[str, str], name: str, count: int, most: int) -> list[set[int]]:
    """The sets of an array such as `[{0}, {1, 4..6}]`; 0 stands for nothing.

    Of a range that goes on above `most`, what the numbers count, one more is enough to be told of.
    """
    sets = [_set(body, name, most) for body in re.findall(r"\{([^{}]*)\}", fields.get(name, ""))]
    if len(sets) != count:
        raise ProblemError(f"expected {count} sets, found {len(sets)}", name)
    return sets


def _set(body: str, where: str, most: int) -> set[int]:
    found: set[int] = set()
    for item in filter(None, map(str.strip, body.split(","))):
        ends = re.fullmatch(r"(\d+)(?:\s*\.\.\s*(\d+))?", item)
        if not ends:
            raise ProblemError(f"{item!r} is neither a number nor a range a..b", where)
        first, last = int(ends[1]), int(ends[2] or ends[1])
        found.update([first] if first == last else range(first, min(last, most + 1) + 1))
    return found - {0}


def _names(numbers: set[int]) -> frozenset[str]:
    return frozenset(map(str, numbers))
