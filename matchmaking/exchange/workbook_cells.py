"""A cell of a workbook as the text that the same cell would hold in a CSV file."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from matchmaking.exchange.numbers import plain_number
from matchmaking.exchange.tables import Refused

EXACT_DIGITS = 15  # of a number in a spreadsheet; the digits after them are lost


def cell_text(value: Any, data_type: str) -> str:
    """`Refused` for what is no value, or no longer the one that was meant."""
    if value is None:
        return ""
    if data_type == TYPE_FORMULA:
        text = getattr(value, "text", value)  # an array formula is an object
        advice = _("is a formula; replace it by its value (copy, paste special, values)")
        return Refused.because(text, advice)
    if data_type == TYPE_ERROR:
        return Refused.because(value, _("is an Excel error; mend it or empty the cell"))
    if isinstance(value, date | time):
        return _time(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _number(value) if isinstance(value, int | float) else str(value)


def _time(value: date | time) -> str:
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"


def _number(value: float) -> str:
    """15 significant digits, as Excel shows and means them: 0.30000000000000004 is 0.3."""
    if not abs(value) < 10**EXACT_DIGITS:
        advice = _("has more digits than a spreadsheet keeps; format the column as text, retype it")
        return Refused.because(str(value)[:40], advice)
    return plain_number(Decimal(f"{value:.{EXACT_DIGITS}g}"))
