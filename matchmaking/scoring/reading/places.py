"""Countries of origin named in texts, in six languages: by name, adjective or growing region.

Regions and what they are known for (`regions.csv`) are our own list, from general knowledge.
"""

import re
from functools import lru_cache
from typing import Literal

from babel import Locale

from matchmaking.scoring.reading.denials import NON_HAN
from matchmaking.scoring.reading.russian import declined
from matchmaking.scoring.reading.terms import LANGUAGES, find_incoterms
from matchmaking.scoring.reading.vocabulary import (
    Found,
    Lexicon,
    aligned,
    marks,
    table,
    word_pattern,
)

Said = Literal["wanted", "unwanted"]

# Places that are other words too (turkey, jersey, chad, того), or too short to be safe.
_AMBIGUOUS = frozenset(
    {"turkey", "jersey", "chad", "guinea", "niger", "jordan", "reunion", "ile"}
    | {"джерси", "чад", "нигер", "того"}
)
# What a phrase stands for that only sounds like a country: french beans, bone china.
_NONE = ""
# Goods that share a place's name, which is written with a capital: granada, chile.
_GOODS_TOO = re.compile(word_pattern(marks("goods in small letters")))
_ORIGIN_BEFORE = re.compile(rf"{word_pattern(marks('origin before'))}[\s:：.-]{{0,3}}(?:d[eu] )?$")
_FIRST_WORD = re.compile(r"(?:^|[.!?。！？؟\n])[\W\d_]*$")
_EXTRA = ("zh_Hant",)
# Goods go there; they do not come from there.
_TOWARDS = re.compile(
    r"(?:\bto|\bfor|towards|deliver\w+ (?:in|to)|market in|import\w* (?:in|into)|exports? to"
    r"|vers|pour|a destination d\S+|livr\w+ (?:en|au|a)|hacia|para|destino"
    r"|\bв|\bна|для|destine\w* (?:a|au|aux)|destinad\w+ a|export\w+ a"
    r"|we are(?: an?)?|nous sommes|somos"
    r"|(?:sell|distribut|resell)\w* (?:in|across|throughout)|(?:vend|distribu)\w+ (?:en|au|aux|a)"
    r"|доставка в|الى|位于|我们在|运往|发往|出口到?|销往|进口到|送到|到)"
    r"\s?(?:the |la |el |le |l')?$"
)
# Who buys or sells on, tastes and money: 中国市场, "US market", "a Japanese company", Saudi riyals.
_BUYER_BEHIND = re.compile(rf"[\s-]?{word_pattern(marks('buyer behind'))}")
_BUYER_BEFORE = re.compile(
    rf"{word_pattern(marks('buyer before'))}"
    r"(?:\s(?:in|from|de|du|des|en|au|aux|из|в|на|من|في)|\sd['’])?\s?(?:the |la |le |el |l['’])?$"
)
_NOT = (
    r"(?:\bnot|except(?:ion)?(?: of| for)?|excluding|other than|instead of|\bno\b|\bnon"
    r"|sauf|hors|a l['’](?:exception|exclusion)|autres? que|\bpas"
    r"|excepto|salvo|(?<!al )\bmenos|excepcion|exclusion|excluid[oa]s?|excluyendo|\bno sean?"
    r"|кроме|за исключением|исключая|не из|\bне"
    r"|(?:ما\s?)?عدا|باستثناء|ليس|غير|(?:لا نريد|لا نقبل|لا نرغب)(?: [^\W\d]+){0,2}"
    rf"|除了?|不要|不想要|不接受|不考虑|拒绝|排除|不是|不能是|{NON_HAN}|不含"
    r"|\b(?:pas|no) (?:de |d')?(?:\w+ ){1,2}"
    r"|nada|(?:can't|cannot|can not|not|n't) (?:accept|take|want|consider|buy)(?: \w+){0,3})"
)
_AGAINST = re.compile(
    rf"{_NOT}"
    r"[\s-]?(?:from |of |de |d['’]|du |des |из |من |来自)?(?:the |la |el |le |l['’])?$"
)
# 除了中国还需要: besides China, too.
_BESIDES = re.compile(r"[^.。;；]{0,16}还(?:需|要|想|采购)")
_NOT_AFTER = (
    r"(?:не предлаг|не рассматрива|не интерес|исключа|除外|不考虑|不接受"
    r"|\bexcluded|not (?:accepted|wanted|welcome)|\bexclu|\bno se acepta|مستبعد|غير مقبول)"
)
_AGAINST_AFTER = re.compile(rf"[^.,;。，；、!\n]{{0,24}}?{_NOT_AFTER}")
# Quick to look for: few texts leave a country out.
_AGAINST_AT_ALL = re.compile(rf"{_NOT}|{_NOT_AFTER}")
# What joins a country to the one before it, which may stand behind a "not": nor India, 和印度.
_JOINED = re.compile(
    r"^\s?(?:,|、|/)?\s?(?:or|nor|and|et|ou|ni|y|o|и|или|ни|او|و|和|或|及|以及)?\s?"
    r"(?:from |de |d'|du |des |из |من |来自)?(?:the |la |el |le |l')?$"
)
_BEHIND_PLACE = re.compile(r"[\s,，(（]{1,3}")
_WINDOW = 40


@lru_cache(maxsize=1)
def _places() -> Lexicon:
    """Names of CLDR in six languages, and our list of adjectives and growing regions."""
    names: dict[str, set[str]] = {}
    for language in (*LANGUAGES, *_EXTRA):
        for code, name in Locale.parse(language).territories.items():
            plain = aligned(str(name))
            if not re.fullmatch("[A-Z]{2}", code) or code in {"EU", "EZ", "UN", "ZZ", "QO"}:
                continue
            if plain not in _AMBIGUOUS:
                names.setdefault(code, set()).update(declined(str(name)))
    for row in (*table("places"), *table("regions")):
        names.setdefault(row["country"], set()).update(row["words"].split("|"))
    listed = ((word, code) for code in sorted(names) for word in sorted(names[code]))
    return Lexicon((*((word, _NONE) for word in marks("no origin")), *listed))


def find_origins(text: str) -> list[Found[tuple[str, Said]]]:
    """Countries that goods are to come from, or not to come from, each once, in their order.

    Left out: the place of an Incoterm, where goods go to, and markets.
    """
    plain = aligned(text)
    terms = find_incoterms(text)
    found: dict[str, Found[tuple[str, Said]]] = {}
    former: tuple[Said | None, int] = None, 0
    for place in _places().find(plain):
        if place.value == _NONE or _is_goods(place, text, plain):
            continue
        said = _said(place, plain, any(_names_place(term, place, plain) for term in terms))
        if former[1] and former[0] != "wanted" and _JOINED.match(plain[former[1] : place.start]):
            said = former[0]
        former = said, place.end
        if said is not None:
            found.setdefault(place.value, Found((place.value, said), place.start, place.end))
    return list(found.values())


def unwanted_places(text: str) -> list[tuple[int, int]]:
    """Where the countries stand that goods are not to come from."""
    if not _AGAINST_AT_ALL.search(aligned(text)):
        return []
    return [(one.start, one.end) for one in find_origins(text) if one.value[1] == "unwanted"]


def _names_place(term: Found[tuple[str, str]], place: Found[str], plain: str) -> bool:
    """Whether a country belongs to the place of an Incoterm: CIF Shanghai, China."""
    if term.start <= place.start < term.end:
        return True
    return bool(term.value[1] and _BEHIND_PLACE.fullmatch(plain, term.end, place.start))


def _said(place: Found[str], plain: str, towards: bool) -> Said | None:
    """What is said of a country named; None where goods go to or buyers are."""
    before = plain[max(0, place.start - _WINDOW) : place.start]
    if towards or _TOWARDS.search(before) or _BUYER_BEFORE.search(before):
        return None
    if _BUYER_BEHIND.match(plain, place.end):
        return None
    if against := _AGAINST.search(before):
        besides = against[0].startswith("除") and _BESIDES.match(plain, place.end)
        return "wanted" if besides else "unwanted"
    return "unwanted" if _AGAINST_AFTER.match(plain, place.end) else "wanted"


def _is_goods(place: Found[str], text: str, plain: str) -> bool:
    """Whether a name that goods have too is written as theirs: small, or first in its sentence."""
    if not _GOODS_TOO.fullmatch(plain, place.start, place.end):
        return False
    start = max(0, place.start - _WINDOW)
    before = text[start : place.start]
    if not text[place.start].isupper():
        return True
    if _ORIGIN_BEFORE.search(plain[start : place.start]):
        return False
    # In a sentence of capitals they say nothing.
    return before.isupper() or _FIRST_WORD.search(before) is not None


def named_country(text: str) -> str:
    """The country that a text consists of, by name or adjective; empty if it says more or less."""
    plain = aligned(text).strip()
    found = [one for one in _places().find(plain) if (one.start, one.end) == (0, len(plain))]
    return found[0].value if found else ""


@lru_cache(maxsize=1)
def _regions() -> Lexicon:
    return Lexicon(
        (word, row["goods"]) for row in table("regions") for word in row["words"].split("|")
    )


def find_goods(text: str) -> list[str]:
    """What the regions named in a text are known for, in English: coffee for Yirgacheffe."""
    return list(dict.fromkeys(one.value for one in _regions().find(aligned(text))))


@lru_cache(maxsize=256)
def country_words(code: str) -> str:
    """A country's English name with its adjective where we list one; empty if nobody knows it."""
    name = str(Locale.parse("en").territories.get(code, ""))
    row = next((row for row in table("places") if row["country"] == code), None)
    adjective = row["words"].split("|")[0] if row else ""
    return f"{name} {adjective}".strip()
