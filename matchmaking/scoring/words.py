"""The words of a need that a product's texts have too, as the need writes them."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from matchmaking.scoring.text import (
    STOP_WORDS,
    grams,
    is_unspaced,
    normalise,
    runs,
    stem,
    tokens,
)
from matchmaking.scoring.weights import WORDS_SHOWN

_SHORTEST_WORD = 2
_SHORTEST_STRETCH = 2


class ProductText:
    """A product's texts, normalised once, to be asked which words they have."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = " ".join(normalise(text) for text in texts)
        self.tokens = frozenset(tokens(self.text))


def shared_words(
    texts: Iterable[str], product: ProductText, weight: Callable[[str], float]
) -> list[str]:
    """Up to WORDS_SHOWN words of the need's texts that the product has, the rarest first.

    Words of spaced scripts meet by their stem; of the other scripts, the longest stretches of two
    or more characters that stand in the product's text as they are. Numbers alone do not count.
    `weight` tells how rare a token is.
    """
    found: dict[str, tuple[float, str]] = {}
    for text in texts:
        for run in _runs(text):
            shared = _stretches(run, product.text) if is_unspaced(run) else _word(run, product)
            for word in shared:
                parts = grams(word) if is_unspaced(word) else [stem(word)]
                rarity = max((weight(part) for part in parts), default=0.0)
                # One form of a word is enough.
                found.setdefault(stem(word), (-rarity, word))
    return [word for _, word in sorted(found.values())][:WORDS_SHOWN]


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[str, ...]:
    return tuple(runs(normalise(text)))


def _word(run: str, product: ProductText) -> list[str]:
    if len(run) < _SHORTEST_WORD or run.isnumeric() or run in STOP_WORDS:
        return []
    return [run] if stem(run) in product.tokens else []


def _stretches(run: str, text: str) -> list[str]:
    found = []
    start = 0
    while start <= len(run) - _SHORTEST_STRETCH:
        end = start + _SHORTEST_STRETCH
        while end <= len(run) and run[start:end] in text:
            end += 1
        stretch = run[start : end - 1]
        # A stretch of function characters alone has no token left.
        if len(stretch) >= _SHORTEST_STRETCH and any(len(g) > 1 for g in grams(stretch)):
            found.append(stretch)
            start = end - 1
        else:
            start += 1
    return found
