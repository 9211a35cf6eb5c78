"""The objective of a timetable, counted on the timetable itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from matchmaking.scheduling.problem import Exposure
from matchmaking.scheduling.shares import asks_of, fair_shares
from matchmaking.scheduling.walks import walked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from matchmaking.scheduling.problem import Placement
    from matchmaking.scheduling.shape import Shape


def gaps_of(shape: Shape, slots: Mapping[int, int]) -> list[int]:
    """Each party's number of idle gaps; `slots` says in which slot each held wish lies."""
    counts = []
    for mine in shape.wishes_of:
        busy = {slots[w] for w in mine if w in slots}
        days = [sorted(busy.intersection(day)) for day in shape.days]
        counts.append(sum(later - s > 1 for day in days for s, later in pairwise(day)))
    return counts


def moved_from(shape: Shape, slots: Mapping[int, int]) -> tuple[str, ...]:
    """The kept wishes that are held in another slot or not at all."""
    problem = shape.problem
    return tuple(
        kept.wish
        for kept in problem.kept
        if slots.get(shape.wish[kept.wish], -1) != shape.slot.get(kept.slot)
    )


def parts_of(shape: Shape, meetings: Sequence[Placement]) -> dict[str, int]:
    """The objective's terms: they add up to the objective (points, or the number of breaks)."""
    slots = {shape.wish[m.wish]: shape.slot[m.slot] for m in meetings}
    if shape.problem.objective == "breaks":
        return {"breaks": sum(gaps_of(shape, slots))}
    weights = shape.problem.preferences
    hall_of = {table.id: table.hall for table in shape.problem.tables}
    halls = {shape.wish[m.wish]: hall_of[m.table] for m in meetings}
    minutes = walked(shape, slots, halls) if weights.walking else 0
    faces = changes_of(shape, meetings) if weights.interpreter_change else 0
    return slot_parts(shape, slots) | {
        "walking": -minutes * weights.walking,
        "interpreter_change": -faces * weights.interpreter_change,
    }


def slot_parts(shape: Shape, slots: Mapping[int, int]) -> dict[str, int]:
    """The terms that do not depend on tables and interpreters, in points (objective "value")."""
    problem, weights = shape.problem, shape.problem.preferences
    value = sum(problem.wishes[w].value * weights.value for w in slots)
    missing = sum(ask.missing(slots) for ask in asks_of(shape)) if weights.exposure else 0
    gaps = sum(gaps_of(shape, slots)) if weights.idle_gap else 0
    lacking = sum(lacks_of(shape, slots)) if weights.spread else 0
    return {
        "value": value,
        "should": sum(shape.points(w) for w in slots) - value,
        "exposure": -missing * weights.exposure,
        "idle_gap": -gaps * weights.idle_gap,
        "spread": -lacking * weights.spread,
        "moved": -len(moved_from(shape, slots)) * weights.moved,
    }


def lacks_of(shape: Shape, held: Collection[int]) -> list[int]:
    """The units of value that each party lacks to its fair share."""
    wishes = shape.problem.wishes
    return [
        max(0, share - sum(wishes[w].value for w in mine if w in held))
        for share, mine in zip(fair_shares(shape), shape.wishes_of, strict=True)
    ]


def changes_of(shape: Shape, meetings: Sequence[Placement]) -> int:
    """Interpreters beyond the first that a party has on a day, over all parties and days."""
    days = {slot.id: slot.day for slot in shape.problem.slots}
    faces: dict[tuple[str, str], set[str]] = {}
    for m in meetings:
        if m.interpreter is not None:
            for party in (m.a, m.b):
                faces.setdefault((party, days[m.slot]), set()).add(m.interpreter)
    return sum(len(seen) - 1 for seen in faces.values())


def exposure_of(shape: Shape, held: Collection[int]) -> tuple[Exposure, ...]:
    """Each floor's meetings held and missing, without its price."""
    missing = [0] * len(shape.problem.floors)
    counted: list[set[int]] = [set() for _ in missing]
    for ask in asks_of(shape):
        missing[ask.floor] += ask.missing(held)
        counted[ask.floor] |= {w for w in ask.wishes if w in held}
    return tuple(
        Exposure(floor.id, len(meetings), lacking)
        for floor, meetings, lacking in zip(shape.problem.floors, counted, missing, strict=True)
    )


def hard_rules_kept(shape: Shape, slots: Mapping[int, int]) -> bool:
    """Whether musts, minimums and the difference of gaps hold: what building up cannot ensure."""
    problem = shape.problem
    if any(must and w not in slots for w, must in enumerate(shape.forced)):
        return False
    for p, party in enumerate(problem.parties):
        times = [slots[w] for w in shape.wishes_of[p] if w in slots]
        if len(times) < party.minimum:
            return False
        days = shape.days if party.minimum_a_day else ()
        if any(
            not shape.present[p].isdisjoint(day)
            and sum(s in day for s in times) < party.minimum_a_day
            for day in days
        ):
            return False
    limit = problem.preferences.max_break_difference
    gaps = gaps_of(shape, slots)
    return limit is None or not gaps or max(gaps) - min(gaps) <= limit
