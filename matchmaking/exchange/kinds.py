"""What a cell may hold: each kind reads a cell's text into a value and writes it back.

`read` raises ValueError with a sentence in the active language that says what to do; it never
sees an empty cell.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Protocol

from babel import Locale
from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.texts import LANGUAGE_KEY, one_line_end
from matchmaking.exchange.clock import Clock

LONGEST_TEXT = 20_000
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
        cell = one_line_end(cell)
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
