"""The objective of a timetable, counted on the timetable itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from matchmaking.scheduling.problem import Exposure
from matchmaking.scheduling.shares import asks_of, fair_share
from matchmaking.scheduling.walks import walked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from matchmaking.scheduling.problem import Placement
    from matchmaking.scheduling.shape import Shape


def gaps_of(
    shape: Shape, slots: Mapping[int, int], parties: Iterable[int] | None = None
) -> list[int]:
    """The number of idle gaps of each party (None: of all), given the slots of held wishes."""
    counts = []
    for p in range(len(shape.party)) if parties is None else parties:
        busy = {slots[w] for w in shape.wishes_of[p] if w in slots}
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
    hall_of = {table.id: table.hall for table in shape.problem.tables}
    halls = {shape.wish[m.wish]: hall_of[m.table] for m in meetings}
    people = {shape.wish[m.wish]: m.interpreter for m in meetings if m.interpreter is not None}
    return held_parts(shape, slots) | day_parts(shape, slots, halls, people)


def held_parts(shape: Shape, slots: Mapping[int, int]) -> dict[str, int]:
    """The points for what is held and what is not: value, should, exposure and moves."""
    problem, weights = shape.problem, shape.problem.preferences
    value = sum(problem.wishes[w].value * weights.value for w in slots)
    missing = sum(ask.missing(slots) for ask in asks_of(shape)) if weights.exposure else 0
    return {
        "value": value,
        "should": sum(shape.points(w) for w in slots) - value,
        "exposure": -missing * weights.exposure,
        "moved": -len(moved_from(shape, slots)) * weights.moved,
    }


def day_parts(
    shape: Shape,
    slots: Mapping[int, int],
    halls: Mapping[int, str],
    people: Mapping[int, str],
    parties: Sequence[int] | None = None,
) -> dict[str, int]:
    """The points that the parties (None: all) lose by gaps, walking, interpreters and spread.

    Slot, hall and interpreter's id are given for each held wish (that has one).
    """
    weights = shape.problem.preferences
    some = range(len(shape.party)) if parties is None else parties
    gaps = sum(gaps_of(shape, slots, some)) if weights.idle_gap else 0
    minutes = walked(shape, slots, halls, some) if weights.walking else 0
    faces = changes_of(shape, slots, people, some) if weights.interpreter_change else 0
    lacking = sum(lacks_of(shape, slots, some)) if weights.spread else 0
    return {
        "idle_gap": -gaps * weights.idle_gap,
        "walking": -minutes * weights.walking,
        "interpreter_change": -faces * weights.interpreter_change,
        "spread": -lacking * weights.spread,
    }


def lacks_of(shape: Shape, held: Collection[int], parties: Iterable[int]) -> list[int]:
    """The units of value that each of the parties lacks to its fair share."""
    wishes, lacks = shape.problem.wishes, []
    for p in parties:
        got = sum(wishes[w].value for w in shape.wishes_of[p] if w in held)
        lacks.append(max(0, fair_share(shape, p) - got))
    return lacks


def changes_of(
    shape: Shape, slots: Mapping[int, int], people: Mapping[int, str], parties: Iterable[int]
) -> int:
    """Interpreters beyond the first that the parties have on a day, over all days."""
    day_of = {s: n for n, day in enumerate(shape.days) for s in day}
    changes = 0
    for p in parties:
        met = {(day_of[slots[w]], people[w]) for w in shape.wishes_of[p] if w in people}
        changes += len(met) - len({day for day, _ in met})
    return changes


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


def hard_rules_kept(
    shape: Shape, slots: Mapping[int, int], touched: Iterable[int] | None = None
) -> bool:
    """Whether musts, minimums and the difference of gaps hold: what building up cannot ensure.

    `touched`: the parties whose minimums are looked at, if not all.
    """
    problem = shape.problem
    if any(must and w not in slots for w, must in enumerate(shape.forced)):
        return False
    for p in range(len(problem.parties)) if touched is None else touched:
        party = problem.parties[p]
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
    gaps = [] if limit is None else gaps_of(shape, slots)
    return limit is None or not gaps or max(gaps) - min(gaps) <= limit
