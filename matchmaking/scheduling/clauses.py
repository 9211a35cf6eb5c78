"""A model of booleans and small sums as clauses, for a solver that knows nothing else.

Whole numbers are written by steps: a variable with values 2 to 5 has the literals "at least 3", "at
least 4", "at least 5", and a boolean is one step. Sums become totalizers (Bailleux and Boufkhad,
"Efficient CNF Encoding of Boolean Cardinality Constraints", 2003): trees of such literals for the
sums of halves. Literals are numbers as in DIMACS files: n for a variable, -n for its opposite.
"""

from __future__ import annotations

from copy import copy
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ortools.sat.python import cp_model

    from matchmaking.scheduling.model import Model

MOST_IN_PAIRS = 30  # literals of which at most one holds; above it, a chain of "one so far"


class Clauses:
    """The clauses of a model, in `rows`, without some of its rules, named by their positions.

    `sums` are the steps of the sums counted so far.

    Raises ValueError for rules that it cannot word.
    """

    def __init__(self, model: cp_model.CpModel, without: Collection[int] = ()) -> None:
        self.rows: list[list[int]] = []
        self._size = 0
        self.sums: dict[tuple[int, ...], list[int]] = {}
        self._least: list[int] = []
        self._steps: list[list[int]] = []
        for variable in model.proto.variables:
            least, most = _span(variable.domain)
            fixed = least == most  # one step all the same: `literal` may be asked for it
            self._least.append(0 if fixed and most == 1 else least)
            self._steps.append(self._ordered(1 if fixed else most - least))
            if fixed:
                step = self._steps[-1][0]
                self.rows.append([step if most == 1 else -step])
        self._read = 0
        self.read_on(model, without)

    def extended(self, model: cp_model.CpModel) -> Clauses:
        """Those of a model to which rules have been added since, but no variables."""
        more = copy(self)
        more.rows, more.sums = self.rows.copy(), self.sums.copy()
        more.read_on(model)
        return more

    def read_on(self, model: cp_model.CpModel, without: Collection[int] = ()) -> None:
        """Word the rules that are new since the last time."""
        constraints = model.proto.constraints
        for n in range(self._read, len(constraints)):
            if n not in without:
                self._add(constraints[n])
        self._read = len(constraints)

    def literal(self, index: int) -> int:
        """The literal of a boolean of the model, given its index there."""
        return self._steps[index][0] if index >= 0 else -self._steps[-index - 1][0]

    def at_most(self, index: int, value: int) -> None:
        """One more rule: a variable of the model, given its index there, has at most the value."""
        self.rows += [[-step] for step in self._steps[index][value - self._least[index] :][:1]]

    def values(self, true: Sequence[int]) -> list[int]:
        """The values of the model's variables where just these literals hold."""
        holds = set(true)
        return [
            least + sum(step in holds for step in steps)
            for least, steps in zip(self._least, self._steps, strict=True)
        ]

    def _new(self) -> int:
        self._size += 1
        return self._size

    def _ordered(self, number: int) -> list[int]:
        """New literals of which each follows from the next."""
        steps = [self._new() for _ in range(number)]
        self.rows += [[-above, below] for below, above in pairwise(steps)]
        return steps

    def _add(self, rule: Any) -> None:
        unless = [-self.literal(n) for n in rule.enforcement_literal]
        if rule.has_bool_or():
            self.rows.append([*unless, *map(self.literal, rule.bool_or.literals)])
        elif rule.has_bool_and():
            self.rows += [[*unless, self.literal(n)] for n in rule.bool_and.literals]
        elif rule.has_at_most_one():
            self._at_most_one([*map(self.literal, rule.at_most_one.literals)], unless)
        elif rule.has_exactly_one():
            literals = [*map(self.literal, rule.exactly_one.literals)]
            self._at_most_one(literals, unless)
            self.rows.append([*unless, *literals])
        elif rule.has_linear():
            self._linear(rule.linear, unless)
        else:
            raise ValueError("neither clauses nor a sum")

    def _at_most_one(self, literals: list[int], unless: list[int]) -> None:
        if len(literals) <= MOST_IN_PAIRS:
            self.rows += [[*unless, -one, -other] for one, other in combinations(literals, 2)]
            return
        so_far = self._ordered(len(literals))[::-1]
        for n, literal in enumerate(literals):
            self.rows.append([-literal, so_far[n]])
            if n:
                self.rows.append([*unless, -literal, -so_far[n - 1]])

    def _linear(self, linear: Any, unless: list[int]) -> None:
        """A sum of terms within a span. One counter stays apart: it is compared step by step."""
        low, high = _span(linear.domain)
        terms = list(zip(linear.vars, linear.coeffs, strict=True))
        counters = [(v, times) for v, times in terms if len(self._steps[v]) > 1]
        steps, times = (
            ([], 1) if len(counters) != 1 else (self._steps[counters[0][0]], counters[0][1])
        )
        summands: list[int] = []
        for v, many in terms:
            low, high = low - many * self._least[v], high - many * self._least[v]
            if self._steps[v] is not steps:
                sign = 1 if many > 0 else -1
                summands += [sign * step for step in self._steps[v] * abs(many)]
                if many < 0:
                    more = -many * len(self._steps[v])
                    low, high = low + more, high + more
        if steps and times > 0:  # turned round, so that the counter is on the other side
            summands = [-literal for literal in summands]
            low, high = len(summands) - high, len(summands) - low
        self._within(summands, low, high, unless, (steps, abs(times)))

    def _within(
        self,
        summands: list[int],
        low: int,
        high: int,
        unless: list[int],
        counter: tuple[list[int], int],
    ) -> None:
        """Rows for: low <= how many of the summands hold - times * counter <= high."""
        steps, times = counter
        most = times * len(steps)
        low, high = max(low, -most), min(high, len(summands))
        if low > high:
            self.rows.append([*unless])
        elif not steps and high == 1 < len(summands) and low <= 1:
            self._at_most_one(summands, unless)
            self.rows += [[*unless, *summands]] * (low == 1)
        elif low > -most or high < len(summands):
            sums = self._counted(summands, min(len(summands), high + most + 1))
            for n in range(len(sums) + 1):
                need = -((high - n) // times)
                if need > 0:
                    self.rows.append([*unless, *_not(sums, n), *steps[need - 1 : need]])
            for n in range(len(steps) + 1):
                need = low + times * n
                if need > 0:
                    self.rows.append([*unless, *_not(steps, n), *sums[need - 1 : need]])

    def _counted(self, literals: list[int], most: int) -> list[int]:
        """Literals "at least one of these holds", "at least two" and so on, up to `most`."""
        if len(literals) <= 1:
            return literals[:most]
        key = (most, *literals)
        if key not in self.sums:
            middle = len(literals) // 2
            left, right = (self._counted(h, most) for h in (literals[:middle], literals[middle:]))
            found = self._ordered(min(len(literals), most))
            for i in range(len(left) + 1):
                for j in range(min(len(right), len(found) - i) + 1 if i <= len(found) else 0):
                    if i + j:
                        self.rows.append([found[i + j - 1], *_not(left, i), *_not(right, j)])
                    if i + j < len(found):
                        self.rows.append([-found[i + j], *left[i : i + 1], *right[j : j + 1]])
            self.sums[key] = found
        return self.sums[key]


def of_few_gaps(model: Model, cp: cp_model.CpModel) -> Clauses:
    """The clauses of `cp`, a clone of the model, for timetables with fewer gaps than parties.

    Then some party has none, so the largest difference of two is the largest number of one, which
    takes fewer clauses.
    """
    difference, rules = model.difference or (None, ())
    clauses = Clauses(cp, rules)
    if difference is not None:
        for more in model.more.values():
            clauses.at_most(more.index, max(0, difference - 1))
        if difference == 0:
            clauses.rows += [[-clauses.literal(broken.index)] for broken in model.broken.values()]
    return clauses


def _span(domain: Sequence[int]) -> tuple[int, int]:
    numbers = list(domain)
    if len(numbers) != 2:  # noqa: PLR2004 - least and most
        raise ValueError(f"values with holes: {numbers}")
    return numbers[0], numbers[1]


def _not(steps: list[int], number: int) -> list[int]:
    return [-steps[number - 1]] if number else []
