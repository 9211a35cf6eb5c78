"""An edition as one workbook, a sheet for each file; read row by row."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import Refused, SourceError, Table

# A workbook of 50,000 products unpacks to some 60 MB.
LARGEST_UNPACKED = 1 << 30
LARGEST_STRINGS = 1 << 28


class Workbook:
    """Sheets `edition`, `exhibitors`, `products` and so on."""

    def __init__(
        self, path: Path, unpacked: int = LARGEST_UNPACKED, strings: int = LARGEST_STRINGS
    ) -> None:
        """SourceError for a file that is no workbook, or unpacks to more bytes than given."""
        self._path = path
        _refuse_bombs(path, unpacked, strings)
        try:
            # With what formulas say rather than what they last came to.
            self._book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        except Exception as error:
            # openpyxl lets through whatever its XML reader and its own code raise.
            advice = _("is not a readable .xlsx workbook; open it in Excel and save it again")
            raise SourceError(path.name, f"{advice} ({type(error).__name__})") from error

    def check_names(self, problems: Problems) -> None:
        """A sheet of an unknown name is a problem."""
        known = {"edition", *(sheet.name for sheet in SHEETS)}
        for title in self._book.sheetnames:
            if title.strip().lower() not in known:
                names = ", ".join(sorted(known))
                problems.add(
                    f"{self._path.name}/{title}", None, "", "", f"is no known sheet; use {names}"
                )

    def edition(self, problems: Problems) -> EditionCells | None:
        """Keys and values of the sheet `edition`."""
        table = self.table("edition", problems)
        if table is None:
            return None
        cells, lines = {}, {}
        for line, row in table.rows:
            key, value = [*row, "", ""][:2]
            if isinstance(value, Refused):
                problems.add(table.file, line, key, value, value.reason)
            elif key.strip():
                cells[key.strip()], lines[key.strip()] = value.strip(), line
        return EditionCells(table.file, {"breaks": "", "rates": "", **cells}, lines)

    def table(self, name: str, problems: Problems) -> Table | None:
        """The sheet of that name, capitals aside."""
        title = next((t for t in self._book.sheetnames if t.strip().lower() == name), None)
        return self._table(title, problems) if title is not None else None

    def close(self) -> None:
        """Closes the file."""
        self._book.close()

    def first(self, problems: Problems) -> Table | None:
        """The first sheet, whatever its name."""
        return self._table(self._book.sheetnames[0], problems)

    def _table(self, title: str, problems: Problems) -> Table | None:
        file = f"{self._path.name}/{title.strip()}"
        rows = self._rows(title, file, problems)
        _first, header = next(rows, (1, []))
        if not header:
            problems.add(file, 1, "", "", _("is empty; its first row must name the columns"))
            return None
        return Table(file, header, rows)

    def _rows(self, title: str, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
        sheet: Any = self._book[title]
        sheet.reset_dimensions()  # what the file says about its size may be wrong
        line = 0
        try:
            for line, row in enumerate(sheet.iter_rows(), start=1):
                cells = [cell_text(cell.value, cell.data_type) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    yield line, cells
        except Exception as error:  # noqa: BLE001 (as above: a broken part raises anything)
            advice = _("the workbook is broken here; open it in Excel and save it again")
            problems.add(file, line + 1, "", "", f"{advice} ({type(error).__name__})")


def cell_text(value: Any, data_type: str) -> str:
    """What the same cell would hold in a CSV file."""
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
    return _number(value) if isinstance(value, float) else str(value)


def _time(value: date | time) -> str:
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"


def _number(value: float) -> str:
    """15 significant digits, as Excel shows and means them: 0.30000000000000004 is 0.3."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:f}".rstrip("0").rstrip(".")
    return text


def _refuse_bombs(path: Path, most: int, most_strings: int) -> None:
    if not path.is_file():
        raise SourceError(path, _("there is no such file"))
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        advice = _("is not an .xlsx workbook, or it is encrypted or broken; save it again as .xlsx")
        raise SourceError(path.name, advice) from error
    strings = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
    if sum(part.file_size for part in parts) > most or strings > most_strings:
        advice = _("unpacks to more than %(most)s MB; split it, or use CSV files")
        raise SourceError(path.name, advice % {"most": most >> 20})
