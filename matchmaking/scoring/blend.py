"""From the parts of need-product pairs to one relevance: the one place where they are weighed.

The weights are learnt (`training/`) and lie in `blend.json`; `docs/blend.md` is their data card.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: What is known of a pair, each 0-1 (`dense`, a cosine, may lie below 0), NaN where unknown:
#: `words` BM25 as a share of the most the need's words can reach; `letters` cosine of character
#: n-grams of the names; `dictionary` Chinese words answered by their senses; `dense` cosine of
#: centred embeddings; `category_stated` likeness in the tree, both sides saying where they stand;
#: `category_guessed` the same where one side's place was guessed, times the trust in the guess.
PARTS: Final = (
    "words",
    "letters",
    "dictionary",
    "dense",
    "category_stated",
    "category_guessed",
)

#: What is weighed, each the largest of the parts named that are known: a need's words are
#: answered as they stand or by the dictionary, its category is stated or guessed.
INPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "coverage": ("words", "dictionary"),
    "letters": ("letters",),
    "category": ("category_stated", "category_guessed"),
    "meaning": ("dense",),
}

SHIPPED: Final = Path(__file__).with_name("blend.json")

Column = NDArray[np.float32]


class BlendError(ValueError):
    """The file or record holds no usable blend; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Term:
    """`coefficient`, 0 or more, in log-odds for each unit that an input lies above `above`."""

    input: str
    above: float
    coefficient: float


@dataclass(frozen=True, slots=True)
class Formula:
    """Log-odds of a pair: `intercept` plus its terms."""

    intercept: float
    terms: tuple[Term, ...]

    def evidence(self, inputs: Mapping[str, Column]) -> dict[str, Column]:
        """What each input adds to the log-odds, 0 or more."""
        found: dict[str, Column] = {}
        for term in self.terms:
            value = inputs[term.input] - np.float32(term.above)
            added = np.float32(term.coefficient) * np.maximum(value, np.float32(0))
            found[term.input] = found[term.input] + added if term.input in found else added
        return found


@dataclass(frozen=True, slots=True)
class Blend:
    """A piecewise linear logistic model, one formula for pairs whose `dense` part is known.

    `share` is the share of relevant pairs among the candidates that the intercepts stand for.
    `fit` holds what the weights of soft terms (`fit.py`) are multiplied by; 1 where absent.
    """

    version: str
    share: float
    with_meaning: Formula
    without_meaning: Formula
    fit: Mapping[str, float]

    def relevance(self, parts: Mapping[str, Column]) -> Column:
        """Relevance 0-1 of pairs from the columns of `PARTS`; see the function below."""
        inputs = inputs_of(parts)
        found = _chance(self.without_meaning, inputs)
        known = np.zeros_like(found, dtype=bool)
        if "dense" in parts:
            known = ~np.isnan(parts["dense"])
        if known.any():
            found = np.where(known, _chance(self.with_meaning, inputs), found)
        return found.astype(np.float32)

    def scaled(self, factors: Mapping[str, float], version: str) -> "Blend":
        """The same with the coefficients of inputs, and the weights of soft terms, multiplied."""
        fit = {name: factor for name, factor in factors.items() if name not in INPUTS}
        return replace(
            self,
            version=version,
            with_meaning=_scaled(self.with_meaning, factors),
            without_meaning=_scaled(self.without_meaning, factors),
            fit={**self.fit, **{k: v * self.fit.get(k, 1.0) for k, v in fit.items()}},
        )

    def as_json(self) -> dict[str, Any]:
        """As the file and a run's record hold it; `from_json` reads it back."""
        return {
            "version": self.version,
            "share": self.share,
            "with_meaning": _formula_json(self.with_meaning),
            "without_meaning": _formula_json(self.without_meaning),
            "fit": dict(self.fit),
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Blend":
        """Raises BlendError where something is missing, negative or of an unknown input."""
        try:
            return cls(
                version=str(record["version"]),
                share=float(record["share"]),
                with_meaning=_formula(record["with_meaning"]),
                without_meaning=_formula(record["without_meaning"]),
                fit={str(name): float(factor) for name, factor in record["fit"].items()},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise BlendError(f"blend: {error!r} is missing or not of its kind") from error


def relevance(parts: Mapping[str, Column], blend: Blend | None = None) -> Column:
    """Relevance 0-1 of pairs from the columns of `PARTS`, all of one shape.

    Each pair by itself: equal parts give equal relevance. No part that grows lowers the
    relevance. Without a `dense` part a pair is weighed by a formula of its own, made so that both
    mean the same chance. A pair that nothing speaks for has 0.
    """
    return (blend or shipped_blend()).relevance(parts)


def inputs_of(parts: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of `INPUTS`, 0 where nothing is known; a cosine below 0 counts as 0."""
    shape = np.shape(next(iter(parts.values())))
    zero = np.zeros(shape, dtype=np.float32)
    return {
        name: np.maximum.reduce(
            [zero, *(np.nan_to_num(parts[part], nan=0.0) for part in of if part in parts)]
        )
        for name, of in INPUTS.items()
    }


@lru_cache(maxsize=1)
def shipped_blend() -> Blend:
    """The blend that ships with Fairlead. Raises BlendError."""
    return Blend.from_json(json.loads(SHIPPED.read_text(encoding="utf-8")))


def _chance(formula: Formula, inputs: Mapping[str, Column]) -> Column:
    total = np.zeros_like(next(iter(inputs.values())))
    for added in formula.evidence(inputs).values():
        total += added
    chance: Column = 1 / (1 + np.exp(-(total + np.float32(formula.intercept))))
    return np.where(total > 0, chance, np.float32(0))


def _scaled(formula: Formula, factors: Mapping[str, float]) -> Formula:
    terms = tuple(
        replace(term, coefficient=term.coefficient * factors.get(term.input, 1.0))
        for term in formula.terms
    )
    return replace(formula, terms=terms)


def _formula(record: Mapping[str, Any]) -> Formula:
    terms = tuple(
        Term(str(row["input"]), float(row["above"]), float(row["coefficient"]))
        for row in record["terms"]
    )
    for term in terms:
        if term.input not in INPUTS:
            raise BlendError(f"blend: {term.input!r} is no input; there are {', '.join(INPUTS)}")
        if not 0 <= term.coefficient < np.inf:
            raise BlendError(f"blend: {term.input} has the coefficient {term.coefficient}")
    return Formula(float(record["intercept"]), terms)


def _formula_json(formula: Formula) -> dict[str, Any]:
    terms = [
        {"input": t.input, "above": t.above, "coefficient": t.coefficient} for t in formula.terms
    ]
    return {"intercept": formula.intercept, "terms": terms}
