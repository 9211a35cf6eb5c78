"""Hands out single tables once it is known who meets when: all fit, with little walking.

Slot by slot a matching of meetings and tables with the fewest minutes, given where the parties come
from and go to; a few rounds over all slots, since each slot's choice changes its neighbours'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaking.scheduling.walks import Distances, walked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matchmaking.scheduling.problem import Table
    from matchmaking.scheduling.shape import Shape

NEVER = 1e12  # a cost above all others: the meeting may not take the table
KEPT = -1e8  # the table that the meeting had before comes first
MINUTE = 1000.0  # everything below a minute only breaks ties
ROUNDS = 3  # measured: the third round hardly gains any more


def hand_out(
    shape: Shape, slots: Mapping[int, int], halls: Mapping[int, str] | None = None
) -> dict[int, Table]:
    """A table for each held wish. `halls` says in which hall it is, where that is settled."""
    hand = _Hand(shape, slots, halls)
    held: dict[int, list[int]] = {}
    for w, s in sorted(slots.items()):
        held.setdefault(s, []).append(w)
    best, least = _round(hand, held, {}), None
    if halls is not None or not hand.distances.far:
        return best
    tables = dict(best)
    for _ in range(ROUNDS):
        minutes = walked(shape, slots, {w: table.hall for w, table in tables.items()})
        if least is not None and minutes >= least:
            break
        best, least = dict(tables), minutes
        tables = _round(hand, held, tables)
    return best


def _round(
    hand: _Hand, held: Mapping[int, Sequence[int]], tables: dict[int, Table]
) -> dict[int, Table]:
    """Each slot anew, given the tables of all other slots so far."""
    tables = dict(tables)
    for s, wishes in sorted(held.items()):
        for w, table in zip(wishes, hand.slot(s, wishes, tables), strict=True):
            tables[w] = table
    return tables


class _Hand:
    """What handing out looks up again and again; halls and tables by position."""

    def __init__(
        self, shape: Shape, slots: Mapping[int, int], settled: Mapping[int, str] | None
    ) -> None:
        problem = shape.problem
        self.shape, self.settled = shape, settled
        self.distances = Distances.of(problem)
        self.halls = sorted({table.hall for table in problem.tables})
        at = {hall: n for n, hall in enumerate(self.halls)}
        self.minutes = np.array(
            [[self.distances.between(one, other) for other in self.halls] for one in self.halls]
        )
        self.hall = np.array([at[table.hall] for table in problem.tables], dtype=int)
        self.home = np.array(
            [shape.party[t.home] if t.home else -1 for t in problem.tables], dtype=int
        )
        self.opened = [shape.open_slots(table.slots) for table in problem.tables]
        self.names = {table.id: n for n, table in enumerate(problem.tables)}
        self.kept = {k.wish: self.names[k.table] for k in problem.kept if k.table in self.names}
        self.base = {t.home: at[t.hall] for t in reversed(problem.tables) if t.home}
        self.days = {s: day for day in shape.days for s in day}
        self.stops: dict[int, dict[int, list[int]]] = {}
        for w, s in slots.items():
            for p in shape.sides[w]:
                self.stops.setdefault(p, {}).setdefault(s, []).append(w)
        self.order = {p: sorted(stops) for p, stops in self.stops.items()}

    def slot(self, s: int, wishes: Sequence[int], tables: Mapping[int, Table]) -> list[Table]:
        """Tables for the meetings of slot s, given those of other slots so far."""
        every = self.shape.problem.tables
        opened = np.array([n for n in range(len(every)) if s in self.opened[n]], dtype=int)
        cost = np.array([self._cost(w, s, opened, tables) for w in wishes])
        if len(opened) >= len(wishes):
            rows, columns = linear_sum_assignment(cost)
            if (cost[rows, columns] < NEVER / 2).all():
                return [every[opened[column]] for column in columns]
        raise AssertionError(f"the meetings of slot {s} outgrow its tables")

    def _cost(self, w: int, s: int, opened: Any, tables: Mapping[int, Table]) -> Any:
        a, b = self.shape.sides[w]
        wish = self.shape.problem.wishes[w]
        ways = sum(self._ways(p, s, tables) for p in (a, b)) * MINUTE
        base = self.base.get(wish.a, self.base.get(wish.b))
        if base is not None:
            ways = ways + np.minimum(self.minutes[base], MINUTE / 4)
        home = self.home[opened]
        cost = ways[self.hall[opened]] + np.where(home < 0, MINUTE / 4, 0.0)
        cost = np.where((home < 0) | (home == a) | (home == b), cost, NEVER)
        if wish.fixed_table is not None:
            cost = np.where(opened == self.names[wish.fixed_table], cost, NEVER)
        if self.settled is not None:
            cost = np.where(self.hall[opened] == self.halls.index(self.settled[w]), cost, NEVER)
        if wish.id in self.kept:
            cost = cost + np.where(opened == self.kept[wish.id], KEPT, 0.0)
        return cost

    def _ways(self, p: int, s: int, tables: Mapping[int, Table]) -> Any:
        """Minutes to each hall from the party's meetings before slot s, and on to those after."""
        order, found = self.order[p], np.zeros(len(self.halls))
        at = order.index(s)
        for near in (order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None):
            if near is None or near not in self.days[s]:
                continue
            known = [tables[w].hall for w in self.stops[p][near] if w in tables]
            if known:
                found += self.minutes[[self.halls.index(hall) for hall in known]].min(axis=0)
        return found
