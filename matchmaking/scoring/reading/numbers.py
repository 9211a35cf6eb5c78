"""Numbers in texts, written with digits, with words or in Chinese: 1,500, 20 万, deux, 两百."""

import re

from matchmaking.scoring.reading.vocabulary import LETTERS, word_pattern

# A dot before three digits is read as a decimal sign, a comma or space as one of thousands, but
# for those behind a nought. Every run is bounded, or long ones would take their length squared.
DIGITS = (
    r"(?<!\d)(?<!\d[.,])(?:(?!0)\d{1,3}(?:[ ,']\d{3}){1,4}(?:\.\d{1,9})?(?!\d)"
    r"|(?!0)\d{1,3}(?:\.\d{3}){2,4}(?!\d)|\d{1,15}(?:[.,]\d{1,9})?(?!\d))"
)
_SCALES = {
    "百万": 1e6, "万": 1e4, "千": 1e3, "亿": 1e8,
    "million": 1e6, "millions": 1e6, "millones": 1e6, "millon": 1e6, "млн": 1e6, "مليون": 1e6,
    "ملايين": 1e6, "thousand": 1e3, "k": 1e3, "mille": 1e3, "mil": 1e3, "тыс": 1e3, "тыс.": 1e3,
    "тысяч": 1e3, "الف": 1e3, "الاف": 1e3,
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
        "одна одну две три четыре пять шесть семь восемь девять десять",
        "واحد واحدة اثنين ثلاث اربع خمس ست سبع ثمان تسع عشر",
    )
    for word, number in zip([1, 1, *range(2, 11)], line.split(), strict=True)
}
# Words that say one thing or merely "a" thing.
ARTICLES = word_pattern(
    ["a", "an", "un", "une", "una", "один", "одна", "одну", "одного", "واحد", "واحدة"]
)
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0.5}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_NUMERALS = "零一二三四五六七八九十两半百万"
# A thousand, unless it makes kilograms of grams.
_THOUSAND = "千(?!克)"
_SCALE = "|".join(map(re.escape, sorted(_SCALES, key=len, reverse=True))).replace("千", _THOUSAND)
COUNT = (
    rf"(?:(?<!\.){DIGITS}(?:\s{{0,2}}(?:{_SCALE})(?![{LETTERS}])(?:\sde(?=\s))?)?"
    # 几百 and 数百 are some hundreds.
    rf"|(?<![\d千几数{_NUMERALS}])(?:[{_NUMERALS}]|{_THOUSAND}){{1,12}}|{word_pattern(_SMALL)})"
)


def number(text: str) -> float:
    """The value of digits, number words or Chinese numerals, with their scale; 0 for none."""
    text = text.strip()
    if not text[:1].isdigit():
        return float(_SMALL.get(text) or _han(text))
    scale = 1.0
    text = text.removesuffix(" de")
    for word in sorted(_SCALES, key=len, reverse=True):
        if text.endswith(word):
            text, scale = text[: -len(word)].strip(), _SCALES[word]
            break
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        text = text.replace(".", "")
    if not text.startswith("0"):
        text = re.sub(r"[ ,'](?=\d{3}(?:\D|$))", "", text)
    return float(text.replace(",", ".")) * scale


def _han(text: str) -> float:
    """Chinese numerals up to 万: 三, 十二, 两百, 半."""
    total = digit = 0.0
    for char in text:
        if char in _HAN_SCALES:
            unit = _HAN_SCALES[char]
            total = (total + digit) * unit if char == "万" else total + (digit or 1) * unit
            digit = 0
        else:
            digit = _HAN.get(char, 0)
    return total + digit
