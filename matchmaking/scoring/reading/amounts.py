"""Amounts in texts: 19 t a month, 每月一个货柜, 320 × 60 kg, 2 x 40' HC, 500 tonnes par an."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matchmaking.scoring.data import Period, PriceBand, Quantity
from matchmaking.scoring.reading.numbers import ARTICLES, COUNT, DIGITS, number
from matchmaking.scoring.reading.vocabulary import (
    KEPT,
    LETTERS,
    Found,
    Words,
    aligned,
    marks,
    table,
    word_pattern,
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
# Runs of spaces are bounded, for several that stand side by side would be tried in all ways.
_GAP = r"\s{0,3}"
_COUNTED = rf"(?:(?P<n>{COUNT}){_GAP}[x×*]?{_GAP}(?:full\s|полн\w{{1,9}}\s)?(?:个|只)?{_GAP})?"
_CONTAINERS = re.compile(
    rf"{_COUNTED}(?:"
    rf"(?<!\d)(?P<size>20|40)(?:{_FOOT}(?:{_SHAPE})?{_GAP}(?:{_CONTAINER})?"
    rf"|{_SHAPE}(?:{_GAP}{_CONTAINER})?|{_GAP}{_CONTAINER})|(?P<plain>{_CONTAINER})"
    rf"(?:{_GAP}(?:of|de|в|по)?{_GAP}(?P<after>20|40)(?:{_FOOT}))?)"
    rf"(?:{_GAP}(?:[x×*]\s?(?P<times>\d{{1,3}})(?![\d.,]|\s?(?:'|{_UNITS.any}))"
    rf"|(?P<behind>{COUNT}){_GAP}(?:个|只)(?!月)"
    rf"|(?P<arabic>[\u0621-\u064a]{{1,24}}))(?![^\W\d_]))?"
)
# Quick to look for: most texts name no container, and many no number.
_CONTAINER_AT_ALL = re.compile(rf"[24]0|{_CONTAINER}")
_DIGIT = re.compile(r"\d")
# Arabic has a form of its own for two of them.
_DUAL = re.compile("حاويت(?:ين|ان)")
_PLAIN = re.compile(rf"(?P<n>{COUNT})\s?-?个?(?:{_UNITS.pattern})")
_PACKED = re.compile(
    rf"(?P<count>{DIGITS}){_GAP}(?P<pack>(?!x|(?:hq|hc|gp|dc|dv|ft|fcl)\s)[^\W\d]{{1,24}}\s)?{_GAP}"
    rf"(?:[x×*]|of|de|по|à|@){_GAP}(?P<n>{DIGITS})\s?(?:{_UNITS.pattern})"
)
_PRICE = re.compile(
    rf"(?:(?P<sign>{_MONEY.any})\s?(?:(?P<low>{DIGITS})\s?[-–~]\s?)?(?P<first>{DIGITS})"
    rf"|(?:(?P<least>{DIGITS})\s?[-–~]\s?)?(?P<last>{DIGITS})\s?(?P<name>{_MONEY.any}))"
    rf"\s?(?:/|per|a|par|la|le|el|por|за|每|一|لكل|(?=\u0644\u0644))\s?(?:{_UNITS.pattern})"
)
# Not amounts wanted but what one piece is: 250 g, 500 ml, 60 kg bags.
_SPECIFIED = {"g", "m", "m2"}
_LEAST = {"kg": 100.0, "l": 100.0, "pcs": 2.0}
# A lot is offered from here on (kg, litres); less is a pack.
LOT_LEAST = 500.0
_COUNTED_UNITS = frozenset({"pcs", "bottle", "bag", "carton", "pair", "set"})
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_COUNTED_ELSE = frozenset("月国货集柜整")
# From here on 个 counts goods even where a word follows: 5000个纸箱, but 两个供应商.
_MANY = 10
# "A pallet jack" and "a set of tools" are no amounts, "a pallet of rice" is one.
_ARTICLE = re.compile(ARTICLES)
_GOODS_FOLLOW = re.compile(rf"\s(?:(?:of|de|из|من)(?![{LETTERS}])|d['’])")
_FILLED_UNITS = frozenset({"t", "pallet"})
# How far from an amount its period is looked for, in characters.
_NEAR = 24
_STOP = re.compile("[.。;；!！]")
# A full stop behind an amount may be that of its unit: 10 шт. в месяц.
_END = re.compile("[。;；!！]")
_OF_GOODS = re.compile(r"\s?(?:of|de|d['’]|di)\s?[^,，、.;。；!！]*")
# What a pack holds follows it: 2000 bags (25 kg) a month are no 25 kg.
_CONTENT = re.compile(r"[\s(（]{0,3}")
_PACK_UNITS = frozenset({"bag", "carton", "bottle", "pcs", "set", "pair", "pallet"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as read; `period` empty where none is named, `pack` what one pack holds.

    The goods may stand between the two, so the period has a place of its own, `period_at`.
    """

    quantity: Quantity
    period: Period = ""
    pack: Quantity | None = None
    period_at: tuple[int, int] | None = None


def find_amounts(text: str) -> list[Found[Amount]]:
    """Every amount of goods in a text in the order of the text, containers and lots included."""
    plain = aligned(text)
    found: list[Found[Amount]] = []
    taken = bytearray(len(plain))
    for one in (*_lots(plain), *_containers(plain), *_plain_amounts(plain)):
        if not any(taken[one.start : one.end]):
            found.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    found.sort(key=lambda one: one.start)
    pairs = zip([None, *found], found, strict=False)
    found = [one for former, one in pairs if not _is_content(one, former, plain)]
    edges = [0, *(one.end for one in found)], [*(one.start for one in found), len(plain)]
    periods = _periods_beside(found, plain)
    dated = (
        _with_period(one, plain, periods, edges[0][place], edges[1][place + 1])
        for place, one in enumerate(found)
    )
    return [one for one in dated if not _is_article(one, plain)]


def _periods_beside(found: list[Found[Amount]], plain: str) -> list[Found[tuple[str, float]]]:
    """The periods in as much of the text as can tell those of the amounts; each takes time."""
    if not found:
        return []
    # As much again behind: no word of theirs is cut where it counts.
    start, end = max(0, found[0].start - 2 * _NEAR), found[-1].end + 2 * _NEAR
    return list(_PERIODS.find(plain, start, min(end, len(plain))))


@lru_cache(maxsize=KEPT)
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
    return max(lots, key=lambda one: (_mass(one.value.quantity), -one.start), default=None)


def _mass(quantity: Quantity) -> float:
    """In kilograms, or litres."""
    return quantity.amount * {"g": 0.001, "t": 1000.0}.get(quantity.unit, 1.0)


def find_price(text: str) -> Found[PriceBand] | None:
    """The first price for one unit, or its range: USD 7/kg, 4,50 – 5 € par kg, 6.8美元/公斤."""
    hit = _PRICE.search(aligned(text))
    if hit is None:
        return None
    unit, factor = _UNITS.value(hit)
    amount = _price(hit["first"] or hit["last"], unit)
    (currency,) = {one.value for one in _MONEY.find(hit["sign"] or hit["name"])} or {""}
    if not amount or not currency or factor != 1:
        return None
    least = _price(hit["low"] or hit["least"] or "", unit) or amount
    band = PriceBand(min(least, amount), amount, currency, unit)
    return Found(band, hit.start(), hit.end())


def _price(said: str, unit: str) -> float:
    """A price as written; a tonne or pallet for 1.200 costs twelve hundred."""
    thousands = unit in _FILLED_UNITS and _THOUSANDS.fullmatch(said) and said[0] != "0"
    return number(said) * (1000 if thousands else 1)


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
        said = hit["n"] or hit["behind"] or hit["times"] or (named if number(named) else "")
        said = said or ("2" if _DUAL.search(hit[0]) else "")
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
        if amount and not _counts_else(hit, amount, plain):
            yield Found(Amount(Quantity(amount, unit)), hit.start(), hit.end())


def _counts_else(hit: re.Match[str], amount: float, plain: str) -> bool:
    """Whether 个 counts something else than goods: 三个月 is three months, 两个供应商 suppliers."""
    behind = plain[hit.end() : hit.end() + 1]
    return hit[0].endswith("个") and (
        behind in _COUNTED_ELSE or (amount < _MANY and behind.isalnum())
    )


def _is_content(one: Found[Amount], former: Found[Amount] | None, plain: str) -> bool:
    """Whether an amount says what each of the packs before it holds."""
    if former is None or former.value.quantity.unit not in _PACK_UNITS:
        return False
    held = one.value.quantity
    small = held.unit in {"g", "kg", "l"} and _mass(held) < _LEAST["kg"]
    return small and _CONTENT.fullmatch(plain, former.end, one.start) is not None


def _is_article(one: Found[Amount], plain: str) -> bool:
    """Whether an amount is but an article with a word that is a unit elsewhere."""
    unit = one.value.quantity.unit
    if one.value.period or unit.startswith("fcl") or not _ARTICLE.match(plain, one.start):
        return False
    return unit not in _FILLED_UNITS or not _GOODS_FOLLOW.match(plain, one.end)


def _with_period(
    one: Found[Amount], plain: str, periods: list[Found[tuple[str, float]]], low: int, high: int
) -> Found[Amount]:
    """The amount with the period named nearest to it, in its sentence and between `low`, `high`.

    Those are the ends of the amounts beside it, which keep their periods to themselves.
    """
    start = max(0, one.start - _NEAR, low)
    start = max((stop.end() for stop in _STOP.finditer(plain, start, one.start)), default=start)
    end = min(one.end + _NEAR, high)
    # The goods between them may have a long name: 500 t of frozen salmon fillets per month.
    goods = _OF_GOODS.match(plain, one.end, min(one.end + 2 * _NEAR, high))
    end = max(end, goods.end()) if goods else end
    stop = _END.search(plain, one.end, end)
    end = stop.start() if stop else end
    first = bisect_left(periods, start, key=lambda hit: hit.start)
    last = bisect_right(periods, end, key=lambda hit: hit.end)
    near = min(
        periods[first:last],
        key=lambda hit: max(one.start - hit.end, hit.start - one.end),
        default=None,
    )
    if near is None:
        return one
    name, times = near.value
    period: Period = "month" if name == "month" else "year" if name == "year" else "once"
    quantity = Quantity(round(one.value.quantity.amount * times, 4), one.value.quantity.unit)
    amount = Amount(quantity, period, one.value.pack, (near.start, near.end))
    return Found(amount, one.start, one.end)
