"""Headings of a category tree: by code, and by the words of a text.

The engine knows best which heading a text points to, but it loads scikit-learn, which pages do not.
So a page asks a worker, and where none is free within a moment looks the words up by itself.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language

from expo.models import Category
from expo.trees import SCHEME, shipped_keywords
from foundation.texts import language_keys
from matchmaking.queue import ask

SUGGESTED = 6
PATIENCE = 0.7  # seconds that somebody who types waits for a worker
MOST_WORDS = 8
HEADING_DIGITS = 4
_WORD = re.compile(r"[^\W\d_]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True)
class Heading:
    """A place in the tree that a product may be put."""

    code: str
    name: str


def version_of(scheme: str) -> tuple[int, int]:
    """Changes with the tree; one query."""
    found = Category.objects.filter(scheme=scheme).aggregate(rows=Count("pk"), last=Max("pk"))
    return found["rows"], found["last"] or 0


def suggested(scheme: str, text: str) -> list[Heading]:
    """Headings that a text points to, best first; none for a text without words."""
    if not words_of(text):
        return []
    language = language_keys(get_language() or "en")[-1]
    found = ask("suggest_headings", scheme, language, text, seconds=PATIENCE)
    if found is None:
        return headings_like(scheme, text)
    return [Heading(code, name) for code, name, _score in found]


def headings_like(scheme: str, text: str) -> list[Heading]:
    """Those that share most words, names or what the trade calls them, with a text."""
    words = words_of(text)
    points = Counter[str]()
    keywords = _keywords() if scheme == SCHEME else {}
    named = Category.objects.filter(scheme=scheme).annotate(said=Cast("name", TextField()))
    wanted = Q()
    for word in words:
        wanted |= Q(name__icontains=word)
        points.update(code for code, said in keywords.items() if word in said)
    near = named.filter(wanted) if words else named.none()
    for code, said in near.values_list("code", "said"):
        points[code] += sum(len(word) for word in words if word in said.lower())
    best = sorted(points, key=lambda code: (-points[code], len(code), code))
    rows = Category.objects.filter(scheme=scheme, code__in=best).filter(_headings(scheme))
    known = {row.code: str(row.name) for row in rows}
    return [Heading(code, known[code]) for code in best if code in known][:SUGGESTED]


def named(scheme: str, code: str) -> Category | None:
    """The node of a code."""
    return Category.objects.filter(scheme=scheme, code=code).first()


def words_of(text: str) -> list[str]:
    """Words of three letters or more, a plural's ending off; pairs of Chinese characters."""
    lowered = text.lower()
    pairs = [run[at : at + 2] for run in _HAN.findall(lowered) for at in range(len(run) - 1)]
    plain = [word for word in _WORD.findall(lowered) if not _HAN.search(word)]
    single = [word[:-1] if word.endswith("s") and len(word) > HEADING_DIGITS else word
              for word in plain]  # fmt: skip
    return list(dict.fromkeys([*single, *pairs]))[:MOST_WORDS]


def _headings(scheme: str) -> Q:
    """HS codes of four digits; of other trees, and of services, what has nothing below it."""
    lowest = Q(children__isnull=True)
    if scheme != SCHEME:
        return lowest
    return Q(code__regex=rf"^\d{{{HEADING_DIGITS}}}$") | (lowest & ~Q(code__regex=r"^\d+$"))


@lru_cache(maxsize=1)
def _keywords() -> dict[str, str]:
    return {code: said.lower() for code, said in shipped_keywords().items()}
