"""What scores take from the whole set of products, frozen so that a new one can be judged alike."""

import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matchmaking.scoring.counting import Counted
from matchmaking.scoring.text import deep_stem
from matchmaking.scoring.weights import GRAM_COMMON, GRAM_MAX_SHARE, TITLE_WEIGHT

_FORMAT = 1


class StatisticsError(ValueError):
    """The bytes hold no statistics of this version of the engine; make them anew."""


@dataclass(frozen=True)
class Statistics:
    """How common each word and character n-gram is among so many products.

    `words`, `grams`: in how many products' texts, in how many names. `mean_length`: words of a
    product, those of the name weighted. With the same statistics a need and a product get the
    same score whatever else stands beside them; a word that no product had counts as one that a
    single product has.
    """

    documents: int
    mean_length: float
    words: Mapping[str, int] = field(repr=False)
    grams: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(cls, words: Counted, grams: Counted) -> "Statistics":
        """The statistics of documents; `words` with the fields name and text, `grams` of names.

        n-grams that very many names have are left out: they say little and cost time.
        """
        size = words.size
        lengths = words.sums(words.counts[0] * TITLE_WEIGHT + words.counts[1])
        most = max(GRAM_COMMON, int(GRAM_MAX_SHARE * size))
        common = grams.documents_with()
        return cls(
            documents=size,
            mean_length=float(lengths.mean()) if size else 0.0,
            words=words.documents_with(),
            grams={gram: number for gram, number in common.items() if number <= most},
        )

    def rarity(self, word: str) -> float:
        """The BM25 idf of an index token: log(1 + (N - n + 0.5) / (n + 0.5)), n at least 1."""
        number = max(self.words.get(word, 1), 1)
        return math.log1p((max(self.documents, number) - number + 0.5) / (number + 0.5))

    def weight(self, token: str) -> float:
        """How rare a token of `text.tokens` is; 0 if none has it."""
        word = deep_stem(token)
        return self.rarity(word) if word in self.words else 0.0

    @cached_property
    def gram_terms(self) -> tuple[str, ...]:
        """The n-grams in the order of their columns."""
        return tuple(self.grams)

    @cached_property
    def gram_column(self) -> dict[str, int]:
        """A column for each n-gram."""
        return {gram: column for column, gram in enumerate(self.grams)}

    @cached_property
    def gram_rarity(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The smoothed idf of each n-gram: log((1 + N) / (1 + n)) + 1."""
        numbers = np.fromiter(self.grams.values(), dtype=np.float64, count=len(self.grams))
        return (np.log((1 + self.documents) / (1 + numbers)) + 1).astype(np.float32)

    def to_bytes(self) -> bytes:
        """A compressed archive, the same for equal statistics."""
        target = io.BytesIO()
        np.savez_compressed(
            target,
            head=np.array([_FORMAT, self.documents, self.mean_length]),
            words=_packed(self.words),
            word_numbers=np.array(list(self.words.values()), dtype=np.int32),
            grams=_packed(self.grams),
            gram_numbers=np.array(list(self.grams.values()), dtype=np.int32),
        )
        return target.getvalue()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Statistics":
        """What `to_bytes` gave. Raises StatisticsError."""
        try:
            with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
                version, documents, mean_length = stored["head"].tolist()
                words = _mapping(stored["words"].tobytes(), stored["word_numbers"].tolist())
                grams = _mapping(stored["grams"].tobytes(), stored["gram_numbers"].tolist())
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise StatisticsError(f"no statistics: {error}") from error
        if version != _FORMAT:
            raise StatisticsError(f"statistics of format {version:.0f}, not {_FORMAT}")
        return cls(int(documents), mean_length, words, grams)


def _packed(numbers: Mapping[str, int]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    # Terms hold no white space but the edges of words, so a line each is safe.
    return np.frombuffer("\n".join(numbers).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _mapping(raw: bytes, numbers: list[int]) -> dict[str, int]:
    terms = raw.decode("utf-8", "surrogatepass").split("\n") if numbers else []
    return dict(zip(terms, numbers, strict=True))
