"""Measures as catalogues write them (12in, 12", 4x8, 1/2, 5 lbs), to one way of writing."""

import re
from typing import Final

# One line a unit: what it becomes, then what is written after a number. Single letters and "in"
# are units only there.
_UNITS: Final = (
    'inch in inches ″ ” "',
    "foot ft feet ′ ’ '",
    "yard yd yds yards",
    "meter m metre metres meters 米",
    "cm centimeter centimeters centimetre 厘米",
    "mm millimeter millimeters millimetre 毫米",
    "pound lb lbs pounds",
    "ounce oz ounces",
    "kg kgs kilo kilos kilogram kilograms 公斤 千克",
    "gram g grams 克",
    "tonne t ton tons mt tonnes 吨",
    "gallon gal gals gallons",
    "quart qt qts quarts",
    "liter l litre litres liters ltr 升",
    "ml milliliter milliliters 毫升",
    "watt w watts",
    "volt v volts",
    "amp a amps ampere",
    "piece pc pcs pieces 件 个",
    "pack pk packs",
    "count ct",
    "square sq",
    "cubic cu",
)
_CANONICAL = {word: line.split()[0] for line in _UNITS for word in line.split()}
_SPELT = sorted(_CANONICAL, key=len, reverse=True)
# All begin with the digit that they follow: where there is none, the engine passes on quickly.
_UNIT = re.compile(rf"(\d)[ -]?({'|'.join(map(re.escape, _SPELT))})(?![^\W\d_])(?!(?<=in) \d)\.?")
# As the same once units are written out: 12 inch x 3 inch.
_TIMES_AFTER_UNIT = re.compile(r"(?<=[^\W\d_])\s+[x×]\s+(?=\d)")
_TIMES = re.compile(r"(\d)\s*[x×*]\s*(?=\d)")
# NFKC writes ½ with a stroke of its own.
_FRACTION = re.compile(r"(\d+)\s?[/⁄]\s?(\d+)")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_DIGIT = re.compile(r"\d")


def plain_measures(normalised: str) -> str:
    """A normalised text whose measures are written one way."""
    if not _DIGIT.search(normalised):
        return normalised
    text = _TIMES.sub(r"\1 by ", normalised)
    if "/" in text or "⁄" in text:
        text = _FRACTION.sub(r"\1over\2", text)
    if "." in text:
        text = _DECIMAL.sub(r"\1point\2", text)
    text = _UNIT.sub(_written_out, text)
    return _TIMES_AFTER_UNIT.sub(" by ", text) if " x " in text or " × " in text else text


def _written_out(found: re.Match[str]) -> str:
    return f"{found[1]} {_CANONICAL[found[2]]} "
