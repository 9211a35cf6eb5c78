"""How much a problem may hold: numbers of things, points, and minimums that have room."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from matchmaking.scheduling.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaking.scheduling.problem import Problem

# Above this a sum of points no longer fits the solver's integers with room to spare.
MOST_POINTS = 2**53
PERCENT = 100
# Of seats, maximums and the like: more never matters, and sums of them stay small.
MOST_NUMBER = 10**9
MOST_MINUTES = 100_000  # between two halls
# Twice an expo of size L (40,000 buyers, 480,000 wishes) and more: memory stays within 4 GiB.
MOST = {"slots": 2_000, "parties": 200_000, "wishes": 1_000_000, "tables": 100_000}
MOST |= {"interpreters": 20_000, "quotas": 20_000, "floors": 2_000}
MOST |= {"kept": 1_000_000, "forbidden": 1_000_000, "distances": 1_000_000}


def within_limits(numbers: Mapping[str, int]) -> None:
    """Raise ProblemError if there are too many of anything, given how many there are."""
    for name, most in MOST.items():
        number = numbers.get(name, 0)
        if number > most:
            raise ProblemError(
                f"{number:,} are more than {most:,}; divide the problem", f"$.{name}"
            )


def at_least(least: int, number: int | None, where: str, most: float = MOST_NUMBER) -> None:
    """Raise ProblemError for a number below the least or above the most."""
    if number is not None and number < least:
        raise ProblemError(f"{number} is too small; use {least} or more", where)
    if number is not None and number > most:
        raise ProblemError(f"{number} is too large; use {most:,} or less", where)


def check_points(problem: Problem) -> None:
    """Raise ProblemError for weights below 0, or points that outgrow the solver's integers."""
    weights = problem.preferences
    for field in fields(weights):
        # Sums of points are looked at below.
        most = MOST_NUMBER if field.name == "max_break_difference" else math.inf
        at_least(0, getattr(weights, field.name), f"$.preferences.{field.name}", most)
    if weights.fair_share > PERCENT:
        raise ProblemError("use 100 percent or less", "$.preferences.fair_share")
    for (one, other), minutes in problem.distances.items():
        at_least(0, minutes, f"$.distances ({one!r}, {other!r})", MOST_MINUTES)
    values = [wish.value for wish in problem.wishes]
    greatest = max(values, default=0)
    if greatest > MOST_POINTS:
        text = f"the value is above {MOST_POINTS:,}; scale the values down"
        raise ProblemError(text, f"$.wishes[{values.index(greatest)}].value")
    if _most_points(problem, sum(values)) > MOST_POINTS:
        text = f"values and weights add up to more than {MOST_POINTS} points; scale them down"
        raise ProblemError(text, "$.preferences")


def _most_points(problem: Problem, values: int) -> int:
    """More than the points of any timetable, and than what any can lose; `values`: all wishes'."""
    weights, wishes = problem.preferences, problem.wishes
    far = max(problem.distances.values(), default=0)
    each = weights.should + 2 * weights.walking * far + 2 * weights.interpreter_change
    asked = sum(floor.minimum * (len(problem.parties) + 1) for floor in problem.floors)
    return (
        values * (weights.value + 2 * weights.spread)
        + len(wishes) * each
        + len(problem.parties) * len(problem.slots) * weights.idle_gap
        + len(problem.kept) * weights.moved
        + asked * weights.exposure
    )


def check_minimums(problem: Problem) -> None:
    """Raise ProblemError for a minimum that no timetable can meet."""
    asking = [(n, p) for n, p in enumerate(problem.parties) if p.minimum or p.minimum_a_day]
    if not asking:
        return
    never = {frozenset(pair) for pair in problem.forbidden}
    wished: dict[str, int] = {}
    for wish in problem.wishes:
        if frozenset((wish.a, wish.b)) not in never:
            wished[wish.a] = wished.get(wish.a, 0) + 1
            wished[wish.b] = wished.get(wish.b, 0) + 1
    for n, party in asking:
        where = f"$.parties[{n}].minimum"
        here = [s for s in problem.slots if party.slots is None or s.id in party.slots]
        days = Counter(s.day for s in here)
        limits = {"wishes": wished.get(party.id, 0), "seats in its slots": party.seats * len(here)}
        if party.maximum is not None:
            limits["meetings allowed"] = party.maximum
        if party.maximum_a_day is not None:
            limits["meetings allowed a day"] = party.maximum_a_day * len(days)
        _within(party.id, max(party.minimum, party.minimum_a_day * len(days)), limits, where)
        today = {"seats in the slots of a day": party.seats * min(days.values(), default=0)}
        if party.maximum_a_day is not None:
            today["meetings allowed on a day"] = party.maximum_a_day
        if days:
            _within(party.id, party.minimum_a_day, today, f"{where}_a_day")


def _within(party: str, minimum: int, limits: dict[str, int], where: str) -> None:
    name, most = min(limits.items(), key=lambda limit: limit[1])
    if minimum > most:
        text = f"party {party!r} wants {minimum} meetings but has {most} {name}"
        raise ProblemError(f"{text}; lower the minimum", where)
