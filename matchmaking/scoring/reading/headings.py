"""Which heading of the tree a text most likely names, by the trade's own words for the goods.

English and Chinese words come from the tree's keywords; those of the other languages
(`goods.csv`) are our own list of what is traded most, from general knowledge. The engine guesses
further than this, but takes libraries that pages do not load.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from matchmaking.scoring.reading.vocabulary import Found, Lexicon, aligned, table

# A later word for other goods may be a second wish; further ones are rather what goes with them.
MOST = 2
# What goods come in: bottles, bags, cartons, tins, pallets. Wanted only if nothing else is named.
_PACKAGING = frozenset({"3923", "4415", "4819", "6305", "7010", "7310", "7612", "8309"})
# What stands first in a text is what is looked for; a word so far behind counts half.
_HALF = 160
# "A sorter for citrus" is no citrus.
_PURPOSE = re.compile(r"(?:\bfor|\bpour|\bpara|для)\s(?:the |les |la |los |las |le |el )?$")
_HAN_WEIGHT = 2  # a Chinese character says more than a letter


class Headings:
    """Words for goods, each standing for a code or two; those that stand for more say nothing."""

    def __init__(self, keywords: Mapping[str, str]) -> None:
        own: dict[str, set[str]] = defaultdict(set)
        for row in table("goods"):
            for word in row["words"].split("|"):
                own[word].add(row["code"])
        every = defaultdict(set, {word: set(codes) for word, codes in own.items()})
        for code, words in keywords.items():
            for form in (form for word in words.split(";") for form in _forms(word.strip())):
                if form not in own:
                    every[form].add(code)
        self._codes = {aligned(word): tuple(sorted(found)) for word, found in every.items()}
        self._every, self._own = (Lexicon((w, aligned(w)) for w in sorted(d)) for d in (every, own))

    def find(self, text: str, language: str = "en") -> list[Found[str]]:
        """Up to `MOST` codes with the words that name them, the likeliest first."""
        plain = aligned(text)
        # English words are other words in French and Spanish; elsewhere they are English.
        words = self._own if language in {"fr", "es"} else self._every
        named = [
            Found(code, hit.start, hit.end)
            for hit in words.find(plain)
            if not _PURPOSE.search(plain, max(0, hit.start - 16), hit.start)
            and len(codes := self._codes[hit.value]) <= MOST
            for code in codes
        ]
        goods = [hit for hit in named if hit.value not in _PACKAGING] or named
        weight: dict[str, float] = defaultdict(float)
        for hit in goods:
            weight[hit.value] += _weight(hit, text)
        first = {hit.value: hit for hit in reversed(goods)}
        best = sorted(weight, key=lambda code: (-weight[code], first[code].start))[:MOST]
        return [first[code] for code in best if 2 * weight[code] >= weight[best[0]]]


# A full stop before a small letter or a figure ends no sentence: est. 1998, ca. 20 t.
_BETWEEN = re.compile(r"(?<=[.!?؟])\s+(?=[^\W\da-z])|(?<=[。！？；;])\s*|\n\s*\n\s*")
_HAN_LINES = re.compile(r"[\u4e00-\u9fff].*\n")
SHORT = 120


def headline(text: str, headings: Headings, language: str = "en") -> str:
    """The sentence that names the goods, or the first; a short text as it is."""
    if len(text) <= SHORT or not text.strip():
        return " ".join(text.split())
    # Chinese mails list a thing a line; others are wrapped at any word.
    lined = text.replace("\n", "\n\n") if _HAN_LINES.search(text) else text
    said = [" ".join(part.split()) for part in _BETWEEN.split(lined) if part.strip()]
    hit = next(iter(headings.find(text, language)), None)
    words = " ".join(text[hit.start : hit.end].split()) if hit else ""
    return next((part for part in said if words and words in part), said[0])


def _forms(word: str) -> Iterable[str]:
    """A keyword and, of an English one, its plural or singular."""
    if not word:
        return
    yield word
    if word.isascii() and word[-1:].isalpha():
        yield word[:-1] if word.endswith("s") and not word.endswith("ss") else f"{word}s"


def _weight(hit: Found[str], text: str) -> float:
    words = text[hit.start : hit.end]
    size = len(words) * (1 if words.isascii() else _HAN_WEIGHT) + 4 * words.count(" ")
    return size / (1 + hit.start / _HALF)
