"""Incoterms with their place, certificates by name, days, shelf life and cold chain in texts."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale

from matchmaking.scoring.reading.denials import denied
from matchmaking.scoring.reading.numbers import COUNT, number
from matchmaking.scoring.reading.vocabulary import (
    KEPT,
    LETTERS,
    LONGEST,
    Found,
    Words,
    aligned,
    marks,
    table,
    word_pattern,
)

LANGUAGES = ("en", "zh", "fr", "es", "ar", "ru")
# Months have names of their own in the Levant.
_MONTHS_TOO = ("ar_LB",)

_TERMS = "EXW|FCA|FAS|FOB|CFR|CIF|CPT|CIP|DAP|DPU|DDP|CNF|C&F"
_TERM = re.compile(rf"(?<![A-Za-z])({_TERMS}|fob|cif|cfr)(?![A-Za-z])")
# What stands behind a term and is no place: another term, money, papers, the word "price".
_NO_PLACE = (
    rf"(?!(?:{_TERMS}|USD|US|EUR|GBP|CNY|RMB|AED|SAR|RUB|HACCP|ISO|Halal|Price|Prix|Precio|Цена)\b"
    r"|价|到岸|离岸|(?:ال)?سعر)"
)
_OLD_NAMES = {"CNF": "CFR", "C&F": "CFR"}
_PLACE = re.compile(
    r"[\s:：-]{0,3}(?:port of |puerto de |port de |порт )?"
    rf"(?P<place>{_NO_PLACE}(?:"
    r"(?![\u6216\u548c])(?:(?![\u6216\u548c\u90fd\u5747\u4ee5])[\u4e00-\u9fff]){2,6}"
    r"|[\u0621-\u064a]{3,}"
    r"|(?![\u4e00-\u9fff])[^\W\d_a-z\u0430-\u044f][\w'’-]+"
    rf"(?: {_NO_PLACE}[^\W\d_a-z\u0430-\u044f][\w'’-]+){{0,2}}))"
)
_PAPERS = Words((row["standard"], row["words"].split("|")) for row in table("certificates"))
_ISO = re.compile(r"(?<![a-z])iso[ \-:]?(9001|14001|22000|27001|13485|45001)(?!\d)")
# Chemistry, fertiliser and glass are organic in another sense, and so is what "bio-" begins.
_OTHER_SENSE = re.compile(
    rf"(?<=bio)[\s-]?{word_pattern(marks('behind bio'))}"
    r"|\s?(?:chemi|compound|solvent|pigment|fertili[sz]|acid|peroxid|glass|polymer|synthesis"
    r"|化学|化合|化工|肥|硅|玻璃|溶剂|颜料|酸|高分子|合成|机体|удобрен|соединен|стекл|кислот|раствор)"
)
# MSC is a shipping line too.
_LINE_BEHIND = re.compile(rf"[\s-]?{word_pattern(marks('shipping behind'))}")
_LINE_BEFORE = re.compile(
    rf"{word_pattern(marks('shipping before'))}[\s:：,、/]{{0,3}}(?:(?:or|and|ou|o|и|或|和)\s?)?$"
)
# Written so only in capitals; in small letters it is a word or an abbreviation of others.
_CAPITALS = re.compile(r"(?<![A-Za-z])(?:ASC|IFS)(?![A-Za-z])")
_STOPS = ".,;:()!?。，；：（）！？、،؛"
_ISSUERS = re.compile(
    r"(?<![a-z])(ecocert|control union|kiwa bcs|ceres|soil association|usda|jas|ccof|sgs"
    r"|bureau veritas|tuv|intertek|flo-?cert|oregon tilth)(?![a-z])"
)
_DUE = re.compile(word_pattern(marks("due")))
# Before such a word it says another thing: not before, valid until, best before.
_NOT_DUE = re.compile(
    rf"(?:(?<![{LETTERS}])(?:not|pas|no|не|ليس|best|use|valid\w*|valable\w*|vigente\w*|деиств\w+"
    r"|годен|годна|годност\w+|صالح\w*|ساري\w*)\s|不早|有效期?)$"
)
# What ends a sentence, and a word for "due" with it.
_OVER = re.compile(r"[;。；!?]|\.\s")
_DUE_AFTER = re.compile(r"\s?(?:之?前|以前|截止)")
_NUMERIC_DAY = re.compile(
    r"(?<!\d)(20\d\d)(?:[-/.]|\s?年\s?)(\d{1,2})(?:[-/.]|\s?月\s?)(\d{1,2})(?:\s?日)?(?!\d)"
)
_CHINESE_MONTH = re.compile(r"(?<!\d)(20\d\d)\s?年\s?(\d{1,2})\s?月[底末份]?(?!\s?\d|[上中]旬|初)")
# 15/11/2027 and 15.11.2027; 03/04/2027 may be either and is none.
_EUROPEAN_DAY = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(20\d\d)(?!\d)")
_LIFE_NAME = (
    r"(?:shelf[\s-]life|best before|保质期|duree de (?:vie|conservation)|vida util"
    r"|(?<![a-z])(?:dlc|dluo|ddm)(?![a-z])|срок (?:годности|хранения)|مدة الصلاحية)"
)
# Of a range the lower end.
_LIFE_SPAN = (
    rf"(?P<n>{COUNT})(?:\s?[-–~]\s?\d{{1,4}})?\s?(?:-\s?)?(?:个)?"
    r"(?:(?P<day>days?|天|日|jours?|dias?|дн\w*|сут\w*|يوم\w*)"
    r"|(?P<month>months?|月|mois|mes(?:es)?|мес\w*|اشهر|شهر\w*)"
    r"|(?P<year>years?|年|ans?(?![a-z])|anos?|лет|год\w*|سن\w+))"
)
# "After opening" and "at most" ask for something else.
_LIFE_ELSE = r"(?![^\d.;。；]{0,24}(?:open|ouvert|abiert|вскры|max|不超过|не более))"
_LIFE = re.compile(rf"{_LIFE_NAME}{_LIFE_ELSE}[^\d.;。；]{{0,24}}?{_LIFE_SPAN}")
_LIFE_AT_ALL = re.compile(_LIFE_NAME)
_LIFE_BEFORE = re.compile(rf"{_LIFE_SPAN}['’]?\s?(?:of |minimum |remaining )?{_LIFE_NAME}")
_DUE_NEAR = 24
_ISSUER_NEAR = 24
_MONTHS = 12
_DAYS_OF = {"day": 1, "month": 30, "year": 365}
_NICE_BEFORE = Words([(True, marks("nice before"))])
_NICE_AFTER = Words([(True, marks("nice after"))])
_MUST = Words([(True, marks("must"))])
_COLD = Words((cold, marks(cold)) for cold in ("frozen", "chilled"))


def find_incoterms(text: str) -> list[Found[tuple[str, str]]]:
    """Incoterms with the place named behind each, empty where there is none: (CIF, 上海).

    Left out are those that a text denies: no FOB, please.
    """
    hits = list(_TERM.finditer(text[:LONGEST]))
    # Most texts name no term.
    not_asked = denied(aligned(text), [hit.span() for hit in hits]) if hits else ()
    found = []
    for hit, dropped in zip(hits, not_asked, strict=True):
        if dropped:
            continue
        term = hit[1].upper()
        place = _PLACE.match(text, hit.end(), LONGEST)
        end = place.end() if place else hit.end()
        named = place["place"] if place else ""
        found.append(Found((_OLD_NAMES.get(term, term), named), hit.start(), end))
    return found


def find_certificates(text: str) -> list[Found[tuple[str, str]]]:
    """Standards named in a text, each once, with who certifies if named: (organic, ECOCERT).

    Left out are words in other senses and what a text says it does not need.
    """
    plain = aligned(text)
    capitals = ((hit[0].lower(), *hit.span()) for hit in _CAPITALS.finditer(text, 0, LONGEST))
    papers = sorted((*_papers(plain), *capitals), key=lambda paper: paper[1:])
    not_asked = denied(plain, [(start, end) for _, start, end in papers])
    asked = [
        paper
        for paper, dropped in zip(papers, not_asked, strict=True)
        if not dropped and not _has_other_sense(paper[0], plain, *paper[1:])
    ]
    issuers = _issuers(text, plain, asked)
    found: dict[str, Found[tuple[str, str]]] = {}
    for standard, start, end in asked:
        found.setdefault(standard, Found((standard, issuers.get(standard, "")), start, end))
    return list(found.values())


def _issuers(text: str, plain: str, papers: list[tuple[str, int, int]]) -> dict[str, str]:
    """Who certifies which standard: whoever is named goes with the paper nearest by."""
    issuers: dict[str, str] = {}
    for hit in _ISSUERS.finditer(plain) if papers else ():
        apart = {(max(start - hit.end(), hit.start() - end), name) for name, start, end in papers}
        gap, standard = min(apart)
        if gap <= _ISSUER_NEAR:
            issuers.setdefault(standard, text[hit.start() : hit.end()])
    return issuers


def _has_other_sense(standard: str, plain: str, start: int, end: int) -> bool:
    if standard == "msc":
        before = _LINE_BEFORE.search(plain, max(0, start - 24), start)
        return bool(before or _LINE_BEHIND.match(plain, end))
    return standard == "organic" and bool(_OTHER_SENSE.match(plain, end))


def is_nice(text: str, paper: Found[tuple[str, str]]) -> bool:
    """Whether a text asks for a paper only softly: "BRC would be a plus", 最好有HACCP.

    The mark stands in the paper's own clause, and no "must" between them: some marks stand before
    what they speak of, others behind it.
    """
    plain = aligned(text)
    start = max(plain.rfind(stop, 0, paper.start) for stop in _STOPS) + 1
    ends = [place for stop in _STOPS if (place := plain.find(stop, paper.end)) >= 0]
    end = min(ends, default=len(plain))
    before = [mark.end for mark in _NICE_BEFORE.find(plain, start, paper.start)]
    after = [mark.start for mark in _NICE_AFTER.find(plain, paper.end, end)]
    return (bool(before) and not _any(_MUST, plain, before[-1], paper.start)) or (
        bool(after) and not _any(_MUST, plain, paper.end, after[0])
    )


def _any(words: Words[bool], plain: str, start: int, end: int) -> bool:
    return next(words.find(plain, start, end), None) is not None


def _papers(plain: str) -> Iterator[tuple[str, int, int]]:
    for one in _PAPERS.find(plain):
        yield one.value, one.start, one.end
    for hit in _ISO.finditer(plain):
        yield f"iso-{hit[1]}", hit.start(), hit.end()


@lru_cache(maxsize=KEPT)
def find_deadline(text: str) -> Found[date] | None:
    """The day by which goods are wanted: a whole date beside a word such as "before", "до", 之前.

    A month without its day means the month's last day.
    """
    plain = aligned(text)
    for day, start, end in _days(plain):
        if _is_due(plain, start) or _DUE_AFTER.match(plain, end):
            return Found(day, start, end)
    return None


def _is_due(plain: str, start: int) -> bool:
    """Whether the last such word before a day, and near it, says that goods are due then."""
    hit = max(_DUE.finditer(plain, max(0, start - 48), start), key=re.Match.end, default=None)
    if hit is None or start - hit.end() > _DUE_NEAR or _OVER.search(plain, hit.end(), start):
        return False
    return _NOT_DUE.search(plain, max(0, hit.start() - 16), hit.start()) is None


def _days(plain: str) -> Iterator[tuple[date, int, int]]:
    for hit in _NUMERIC_DAY.finditer(plain):
        if day := _day(int(hit[1]), int(hit[2]), int(hit[3])):
            yield day, hit.start(), hit.end()
    for hit in _EUROPEAN_DAY.finditer(plain):
        first, second = int(hit[1]), int(hit[3])
        american = second > _MONTHS
        if hit[2] == "." or first > _MONTHS or american:
            month, of_month = (first, second) if american else (second, first)
            if day := _day(int(hit[4]), month, of_month):
                yield day, hit.start(), hit.end()
    for hit in _CHINESE_MONTH.finditer(plain):
        if day := _month_end(int(hit[1]), int(hit[2])):
            yield day, hit.start(), hit.end()
    months, pattern = _months()
    for hit in pattern.finditer(plain):
        month, year = months[hit["month"]], int(hit["year"])
        said = hit["day"] or hit["after"]
        if day := _day(year, month, int(said)) if said else _month_end(year, month):
            yield day, hit.start(), hit.end()


def _month_end(year: int, month: int) -> date | None:
    first = _day(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first.toordinal() - 1) if first and 1 <= month <= _MONTHS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    """Month names in the languages that write them, and 1 October 2027, Oct 1, 2027, …."""
    names: dict[str, int] = {}
    written = [(code, "wide") for code in (*LANGUAGES, *_MONTHS_TOO) if code != "zh"]
    for language, width in (*written, ("en", "abbreviated")):
        for context in ("format", "stand-alone"):
            for month, name in Locale.parse(language).months[context][width].items():
                names[aligned(name).rstrip(".")] = month
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return names, re.compile(
        rf"(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?[\s-](?:de\s|of\s)?)?"
        rf"(?<![{LETTERS}])(?P<month>{either})(?![{LETTERS}])\.?"
        rf"(?:\s(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?=,?\s))?"
        rf"(?:,?\s|-)(?:del?\s)?(?P<year>20\d\d)(?!\d)"
    )


@lru_cache(maxsize=KEPT)
def find_shelf_life(text: str) -> Found[int] | None:
    """Days of shelf life, a month taken as 30 and a year as 365."""
    plain = aligned(text)
    # Quick to look for: most texts say nothing of it.
    named = _LIFE_AT_ALL.search(plain)
    hit = named and (_LIFE.search(plain, named.start()) or _LIFE_BEFORE.search(plain))
    if hit is None:
        return None
    unit = next(name for name in _DAYS_OF if hit[name])
    days = round(number(hit["n"]) * _DAYS_OF[unit])
    return Found(days, hit.start(), hit.end()) if days else None


def find_cold(text: str) -> Found[str] | None:
    """`frozen` or `chilled`, the first that is named and not denied: fresh, never frozen."""
    plain = aligned(text)
    named = list(_COLD.find(plain))
    not_asked = denied(plain, [(one.start, one.end) for one in named])
    return next((one for one, no in zip(named, not_asked, strict=True) if not no), None)
