"""The most valuable b-matching of two sides, exactly, as a flow of least cost (OR-Tools).

A unit flows from the source through a home or the lounges to an `a`, over a chosen wish to its `b`
and on to the sink. The matrix of such a program is totally unimodular, so the flow is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python import min_cost_flow

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Bools, Ints

MOST_COST = 10**9  # above it, costs times nodes might outgrow the solver's integers
MOST_ROUNDS = 1000  # of spreading prices; ordinary problems need a dozen


@dataclass(frozen=True, slots=True)
class Room:
    """What a group of slots has room for: meetings of each party in its role, tables.

    `a`, `b` (P): meetings. `home` (P): of an `a`'s meetings, those that fit its own tables;
    `lounges`: all others together.
    """

    a: Ints
    b: Ints
    home: Ints
    lounges: int


def best_flow(a: Ints, b: Ints, weight: Ints, room: Room) -> tuple[int, Bools]:
    """An upper bound on the total weight of a choice of wishes within the room, and a choice.

    The bound is attained by the choice unless weights are above 10^9, where it is rounded up. All
    weights have to be positive.
    """
    if not len(a):
        return 0, np.zeros(0, dtype=bool)
    parties = len(room.a)
    source, lounge, sink = 2 * parties, 2 * parties + 1, 2 * parties + 2
    # Costs in their common measure, mostly that of a unit of value, take fewer rounds of scaling.
    common = int(np.gcd.reduce(weight))
    unit = common * (1 + int(weight.max()) // common // MOST_COST)
    degree_a, degree_b = np.bincount(a, minlength=parties), np.bincount(b, minlength=parties)
    in_a, in_b = np.minimum(degree_a, room.a), np.minimum(degree_b, room.b)
    home = np.minimum(in_a, room.home)
    graph = min_cost_flow.SimpleMinCostFlow()

    def arcs(tail: Ints | int, head: Ints | int, most: Ints, cost: Ints | int) -> Ints:
        one = np.ones(len(most), dtype=np.int64)
        found: Ints = graph.add_arcs_with_capacity_and_unit_cost(
            tail * one, head * one, most, cost * one
        )
        return found

    chosen = arcs(a, parties + b, np.ones(len(a), dtype=np.int64), -weight // unit)
    some_a, some_b = np.flatnonzero(in_a), np.flatnonzero(in_b)
    arcs(source, some_a, home[some_a], 0)
    arcs(lounge, some_a, (in_a - home)[some_a], 0)
    arcs(parties + some_b, sink, in_b[some_b], 0)
    most = int(min(in_a.sum(), in_b.sum()))
    arcs(source, lounge, np.array([min(most, room.lounges)]), 0)
    arcs(source, sink, np.array([most]), 0)
    graph.set_nodes_supplies(np.array([source, sink]), np.array([most, -most]))
    status = graph.solve()
    if status != graph.OPTIMAL:
        raise AssertionError(f"a flow that always exists was not found: {status}")
    return -graph.optimal_cost() * unit, graph.flows(chosen) > 0


def prices(a: Ints, b: Ints, weight: Ints, room: Room, chosen: Bools) -> tuple[Ints, Ints]:
    """What a place of each party is worth to an optimal choice, in its two roles (dual values).

    Potentials of the residual graph, spread until no arc can lower one (Bellman and Ford); those of
    an `a` include what a lounge is worth. Prices cut short stay usable, since any prices of at
    least 0 prove a bound.
    """
    parties = len(room.a)
    used_a = np.bincount(a[chosen], minlength=parties)
    used_b = np.bincount(b[chosen], minlength=parties)
    home = np.minimum(used_a, room.home)
    guests = int((used_a - home).sum())
    out, weight_out = (a[~chosen], b[~chosen]), weight[~chosen]
    kept, weight_kept = (a[chosen], b[chosen]), weight[chosen]
    at_a, at_b = np.zeros(parties, np.int64), np.zeros(parties, np.int64)
    source = lounge = 0  # the sink is level with the source: an arc with slack joins them
    for _ in range(MOST_ROUNDS):
        before = at_a.sum() + at_b.sum(), source, lounge
        np.minimum.at(at_b, out[1], at_a[out[0]] - weight_out)
        at_b[used_b > 0] = np.minimum(at_b[used_b > 0], source)
        np.minimum.at(at_a, kept[0], at_b[kept[1]] + weight_kept)
        for level, open_ in ((source, used_a < room.home), (lounge, used_a < room.a)):
            at_a[open_] = np.minimum(at_a[open_], level)
        source = min(source, _least(at_a, home > 0), _least(at_b, used_b < room.b))
        lounge = min(lounge, _least(at_a, used_a > home))
        if guests < room.lounges:
            lounge = min(lounge, source)
        if guests:
            source = min(source, lounge)
        if (at_a.sum() + at_b.sum(), source, lounge) == before:
            break
    return np.maximum(at_a - source, 0), np.maximum(source - at_b, 0)


def _least(levels: Ints, some: Bools) -> int:
    return int(levels[some].min(initial=0))
