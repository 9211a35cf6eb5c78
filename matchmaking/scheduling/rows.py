"""Linear rows for HiGHS, gathered one by one: a linear or a mixed-integer program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Program:
    """Maximise earned points over variables between 0 and their most, row by row."""

    points: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def variable(self, points: float, most: float) -> int:
        """A new variable; its column."""
        self.points.append(points)
        self.most.append(most)
        return len(self.points) - 1

    def at_most(self, terms: Iterable[tuple[int, float]], high: float) -> None:
        """A row: the sum of weight * variable is no more than `high`."""
        for column, weight in terms:
            self.row.append(len(self.high))
            self.column.append(column)
            self.weight.append(weight)
        self.high.append(high)

    def at_least(self, terms: Iterable[tuple[int, float]], low: float) -> None:
        """A row: the sum of weight * variable is no less than `low`."""
        self.at_most([(column, -weight) for column, weight in terms], -low)

    def _matrix(self) -> Any:
        shape = (len(self.high), len(self.points))
        return csr_array((self.weight, (self.row, self.column)), shape=shape)

    def linear(self, seconds: float) -> tuple[float, Any]:
        """An upper bound on the linear program, infinite without one, and its values, if any.

        The bound is not HiGHS's word but recomputed from its prices y >= 0 of the rows: no x within
        its limits earns more than b*y + sum(most * max(0, points - y*A)), whatever y is.
        """
        matrix, high = self._matrix(), np.array(self.high)
        most, points = np.array(self.most), np.array(self.points)
        found = linprog(
            -points,
            A_ub=matrix,
            b_ub=high,
            bounds=np.column_stack([np.zeros(len(most)), most]),
            method="highs-ds",
            options={"time_limit": seconds},
        )
        if found.x is None or found.status != 0:
            return float("inf"), None
        prices = np.maximum(0.0, -found.ineqlin.marginals)
        surplus = np.maximum(0.0, points - matrix.T @ prices)
        return float(high @ prices + most @ surplus), found.x

    def whole(self, seconds: float) -> tuple[float, Any]:
        """An upper bound with all variables whole, infinite without one, and values, if any."""
        found = milp(
            -np.array(self.points),
            integrality=np.ones(len(self.points)),
            bounds=Bounds(0, np.array(self.most)),
            constraints=LinearConstraint(self._matrix(), -np.inf, np.array(self.high)),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        bound = found.mip_dual_bound
        proven = bound is not None and np.isfinite(bound)
        return (-bound if proven else float("inf")), found.x
