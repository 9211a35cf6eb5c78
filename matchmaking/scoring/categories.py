"""The category tree: how near two codes are, and which heading a text points to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matchmaking.scoring.data import Category
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.glossing import chinese_words, english_of
from matchmaking.scoring.text import (
    character_grams,
    has_chinese,
    index_tokens,
    is_chinese,
    normalise,
    runs,
)
from matchmaking.scoring.weights import (
    GLOSS_SHARE,
    INFERRED_FULL_SCORE,
    INFERRED_HEADINGS,
    INFERRED_TRUST,
    PARENT_NAME_REPEATS,
    PARENT_SHARE,
    SUGGESTION_FLOOR,
)

HS_HEADING_DIGITS = 4
# Texts compared with all headings at once: 1,000 rows of 1,300 scores are 10 MB an array.
CHUNK = 1000
_FALLBACK_LANGUAGE = "en"

Scores = NDArray[np.float64]
# Texts' tokens, and their character n-grams.
Read = tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]


class CategoryIndex:
    """A category tree, searchable in every language its names are given in.

    Texts are compared with headings only: HS codes of four digits, and of services and other
    schemes the nodes without children. `hs`: whether its numbers are codes of the HS; to those of
    an organizer's own tree nothing of what the HS says applies.
    """

    def __init__(self, categories: Iterable[Category], *, hs: bool = True) -> None:
        self.hs = hs
        self.nodes = {c.code: c for c in sorted(categories, key=lambda c: c.code)}
        self._children: dict[str, list[str]] = {}
        for category in self.nodes.values():
            self._children.setdefault(category.parent, []).append(category.code)
        self.headings = [code for code in self.nodes if self._is_heading(code)]
        parents = sorted({self.nodes[code].parent for code in self.headings} - {""})
        places = {code: place for place, code in enumerate(parents)}
        self._parent_of = [
            places.get(self.nodes[code].parent, len(parents)) for code in self.headings
        ]
        keywords = [(self.nodes[c].keywords + "\n\n").split("\n") for c in self.headings]
        self._heading_texts = _Cosines(
            [
                f"{self._with_children(code, 1)} ; {own[0]}"
                for code, own in zip(self.headings, keywords, strict=True)
            ]
        )
        self._others = _Cosines([own[1] for own in keywords])
        self._chinese = _Cosines([own[2] for own in keywords])
        self._other_words = frozenset(word for own in keywords for word in index_tokens(own[1]))
        self._parent_texts = _Cosines(
            [self._with_children(code, PARENT_NAME_REPEATS) for code in parents]
        )
        self._keep()

    def _keep(self) -> None:
        self.similarity = lru_cache(maxsize=200_000)(self._similarity)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "similarity"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._keep()

    def _is_heading(self, code: str) -> bool:
        if self.hs and code.isdigit():
            return len(code) == HS_HEADING_DIGITS
        return code not in self._children

    def _with_children(self, code: str, repeats: int) -> str:
        own = self._names(code) * repeats
        return " ; ".join(own + [n for c in self._children.get(code, ()) for n in self._names(c)])

    def _names(self, code: str) -> list[str]:
        node = self.nodes.get(code)
        return list(node.names.values()) if node else []

    def name(self, code: str, language: str) -> str:
        """A node's name in the language, else in English, else in any; the code if it has none."""
        names = self.nodes[code].names
        primary = language.split("-", maxsplit=1)[0]
        for wanted in (language, primary, _FALLBACK_LANGUAGE):
            if names.get(wanted):
                return names[wanted]
        return next((name for name in names.values() if name), code)

    def resolve(self, code: str, hs_code: str = "") -> str:
        """The node of a code; empty if it is not in the tree.

        In the HS tree the deepest one that the code or else the HS code names, by its prefix.
        """
        if not self.hs:
            return code if code in self.nodes else ""
        return self._by_prefix(code) or self._by_prefix(hs_code)

    def _by_prefix(self, code: str) -> str:
        if code in self.nodes or not code.isdigit():
            return code if code in self.nodes else ""
        prefixes = (code[:length] for length in range(len(code) - 1, 0, -1))
        return next((prefix for prefix in prefixes if prefix in self.nodes), "")

    def path(self, code: str) -> tuple[str, ...]:
        """The codes from the top of the tree down to this one; empty for an unknown code."""
        found: list[str] = []
        while code in self.nodes and code not in found:
            found.append(code)
            code = self.nodes[code].parent
        return tuple(reversed(found))

    def _similarity(self, wanted: str, offered: str) -> float:
        """How well a category offered answers one wanted, 0..1.

        1 where the wanted one contains the offered one; else the square of the measure of Wu and
        Palmer, "Verb semantics and lexical selection", ACL 1994 (twice the depth of the nearest
        common ancestor by the sum of both depths), squared so that neighbours in one chapter stay
        clearly below the heading asked for.
        """
        a, b = self.path(wanted), self.path(offered)
        common = sum(x == y for x, y in zip(a, b, strict=False))
        if not common:
            return 0.0
        return 1.0 if common == len(a) else (2 * common / (len(a) + len(b))) ** 2

    def scores(self, texts: Sequence[str]) -> Scores:
        """Likeness 0..1 of shape (texts, headings), of the heading and a little of its parent.

        Chinese texts are compared as they are, in simplified characters, and a little by their
        English glosses.
        """
        found = self._scores(texts)
        chinese = [place for place, text in enumerate(texts) if has_chinese(text)]
        if chinese and self.headings:
            said = [english_of(chinese_words(texts[place], cedict())) for place in chinese]
            glossed = GLOSS_SHARE * self._scores(said)
            found[chinese] = (1 - GLOSS_SHARE) * found[chinese] + glossed
        return found

    def _scores(self, texts: Sequence[str]) -> Scores:
        if not self.headings or not texts:
            return np.zeros((len(texts), len(self.headings)))
        read = _read(texts)
        own = self._heading_texts.score(read)
        # A title in English shares a word or two with other languages, which says nothing.
        share = np.array([self._share_of_others(words) for words in read[0]])
        own = np.maximum(own, self._others.score(read) * share[:, None])
        own = np.maximum(own, self._chinese.score(_read([_chinese_of(text) for text in texts])))
        parents = self._parent_texts.score(read)
        # Headings at the top of a tree have no parent: the last, empty column.
        parents = np.hstack([parents, np.zeros((len(texts), 1))])[:, self._parent_of]
        both: Scores = (1 - PARENT_SHARE) * own + PARENT_SHARE * parents
        return both

    def _share_of_others(self, words: Sequence[str]) -> float:
        """How many of them are of the languages that are compared by themselves.

        No word in other letters is English, in whatever case or number it stands.
        """
        others = sum(word in self._other_words or not word.isascii() for word in words)
        return others / max(len(words), 1)

    def suggest(self, text: str, language: str, top: int = 10) -> list[tuple[str, str, float]]:
        """Up to `top` headings (code, name in the language, score 0..1) for a text, best first.

        Ties by code; only headings that share something with the text.
        """
        row = self.scores([text])[0].round(6)
        order = np.argsort(-row, kind="stable")[: max(top, 0)]
        best = [
            (self.headings[place], float(row[place]))
            for place in order
            if row[place] >= SUGGESTION_FLOOR
        ]
        return [(code, self.name(code, language), score) for code, score in best]

    def infer(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """For each text the headings it points to, with how far to trust each, 0..INFERRED_TRUST.

        A heading counts in proportion to its own score; see `weights`.
        """
        found = []
        for start in range(0, len(texts), CHUNK):
            for row in self.scores(texts[start : start + CHUNK]).round(6):
                order = np.argpartition(-row, min(INFERRED_HEADINGS, row.size - 1))
                best = sorted(order[:INFERRED_HEADINGS], key=lambda place: (-row[place], place))
                found.append(
                    {
                        self.headings[place]: INFERRED_TRUST
                        * min(1.0, float(row[place]) / INFERRED_FULL_SCORE)
                        for place in best
                        if row[place] >= SUGGESTION_FLOOR
                    }
                )
        return found


def _chinese_of(text: str) -> str:
    return " ".join(filter(is_chinese, runs(normalise(text)))) if has_chinese(text) else ""


def _read(texts: Sequence[str]) -> Read:
    return [index_tokens(text) for text in texts], [character_grams(text) for text in texts]


def _as_read(terms: Sequence[str]) -> Sequence[str]:
    return terms


class _Cosines:
    """Mean of two TF-IDF cosines: over tokens and over character 3-5-grams."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._size = len(documents)
        self._fields: list[tuple[int, Any, Any]] = []
        for field, terms in enumerate(_read(documents)):
            vectorizer = TfidfVectorizer(analyzer=_as_read, sublinear_tf=True)
            vectors = fitted(vectorizer, terms)
            if vectors is not None:
                self._fields.append((field, vectorizer, vectors.T.tocsr()))

    def score(self, read: Read) -> Scores:
        total = np.zeros((len(read[0]), self._size))
        for field, vectorizer, documents in self._fields:
            total += (vectorizer.transform(read[field]) @ documents).toarray()
        return total / 2


def fitted(vectorizer: Any, texts: Sequence[Any]) -> Any:
    """The texts as a sparse matrix, the vocabulary learnt; None where they hold no token."""
    try:
        return vectorizer.fit_transform(texts)
    except ValueError as error:
        if "empty vocabulary" in str(error) or "no terms remain" in str(error):
            return None
        raise
