"""Hands out single tables and interpreters once it is known who meets when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaking.scheduling.problem import Placement
from matchmaking.scheduling.teams import groups_of, pair_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matchmaking.scheduling.problem import Table
    from matchmaking.scheduling.shape import Shape

NEVER = 1e9  # a cost above all others: the meeting may not take the table
FAR = 10_000  # minutes assumed between halls whose distance is not given


def placements(
    shape: Shape, slots: Mapping[int, int], serving: Mapping[int, int]
) -> tuple[Placement, ...]:
    """The timetable in full, in slot order.

    `slots[w]` is the slot of each held wish, `serving[w]` the group of interpreters that serves it.
    """
    held: dict[int, list[int]] = {}
    for w, s in sorted(slots.items()):
        held.setdefault(s, []).append(w)
    people = interpreters_for(shape, held, serving)
    done = []
    for s, wishes in sorted(held.items()):
        tables = tables_for(shape, s, wishes)
        if tables is None:
            raise AssertionError(f"the meetings of slot {s} outgrow its tables")
        for w, table in zip(wishes, tables, strict=True):
            wish = shape.problem.wishes[w]
            slot = shape.problem.slots[s].id
            done.append(Placement(wish.id, wish.a, wish.b, slot, table.id, people.get(w)))
    return tuple(done)


def tables_for(shape: Shape, s: int, wishes: Sequence[int]) -> list[Table] | None:
    """A table for each of the meetings of slot s, least walking in all; None if they do not fit."""
    name = shape.problem.slots[s].id
    tables = [t for t in shape.problem.tables if t.slots is None or name in t.slots]
    if len(tables) < len(wishes):
        return None
    kept = {k.wish: k.table for k in shape.problem.kept}
    halls = {t.home: t.hall for t in reversed(shape.problem.tables) if t.home}
    cost = np.array([[_cost(shape, w, t, kept, halls) for t in tables] for w in wishes])
    rows, columns = linear_sum_assignment(cost.reshape(len(wishes), len(tables)))
    if (cost[rows, columns] >= NEVER).any():
        return None
    return [tables[column] for column in columns]


def _cost(
    shape: Shape, w: int, table: Table, kept: Mapping[str, str], halls: Mapping[str, str]
) -> float:
    """Minutes from the exhibitor's hall, or else the buyer's; a kept table comes first."""
    wish = shape.problem.wishes[w]
    if table.home not in {"", wish.a, wish.b}:
        return NEVER
    if wish.fixed_table is not None and wish.fixed_table != table.id:
        return NEVER
    if kept.get(wish.id) == table.id:
        return 0
    from_hall = halls.get(wish.a, halls.get(wish.b, table.hall))
    if from_hall == table.hall:
        return 1 if table.home else 2
    distances = shape.problem.distances
    ways = [(from_hall, table.hall), (table.hall, from_hall)]
    return 2 + min((distances[way] for way in ways if way in distances), default=FAR)


def interpreters_for(
    shape: Shape, held: Mapping[int, Sequence[int]], serving: Mapping[int, int]
) -> dict[int, str]:
    """Who interprets each meeting: in every slot those rest who rested longest ago."""
    people: dict[int, str] = {}
    kept = {k.wish: k.interpreter for k in shape.problem.kept}
    names = [person.id for person in shape.problem.interpreters]
    for g, group in enumerate(groups_of(shape)):
        for day in shape.days:
            queue = [names[member] for member in group.members]
            for s in day:
                meetings = [w for w in held.get(s, ()) if serving.get(w) == g]
                resting = len(queue) - len(meetings)
                queue = queue[resting:] + queue[:resting]
                people |= _matched(shape, meetings, queue[: len(meetings)], kept)
    return people


def _matched(
    shape: Shape, meetings: Sequence[int], workers: Sequence[str], kept: Mapping[str, str | None]
) -> dict[int, str]:
    free = list(workers)
    chosen: dict[int, str] = {}
    for w in meetings:
        wanted = kept.get(shape.problem.wishes[w].id)
        if wanted in free:
            chosen[w] = wanted
            free.remove(wanted)
    rest = [w for w in meetings if w not in chosen]
    return chosen | dict(zip(rest, free, strict=True))


def serving_groups(
    shape: Shape, slots: Mapping[int, int], counts: Mapping[tuple[int, tuple[str, str], int], int]
) -> dict[int, int]:
    """Which group serves each meeting, from the number each group takes of a pair in a slot."""
    waiting: dict[tuple[tuple[str, str], int], list[int]] = {}
    for w, s in slots.items():
        languages = shape.problem.wishes[w].languages
        if languages is not None:
            waiting.setdefault((pair_of(languages), s), []).append(w)
    serving: dict[int, int] = {}
    for (g, pair, s), count in counts.items():
        for _ in range(count):
            serving[waiting[pair, s].pop()] = g
    return serving
