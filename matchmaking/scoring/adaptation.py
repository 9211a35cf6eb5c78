"""The shipped blend, bent a little by what an edition's own people did with their matches.

Log-odds that a pair is welcome: `b + sum of f * evidence`, the evidence being what each input of
the blend adds to the log-odds of relevance and, for each soft term, its weight times its
distance from "unknown". All factors `f` are 1 in the shipped blend. They are the most probable
ones (maximum a posteriori) under a Gaussian prior round 1: with few labels they stay there, with
many they follow them (shrinkage; Gelman and Hill, "Data Analysis Using Regression", 2007, ch. 12).

`b` is fitted and thrown away: whoever was asked had been shown already, so that the share of
welcome pairs among the labelled says nothing of the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from matchmaking.scoring.blend import INPUTS, PARTS, Blend, inputs_of
from matchmaking.scoring.weights import BUYER_TERMS, EXHIBITOR_TERMS, UNKNOWN_FIT

Floats = NDArray[np.float64]

#: Labels of each kind, welcome and not, from which an edition's own blend is made: with thirty
#: labels a factor's own error is about as wide as the prior.
LEAST_OF_EACH: Final = 15
#: Standard deviation of the prior: a factor beyond 0.4..1.6 would be a surprise.
PRIOR_WIDTH: Final = 0.3
#: However many labels there are, no input counts less than half or more than twice.
LOWEST, HIGHEST = 0.5, 2.0
#: Log-odds that a soft term of weight 1 adds from worst to best: what FIT_SHARE makes of a pair of
#: relevance 0.6.
SOFT_STEP: Final = 0.6
BASE_WIDTH: Final = 3.0

SOFT: Final[Mapping[str, float]] = {**BUYER_TERMS, **EXHIBITOR_TERMS}
FACTORS: Final = (*INPUTS, *SOFT)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair's parts as its match stored them (None: unknown), and whether people welcomed it.

    `weight`: how much the label says, 1 for an answered request. `group`: the buyer, so that
    folds hold whole buyers.
    """

    parts: Mapping[str, float | None]
    welcome: bool
    weight: float
    group: int


@dataclass(frozen=True, slots=True)
class Adapted:
    """`blend` is None where the shipped one is used as it is. `factors` by input or soft term."""

    blend: Blend | None
    welcome: int
    unwelcome: int
    factors: Mapping[str, float] = field(default_factory=dict)

    def record(self, shipped: Blend) -> dict[str, Any]:
        """What a run keeps: enough to say later what weighed how much, and why."""
        return {
            **(self.blend or shipped).as_json(),
            "adapted": self.blend is not None,
            "labels": {"welcome": self.welcome, "unwelcome": self.unwelcome},
            "factors": dict(self.factors),
        }


def adapt(shipped: Blend, labels: Sequence[Labelled]) -> Adapted:
    """The edition's blend; the shipped one with fewer than LEAST_OF_EACH labels of either kind.

    The same labels in any order give the same blend. No factor is negative, so that no part that
    grows ever lowers a score.
    """
    welcome = sum(label.welcome for label in labels)
    unwelcome = len(labels) - welcome
    if min(welcome, unwelcome) < LEAST_OF_EACH:
        return Adapted(None, welcome, unwelcome)
    found = fit_factors(shipped, labels)
    factors = {name: round(float(f), 3) for name, f in zip(FACTORS, found, strict=True)}
    blend = shipped.scaled(factors, f"{shipped.version}+{len(labels)}")
    return Adapted(blend, welcome, unwelcome, factors)


def fit_factors(shipped: Blend, labels: Sequence[Labelled]) -> Floats:
    """The most probable factors, in the order of FACTORS."""
    ordered = sorted(labels, key=_order)
    rows = evidence(shipped, ordered)
    sign = np.array([1.0 if label.welcome else -1.0 for label in ordered])
    weight = np.array([label.weight for label in ordered])

    def loss(point: Floats) -> tuple[float, Floats]:
        factors, base = point[:-1], point[-1]
        margin = sign * (rows @ factors + base)
        pull = -weight * sign * expit(-margin)
        spread = (factors - 1) / PRIOR_WIDTH**2
        value = float(weight @ np.logaddexp(0, -margin))
        value += float(((factors - 1) @ spread) / 2 + base**2 / (2 * BASE_WIDTH**2))
        return value, np.append(rows.T @ pull + spread, pull.sum() + base / BASE_WIDTH**2)

    start = np.append(np.ones(len(FACTORS)), 0.0)
    bounds = [(LOWEST, HIGHEST)] * len(FACTORS) + [(None, None)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    factors: Floats = found.x[:-1]
    return factors


def _order(label: Labelled) -> tuple[int, str]:
    return label.group, repr((sorted(label.parts.items(), key=str), label.welcome, label.weight))


def evidence(blend: Blend, labels: Sequence[Labelled]) -> Floats:
    """A row for each label, a column for each factor: log-odds at a factor of 1."""
    parts = {name: _column(labels, name, np.nan).astype(np.float32) for name in PARTS}
    inputs = inputs_of(parts)
    known = ~np.isnan(parts["dense"])
    with_it, without = (f.evidence(inputs) for f in (blend.with_meaning, blend.without_meaning))
    zero = np.zeros(len(labels), dtype=np.float32)
    columns = [np.where(known, with_it.get(n, zero), without.get(n, zero)) for n in INPUTS]
    for name, weight in SOFT.items():
        value = _column(labels, name, UNKNOWN_FIT)
        columns.append(SOFT_STEP * weight * (value - UNKNOWN_FIT))
    return np.stack(columns, axis=1).astype(np.float64)


def _column(labels: Sequence[Labelled], name: str, absent: float) -> Floats:
    found = (label.parts.get(name) for label in labels)
    return np.array([absent if value is None else value for value in found], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Worth:
    """Before and after, on labels not learnt from: mean log loss, and the chance that a welcome
    pair goes before an unwelcome one (AUC, ties half).
    """

    log_loss: tuple[float, float]
    auc: tuple[float, float]


def cross_validated(shipped: Blend, labels: Sequence[Labelled], folds: int = 5) -> Worth | None:
    """What adapting is worth, by folds of whole buyers; None where a fold lacks either kind."""
    before: list[Floats] = []
    after: list[Floats] = []
    truth: list[bool] = []
    weight: list[float] = []
    for fold in range(folds):
        inside = [label for label in labels if label.group % folds != fold]
        outside = [label for label in labels if label.group % folds == fold]
        if not outside:
            continue
        if len({label.welcome for label in inside}) < 2:  # noqa: PLR2004 (both kinds)
            return None
        rows = evidence(shipped, outside)
        known = evidence(shipped, inside)
        for factors, found in (
            (np.ones(len(FACTORS)), before),
            (fit_factors(shipped, inside), after),
        ):
            found.append(rows @ factors + _base(known @ factors, inside))
        truth += [label.welcome for label in outside]
        weight += [label.weight for label in outside]
    if len(set(truth)) < 2:  # noqa: PLR2004 (likewise)
        return None
    yes, how_much = np.array(truth), np.array(weight)
    sums = [np.concatenate(each) for each in (before, after)]
    losses = [_loss(each, yes, how_much) for each in sums]
    areas = [_auc(each, yes) for each in sums]
    return Worth((losses[0], losses[1]), (areas[0], areas[1]))


def _base(total: Floats, labels: Sequence[Labelled]) -> float:
    """The intercept that makes the mean chance the share of welcome pairs."""
    share = np.mean([label.welcome for label in labels])
    low, high = -50.0, 50.0
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(total + middle).mean() < share else (low, middle)
    return low


def _loss(total: Floats, yes: NDArray[np.bool_], weight: Floats) -> float:
    margin = np.where(yes, total, -total)
    return round(float(weight @ np.logaddexp(0, -margin) / weight.sum()), 4)


def _auc(total: Floats, yes: NDArray[np.bool_]) -> float:
    difference = total[yes][:, None] - total[~yes][None, :]
    return round(float((difference > 0).mean() + (difference == 0).mean() / 2), 4)
