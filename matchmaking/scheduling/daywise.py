"""Puts the meetings of an outline into the slots of their days, one day after the other.

Each day is a problem of its own for CP-SAT, small enough for its gaps too. Wishes that the outline
leaves out may fill what remains. The result keeps all rules but may miss a must or a minimum
that hangs on several days; the caller checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.assignment import Timetable
from matchmaking.scheduling.problem import Preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.problem import Problem
    from matchmaking.scheduling.shape import Shape

    Solver = Callable[[Problem, float], Timetable | None]


@dataclass(slots=True)
class _Plan:
    """What has been placed; `days` is the outline, less the days that are done."""

    shape: Shape
    days: dict[int, int]
    slots: dict[int, int] = field(default_factory=dict)
    serving: dict[int, int] = field(default_factory=dict)


def daywise(
    shape: Shape, days: dict[int, int], seconds: float, solve_day: Solver
) -> Timetable | None:
    """The timetable made of the days' answers; None if a day has none.

    `solve_day` gets a problem of one day and its seconds, and answers with the problem's own
    positions.
    """
    until = monotonic() + seconds
    plan = _Plan(shape, dict(days))
    for d, day in enumerate(shape.days):
        wishes = _wishes_of(plan, d)
        if not wishes:
            continue
        problem = _problem_of(plan, wishes, day, d)
        share = (until - monotonic()) / (len(shape.days) - d)
        found = solve_day(problem, max(0.1, share))
        if found is None:
            return None
        for n, s in found.slots.items():
            plan.slots[wishes[n]] = day[s]
        for n, group in found.serving.items():
            plan.serving[wishes[n]] = group
    return Timetable(plan.slots, plan.serving)


def _wishes_of(plan: _Plan, d: int) -> list[int]:
    """The day's own wishes, and those that nobody has placed or planned; order is kept."""
    shape, found = plan.shape, []
    for w, times in enumerate(shape.allowed):
        own = plan.days.get(w) == d
        spare = False
        fits = (own or spare) and any(s in shape.days[d] for s in times)
        earlier = [v for v in shape.after[w] if plan.days.get(v) != d]
        if fits and all(v in plan.slots for v in earlier):
            found.append(w)
    return found


def _problem_of(plan: _Plan, wishes: list[int], day: range, d: int) -> Problem:
    """The day by itself: limits less what other days hold or plan; slots of that day only."""
    problem = plan.shape.problem
    slots = tuple(problem.slots[s] for s in day)
    names = {slot.id for slot in slots}
    mine = {problem.wishes[w].id for w in wishes}
    elsewhere = {w for w, other in plan.days.items() if (other > d) or w in plan.slots}
    elsewhere |= plan.slots.keys()

    def here(ids: frozenset[str] | None) -> frozenset[str] | None:
        return None if ids is None else ids & names

    def left(limit: int, counted: set[int] | frozenset[int]) -> int:
        return max(0, limit - len(elsewhere & counted))

    parties = tuple(
        replace(
            party,
            slots=here(party.slots),
            minimum=0,
            maximum=None
            if party.maximum is None
            else left(party.maximum, set(plan.shape.wishes_of[p])),
        )
        for p, party in enumerate(problem.parties)
    )
    own = (
        replace(
            problem.wishes[w],
            slots=here(problem.wishes[w].slots),
            after=tuple(v for v in problem.wishes[w].after if v in mine),
            level=problem.wishes[w].level if w in plan.days else "may",
        )
        for w in wishes
    )
    quotas = zip(problem.quotas, plan.shape.quotas, strict=True)
    weights = problem.preferences
    return replace(
        problem,
        slots=slots,
        parties=parties,
        wishes=tuple(own),
        tables=tuple(replace(table, slots=here(table.slots)) for table in problem.tables),
        interpreters=tuple(replace(who, slots=here(who.slots)) for who in problem.interpreters),
        quotas=tuple(replace(quota, maximum=left(quota.maximum, c)) for quota, c in quotas),
        kept=tuple(kept for kept in problem.kept if kept.wish in mine and kept.slot in names),
        preferences=Preferences(
            weights.value, weights.should, weights.idle_gap, weights.moved, exposure=0, spread=0
        ),
        floors=(),
    )
