"""Texts letter by letter, and lists of words in six languages as one regular expression."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

# Terms stand in the beginning of a text; what follows costs time. Characters.
LONGEST = 5_000
# Texts of which answers are kept: a chunk's needs are read for their guesses, then for their words.
KEPT = 1_000
# Letters of the scripts that write spaces between words, for the edges of words.
LETTERS = "a-z\u0430-\u044f\u0621-\u064a"
# Traditional characters in our word lists; the dictionary has them all, but takes long to load.
_SIMPLER = str.maketrans(
    "噸櫃貨個萬認證裝兩億產國採購從雙條幣圓歐機貿聯備關註冊潔標東蘭羅馬維亞",
    "吨柜货个万认证装两亿产国采购从双条币圆欧机贸联备关注册洁标东兰罗马维亚",
)
_WORD = re.compile(f"[{LETTERS}]+")
_HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_ARTICLE = re.compile("^[\u0648\u0628\u0644\u0643\u0641]?\u0627\u0644")
_PARTICLE = re.compile("^[\u0648\u0628\u0644\u0643\u0641]")
# Letters by which stems are looked up.
_STEM_KEY = 3
_ARABIC_LETTER = "[\u0621-\u064a]"
# A particle and the article, which melts into the particle "for": للكيلو.
_ARABIC_PREFIX = "[\u0648\u0628\u0644\u0643\u0641]?(?:\u0627\u0644|\u0644)?"
_PREFIX_LETTERS = "\u0648\u0628\u0644\u0643\u0641\u0627"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the place in the text that it was read from: characters `start` to `end`."""

    value: T
    start: int
    end: int


def joined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in the order of the text; those with no more than space between them become one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


@lru_cache(maxsize=KEPT)
def aligned(text: str) -> str:
    """A text of the same length in plain letters, so that places in one are places in the other.

    Case, accents, width, Arabic hamzas, digits of other scripts and traditional characters are
    levelled; invisible characters become spaces.
    """
    return text[:LONGEST].translate(_LEVEL)


class _Level(dict[int, str]):
    """Each character's plain form, made when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code)).translate(_SIMPLER)
        self[code] = plain
        return plain


_LEVEL = _Level()


def _plain(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isprintable() else " "
    if unicodedata.category(char) in {"Cf", "Cc", "Zs"}:
        return " "
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", char)
    base = unicodedata.normalize("NFD", wide if len(wide) == 1 else char)[0].casefold()
    return base if len(base) == 1 else char


def word_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of the words; a `*` stands for any ending.

    Words of scripts with spaces stand by themselves; Arabic ones may carry the article.
    """
    ordered = sorted({aligned(word) for word in words if word}, key=lambda w: (-len(w), w))
    # Neighbours of the same edges share them, so that edges are looked at once and not by word.
    alike = [(edges, "|".join(map(_body, own))) for edges, own in groupby(ordered, _edges)]
    return f"(?:{'|'.join(f'{before}(?:{any_}){after}' for (before, after), any_ in alike)})"


def _body(word: str) -> str:
    body = re.escape(word).replace(r"\*", f"[{LETTERS}]*").replace(r"\ ", r"[\s-]+")
    return _ARABIC_PREFIX + body if re.match(_ARABIC_LETTER, word) else body


def _edges(word: str) -> tuple[str, str]:
    """What may not stand before and after a word of a script with spaces."""
    # Nor before a "$", for then it is another country's: R$, HK$.
    before = f"(?<![{LETTERS}])" if re.match(f"[{LETTERS}$]", word) else ""
    after = f"(?![{LETTERS}])" if re.search(f"[{LETTERS}]$", word) else ""
    return before, after


def _beginnings(word: str) -> str:
    """The letters that a place may begin with where `word_pattern` finds the word."""
    plain = aligned(word)[:1]
    return plain + _PREFIX_LETTERS if re.match(_ARABIC_LETTER, plain) else plain


def _pieces(words: Iterable[str]) -> list[str]:
    """Of each word a piece that it is never found without; one that others hold stands for them."""
    longest = {max(re.split(r"[*\s]", aligned(word)), key=len) for word in words if word}
    found: list[str] = []
    for piece in sorted(longest, key=lambda one: (len(one), one)):
        if not any(known in piece for known in found):
            found.append(piece)
    return found


@lru_cache(maxsize=8)
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the word lists beside this file."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def marks(mark: str) -> list[str]:
    """The words of one row of `marks.csv`."""
    (row,) = [row for row in table("marks") if row["mark"] == mark]
    return row["words"].split("|")


class Words(Generic[T]):
    """Lists of words, each standing for a value."""

    def __init__(self, lists: Iterable[tuple[T, Iterable[str]]]) -> None:
        pairs = [(value, list(words)) for value, words in lists]
        self._values = [value for value, _ in pairs]
        #: With one group a list, named `prefix0`, `prefix1`, ….
        self.pattern = "|".join(f"(?P<w{n}>{word_pattern(w)})" for n, (_, w) in enumerate(pairs))
        self.any = word_pattern(word for _, words in pairs for word in words)
        # Where no word can begin, the long alternation need not be tried.
        first = {letter for _, words in pairs for word in words for letter in _beginnings(word)}
        # Nor inside a word, where a letter begins none.
        begins = f"(?=[{re.escape(''.join(sorted(first)))}])(?:(?<![{LETTERS}])|(?![{LETTERS}]))"
        self._regex = re.compile(f"{begins}(?:{self.pattern})")
        # Nor need it be where no word's longest piece of letters stands anywhere.
        self._pieces = _pieces(word for _, words in pairs for word in words)

    def find(self, plain: str, start: int = 0, end: int | None = None) -> Iterator[Found[T]]:
        """Every place where one of the words stands in an aligned text."""
        if not any(map(plain.__contains__, self._pieces)):
            return
        for hit in self._regex.finditer(plain, start, len(plain) if end is None else end):
            yield Found(self.value(hit), hit.start(), hit.end())

    def value(self, hit: re.Match[str]) -> T:
        """What the list that matched stands for."""
        return self._values[int(str(hit.lastgroup)[1:])]


class Lexicon:
    """Thousands of words and phrases, each standing for a code, found by looking words up.

    Phrases are matched word by word, a `*` at the end stands for any ending, and Chinese by the
    longest name at each place.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._whole: dict[str, str] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._han: dict[str, str] = {}
        # Words of the longest phrase that begins with a word.
        self._longest: dict[str, int] = {}
        for phrase, code in phrases:
            plain = aligned(phrase)
            each = _WORD.findall(plain)
            words = " ".join(each)
            if each:
                self._longest[each[0]] = max(len(each), self._longest.get(each[0], 0))
            if not words:
                self._han.setdefault(plain, code)
            elif plain.endswith("*"):
                self._stems.setdefault(words[:_STEM_KEY], []).append((words, code))
            else:
                self._whole.setdefault(words, code)
        self._longest_han = max(map(len, self._han), default=0)
        self._han_pairs = {name[:2] for name in self._han}

    def find(self, plain: str) -> list[Found[str]]:
        """Every place of an aligned text where one of them stands, in order, none overlapping."""
        return sorted((*self._phrases(plain), *self._names(plain)), key=lambda one: one.start)

    def _phrases(self, plain: str) -> Iterator[Found[str]]:
        if not any(map(self._may_begin, _WORD.findall(plain))):
            return
        words = list(_WORD.finditer(plain))
        place = 0
        while place < len(words):
            longest = self._longest.get(words[place][0], 1)
            for length in range(min(longest, len(words) - place), 0, -1):
                run = words[place : place + length]
                code = self._code(" ".join(word[0] for word in run))
                if code is not None:
                    yield Found(code, run[0].start(), run[-1].end())
                    place += length - 1
                    break
            place += 1

    def _may_begin(self, word: str) -> bool:
        """Most texts have no word that any phrase begins with, which is quick to see."""
        return not word.isascii() or word in self._longest or word[:_STEM_KEY] in self._stems

    def _code(self, phrase: str) -> str | None:
        forms = [phrase]
        if not phrase.isascii():
            forms += [_ARTICLE.sub("", phrase), _PARTICLE.sub("", phrase)]
        for form in forms:
            if form in self._whole:
                return self._whole[form]
            for stem, code in self._stems.get(form[:_STEM_KEY], ()):
                if form.startswith(stem) and form.count(" ") == stem.count(" "):
                    return code
        return None

    def _names(self, plain: str) -> Iterator[Found[str]]:
        for run in _HAN_RUN.finditer(plain):
            start = run.start()
            while start < run.end():
                if plain[start : start + 2] not in self._han_pairs:
                    start += 1
                    continue
                longest = min(self._longest_han, run.end() - start)
                lengths = (
                    n for n in range(longest, 1, -1) if plain[start : start + n] in self._han
                )
                size = next(lengths, 0)
                if size:
                    yield Found(self._han[plain[start : start + size]], start, start + size)
                start += size or 1
