"""What the blend is worth on searches it was not trained on, beside what else there is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from matchmaking.scoring.training.fitting import fit_formula
from matchmaking.scoring.training.measuring import (
    Scorer,
    by_boosting,
    by_formula,
    by_hand,
    by_sum,
    calibration_error,
    figures,
    reliability,
)
from matchmaking.scoring.training.samples import FOLDS, SampledSet

Maker = Callable[[Sequence[SampledSet]], Scorer]


def report(sets: Sequence[SampledSet], relevant_from: float) -> dict[str, Any]:
    """For both formulas: rankings by set and reliability.

    `trained_on_all`: on the searches trained on. `by_need`: each fifth of the needs by a model of
    the other four. `left_out`: each set by a model of the others. The last two need two sets.
    """
    found = {}
    for meaning in (True, False):
        makers: Mapping[str, Maker] = {
            "learnt": lambda own, m=meaning: by_formula(fit_formula(own, meaning=m)),  # type: ignore[misc]
            "by_hand": lambda _own, m=meaning: by_hand(meaning=m),  # type: ignore[misc]
            "standardised_sum": lambda own, m=meaning: by_sum(own, meaning=m),  # type: ignore[misc]
            "boosting": lambda own, m=meaning: by_boosting(own, meaning=m),  # type: ignore[misc]
        }
        name = "with_meaning" if meaning else "without_meaning"
        found[name] = {
            "rankings": {
                which: _rankings(sets, make, relevant_from) for which, make in makers.items()
            },
            "reliability": _reliability(sets, makers["learnt"]),
        }
    return found


def _rankings(sets: Sequence[SampledSet], make: Maker, relevant_from: float) -> dict[str, Any]:
    trained = make(sets)
    found = {"trained_on_all": {s.name: figures(s.samples, trained, relevant_from) for s in sets}}
    if len(sets) > 1:
        found["left_out"] = {
            s.name: figures(s.samples, make(_others(sets, s)), relevant_from) for s in sets
        }
    makers = [make(_without_fold(sets, fold)) for fold in range(FOLDS)]
    found["by_need"] = {
        s.name: figures(s.samples, lambda sample: makers[sample.fold](sample), relevant_from)
        for s in sets
    }
    return found


def _reliability(sets: Sequence[SampledSet], make: Maker) -> dict[str, Any]:
    scorers = {"trained_on_all": [make(sets)] * len(sets)}
    if len(sets) > 1:
        scorers["left_out"] = [make(_others(sets, one)) for one in sets]
    tables = {name: reliability(sets, own) for name, own in scorers.items()}
    return {name: {"error": calibration_error(t), "tenths": t} for name, t in tables.items()}


def _others(sets: Sequence[SampledSet], one: SampledSet) -> list[SampledSet]:
    return [other for other in sets if other is not one]


def _without_fold(sets: Sequence[SampledSet], fold: int) -> list[SampledSet]:
    parts = [replace(s, samples=tuple(x for x in s.samples if x.fold != fold)) for s in sets]
    return [part for part in parts if part.samples]
