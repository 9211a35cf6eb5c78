"""Kinds of cells (see `kinds`) that hold numbers and days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from matchmaking.exchange.clock import Clock

SMALL, WHOLE = 32_767, 2_147_483_647
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_EXCEL_DAYS = range(20_000, 80_000)


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
