"""Which day each meeting takes place: a coarse mixed-integer program over days instead of slots.

It gives up what only slots can tell, so its bound holds for the problem; and where parties stay for
whole days it loses next to nothing, since a day's meetings that keep to everybody's seats can
nearly always be put into its slots (for seats alone always: bipartite graphs are coloured
with as many colours as their largest degree, D. König 1916).
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.rows import Program
from matchmaking.scheduling.shares import asks_of, fair_share
from matchmaking.scheduling.teams import groups_of, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaking.scheduling.shape import Shape
    from matchmaking.scheduling.teams import Group

MOST_WHOLE = 20_000  # variables; above, the linear program's own choice is nearly whole anyway
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Outline:
    """An upper bound in points, and the day (by position) of each wish that should be held."""

    bound: float
    days: dict[int, int] | None


class _Coarse:
    """The program under construction; `on[w][d]` is the variable of wish w on day d."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.program = shape, Program()
        self.base = 0
        kept: dict[int, int | None] = {}
        for placement in shape.problem.kept:
            kept[shape.wish[placement.wish]] = shape.slot.get(placement.slot)
            self.base -= shape.problem.preferences.moved
        self.on: list[dict[int, int]] = []
        for w, times in enumerate(shape.allowed):
            days = [d for d, day in enumerate(shape.days) if any(s in day for s in times)]
            self.on.append({})
            for d in days:
                stays = kept.get(w) in times and kept.get(w) in shape.days[d]
                points = shape.points(w) + (shape.problem.preferences.moved if stays else 0)
                self.on[w][d] = self.program.variable(points, 1)

    def sum_of(self, wishes: Iterable[int], d: int | None = None) -> list[tuple[int, float]]:
        """The terms that count the wishes, on one day or altogether."""
        return [
            (variable, 1.0)
            for w in wishes
            for day, variable in self.on[w].items()
            if d is None or day == d
        ]


def outline(shape: Shape, seconds: float) -> Outline:
    """Solve the coarse program; days are None if HiGHS found none in the time.

    The linear program comes first; whole numbers follow where there are few enough variables.
    """
    coarse = _Coarse(shape)
    _wishes(coarse)
    _parties(coarse)
    _tables(coarse)
    _interpreters(coarse)
    _shares(coarse)
    until = monotonic() + seconds
    bound, values = coarse.program.linear(seconds)
    if len(coarse.program.points) <= MOST_WHOLE and values is not None:
        tighter, whole = coarse.program.whole(max(0.1, until - monotonic()))
        bound, values = min(bound, tighter), values if whole is None else whole
    if values is None:
        return Outline(bound + coarse.base, None)
    chosen = values > HALF
    days = {w: d for w, on in enumerate(coarse.on) for d, v in on.items() if chosen[v]}
    return Outline(bound + coarse.base, days)


def _wishes(coarse: _Coarse) -> None:
    shape, program = coarse.shape, coarse.program
    for w, on in enumerate(coarse.on):
        if len(on) > 1:
            program.at_most(coarse.sum_of([w]), 1)
        if shape.forced[w]:
            program.at_least(coarse.sum_of([w]), 1)
        for first in shape.after[w]:
            for d in on:
                later = [(v, 1.0) for day, v in on.items() if day <= d]
                sooner = [(v, -1.0) for day, v in coarse.on[first].items() if day <= d]
                program.at_most([*later, *sooner], 0)
    for quota, counted in zip(shape.problem.quotas, shape.quotas, strict=True):
        if quota.maximum < len(counted):
            program.at_most(coarse.sum_of(counted), quota.maximum)


def _parties(coarse: _Coarse) -> None:
    shape, program = coarse.shape, coarse.program
    for p, party in enumerate(shape.problem.parties):
        mine = shape.wishes_of[p]
        if party.minimum:
            program.at_least(coarse.sum_of(mine), party.minimum)
        if party.maximum is not None and party.maximum < len(mine):
            program.at_most(coarse.sum_of(mine), party.maximum)
        for d, day in enumerate(shape.days):
            here = sum(s in shape.present[p] for s in day)
            room = party.seats * here
            if party.maximum_a_day is not None:
                room = min(room, party.maximum_a_day)
            terms = coarse.sum_of(mine, d)
            if room < len(terms):
                program.at_most(terms, room)
            if here and party.minimum_a_day:
                program.at_least(terms, party.minimum_a_day)


def _tables(coarse: _Coarse) -> None:
    """A day's meetings that find no home table go to the lounges, as many as these can take.

    Where either side has a home, a meeting is taken to use none: that can only better the bound.
    """
    shape, program = coarse.shape, coarse.program
    for d, day in enumerate(shape.days):
        room: dict[int, int] = {}
        for s in day:
            for party, count in shape.homes[s].items():
                room[party] = room.get(party, 0) + count
        guests: dict[int | None, list[int]] = {}
        for w, on in enumerate(coarse.on):
            hosts = _hosts(shape, w, room)
            if d in on and len(hosts) == 1:
                guests.setdefault(hosts[0], []).append(w)
        terms = coarse.sum_of(guests.pop(None, ()), d)
        for owner, wishes in guests.items():
            inside = 0 if owner is None else room.get(owner, 0)
            if len(wishes) > inside:
                more = program.variable(0.0, len(wishes) - inside)
                program.at_most([*coarse.sum_of(wishes, d), (more, -1.0)], inside)
                terms.append((more, 1.0))
        program.at_most(terms, sum(shape.lounges[s] for s in day))


def _hosts(shape: Shape, w: int, room: dict[int, int]) -> list[int | None]:
    """Whose table wish w takes first (None: a lounge's)."""
    name = shape.problem.wishes[w].fixed_table
    if name is not None:
        home = next(table.home for table in shape.problem.tables if table.id == name)
        return [shape.party[home] if home else None]
    return [p for p in shape.sides[w] if p in room] or [None]


def _interpreters(coarse: _Coarse) -> None:
    shape, program = coarse.shape, coarse.program
    groups = groups_of(shape)
    needing: dict[tuple[str, str], list[int]] = {}
    for w, wish in enumerate(shape.problem.wishes):
        if wish.languages is not None:
            needing.setdefault(pair_of(wish.languages), []).append(w)
    for d, day in enumerate(shape.days):
        load: dict[int, list[tuple[int, float]]] = {}
        for pair, wishes in needing.items():
            serving = []
            for g, group in enumerate(groups):
                if group.languages.issuperset(pair):
                    variable = program.variable(0, len(wishes))
                    serving.append((variable, -1.0))
                    load.setdefault(g, []).append((variable, 1.0))
            program.at_most([*coarse.sum_of(wishes, d), *serving], 0)
        for g, terms in load.items():
            program.at_most(terms, _capacity(groups[g], day))


def _capacity(group: Group, day: range) -> int:
    """Meetings that the group can serve on a day, everybody resting after their longest run."""
    worked = run = 0
    for s in day:
        if s in group.slots and run != group.max_run:
            worked, run = worked + 1, run + 1
        else:
            run = 0
    return worked * len(group.members)


def _shares(coarse: _Coarse) -> None:
    """Floors and fair shares, as in `terms.py`."""
    shape, program = coarse.shape, coarse.program
    weights = shape.problem.preferences
    for ask in asks_of(shape) if weights.exposure else ():
        short = program.variable(-weights.exposure, ask.minimum)
        program.at_least([*coarse.sum_of(sorted(ask.wishes)), (short, 1.0)], ask.minimum)
    for p, mine in enumerate(shape.wishes_of) if weights.spread else ():
        share = fair_share(shape, p)
        if share:
            short = program.variable(-weights.spread, share)
            got = [
                (v, float(shape.problem.wishes[w].value))
                for w in mine
                for v in coarse.on[w].values()
            ]
            program.at_least([*got, (short, 1.0)], share)
