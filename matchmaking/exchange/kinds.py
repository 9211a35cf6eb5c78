"""What a cell may hold: each kind reads a cell's text into a value and writes it back.

`read` raises ValueError with a sentence in the active language that says what to do; it never
sees an empty cell.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar, Protocol

from babel import Locale
from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.texts import LANGUAGE_KEY
from matchmaking.exchange.clock import Clock

LONGEST_TEXT = 20_000
SMALL, WHOLE = 32_767, 2_147_483_647
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_EXCEL_DAYS = range(20_000, 80_000)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Kind(Protocol):
    """`empty` is what an empty cell stands for; None there means: the field's own default."""

    @property
    def empty(self) -> Any: ...

    def read(self, cell: str, clock: Clock) -> Any: ...

    def write(self, value: Any, clock: Clock) -> str: ...


@dataclass(frozen=True)
class Words:
    """Plain text of at most `longest` characters."""

    longest: int = LONGEST_TEXT
    empty: ClassVar[str] = ""

    def read(self, cell: str, clock: Clock) -> str:  # noqa: ARG002 (the protocol's)
        if found := _UNREADABLE.search(cell):
            code = f"U+{ord(found[0]):04X}"
            raise ValueError(_("holds the control character %(code)s; delete it") % {"code": code})
        if len(cell) > self.longest:
            facts = {"length": f"{len(cell):,}", "most": f"{self.longest:,}"}
            raise ValueError(_("is %(length)s characters long; at most %(most)s fit") % facts)
        return cell

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Pattern(Words):
    """Text of one shape."""

    shape: str = ""
    advice: str = ""

    def read(self, cell: str, clock: Clock) -> str:
        if not re.fullmatch(self.shape, super().read(cell, clock)):
            raise ValueError(_(self.advice))
        return cell


REF = Pattern(
    64, r"[A-Za-z0-9._-]{1,64}", gettext_noop("use 1–64 of the characters A–Z a–z 0–9 . _ -")
)
CODE = Pattern(
    32, r"[A-Za-z0-9._-]{1,32}", gettext_noop("use 1–32 of the characters A–Z a–z 0–9 . _ -")
)
SLUG = Pattern(
    64, r"[A-Za-z0-9_-]{1,64}", gettext_noop("use 1–64 of the characters A–Z a–z 0–9 _ -")
)
HS_CODE = Pattern(
    10,
    r"\d{4}|\d{6}|\d{8}|\d{10}",
    gettext_noop(
        "use 4, 6, 8 or 10 digits without dots (a spreadsheet drops a leading zero: format as text)"
    ),
)


@dataclass(frozen=True)
class LanguageCode:
    """BCP 47, with `-`."""

    empty: ClassVar[None] = None

    def read(self, cell: str, clock: Clock) -> str:  # noqa: ARG002
        return language_code(cell)

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return str(value)


def language_code(text: str) -> str:
    """`pt_BR` → `pt-BR`; ValueError for what is no language code."""
    first, *rest = text.replace("_", "-").split("-")
    code = "-".join([first.lower(), *rest])
    if len(code) > 16 or not LANGUAGE_KEY.fullmatch(code):  # noqa: PLR2004 (the column's length)
        raise ValueError(_("use a language code such as en, zh or pt-BR"))
    return code


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    empty: str | None = ""

    def read(self, cell: str, clock: Clock) -> str:  # noqa: ARG002
        if cell in self.words:
            return cell
        if cell.lower() in self.words:
            return cell.lower()
        if cell.upper() in self.words:
            return cell.upper()
        raise ValueError(_("use one of %(words)s") % {"words": ", ".join(self.words)})

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return str(value)


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, XK, and ZZ for "not known"."""
    groups = {"EU", "EZ", "UN", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    names = map(str, Locale("en").territories)
    return frozenset(code for code in names if re.fullmatch("[A-Z]{2}", code)) - groups


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    return frozenset(list_currencies())


@dataclass(frozen=True)
class Country:
    """ISO 3166-1 alpha-2."""

    empty: ClassVar[str] = ""

    def read(self, cell: str, clock: Clock) -> str:  # noqa: ARG002
        if cell.upper() not in countries():
            raise ValueError(_("use the two-letter ISO 3166 country code, like RW"))
        return cell.upper()

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return str(value)


@dataclass(frozen=True)
class Currency:
    """ISO 4217."""

    empty: ClassVar[str] = ""

    def read(self, cell: str, clock: Clock) -> str:  # noqa: ARG002
        if cell.upper() not in currencies():
            raise ValueError(_("use the three-letter ISO 4217 currency code, like USD"))
        return cell.upper()

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return str(value)


@dataclass(frozen=True)
class YesNo:
    """`yes` or `no`."""

    empty: ClassVar[bool] = False
    YES: ClassVar[set[str]] = {"yes", "true", "1", "是"}
    NO: ClassVar[set[str]] = {"no", "false", "0", "否"}

    def read(self, cell: str, clock: Clock) -> bool:  # noqa: ARG002
        word = cell.lower()
        if word not in self.YES | self.NO:
            raise ValueError(_("write yes or no"))
        return word in self.YES

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return "yes" if value else "no"


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = WHOLE
    empty: int | None = None

    def read(self, cell: str, clock: Clock) -> int:  # noqa: ARG002
        plain = re.fullmatch(r"([+-]?\d{1,18})(\.0+)?", cell)
        if plain is None or not self.low <= int(plain[1]) <= self.high:
            span = {"low": self.low, "high": self.high}
            advice = _("write a whole number from %(low)s to %(high)s, digits only")
            raise ValueError(advice % span)
        return int(plain[1])

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Measure:
    """A number with `.` as decimal sign, from `low` to `high`."""

    low: float = -1e6
    high: float = 1e6
    empty: float | None = None

    def read(self, cell: str, clock: Clock) -> float:  # noqa: ARG002
        if not _NUMBER.fullmatch(cell) or not self.low <= float(cell) <= self.high:
            span = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
            raise ValueError(
                _("write a number from %(low)s to %(high)s, with . as decimal sign and no unit")
                % span
            )
        return float(cell)

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return "" if value is None else plain_number(Decimal(repr(value)))


@dataclass(frozen=True)
class Amount:
    """Money or a quantity, zero or more, to four decimals."""

    empty: ClassVar[None] = None

    def read(self, cell: str, clock: Clock) -> Decimal:  # noqa: ARG002
        try:
            value = Decimal(cell) if _NUMBER.fullmatch(cell) else None
        except InvalidOperation:
            value = None
        if value is None:
            raise ValueError(_("write a number with . as decimal sign, no thousands sign, no unit"))
        if value < 0:
            raise ValueError(_("write an amount of zero or more"))
        rounded = Decimal(plain_number(value))
        if rounded.adjusted() > 13 or -int(rounded.as_tuple().exponent) > 4:  # noqa: PLR2004 (18,4)
            raise ValueError(_("at most 14 digits and four decimals fit"))
        return value

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return "" if value is None else plain_number(value)


def plain_number(value: Decimal) -> str:
    """`6.2000` → `6.2`, never an exponent."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(frozen=True)
class Day:
    """A date, `2027-05-10`."""

    empty: ClassVar[None] = None

    def read(self, cell: str, clock: Clock) -> date:  # noqa: ARG002
        found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([ T]00:00(:00)?)?", cell)
        try:
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise ValueError(_("there is no such day; write a date like 2027-05-10")) from None
        if cell.isdigit() and int(cell) in _EXCEL_DAYS:
            meant = date(1899, 12, 30) + timedelta(days=int(cell))
            raise ValueError(
                _("is a day number; format it as a date (does it mean %(day)s?)") % {"day": meant}
            )
        raise ValueError(_("write a date like 2027-05-10"))

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class Checked(Words):
    """Text that one of Django's validators accepts."""

    validator: Any = None
    advice: str = ""

    def read(self, cell: str, clock: Clock) -> str:
        text = super().read(cell, clock)
        try:
            self.validator(text)
        except ValidationError:
            raise ValueError(_(self.advice)) from None
        return text


EMAIL = Checked(
    254, EmailValidator(), gettext_noop("write an e-mail address like name@company.example")
)
URL = Checked(
    200,
    URLValidator(["http", "https"]),
    gettext_noop("write an address that starts with https://"),
)
