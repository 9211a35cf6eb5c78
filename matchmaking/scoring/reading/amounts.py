"""Amounts in texts: 19 t a month, 每月一个货柜, 320 × 60 kg, 2 x 40' HC, 500 tonnes par an."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matchmaking.scoring.data import Period, PriceBand, Quantity
from matchmaking.scoring.reading.vocabulary import (
    LETTERS,
    Found,
    Words,
    aligned,
    marks,
    table,
    word_pattern,
)

# A dot before three digits is read as a decimal sign, a comma or space as one of thousands.
_DIGITS = r"\d{1,3}(?:[ ,']\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?"
_SCALES = {
    "百万": 1e6, "万": 1e4, "千": 1e3, "亿": 1e8,
    "million": 1e6, "millions": 1e6, "millones": 1e6, "млн": 1e6, "مليون": 1e6,
    "thousand": 1e3, "mille": 1e3, "mil": 1e3, "тыс": 1e3, "тысяч": 1e3, "الف": 1e3,
}  # fmt: skip
_SMALL = {
    number: word
    for line in (
        "a one two three four five six seven eight nine ten",
        "an un deux trois quatre cinq six sept huit neuf dix",
        "un une dos tres cuatro cinco seis siete ocho nueve diez",
        "один uno два три четыре пять шесть семь восемь девять десять",
        "una одного два три четыре пять шесть семь восемь девять десять",
        "واحد واحدة اثنين ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    )
    for word, number in zip([1, 1, *range(2, 11)], line.split(), strict=True)
}
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0.5}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_COUNT = (
    rf"(?:(?<![\d.,])(?:{_DIGITS})(?:\s*(?:{_SCALE})(?![{LETTERS}]))?"
    rf"|[零一二三四五六七八九十两半百千万]+|{word_pattern(_SMALL)})"
)
_UNITS = Words(
    ((row["unit"], float(row["factor"])), row["words"].split("|")) for row in table("units")
)
_PERIODS = Words(
    ((row["period"], float(row["times"])), row["words"].split("|")) for row in table("periods")
)
_MONEY = Words((row["currency"], row["words"].split("|")) for row in table("currencies"))
_CONTAINER = word_pattern(marks("container"))
_FOOT = r"\s?-?(?:'|’|′|ft|foot|feet|英?尺|呎|(?:футов|фут|pied|pie|قدم)[^\W\d]*)"
_SHAPE = r"\s?(?:gp|hq|hc|dc|dv|高柜?|小柜?)"
_COUNTED = rf"(?:(?P<n>{_COUNT})\s*[x×*]?\s*(?:full\s|полн\w+\s)?(?:个|只)?\s*)?"
_CONTAINERS = re.compile(
    rf"{_COUNTED}(?:"
    rf"(?<!\d)(?P<size>20|40)(?:{_FOOT}(?:{_SHAPE})?\s*(?:{_CONTAINER})?|{_SHAPE}(?:\s*{_CONTAINER})?"
    rf"|\s*(?:{_CONTAINER}))|(?P<plain>{_CONTAINER})"
    rf"(?:\s*(?:of|de|в)?\s*(?P<after>20|40)(?:{_FOOT}))?)"
    rf"(?:\s*(?:(?P<behind>{_COUNT})\s*(?:个|只)(?!月)|(?P<arabic>[\u0621-\u064a]+))(?![^\W\d_]))?"
)
# Quick to look for: most texts name no container, and many no number.
_CONTAINER_AT_ALL = re.compile(rf"[24]0|{_CONTAINER}")
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(rf"(?P<n>{_COUNT})\s?-?个?(?:{_UNITS.pattern})")
_PACKED = re.compile(
    rf"(?P<count>{_DIGITS})\s*(?P<pack>(?!x)[^\W\d]+\s)?\s*(?:[x×*]|of|de|по|à|@)\s*"
    rf"(?P<n>{_DIGITS})\s?(?:{_UNITS.pattern})"
)
_PRICE = re.compile(
    rf"(?:(?P<sign>{_MONEY.any})\s?(?:(?P<low>{_DIGITS})\s?[-–~]\s?)?(?P<first>{_DIGITS})"
    rf"|(?:(?P<least>{_DIGITS})\s?[-–~]\s?)?(?P<last>{_DIGITS})\s?(?P<name>{_MONEY.any}))"
    rf"\s?(?:/|per|a|par|la|le|el|por|за|每|لكل|(?=\u0644\u0644))\s?(?:{_UNITS.pattern})"
)
# Not amounts wanted but what one piece is: 250 g, 500 ml, 60 kg bags.
_SPECIFIED = {"g", "m", "m2"}
_LEAST = {"kg": 100.0, "l": 100.0, "pcs": 2.0}
# A lot is offered from here on (kg, litres); less is a pack.
LOT_LEAST = 500.0
_COUNTED_UNITS = frozenset({"pcs", "bottle", "bag", "carton", "pair", "set"})
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_COUNTED_ELSE = frozenset("月国货集柜整")
# How far from an amount its period is looked for, in characters.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as read; `period` empty where none is named, `pack` what one pack holds."""

    quantity: Quantity
    period: Period = ""
    pack: Quantity | None = None


def number(text: str) -> float:
    """The value of digits, number words or Chinese numerals, with their scale; 0 for none."""
    text = text.strip()
    if not text[:1].isdigit():
        return float(_SMALL.get(text) or _han(text))
    scale = 1.0
    for word in sorted(_SCALES, key=len, reverse=True):
        if text.endswith(word):
            text, scale = text[: -len(word)].strip(), _SCALES[word]
            break
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        text = text.replace(".", "")
    text = re.sub(r"[ ,'](?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    return float(text) * scale


def _han(text: str) -> float:
    """Chinese numerals up to 万: 三, 十二, 两百, 半."""
    total = digit = 0.0
    for char in text:
        if char in "十百千万":
            unit = {"十": 10, "百": 100, "千": 1000, "万": 10_000}[char]
            total = (total + digit) * unit if char == "万" else total + (digit or 1) * unit
            digit = 0
        else:
            digit = _HAN.get(char, 0)
    return total + digit


def find_amounts(text: str) -> list[Found[Amount]]:
    """Every amount of goods in a text in the order of the text, containers and lots included."""
    plain = aligned(text)
    found: list[Found[Amount]] = []
    for one in (*_lots(plain), *_containers(plain), *_plain_amounts(plain)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    found.sort(key=lambda one: one.start)
    edges = [0, *(one.end for one in found)], [*(one.start for one in found), len(plain)]
    return [
        _with_period(one, plain, edges[0][place], edges[1][place + 1])
        for place, one in enumerate(found)
    ]


def wanted_amount(text: str) -> Found[Amount] | None:
    """The amount that a need's text most likely asks for.

    One with a period before one without, containers before others, then the first.
    """
    usable = [one for one in find_amounts(text) if _may_be_wanted(one.value)]
    if not usable:
        return None

    def rank(one: Found[Amount]) -> tuple[bool, bool, int]:
        container = one.value.quantity.unit.startswith("fcl")
        return not one.value.period, not container, one.start

    return min(usable, key=rank)


def offered_lot(text: str) -> Found[Amount] | None:
    """The lot that a product's text offers: packs times content, or containers; the largest."""
    plain = aligned(text)
    lots = [one for one in _lots(plain) if _mass(one.value.quantity) >= LOT_LEAST]
    lots += _containers(plain)
    return max(lots, key=lambda one: (one.value.quantity.amount, -one.start), default=None)


def _mass(quantity: Quantity) -> float:
    """In kilograms, or litres."""
    return quantity.amount * {"g": 0.001, "t": 1000.0}.get(quantity.unit, 1.0)


def find_price(text: str) -> Found[PriceBand] | None:
    """The first price for one unit, or its range: USD 7/kg, 4,50 – 5 € par kg, 6.8美元/公斤."""
    hit = _PRICE.search(aligned(text))
    if hit is None:
        return None
    amount = number(hit["first"] or hit["last"])
    (currency,) = {one.value for one in _MONEY.find(hit["sign"] or hit["name"])} or {""}
    unit, factor = _UNITS.value(hit)
    if not amount or not currency or factor != 1:
        return None
    least = number(hit["low"] or hit["least"] or "") or amount
    band = PriceBand(min(least, amount), amount, currency, unit)
    return Found(band, hit.start(), hit.end())


def _may_be_wanted(amount: Amount) -> bool:
    quantity = amount.quantity
    if amount.period:
        return True
    if quantity.unit in _SPECIFIED:
        return False
    return quantity.amount >= _LEAST.get(quantity.unit, 1.0)


def _lots(plain: str) -> Iterator[Found[Amount]]:
    if not _DIGIT.search(plain):
        return
    for hit in _PACKED.finditer(plain):
        unit, factor = _UNITS.value(hit)
        if unit not in {"kg", "g", "t", "l"}:
            continue
        pack = Quantity(number(hit["n"]) * factor, unit)
        count = number(hit["count"])
        if pack.amount and count:
            yield Found(
                Amount(Quantity(count * pack.amount, unit), "", pack), hit.start(), hit.end()
            )


def _containers(plain: str) -> Iterator[Found[Amount]]:
    if not _CONTAINER_AT_ALL.search(plain):
        return
    for hit in _CONTAINERS.finditer(plain):
        size = hit["size"] or hit["after"] or ("40" if "feu" in hit[0] else "20")
        named = str(hit["arabic"] or "")
        said = hit["n"] or hit["behind"] or (named if number(named) else "")
        # A "container" by itself may be a box for food.
        if not said and hit["plain"] and not hit["after"]:
            continue
        count = number(said) if said else 1.0
        if count:
            yield Found(Amount(Quantity(count, f"fcl{size}")), hit.start(), hit.end())


def _plain_amounts(plain: str) -> Iterator[Found[Amount]]:
    for hit in _PLAIN.finditer(plain):
        unit, factor = _UNITS.value(hit)
        amount = number(hit["n"]) * factor
        # There are no parts of a piece: 12.000 piezas are twelve thousand.
        if unit in _COUNTED_UNITS and _THOUSANDS.fullmatch(hit["n"].strip()):
            amount *= 1000
        # 三个月 is three months, 三个国家 three countries.
        counts_else = hit[0].endswith("个") and plain[hit.end() : hit.end() + 1] in _COUNTED_ELSE
        if amount and not counts_else:
            yield Found(Amount(Quantity(amount, unit)), hit.start(), hit.end())


def _with_period(one: Found[Amount], plain: str, low: int, high: int) -> Found[Amount]:
    """The amount with the period named nearest to it, in its sentence and between `low`, `high`.

    Those are the ends of the amounts beside it, which keep their periods to themselves.
    """
    start = max(plain.rfind(stop, 0, one.start) for stop in ".。;；\n!！") + 1
    start = max(start, one.start - _NEAR, low)
    end = min(len(plain), one.end + _NEAR, high)
    near = sorted(
        _PERIODS.find(plain, start, end),
        key=lambda hit: max(one.start - hit.end, hit.start - one.end),
    )
    if not near:
        return one
    name, times = near[0].value
    period: Period = "month" if name == "month" else "year" if name == "year" else "once"
    quantity = Quantity(round(one.value.quantity.amount * times, 4), one.value.quantity.unit)
    first, last = min(one.start, near[0].start), max(one.end, near[0].end)
    return Found(Amount(quantity, period, one.value.pack), first, last)
