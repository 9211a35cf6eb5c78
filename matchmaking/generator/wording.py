"""Turns families into sentences in six languages."""

from random import Random

from matchmaking.generator.families import LANGUAGES, Family, Pack, Spec, read, texts

PHRASES = {language: read(f"phrases/{language}.toml") for language in LANGUAGES}
_WORDS = read("words.toml")
ATTRIBUTES = {key: texts(cell) for key, cell in _WORDS["attributes"].items()}
UNITS = {key: texts(cell) for key, cell in _WORDS["units"].items()}
# A kind stands before its family's name in these languages, after it in the others.
KIND_FIRST = ("en", "zh")
MANY = 10_000
SEVERAL = 100


def plain(value: float) -> str:
    """A number for a cell: no exponent, at most four decimals, no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def rounded(value: float) -> float:
    """To two significant digits, as people state quantities."""
    return float(f"{value:.2g}")


def number(value: float, language: str) -> str:
    """A number in a sentence."""
    decimal: str = PHRASES[language]["decimal"]
    return plain(value).replace(".", decimal)


def quantity(value: float, unit: str, language: str) -> str:
    """A number with its unit's word."""
    word = UNITS[unit][language] if unit in UNITS else unit
    space = "" if language == "zh" or word in {"", "+"} else " "
    return f"{number(value, language)}{space}{word}"


def thing(family: Family, kind: int, language: str) -> str:
    """What a product of that kind is called."""
    words = family.kinds[kind][language]
    if not family.adjective:
        return words
    name = family.names[language]
    if language == "zh":
        return f"{words}{name}"
    return f"{words} {name}" if language in KIND_FIRST else f"{name} {words}"


def measure(rng: Random, spec: Spec) -> float:
    """A value inside the spec's band, as coarse as the band."""
    value = rng.uniform(spec.low, spec.high)
    if spec.high >= MANY:
        return round(value / 100) * 100.0
    if spec.high >= SEVERAL and spec.low.is_integer():
        return max(spec.low, round(value / 10) * 10.0) if spec.high > 2 * SEVERAL else round(value)
    if spec.low.is_integer() and spec.high.is_integer() and spec.high - spec.low > 2:  # noqa: PLR2004 (a narrow band needs decimals)
        return float(round(value))
    return min(spec.high, max(spec.low, round(value, 2 if spec.high < 1 else 1)))


def specs_text(values: list[tuple[Spec, float]], language: str) -> str:
    """All measured values as a list in words."""
    comma: str = PHRASES[language]["comma"]
    space = "" if language == "zh" else " "
    return comma.join(
        f"{ATTRIBUTES[spec.attribute][language]}{space}{quantity(value, spec.unit, language)}"
        for spec, value in values
    )


def phrase(rng: Random, language: str, *keys: str) -> str:
    """One of the phrases under the keys."""
    found = PHRASES[language]
    for key in keys:
        found = found[key]
    return rng.choice(list(found))


def sentence(text: str) -> str:
    """With a capital letter in front."""
    return text[:1].upper() + text[1:]


def description(
    rng: Random,
    family: Family,
    values: list[tuple[Spec, float]],
    pack: Pack | None,
    language: str,
) -> str:
    """What a product's page says."""
    form = phrase(rng, language, "product" if pack else "service")
    facts = form.format(
        specs=specs_text(values, language), pack=pack.texts[language] if pack else ""
    )
    more = phrase(rng, language, "product_more", family.group).format(crop=rng.choice((2026, 2027)))
    space = "" if language == "zh" else " "
    return f"{sentence(facts)}{space}{more}"
