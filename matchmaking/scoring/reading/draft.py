"""A sourcing e-mail in, a draft need out: fields filled from its text and marked as guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matchmaking.scoring.data import Period, PriceBand, Quantity
from matchmaking.scoring.reading.amounts import Amount, find_price, wanted_amount
from matchmaking.scoring.reading.headings import Headings
from matchmaking.scoring.reading.places import find_origins
from matchmaking.scoring.reading.terms import (
    find_certificates,
    find_deadline,
    find_incoterms,
    find_shelf_life,
    is_nice,
)
from matchmaking.scoring.reading.vocabulary import LONGEST, Found, joined

_SCRIPTS = (("zh", "\u4e00-\u9fff"), ("ar", "\u0600-\u06ff"), ("ru", "\u0400-\u04ff"))
_USUAL_IN = {
    "en": "the and of for we with from need looking per our please to are is",
    "fr": "le la les des du et pour nous avec par notre recherchons cherchons sur vous est",
    "es": "el la los las del y para con por nuestro buscamos necesitamos que es una",
}
_USUAL = {language: frozenset(words.split()) for language, words in _USUAL_IN.items()}
_MINIMUM_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Span:
    """Where a field was read: characters `start` to `end` of the text, and these characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DraftNeed:
    """A need as its text gives it. Every field that is filled is a guess with its `spans`.

    `spans` is keyed by the field's name here, which is that of the sourcing need; volume, unit and
    period share the spans of `volume`, the named place those of `incoterms`.
    """

    text: str
    language: str
    volume: Quantity | None = None
    volume_period: Period = ""
    target_price: PriceBand | None = None
    certificates: tuple[str, ...] = ()
    certificates_nice: tuple[str, ...] = ()
    incoterms: tuple[str, ...] = ()
    incoterm_place: str = ""
    origins_wanted: tuple[str, ...] = ()
    origins_unwanted: tuple[str, ...] = ()
    deadline: date | None = None
    min_shelf_life_days: int | None = None
    categories: tuple[str, ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def draft_need(text: str, headings: Headings | None = None) -> DraftNeed:
    """Reads a text in any of the six languages; what it does not say stays empty.

    `headings`: the words by which categories are guessed; none are guessed without.
    """
    text = text[:LONGEST]
    language = likely_language(text)
    amount, price = wanted_amount(text), find_price(text)
    terms, goods = find_incoterms(text), headings.find(text, language) if headings else []
    named = find_certificates(text)
    nice = [paper for paper in named if is_nice(text, paper)]
    papers = [paper for paper in named if paper not in nice]
    places = find_origins(text)
    wanted = [one for one in places if one.value[1] == "wanted"]
    unwanted = [one for one in places if one.value[1] == "unwanted"]
    deadline, life = find_deadline(text), find_shelf_life(text)
    found: dict[str, list[Found[Any]]] = {
        "volume": [amount] if amount else [],
        "target_price": [price] if price else [],
        "certificates": papers,
        "certificates_nice": nice,
        "categories": goods,
        "incoterms": terms,
        "origins_wanted": wanted,
        "origins_unwanted": unwanted,
        "deadline": [deadline] if deadline else [],
        "min_shelf_life_days": [life] if life else [],
    }
    return DraftNeed(
        text=text,
        language=language,
        volume=amount.value.quantity if amount else None,
        volume_period=(amount.value.period or "once") if amount else "",
        target_price=price.value if price else None,
        certificates=tuple(one.value[0] for one in papers),
        certificates_nice=tuple(one.value[0] for one in nice),
        categories=tuple(one.value for one in goods),
        incoterms=tuple(dict.fromkeys(one.value[0] for one in terms)),
        incoterm_place=next((one.value[1] for one in terms if one.value[1]), ""),
        origins_wanted=tuple(one.value[0] for one in wanted),
        origins_unwanted=tuple(one.value[0] for one in unwanted),
        deadline=deadline.value if deadline else None,
        min_shelf_life_days=life.value if life else None,
        spans={
            name: tuple(Span(start, end, text[start:end]) for start, end in _places(text, ones))
            for name, ones in found.items()
            if ones
        },
    )


def _places(text: str, ones: list[Found[Any]]) -> list[tuple[int, int]]:
    """Where each was read, and an amount's period, which is one place with it if they adjoin."""
    spans = [(one.start, one.end) for one in ones]
    periods = [one.value.period_at for one in ones if isinstance(one.value, Amount)]
    return joined(text, (*spans, *filter(None, periods))) if periods else spans


def likely_language(text: str) -> str:
    """One of the six interface languages: by script, and in Latin script by usual words."""
    letters = sum(char.isalpha() for char in text)
    for language, script in _SCRIPTS:
        if len(re.findall(f"[{script}]", text)) > _MINIMUM_SHARE * letters:
            return language
    words = re.findall(r"[^\W\d_]+", text.lower())
    return max(_USUAL, key=lambda language: sum(word in _USUAL[language] for word in words))
