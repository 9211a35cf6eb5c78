"""What somebody typed into the search, as terms: each with what else it may be called.

A term that names a category or stands in the edition's glossary is found in products of that
category, and under its other names: “红酒” finds wine that is described in French only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from expo.models import Category, Edition
from expo.trees import shipped_keywords

LONGEST_TEXT = 200  # characters; what comes after adds nothing
MOST_TERMS = 10
LONGEST_NAME = 4  # words of one name
LONGEST_STRETCH = 8  # characters of one name in a script without spaces
FEW = 3  # a word of so few categories' names names them
SHORTEST_WORD = 4

_UNSPACED = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# What a heading's name begins with says what it is: “Coffee, whether or not roasted …”.
_HEAD = re.compile(r"[,;:.(，；：、。（]")


@dataclass(frozen=True)
class Sense:
    """What a name stands for: categories by id, and other names of the same."""

    categories: frozenset[int] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Term:
    """Words that belong together, and their sense if they have one."""

    text: str
    sense: Sense = Sense()


def plain(text: str) -> str:
    """NFKC, without case, accents and invisible characters; at most LONGEST_TEXT characters."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()
    parted = unicodedata.normalize("NFD", text)
    kept = (c for c in parted if unicodedata.category(c) not in {"Mn", "Cf", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", "".join(kept)).replace("\0", " ")


def is_unspaced(text: str) -> bool:
    """Whether it begins in a script that writes no spaces between words."""
    return _IS_UNSPACED.match(text) is not None


def terms_of(text: str, names: Iterable[Mapping[str, Sense]]) -> list[Term]:
    """The terms of a text: the longest names that are known, and the words between them."""
    known = list(names)
    found: list[Term] = []
    words: list[str] = []
    for run in _RUN.findall(plain(text)):
        if is_unspaced(run):
            found += _spaced(words, known)
            words = []
            found += _unspaced(run, known)
        else:
            words.append(run)
    return (found + _spaced(words, known))[:MOST_TERMS]


def _spaced(words: list[str], known: list[Mapping[str, Sense]]) -> list[Term]:
    found: list[Term] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            name = " ".join(words[at : at + length])
            sense = _sense(name, known)
            if sense or length == 1:
                found.append(Term(name, sense or Sense()))
                at += length
                break
    return found


def _unspaced(run: str, known: list[Mapping[str, Sense]]) -> list[Term]:
    """Names first; a stretch between them is one term, a character between them none."""
    found: list[Term] = []
    rest = ""
    at = 0
    while at < len(run):
        for length in range(min(LONGEST_STRETCH, len(run) - at), 1, -1):
            sense = _sense(run[at : at + length], known)
            if sense:
                found += [Term(rest)] if len(rest) > 1 else []
                found.append(Term(run[at : at + length], sense))
                rest, at = "", at + length
                break
        else:
            rest, at = rest + run[at], at + 1
    if len(rest) > 1 or (rest and not found):
        found.append(Term(rest))
    return found


def _sense(name: str, known: list[Mapping[str, Sense]]) -> Sense | None:
    found = [names[name] for names in known if name in names]
    if not found:
        return None
    return Sense(
        frozenset().union(*(sense.categories for sense in found)),
        frozenset().union(*(sense.others for sense in found)),
    )


def glossary_names(edition: Edition) -> dict[str, Sense]:
    """What the edition's glossary knows, by each of its names; one query."""
    found: dict[str, Sense] = {}
    for text, category in edition.glossary.values_list("text", "category"):
        aliases = {alias for said in text.values() for part in said.split("/")
                   if (alias := _name(part))}  # fmt: skip
        sense = Sense(frozenset({category} if category else ()), frozenset(aliases))
        found |= dict.fromkeys(aliases, sense)
    return found


def category_names(scheme: str) -> Mapping[str, Sense]:
    """What the categories are called in any language; `search_kept` keeps it."""
    rows = list(Category.objects.filter(scheme=scheme).values_list("pk", "code", "name"))
    found: dict[str, set[int]] = defaultdict(set)
    words: dict[str, set[int]] = defaultdict(set)
    for key, _code, texts in rows:
        for said in texts.values():
            head = _name(_HEAD.split(said, maxsplit=1)[0])
            found[head].add(key)
            for word in head.split():
                words[word].add(key)
    for word, keys in words.items():
        if len(keys) <= FEW and len(word) >= SHORTEST_WORD:
            found[word] |= keys
    ids = {code: key for key, code, _name in rows}
    for code, key in ids.items():
        found[_name(code)].add(key)
    for code, said in shipped_keywords().items():
        for word in said.split(";"):
            if code in ids:
                found[_name(word)].add(ids[code])
    return {name: Sense(frozenset(keys)) for name, keys in found.items() if name}


def _name(text: str) -> str:
    """As `terms_of` puts its words together."""
    return " ".join(_RUN.findall(plain(text)))
