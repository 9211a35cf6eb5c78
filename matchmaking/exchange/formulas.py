"""Cells that a spreadsheet would run: written so that it does not, and read back."""

import re

from foundation.texts import one_line_end

_FORMULA = re.compile(r"'*[=+\-@\t\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_ESCAPED = re.compile(r"'+[=+\-@\t\n\r]")


def escaped(cell: str) -> str:
    """A cell that a spreadsheet would run gets a leading `'`; plain numbers are left alone.

    A lone CR would end the row of a CSV file, and what follows it begin a formula.
    """
    cell = one_line_end(cell)
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unescaped(cell: str) -> str:
    """The cell as it was before `escaped`."""
    return cell[1:] if _ESCAPED.match(cell) else cell
