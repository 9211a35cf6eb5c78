"""Betters a timetable day by day: each day is a problem of its own, small enough for CP-SAT.

A day's problem holds the meetings of that day, and the wishes that the outline wants there but
that found no place. Floors and fair shares hang on several days and stay out of it.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.assignment import Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from matchmaking.scheduling.problem import Problem
    from matchmaking.scheduling.shape import Shape

    Solver = Callable[[Problem, Mapping[int, int], float], Timetable | None]

LEAST_SECONDS = 0.2


def daywise(
    shape: Shape,
    first: Timetable,
    wanted: Mapping[int, int],
    until: float,
    solve_day: Solver,
) -> Timetable:
    """The timetable with each day solved anew, as long as there is time (`until`, monotonic).

    `wanted` gives the day of each wish that should be held; `first` names its interpreters.
    `solve_day` gets a problem of one day, its present slots by the problem's own positions and its
    seconds, and names the interpreters too; None leaves the day as it is.
    """
    slots = dict(first.slots)
    people = dict(first.people or {})
    for d, day in enumerate(shape.days):
        share = (until - monotonic()) / (len(shape.days) - d)
        wishes = sorted(
            w
            for w in {*slots, *wanted}
            if (slots[w] in day if w in slots else wanted[w] == d and not shape.after[w])
        )
        if share < LEAST_SECONDS or not wishes:
            continue
        elsewhere = slots.keys() - set(wishes)
        problem = _day(shape, wishes, day, elsewhere)
        now = {n: slots[w] - day.start for n, w in enumerate(wishes) if w in slots}
        found = solve_day(problem, now, share)
        if found is not None:
            for w in wishes:
                slots.pop(w, None)
                people.pop(w, None)
            slots |= {wishes[n]: day[s] for n, s in found.slots.items()}
            people |= {wishes[n]: who for n, who in (found.people or {}).items()}
    return Timetable(slots, {}, people=people)


def settle_interpreted(
    shape: Shape, wanted: Mapping[int, int], until: float, solve_day: Solver
) -> dict[int, int]:
    """Slots for the wanted meetings that need an interpreter, as if there were no others.

    Interpreters are few and have shifts and rests: where they are the limit, chains get stuck.
    """
    speaking = [
        w for w in wanted if shape.problem.wishes[w].languages is not None and not shape.after[w]
    ]
    slots: dict[int, int] = {}
    for d, day in enumerate(shape.days):
        wishes = sorted(w for w in speaking if wanted[w] == d)
        left = until - monotonic()
        if not wishes or left < LEAST_SECONDS:
            continue
        problem = _bare(_day(shape, wishes, day, wanted.keys() - set(wishes)))
        found = solve_day(problem, {}, left / (len(shape.days) - d))
        if found is not None:
            slots |= {wishes[n]: day[s] for n, s in found.slots.items()}
    return slots


def _bare(problem: Problem) -> Problem:
    """The problem without comforts and minimums, which other meetings will see to."""
    weights = replace(problem.preferences, idle_gap=0, walking=0, interpreter_change=0)
    parties = tuple(replace(party, minimum=0, minimum_a_day=0) for party in problem.parties)
    return replace(problem, preferences=weights, parties=parties)


def _day(shape: Shape, wishes: list[int], day: range, elsewhere: Collection[int]) -> Problem:
    """The day by itself, with what other days leave of the limits."""
    problem, weights = shape.problem, shape.problem.preferences
    slots = tuple(problem.slots[s] for s in day)
    names = {slot.id for slot in slots}
    mine = {problem.wishes[w].id for w in wishes}

    def here(ids: frozenset[str] | None) -> frozenset[str] | None:
        return None if ids is None else ids & names

    def left(limit: int, counted: Collection[int]) -> int:
        return max(0, limit - sum(w in elsewhere for w in counted))

    parties = []
    for p, party in enumerate(problem.parties):
        most = None if party.maximum is None else left(party.maximum, shape.wishes_of[p])
        least = left(party.minimum, shape.wishes_of[p])
        parties.append(replace(party, slots=here(party.slots), minimum=least, maximum=most))
    own = (
        replace(
            problem.wishes[w],
            slots=here(problem.wishes[w].slots),
            after=tuple(name for name in problem.wishes[w].after if name in mine),
        )
        for w in wishes
    )
    quotas = zip(problem.quotas, shape.quotas, strict=True)
    return replace(
        problem,
        slots=slots,
        parties=tuple(parties),
        wishes=tuple(own),
        tables=tuple(replace(table, slots=here(table.slots)) for table in problem.tables),
        interpreters=tuple(replace(who, slots=here(who.slots)) for who in problem.interpreters),
        quotas=tuple(replace(quota, maximum=left(quota.maximum, c)) for quota, c in quotas),
        kept=tuple(kept for kept in problem.kept if kept.wish in mine and kept.slot in names),
        preferences=replace(weights, exposure=0, spread=0),
        floors=(),
    )
