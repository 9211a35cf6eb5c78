"""Hands out single tables and interpreters once it is known who meets when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaking.scheduling.problem import Placement
from matchmaking.scheduling.tables import hand_out
from matchmaking.scheduling.teams import groups_of, pair_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matchmaking.scheduling.shape import Shape


@dataclass(frozen=True, slots=True)
class Timetable:
    """Slots of held wishes, and the groups of interpreters that serve them.

    `halls` and `people` (ids) are given where the model has settled them too.
    """

    slots: Mapping[int, int]
    serving: Mapping[int, int]
    halls: Mapping[int, str] | None = None
    people: Mapping[int, str] | None = None


def placements(shape: Shape, timetable: Timetable) -> tuple[Placement, ...]:
    """The timetable in full, in slot order."""
    slots, people = timetable.slots, timetable.people
    if people is None:
        people = interpreters_for(shape, slots, timetable.serving)
    tables = hand_out(shape, slots, timetable.halls)
    wishes, times = shape.problem.wishes, shape.problem.slots
    return tuple(
        Placement(wishes[w].id, wishes[w].a, wishes[w].b, times[s].id, tables[w].id, people.get(w))
        for s, w in sorted((s, w) for w, s in slots.items())
    )


def interpreters_for(
    shape: Shape, slots: Mapping[int, int], serving: Mapping[int, int]
) -> dict[int, str]:
    """Who interprets each meeting: in every slot those rest who rested longest ago.

    Where nobody needs a rest, all may work. Among those who do, a meeting gets its kept
    interpreter, or else one whom its parties have had that day.
    """
    people: dict[int, str] = {}
    kept = {k.wish: k.interpreter for k in shape.problem.kept}
    names = [person.id for person in shape.problem.interpreters]
    work: dict[tuple[int, int], list[int]] = {}
    for w, g in serving.items():
        work.setdefault((g, slots[w]), []).append(w)
    for day in shape.days:
        faces: dict[int, set[str]] = {}
        for g, group in enumerate(groups_of(shape)):
            queue = [names[member] for member in group.members]
            for s in day:
                meetings = sorted(work.get((g, s), ()))
                resting = len(queue) - len(meetings)
                queue = queue[resting:] + queue[:resting]
                able = queue if group.max_run is None else queue[: len(meetings)]
                people |= _matched(shape, meetings, able, kept, faces)
    return people


def _matched(
    shape: Shape,
    meetings: Sequence[int],
    able: Sequence[str],
    kept: Mapping[str, str | None],
    faces: dict[int, set[str]],
) -> dict[int, str]:
    if not meetings:
        return {}
    cost = np.array(
        [
            [
                -5 * (kept.get(shape.problem.wishes[w].id) == who)
                - sum(who in faces.get(p, ()) for p in shape.sides[w])
                for who in able
            ]
            for w in meetings
        ]
    )
    rows, columns = linear_sum_assignment(cost)
    chosen = {meetings[row]: able[column] for row, column in zip(rows, columns, strict=True)}
    for w, who in chosen.items():
        for p in shape.sides[w]:
            faces.setdefault(p, set()).add(who)
    return chosen


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
