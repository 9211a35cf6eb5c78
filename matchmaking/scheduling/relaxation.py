"""The model as a mixed-integer program for HiGHS, which is stronger than CP-SAT at plain value.

Only the rules that are linear are passed on, so a solution may break the others: it is a hint. The
bound holds all the same, since leaving rules out can only better it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Model

CLOSE_ENOUGH = 1e-4  # relative gap at which HiGHS may stop: CP-SAT polishes what is left
INFINITE = 2**60


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The least upper bound on the objective proven, and values of the variables if any."""

    bound: float
    values: list[int] | None


class _Rows:
    """Linear rows low <= sum(coefficient * variable) <= high, in sparse form."""

    def __init__(self) -> None:
        self.row: list[int] = []
        self.column: list[int] = []
        self.weight: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, variables: Any, weights: Any, low: float, high: float) -> None:
        for variable, weight in zip(variables, weights, strict=True):
            positive = variable >= 0  # a negative reference stands for 1 - variable
            self.row.append(len(self.low))
            self.column.append(variable if positive else -variable - 1)
            self.weight.append(weight if positive else -weight)
            if not positive:
                low, high = low - weight, high - weight
        self.low.append(low)
        self.high.append(high)


def relax(model: Model, seconds: float) -> Relaxed:
    """Maximise the model's present objective over its linear rules."""
    proto = model.cp.proto
    rows, size = _rows(proto), len(proto.variables)
    if not size:
        return Relaxed(float("inf"), None)
    cost = np.zeros(size)
    objective = proto.objective
    for variable, weight in zip(objective.vars, objective.coeffs, strict=True):
        cost[variable] += weight
    domains = [list(variable.domain) for variable in proto.variables]
    low, high = [domain[0] for domain in domains], [domain[-1] for domain in domains]
    matrix = csr_array((rows.weight, (rows.row, rows.column)), shape=(len(rows.low), size))
    found = milp(
        cost,
        integrality=np.ones(size),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, rows.low, rows.high) if rows.low else None,
        options={"time_limit": seconds, "mip_rel_gap": CLOSE_ENOUGH},
    )
    bound = found.mip_dual_bound
    values = None if found.x is None else [round(value) for value in found.x]
    if bound is None or not np.isfinite(bound):
        return Relaxed(float("inf"), values)
    return Relaxed(-(bound + objective.offset), values)


def _rows(proto: Any) -> _Rows:
    rows = _Rows()
    for rule in proto.constraints:
        if len(rule.enforcement_literal):
            continue
        if rule.has_at_most_one():
            literals = rule.at_most_one.literals
            rows.add(literals, [1] * len(literals), 0, 1)
        elif rule.has_exactly_one():
            literals = rule.exactly_one.literals
            rows.add(literals, [1] * len(literals), 1, 1)
        elif rule.has_bool_or():
            literals = rule.bool_or.literals
            rows.add(literals, [1] * len(literals), 1, len(literals))
        elif rule.has_bool_and():
            literals = rule.bool_and.literals
            rows.add(literals, [1] * len(literals), len(literals), len(literals))
        elif rule.has_linear():
            low, *_, high = rule.linear.domain
            rows.add(
                rule.linear.vars,
                rule.linear.coeffs,
                low if low > -INFINITE else -np.inf,
                high if high < INFINITE else np.inf,
            )
    return rows
