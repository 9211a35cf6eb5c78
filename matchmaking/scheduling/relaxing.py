"""Relaxations as changes of a problem: one party's time, seats or limits, one table, one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from matchmaking.scheduling.problem import Interpreter, Table

if TYPE_CHECKING:
    from collections.abc import Collection

    from matchmaking.scheduling.problem import Party, Problem, Reason, Wish

EXTRA = "+"  # an added table or interpreter is named so, lengthened until nobody else is


def relaxed(problem: Problem, change: Reason) -> Problem:
    """The problem with a relaxation made true; ValueError for a reason that is none."""
    params = {name: str(value) for name, value in change.params.items()}
    if change.code == "more_tables":
        name = extra_name({table.id for table in problem.tables})
        table = Table(name, params["hall"], slots=frozenset({params["slot"]}))
        return replace(problem, tables=(*problem.tables, table))
    if change.code == "interpreter":
        name = extra_name({person.id for person in problem.interpreters})
        languages = change.params["languages"]
        spoken = frozenset(languages if isinstance(languages, tuple) else ())
        person = Interpreter(name, spoken, frozenset({params["slot"]}))
        return replace(problem, interpreters=(*problem.interpreters, person))
    if change.code == "more_quota":
        quotas = (
            replace(quota, maximum=quota.maximum + 1) if quota.id == params["quota"] else quota
            for quota in problem.quotas
        )
        return replace(problem, quotas=tuple(quotas))
    parties = (
        _eased(party, change.code, params.get("slot", "")) if party.id == params["party"] else party
        for party in problem.parties
    )
    return replace(problem, parties=tuple(parties))


def extra_name(taken: Collection[str]) -> str:
    """An id for something new."""
    name = EXTRA
    while name in taken:
        name += EXTRA
    return name


def likely_hall(problem: Problem, wish: Wish) -> str:
    """Where a new table would stand: by a party's own, or where most lounges are."""
    homes = [t.hall for side in (wish.a, wish.b) for t in problem.tables if t.home == side]
    halls = Counter(t.hall for t in problem.tables if not t.home) or Counter([""])
    return homes[0] if homes else max(halls, key=halls.__getitem__)


def _eased(party: Party, code: str, slot: str) -> Party:
    if code == "more_time":
        return replace(party, slots=(party.slots or frozenset()) | {slot})
    if code == "more_seats":
        return replace(party, seats=party.seats + 1)
    if code == "more_meetings":
        return replace(party, maximum=(party.maximum or 0) + 1)
    if code == "more_a_day":
        return replace(party, maximum_a_day=(party.maximum_a_day or 0) + 1)
    raise ValueError(f"{code} is no relaxation")
