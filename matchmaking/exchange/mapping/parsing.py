"""Reads numbers, quantities, ranges, dates and seasons as people write them.

Every function takes a cell's text and raises ValueError with a reason for what it cannot read
for certain.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from dateutil import parser as date_parser

from matchmaking.exchange.kinds import countries
from matchmaking.exchange.numbers import plain_number

SEPARATORS = {"-", "–", "—", "~", "a", "to", "thru", "through", "and", "y", "al", "bis"}
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:[-/.\s]+(\d\d?)[-/.\s]+(\d\d?)|(\d\d)(\d\d))(?!\d)")
_TIME = re.compile(
    r"(?:(?:T|\s+)\d\d?:\d\d[\d:.]*\s*(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?|[ap]m)?)?", re.IGNORECASE
)
_NUMBERS = re.compile(r"(?<![\d:])(\d\d?)[-/.,\s]+(\d\d?)[-/.,\s]+(?:\d{4}|\d\d)(?!\d)")
_MONTHS = 12
_QUARTER = re.compile(r"\b[1-4][tq]\b", re.IGNORECASE)


def number(text: str, thousands: str = ",'’") -> Decimal:
    """`1,250.5` → 1250.5: a thousands sign is one followed by three digits."""
    plain = re.sub(rf"(?<=\d)[{re.escape(thousands)}](?=\d{{3}}(?!\d))", "", text.strip())
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
        raise ValueError("is not a number")
    return Decimal(plain)


def quantity(text: str, units: Mapping[str, float], thousands: str = ",'’") -> Decimal:
    """`100 lbs` with {"lbs": 0.4536, "kg": 1} → 45.36."""
    found = re.fullmatch(r"([\d.,'’]+)\s*(\D*)", text.strip())
    if not found:
        raise ValueError("is not a number with a unit")
    unit = found[2].strip().lower()
    if not unit:
        raise ValueError("has no unit")
    if unit not in units:
        raise ValueError(f"has the unit “{unit}”; the mapping knows {', '.join(units)}")
    return number(found[1], thousands) * Decimal(str(units[unit]))


def product(parts: Sequence[str], units: Mapping[str, float], thousands: str = ",'’") -> Decimal:
    """`300` × `60 kg` → 18000: plain numbers and quantities."""
    result = Decimal(1)
    for part in parts:
        try:
            result *= number(part, thousands)
        except ValueError:
            result *= quantity(part, units, thousands)
    return result


def span(
    text: str, units: Mapping[str, float], ignore: Sequence[str], thousands: str
) -> tuple[Decimal, Decimal]:
    """`1950-2200`, `1600 a 1900 msnm`, `2000 ft`: lowest and highest, in the unit of factor 1."""
    plain = re.sub(r"(?<=[^\W\d_])\.", "", text.strip().lower())
    pieces = re.findall(rf"\d(?:[\d.{re.escape(thousands)}]*\d)?|[^\W\d_]+|[^\w\s]", plain)
    numbers: list[Decimal] = []
    factor = Decimal(1)
    gap: list[str] = []
    for piece in pieces:
        if piece[0].isdigit():
            if numbers and not any(word in SEPARATORS for word in gap):
                raise ValueError("holds two numbers that are no range")
            numbers.append(number(piece, thousands))
            gap = []
        elif piece in units:
            factor = Decimal(str(units[piece]))
        elif piece in SEPARATORS and numbers:
            gap.append(piece)
        elif piece not in ignore:
            raise ValueError(f"holds “{piece}”, which says nothing to the mapping")
    if not 1 <= len(numbers) <= 2:  # noqa: PLR2004 (from, to)
        raise ValueError("is neither a number nor a range")
    if any(word in SEPARATORS for word in gap):
        raise ValueError("is a range without an end")
    low, high = numbers[0] * factor, numbers[-1] * factor
    if low > high:
        raise ValueError("is a range that runs backwards")
    return low, high


def span_text(low: Decimal, high: Decimal) -> str:
    """`1950–2200`, or one number."""
    first, last = (plain_number(round(value, 0)) for value in (low, high))
    return first if first == last else f"{first}–{last}"


def day(text: str, *, day_first: bool = False) -> str:
    """`June 17th, 2011` → `2011-06-17`; day, month and year have to be there.

    A year in front is followed by the month. Numbers that contradict `day_first` are not turned
    round: the next row's might be below 13 and be read wrong.
    """
    plain = _ORDINAL.sub("", text.strip())
    if found := _YEAR_FIRST.search(plain):
        return _year_first(found, plain)
    if found := _NUMBERS.search(plain):
        first, second = int(found[1]), int(found[2])
        if first > _MONTHS >= second and not day_first:
            raise ValueError("has its day first; set day_first = true for the column")
        if second > _MONTHS >= first and day_first:
            raise ValueError("has its day second; the column needs day_first = false")
    return _parsed(plain, day_first=day_first)


def _year_first(found: re.Match[str], plain: str) -> str:
    if found.start() or not _TIME.fullmatch(plain, found.end()):
        raise ValueError("is not a date")
    year, *others = (int(digits) for digits in found.groups() if digits)
    try:
        return date(year, *others).isoformat()
    except ValueError:
        raise ValueError("is not a date") from None


def _parsed(plain: str, *, day_first: bool) -> str:
    if re.fullmatch(r"\d{5,}", plain):
        raise ValueError("is not a date")
    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 (no time is meant)
    try:
        first, second = (
            date_parser.parse(plain, default=default, dayfirst=day_first) for default in defaults
        )
    except (ValueError, OverflowError):
        raise ValueError("is not a date") from None
    if first != second:
        raise ValueError("lacks day, month or year")
    return first.date().isoformat()


def season(text: str) -> str:
    """`2015 / 2016` → `2015/2016`, `March 2010` → `2010`; a year or two that follow each other."""
    years = [int(year) for year in _YEAR.findall(text)]
    rest = _QUARTER.sub("", _YEAR.sub("", text))
    if any(int(digits) > 31 for digits in re.findall(r"\d+", rest)):  # noqa: PLR2004 (a day)
        raise ValueError("holds a number that is no year")
    if not years:
        raise ValueError("names no year")
    first, last = years[0], years[-1]
    if len(years) > 2 or last - first not in (0, 1):  # noqa: PLR2004 (from, to)
        raise ValueError("names years that do not follow each other")
    return str(first) if first == last else f"{first}/{last}"


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("ru", "ar", "es", "fr", "zh", "en"):
        for code, name in Locale(language).territories.items():
            if code in countries():
                names[name.casefold()] = code
    return names


def country(text: str) -> str:
    """A country's name in one of the six languages, or its code → ISO 3166-1 alpha-2."""
    if text.strip().upper() in countries():
        return text.strip().upper()
    found = _country_names().get(text.strip().casefold())
    if found is None:
        raise ValueError("is no country's name that CLDR knows; add it to the mapping's map")
    return found


def slug(parts: Sequence[str], longest: int = 64) -> str:
    """`["ET", "Métad PLC"]` → `et-metad-plc`; without Latin letters, or too long: a hash."""
    words = []
    for part in filter(None, parts):
        plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
        word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        words.append(word or _digest(part))
    whole = "-".join(words)
    if len(whole) <= longest:
        return whole
    return f"{whole[: longest - 9].rstrip('-')}-{_digest(whole)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
