"""An edition as one workbook, a sheet for each file; read row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import Refused, SourceError, Table
from matchmaking.exchange.workbook_parts import Limits, refuse_bombs
from matchmaking.exchange.workbook_rows import BrokenSheetError, SheetRows


@dataclass(frozen=True)
class _Page:
    """A sheet of rows: where it stands in the file, and whether people see it."""

    title: str
    part: str
    shown: bool


class Workbook:
    """Sheets `edition`, `exhibitors`, `products` and so on."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        """SourceError for a file that is no workbook, or holds more than the limits allow."""
        self._path, self._limits = path, limits or Limits()
        refuse_bombs(path, self._limits)
        try:
            self._open()
        except Exception as error:
            # openpyxl lets through whatever its XML reader and its own code raise.
            advice = _("is not a readable .xlsx workbook; open it in Excel and save it again")
            raise SourceError(path.name, f"{advice} ({type(error).__name__})") from error

    def _open(self) -> None:
        """What `ExcelReader.read` does, without charts, and without a look into the sheets."""
        # With what formulas say rather than what they last came to.
        self._reader = ExcelReader(self._path, read_only=True, data_only=False, keep_links=False)
        try:
            self._reader.read_manifest()
            self._reader.read_strings()
            self._reader.read_workbook()
            apply_stylesheet(self._reader.archive, self._reader.wb)
            self._pages = [
                _Page(sheet.name, link.target, sheet.state == "visible")
                for sheet, link in self._reader.parser.find_sheets()
                if link.target in self._reader.valid_files and "chartsheet" not in link.Type
            ]
        except Exception:
            self.close()
            raise

    def check_names(self, problems: Problems) -> None:
        """A sheet of an unknown name is a problem."""
        known = {"edition", *(sheet.name for sheet in SHEETS)}
        for title in (page.title for page in self._pages):
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
        return EditionCells(table.file, {"breaks": "", **cells}, lines)

    def table(self, name: str, problems: Problems) -> Table | None:
        """The sheet of that name, capitals aside."""
        page = next((page for page in self._pages if page.title.strip().lower() == name), None)
        return self._table(page, problems) if page is not None else None

    def close(self) -> None:
        """Closes the file."""
        self._reader.archive.close()

    def first(self, problems: Problems) -> Table | None:
        """The first sheet that people see, whatever its name."""
        page = next((page for page in self._pages if page.shown), None)
        if page is None:
            problems.add(
                self._path.name, None, "", "", _("is empty; its first row must name the columns")
            )
            return None
        return self._table(page, problems)

    def _table(self, page: _Page, problems: Problems) -> Table | None:
        file = f"{self._path.name}/{page.title.strip()}"
        rows = self._rows(page, file, problems)
        before = len(problems)
        _first, header = next(rows, (1, []))
        if not header:
            if len(problems) == before:
                problems.add(file, 1, "", "", _("is empty; its first row must name the columns"))
            return None
        return Table(file, header, rows)

    def _rows(self, page: _Page, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
        rows = SheetRows(self._limits.cells)
        header: tuple[int, list[str]] | None = None
        last = 0
        try:
            with self._reader.archive.open(page.part) as content:
                for last, cells in rows.read(content, self._parser(content)):
                    header = header or (last, cells)
                    yield last, cells
        except BrokenSheetError as error:
            problems.add(file, error.line, "", "", str(error))
        except Exception as error:  # noqa: BLE001 (as above: a broken part raises anything)
            advice = _("the workbook is broken here; open it in Excel and save it again")
            problems.add(file, rows.line + 1, "", "", f"{advice} ({type(error).__name__})")
        if header:
            _report_merged(rows, header, last, file, problems)

    def _parser(self, content: Any) -> WorkSheetParser:
        book: Any = self._reader.wb
        return WorkSheetParser(
            content,
            self._reader.shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 (which styles are dates is said nowhere else)
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )


def _report_merged(
    rows: SheetRows, header: tuple[int, list[str]], last: int, file: str, problems: Problems
) -> None:
    """Only its first cell holds the value: the others would empty what is stored."""
    line, titles = header
    for left, top, right, bottom in rows.merged:
        titled = [title for title in titles[left - 1 : right] if title.strip()]
        if bottom > line and top <= last and titled:
            advice = _("is merged with other cells; unmerge it and give each cell its value")
            at = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
            problems.add(file, max(top, line + 1), titled[0], at, advice)
