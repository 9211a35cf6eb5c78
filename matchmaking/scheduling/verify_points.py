"""The points of a timetable, recounted for the checker: shares no code with the solver.

`problem` and the meetings in `held` (by wish) are plain dictionaries with the keys of the JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

Item = dict[str, Any]
WEIGHTS = {
    "value": 1000,
    "should": 20_000,
    "idle_gap": 50,
    "moved": 5000,
    "exposure": 10_000,
    "walking": 10,
    "interpreter_change": 30,
    "spread": 100,
    "fair_share": 50,
}


def points_of(problem: Item, held: dict[str, Item], weights: Item) -> int:
    """All terms of objective "value" but the idle gaps."""
    points = 0
    for wish in problem["wishes"]:
        if wish["id"] in held:
            points += wish.get("value", 1) * weights["value"]
            points += weights["should"] if wish.get("level") == "should" else 0
    for kept in problem.get("kept", []):
        meeting = held.get(kept["wish"])
        if meeting is None or meeting["slot"] != kept["slot"]:
            points -= weights["moved"]
    for name, count in (
        ("exposure", missing_exposure),
        ("walking", minutes_walked),
        ("interpreter_change", interpreter_changes),
    ):
        points -= weights[name] * count(problem, held) if weights[name] else 0
    if weights["spread"]:
        points -= weights["spread"] * value_lacking(problem, held, weights["fair_share"])
    return int(points)


def missing_exposure(problem: Item, held: dict[str, Item]) -> int:
    """Meetings that the floors lack."""
    missing = 0
    meetings = Counter(m[side] for m in held.values() for side in ("a", "b"))
    for floor in problem.get("floors", []):
        group = set(floor.get("parties", []))
        label = floor.get("group", "")
        if label:
            group.update(p["id"] for p in problem["parties"] if p.get("group", "") == label)
        if floor.get("each", False):
            missing += sum(max(floor["minimum"] - meetings[party], 0) for party in group)
        else:
            count = sum(1 for m in held.values() if m["a"] in group or m["b"] in group)
            missing += max(floor["minimum"] - count, 0)
    return missing


def minutes_walked(problem: Item, held: dict[str, Item]) -> int:
    """Each party comes to a meeting from the nearest hall of its last busy slot that day."""
    far = 0
    minutes: dict[frozenset[str], int] = {}
    for row in problem.get("distances", []):
        pair = frozenset((row["from"], row["to"]))
        minutes[pair] = min(row["minutes"], minutes.get(pair, row["minutes"]))
    if minutes:
        far = max(minutes.values())
    hall = {t["id"]: t.get("hall", "") for t in problem["tables"]}
    visits: dict[tuple[str, str], list[str]] = defaultdict(list)
    for m in held.values():
        visits[m["a"], m["slot"]].append(hall[m["table"]])
        visits[m["b"], m["slot"]].append(hall[m["table"]])
    total = 0
    for party in problem["parties"]:
        day = None
        last: list[str] = []
        for slot in problem["slots"]:
            here = visits.get((party["id"], slot["id"]), [])
            if slot["day"] != day:
                day, last = slot["day"], []
            if here and last:
                for place in here:
                    total += min(
                        0 if place == old else minutes.get(frozenset((place, old)), far)
                        for old in last
                    )
            last = here or last
    return total


def interpreter_changes(problem: Item, held: dict[str, Item]) -> int:
    """Interpreters beyond the first that a party has on a day."""
    day = {slot["id"]: slot["day"] for slot in problem["slots"]}
    met = {
        (side, day[m["slot"]], m["interpreter"])
        for m in held.values()
        if m["interpreter"] is not None
        for side in (m["a"], m["b"])
    }
    return len(met) - len({(side, date) for side, date, _ in met})


def value_lacking(problem: Item, held: dict[str, Item], percent: int) -> int:
    """Units of value that parties lack to their fair shares."""
    never = {frozenset(pair) for pair in problem.get("forbidden", [])}
    open_slots = {p["id"]: _slots(problem, p) for p in problem["parties"]}
    possible: dict[str, list[int]] = defaultdict(list)
    got: dict[str, int] = defaultdict(int)
    for wish in problem["wishes"]:
        sides, value = (wish["a"], wish["b"]), wish.get("value", 1)
        common = open_slots[sides[0]] & open_slots[sides[1]]
        common &= common if wish.get("slots") is None else _slots(problem, wish)
        if wish.get("fixed_slot") is not None:
            common &= {wish["fixed_slot"]}
        for side in sides:
            if common and frozenset(sides) not in never:
                possible[side].append(value)
            got[side] += value if wish["id"] in held else 0
    lacking = 0
    for party in problem["parties"]:
        name = party["id"]
        best = sorted(possible[name])[::-1][: _room(problem, party, open_slots[name])]
        wanted = (percent * sum(best) + 99) // 100
        lacking += max(0, wanted - got[name])
    return lacking


def _room(problem: Item, party: Item, mine: set[str]) -> int:
    """How many meetings the party's seats, slots and limits have room for."""
    days: dict[str, int] = defaultdict(int)
    for slot in problem["slots"]:
        if slot["id"] in mine:
            days[slot["day"]] += party.get("seats", 1)
    most = party.get("maximum_a_day")
    room = sum(count if most is None else min(count, most) for count in days.values())
    return room if party.get("maximum") is None else min(room, party["maximum"])


def _slots(problem: Item, thing: Item) -> set[str]:
    named = thing.get("slots")
    return {slot["id"] for slot in problem["slots"]} if named is None else set(named)
