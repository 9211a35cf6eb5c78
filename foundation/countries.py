"""Countries by their two-letter codes, in words."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language, to_locale

CODE_LENGTH = 2
# Babel lists groups and test codes among the territories.
NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def country_name(code: str, language: str) -> str:
    """The country's name in a language; the code itself where nobody has named it."""
    return dict(_countries(language)).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Code and name, sorted by name, in the reader's language."""
    return list(_countries(get_language() or "en"))


@lru_cache(maxsize=16)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(to_locale(language)).territories
    countries = [
        (code, name)
        for code, name in names.items()
        if len(code) == CODE_LENGTH and code.isalpha() and code not in NO_COUNTRIES
    ]
    return tuple(sorted(countries, key=lambda pair: pair[1]))


# The United Nations' list of December 2024.
LEAST_DEVELOPED = frozenset({
    "AF", "AO", "BD", "BF", "BI", "BJ", "CD", "CF", "DJ", "ER", "ET", "GM", "GN", "GW", "HT",
    "KH", "KI", "KM", "LA", "LR", "LS", "MG", "ML", "MM", "MR", "MW", "MZ", "NE", "NP", "RW",
    "SB", "SD", "SL", "SN", "SO", "SS", "TD", "TG", "TL", "TV", "TZ", "UG", "YE", "ZM",
})  # fmt: skip
