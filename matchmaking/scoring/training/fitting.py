"""Coefficients from samples: first the order of a need's offers, then what the sum means.

1. Order. Logistic regression on the differences of two offers of one need (Bradley and Terry,
   "Rank analysis of incomplete block designs", Biometrika 39, 1952; for searches Joachims, KDD
   2002): it learns which of two offers goes first, whatever the need as a whole is like. Weights:
   each set counts the same, in it each need, in it each pair by the difference of its grades.
2. Meaning. Platt's sigmoid (1999) turns the sum into a chance, by a logistic regression on that
   one number, weighted so that a stated share of the candidates is relevant.

No coefficient may be negative: the ones that come out so are left out and the rest fitted again,
until leaving out is the best for each of them (the conditions of Karush, Kuhn and Tucker).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from matchmaking.scoring.blend import Column, Formula, Term
from matchmaking.scoring.training.samples import Sample, SampledSet, Values

#: Where each input's weight may change.
KNOTS: Final[Mapping[str, tuple[float, ...]]] = {
    "coverage": (0.0, 0.25, 0.5, 0.75),
    "letters": (0.0,),
    "category": (0.0, 0.1),
    "meaning": (0.0, 0.2, 0.4),
}
#: Ridge penalty: half the inverse of scikit-learn's C, each set weighing 1.
PENALTY: Final = 5e-4
#: Relevant offers among the candidates that chances are told for.
SHARE: Final = 0.2
_DECIMALS = 3
_ROUNDS = 30
_SLACK = 1e-7

Basis = Sequence[tuple[str, float]]


def basis(*, meaning: bool) -> list[tuple[str, float]]:
    """The terms' inputs and knots, with or without those of the embedding."""
    return [(n, knot) for n, knots in KNOTS.items() for knot in knots if meaning or n != "meaning"]


def fit_formula(sets: Sequence[SampledSet], *, meaning: bool, penalty: float = PENALTY) -> Formula:
    """The formula for pairs whose meaning is known, or for those whose is not."""
    terms = basis(meaning=meaning)
    ordered = fit_order(sets, terms, penalty)
    slope, intercept = fit_chance(sets, terms, ordered)
    return Formula(
        round(intercept, _DECIMALS),
        tuple(
            Term(name, above, round(slope * float(weight), _DECIMALS))
            for (name, above), weight in zip(terms, ordered, strict=True)
            if round(slope * float(weight), _DECIMALS) > 0
        ),
    )


def columns(inputs: Mapping[str, Column], terms: Basis) -> Values:
    """A row for each pair, a column for each term."""
    return np.stack(
        [np.maximum(inputs[n].astype(np.float64) - above, 0) for n, above in terms], axis=1
    )


def fit_order(sets: Sequence[SampledSet], terms: Basis, penalty: float) -> Values:
    """The terms' weights, none negative, that put the better of two offers first."""
    parts = [_differences(s, terms, 1 / len(own.samples)) for own in sets for s in own.samples]
    rows = np.concatenate([part[0] for part in parts])
    weights = np.concatenate([part[1] for part in parts])
    # Every other difference is turned round: a classifier asks for both kinds.
    sign = np.where(np.arange(len(rows)) % 2, 1.0, -1.0)
    active = np.ones(len(terms), dtype=bool)
    found = np.zeros(len(terms))
    for _round in range(_ROUNDS):
        found[:] = 0
        found[active] = _logistic(rows[:, active] * sign[:, None], sign > 0, weights, penalty)
        if (found < 0).any():
            active &= found >= 0
            continue
        # How fast the loss would fall if a term left out were given a little weight.
        pull = rows.T @ (weights * expit(-(rows @ found)))
        missed = ~active & (pull > _SLACK)
        if not missed.any():
            break
        active[np.argmax(np.where(missed, pull, -np.inf))] = True
    return found.clip(min=0)


def _differences(sample: Sample, terms: Basis, weight: float) -> tuple[Values, Values]:
    better, worse = np.nonzero(sample.grades[:, None] > sample.grades[None, :])
    values = columns(sample.inputs, terms)
    steps = sample.grades[better] - sample.grades[worse]
    total = steps.sum()
    return values[better] - values[worse], steps * (weight / total if total else 0.0)


def _logistic(rows: Values, labels: Any, weights: Values, penalty: float) -> Values:
    model = LogisticRegression(
        C=1 / (2 * penalty), fit_intercept=False, tol=1e-7, max_iter=1000, solver="lbfgs"
    )
    found: Values = model.fit(rows, labels, sample_weight=weights).coef_[0]
    return found


def fit_chance(sets: Sequence[SampledSet], terms: Basis, ordered: Values) -> tuple[float, float]:
    """Slope and intercept that turn the weighted sum into log-odds."""
    sums = [columns(s.inputs, terms) @ ordered for own in sets for s in own.samples]
    yes, no = chance_weights(sets)
    total = np.concatenate(sums)
    model = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000)
    labels = np.repeat([True, False], total.size)
    model.fit(np.tile(total, 2)[:, None], labels, sample_weight=np.concatenate([yes, no]) * 1e3)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def chance_weights(sets: Sequence[SampledSet]) -> tuple[Values, Values]:
    """How much each candidate counts as relevant, and as irrelevant.

    A grade counts as that share of a relevant offer. `SHARE` of the whole weight is relevant;
    each set counts the same on either side.
    """
    yes, no = [], []
    for own in sets:
        grades = np.concatenate([s.grades for s in own.samples])
        yes.append(SHARE * grades / grades.sum() / len(sets))
        no.append((1 - SHARE) * (1 - grades) / (1 - grades).sum() / len(sets))
    return np.concatenate(yes), np.concatenate(no)
