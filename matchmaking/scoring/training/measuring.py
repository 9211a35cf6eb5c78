"""How good a blend is: rankings against judgments, chances against what came true."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from matchmaking.scoring.blend import INPUTS, Formula
from matchmaking.scoring.training.fitting import chance_weights, columns
from matchmaking.scoring.training.samples import Sample, SampledSet, Values
from matchmaking.scoring.weights import CATEGORY, CHARACTERS, DENSE, DENSE_LEVEL, TEXT

DEPTH: Final = 10
BINS: Final = 10

Scorer = Callable[[Sample], Values]


def by_formula(formula: Formula) -> Scorer:
    """Chances 0..1."""
    terms = [(term.input, term.above) for term in formula.terms]
    weights = np.array([term.coefficient for term in formula.terms])

    def scorer(sample: Sample) -> Values:
        total = columns(sample.inputs, terms) @ weights + formula.intercept
        chances: Values = 1 / (1 + np.exp(-total))
        return chances

    return scorer


def by_hand(*, meaning: bool) -> Scorer:
    """The formula set by hand that the learnt one replaced."""

    def scorer(sample: Sample) -> Values:
        words, letters, category = (sample.inputs[n] for n in ("coverage", "letters", "category"))
        spelt = (1 - CHARACTERS) * np.nan_to_num(sample.parts["words"]) + CHARACTERS * letters
        text = np.maximum(spelt, np.where(words > np.nan_to_num(sample.parts["words"]), words, 0))
        if meaning:
            text = (text + DENSE * (sample.parts["dense"] - DENSE_LEVEL)) / (
                1 + DENSE * (1 - DENSE_LEVEL)
            )
        found: Values = 1 - (1 - TEXT * np.sqrt(text.clip(0, 1))) * (1 - CATEGORY * category)
        return found

    return scorer


def by_sum(sets: Sequence[SampledSet], *, meaning: bool) -> Scorer:
    """The sum of the inputs, each less its mean and by its standard deviation over the sets."""
    names = [name for name in INPUTS if meaning or name != "meaning"]
    values = {name: _joined(sets, name) for name in names}
    scales = {name: (float(v.mean()), float(v.std()) or 1.0) for name, v in values.items()}

    def scorer(sample: Sample) -> Values:
        parts = [(sample.inputs[n].astype(np.float64) - m) / s for n, (m, s) in scales.items()]
        found: Values = np.sum(parts, axis=0)
        return found

    return scorer


def by_boosting(sets: Sequence[SampledSet], *, meaning: bool) -> Scorer:
    """Monotone gradient boosting of the inputs: what a model that nobody can read would reach."""
    names = [name for name in INPUTS if meaning or name != "meaning"]
    yes, no = chance_weights(sets)
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        monotonic_cst=[1] * len(names),
        random_state=0,
    )
    rows = np.stack([_joined(sets, name) for name in names], axis=1)
    weights = np.concatenate([yes, no]) * rows.shape[0]
    keep = weights > 0
    labels = np.repeat([True, False], rows.shape[0])
    model.fit(np.tile(rows, (2, 1))[keep], labels[keep], sample_weight=weights[keep])

    def scorer(sample: Sample) -> Values:
        own = np.stack([sample.inputs[name] for name in names], axis=1)
        found: Values = model.decision_function(own) if len(own) else np.zeros(0)
        return found

    return scorer


def _joined(sets: Sequence[SampledSet], name: str) -> Values:
    joined = np.concatenate([s.inputs[name] for own in sets for s in own.samples])
    found: Values = joined.astype(np.float64)
    return found


def figures(samples: Sequence[Sample], scorer: Scorer, relevant_from: float) -> dict[str, float]:
    """`ndcg@10` and `mrr` over the samples' candidates; relevant offers not among them are lost.

    As `evaluation.need_figures`, which ranks every offer; there is no other difference.
    """
    rows = [_need_figures(sample, scorer(sample), relevant_from) for sample in samples]
    ndcg, rank = np.mean(rows, axis=0)
    return {"ndcg@10": round(float(ndcg), 4), "mrr": round(float(rank), 4)}


def _need_figures(sample: Sample, scores: Values, relevant_from: float) -> tuple[float, float]:
    grades = sample.grades[np.argsort(-scores, kind="stable")]
    relevant = np.flatnonzero(grades >= relevant_from)
    first = 1 / (float(relevant[0]) + 1) if relevant.size else 0.0
    return _gain(grades) / _gain(sample.judged), first


def _gain(grades: Values) -> float:
    best = grades[:DEPTH]
    return float((best / np.log2(np.arange(2, best.size + 2))).sum())


def reliability(sets: Sequence[SampledSet], scorers: Sequence[Scorer]) -> list[dict[str, float]]:
    """Chances told against what came true, in tenths: a row for each that is not empty.

    `told` and `true` are means weighted as in `fitting.chance_weights`; `weight` is the tenth's
    share of the whole, `pairs` how many it holds. `scorers`: one for each set.
    """
    yes, no = chance_weights(sets)
    told = np.concatenate(
        [scorer(s) for own, scorer in zip(sets, scorers, strict=True) for s in own.samples]
    )
    tenth = np.minimum((told * BINS).astype(int), BINS - 1)
    weight = yes + no
    return [
        {
            "from": number / BINS,
            "told": round(float(np.average(told[there], weights=weight[there])), 3),
            "true": round(float(yes[there].sum() / weight[there].sum()), 3),
            "weight": round(float(weight[there].sum()), 4),
            "pairs": int(there.sum()),
        }
        for number in range(BINS)
        if (there := tenth == number).any()
    ]


def calibration_error(rows: Sequence[dict[str, float]]) -> float:
    """The mean distance of told from true, by weight."""
    return round(sum(abs(r["told"] - r["true"]) * r["weight"] for r in rows), 4)
