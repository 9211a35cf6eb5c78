"""Models as clauses, against trying out all values."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from pysat.solvers import Solver

from matchmaking.scheduling import clauses as module
from matchmaking.scheduling.clauses import Clauses

BOOLEANS, COUNTERS = 4, ((0, 3), (2, 5))
SPANS = [(0, 1)] * BOOLEANS + list(COUNTERS)
EVERYTHING = list(product(*(range(low, high + 1) for low, high in SPANS)))
Rule = tuple[list[tuple[int, int]], int, int, int | None]

terms = st.lists(
    st.tuples(st.integers(0, BOOLEANS + len(COUNTERS) - 1), st.integers(-2, 2)),
    max_size=6,
    unique_by=lambda term: term[0],
)
sums = st.lists(
    st.tuples(terms, st.integers(-6, 8), st.integers(0, 4), st.sampled_from([None, 0, 3])),
    min_size=1,
    max_size=4,
)


def variables_of(cp: cp_model.CpModel) -> list[cp_model.IntVar]:
    booleans = [cp.new_bool_var("") for _ in range(BOOLEANS)]
    return [*booleans, *(cp.new_int_var(low, high, "") for low, high in COUNTERS)]


def add(cp: cp_model.CpModel, variables: list[cp_model.IntVar], rule: Rule) -> None:
    terms, low, more, unless = rule
    total = sum(times * variables[v] for v, times in terms)
    added = cp.add_linear_constraint(total, low, low + more)
    if unless is not None:
        added.only_enforce_if(~variables[unless])


def holds(values: tuple[int, ...], rule: Rule) -> bool:
    terms, low, more, unless = rule
    freed = unless is not None and values[unless]
    return bool(freed) or low <= sum(times * values[v] for v, times in terms) <= low + more


def worded(clauses: Clauses) -> set[tuple[int, ...]]:
    """All values that the clauses accept."""
    with Solver("glucose3", bootstrap_with=clauses.rows) as solver:
        return {tuple(clauses.values(model)) for model in solver.enum_models()}


@given(sums, sums)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_sums_mean_the_same(before: list[Rule], since: list[Rule]) -> None:
    cp = cp_model.CpModel()
    variables = variables_of(cp)
    for rule in before:
        add(cp, variables, rule)
    first = Clauses(cp)
    for rule in since:
        add(cp, variables, rule)
    assert worded(first) == {v for v in EVERYTHING if all(holds(v, r) for r in before)}
    both = first.extended(cp)
    assert worded(both) == {v for v in EVERYTHING if all(holds(v, r) for r in before + since)}
    assert worded(first) == {v for v in EVERYTHING if all(holds(v, r) for r in before)}


@pytest.mark.parametrize("pairs", [1, 30])
def test_rules_of_booleans_mean_the_same(pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IN_PAIRS", pairs)
    cp = cp_model.CpModel()
    x = [cp.new_bool_var("") for _ in range(8)]
    cp.add_at_most_one(x[:4])
    cp.add_exactly_one([~x[2], *x[4:6]])
    cp.add_bool_or([x[5], ~x[6]]).only_enforce_if(x[0])
    cp.add_bool_and([x[7], ~x[6]]).only_enforce_if(~x[4])
    assert worded(Clauses(cp)) == {
        v
        for v in product((0, 1), repeat=8)
        if sum(v[:4]) <= 1
        and (1 - v[2]) + v[4] + v[5] == 1
        and (not v[0] or v[5] or not v[6])
        and (v[4] or (v[7] and not v[6]))
    }


def test_fixed_values_keep_their_literal() -> None:
    cp = cp_model.CpModel()
    x = [cp.new_int_var(value, value, "") for value in (0, 1, 4)]
    y = cp.new_bool_var("")
    cp.add_implication(x[1], y)
    cp.add(x[0] + x[1] + x[2] + y == 6)
    assert worded(Clauses(cp)) == {(0, 1, 4, 1)}


def test_other_rules_are_refused() -> None:
    cp = cp_model.CpModel()
    x = [cp.new_bool_var("") for _ in range(3)]
    cp.add_bool_xor(x)
    with pytest.raises(ValueError, match="neither clauses nor a sum"):
        Clauses(cp)
