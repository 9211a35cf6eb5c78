"""A linear relaxation that sees gaps: windows that a party's meetings can fill.

A party with n meetings on its only day has no gap if they fill n neighbouring slots, a window. Held
in a window, none of its meetings lies before or after it. The relaxation bounds the number of
parties that have gaps; its reduced costs say what cannot happen in a timetable near the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, vstack
from scipy.sparse.csgraph import maximum_bipartite_matching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaking.scheduling.shape import Shape

Terms = list[tuple[int, int]]
INTERIOR = {"output_flag": False, "solver": "ipm", "run_crossover": "off", "threads": 1}


@dataclass(frozen=True, slots=True)
class GapBound:
    """At least `value` gaps in all. `share[p]`: how much of party p's day the relaxation breaks.

    A timetable with at most k gaps does without everything whose reduced cost exceeds k - `value`:
    `party_cost[p]` for breaking a party's day, `slot_cost[w, s]` for wish w in slot s.
    """

    value: float
    share: dict[int, float]
    party_cost: dict[int, float]
    slot_cost: dict[tuple[int, int], float]


@dataclass(slots=True)
class _Program:
    """Minimise the sum of the broken, with every variable between 0 and 1."""

    cost: list[float] = field(default_factory=list)
    equal: list[tuple[Terms, int]] = field(default_factory=list)
    below: list[tuple[Terms, int]] = field(default_factory=list)

    def variable(self, cost: float = 0.0) -> int:
        self.cost.append(cost)
        return len(self.cost) - 1

    def matrix(self, rows: list[tuple[Terms, int]]) -> tuple[csr_array, np.ndarray]:
        row = [n for n, (terms, _) in enumerate(rows) for _ in terms]
        column = [v for terms, _ in rows for v, _ in terms]
        weight = [c for terms, _ in rows for _, c in terms]
        sides = np.array([side for _, side in rows], dtype=float)
        return csr_array((weight, (row, column)), shape=(len(rows), len(self.cost))), sides


def fillable(shape: Shape, p: int) -> list[range]:
    """The windows that party p's meetings can fill, each meeting in a slot that it may have."""
    mine = shape.wishes_of[p]
    size = len(mine)
    found = []
    for start in range(shape.days[0].start, shape.days[0].stop - size + 1):
        window = range(start, start + size)
        allowed = csr_array([[s in shape.allowed[w] for s in window] for w in mine], dtype=np.int8)
        if (maximum_bipartite_matching(allowed) >= 0).all():
            found.append(window)
    return found


def gap_bound(shape: Shape, parties: Iterable[int], seconds: float) -> GapBound | None:
    """The bound for a problem of one day, every wish held; None if time ran out.

    `parties` are those that may have gaps, of one seat each.
    """
    program = _Program()
    at = [{s: program.variable() for s in times} for times in shape.allowed]
    _meetings(program, shape, at)
    broken = {}
    for p in parties:
        broken[p] = program.variable(1.0)
        _party(program, shape, p, at, broken[p])
    found = _solved(program, seconds)
    if found is None:
        return None
    value, reduced, point = found
    return GapBound(
        value,
        {p: float(point[v]) for p, v in broken.items()},
        {p: float(reduced[v]) for p, v in broken.items()},
        {(w, s): float(reduced[v]) for w, slots in enumerate(at) for s, v in slots.items()},
    )


def _solved(program: _Program, seconds: float) -> tuple[float, np.ndarray, np.ndarray] | None:
    """Bound, reduced costs and the point; None if time ran out.

    By interior points and without crossover to a corner: the prices then lie in the middle of all
    that prove the bound, and whatever any of them rules out costs something. Where the bound is a
    whole number, that fixes twice as much as the prices of a corner.
    """
    below, most = program.matrix(program.below)
    equal, exactly = program.matrix(program.equal)
    cost = np.array(program.cost)
    highs = highspy.Highs()
    for name, value in {**INTERIOR, "time_limit": max(0.0, seconds)}.items():
        highs.setOptionValue(name, value)
    highs.passModel(_highs_lp(cost, below, most, equal, exactly))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution()
    duals = np.array(found.row_dual)
    # Worked out again from the prices, so that it is a bound however exact they are.
    prices, free = np.minimum(duals[: len(most)], 0), duals[len(most) :]
    reduced = cost - below.T @ prices - equal.T @ free
    bound = float(most @ prices + exactly @ free + np.minimum(reduced, 0).sum())
    return bound, reduced, np.array(found.col_value)


def _highs_lp(
    cost: np.ndarray, below: csr_array, most: np.ndarray, equal: csr_array, exactly: np.ndarray
) -> highspy.HighsLp:
    matrix = csc_array(vstack([below, equal]))
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_ = cost, np.zeros_like(cost)
    lp.col_upper_ = np.full_like(cost, np.inf)  # the rows say 1
    lp.row_lower_ = np.concatenate([np.full_like(most, -np.inf), exactly])
    lp.row_upper_ = np.concatenate([most, exactly])
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = matrix.shape
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data.astype(float)
    return lp


def _meetings(program: _Program, shape: Shape, at: list[dict[int, int]]) -> None:
    program.equal += [([(v, 1) for v in slots.values()], 1) for slots in at]
    for s in shape.days[0]:
        for party, mine in zip(shape.problem.parties, shape.wishes_of, strict=True):
            program.below.append((_sum(at[w].get(s) for w in mine), party.seats))
        program.below.append((_sum(slots.get(s) for slots in at), _tables(shape, s)))
    for w, before in enumerate(shape.after):
        for first in before:
            for s in at[w]:
                later = [(v, 1) for t, v in at[w].items() if t <= s]
                earlier = [(v, -1) for t, v in at[first].items() if t < s]
                program.below.append((later + earlier, 0))


def _tables(shape: Shape, s: int) -> int:
    return shape.lounges[s] + sum(shape.homes[s].values())


def _party(program: _Program, shape: Shape, p: int, at: list[dict[int, int]], broken: int) -> None:
    mine = shape.wishes_of[p]
    windows = [(program.variable(), window) for window in fillable(shape, p)]
    program.equal.append(([(v, 1) for v, _ in windows] + [(broken, 1)], 1))
    for s in shape.days[0]:
        cover = [(v, 1) for v, window in windows if s in window]
        if cover:
            here = [(v, -1) for v, _ in _sum(at[w].get(s) for w in mine)]
            program.below.append((cover + here, 0))
        for w in mine:
            if s in at[w]:
                outside = [(v, -1) for v, _ in cover]
                program.below.append(([(at[w][s], 1), (broken, -1), *outside], 0))
    for w in mine:
        for s in at[w]:
            over = [(v, 1) for v, window in windows if window[-1] <= s]
            ahead = [(v, 1) for v, window in windows if window[0] >= s]
            by = [(v, -1) for t, v in at[w].items() if t <= s]
            after = [(v, -1) for t, v in at[w].items() if t >= s]
            program.below += [(over + by, 0)] if over else []
            program.below += [(ahead + after, 0)] if ahead else []


def _sum(variables: Iterable[int | None]) -> Terms:
    return [(v, 1) for v in variables if v is not None]
