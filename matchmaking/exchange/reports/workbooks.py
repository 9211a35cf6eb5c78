"""A report as a workbook: real numbers and dates, a sheet for each table, one for definitions."""

import io
import re
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from matchmaking.exchange.reports.tables import Column, Figure, Kind, Report, Row, Table

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.RATIO: "0.00",
    Kind.MONEY: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
}
A4 = 9  # in the format's own list
TITLE = 31  # a sheet's title has no more characters
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
BOLD = Font(bold=True)
HEAD = PatternFill("solid", start_color="FFE3EEF0")
LINE = Border(top=Side(style="thin", color="FF6B7F83"))


def workbook_of(report: Report) -> bytes:
    """An .xlsx file in the language of the report."""
    book = Workbook(write_only=True)
    titles: set[str] = set()
    for table in report.tables:
        _sheet(book, _title(table.title, titles), table)
    words = [Column("figure", _("Figure"), Kind.TEXT, 30), Column("words", "", Kind.TEXT, 100)]
    about = [
        (str(report.edition), report.title),
        (_("As of"), report.moment),
        *((_("Note"), note) for note in [*report.notes, *_notes(report.tables)]),
        *report.definitions,
    ]
    defined = Table("definitions", "", words, [Row(pair) for pair in about])
    _sheet(book, _title(_("Definitions"), titles), defined)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(tables: Iterable[Table]) -> list[str]:
    return [note for table in tables for note in table.notes]


def _title(wanted: str, taken: set[str]) -> str:
    """As spreadsheets allow it, and no other sheet's."""
    plain = FORBIDDEN.sub(" ", wanted).strip()[:TITLE] or "1"
    title, number = plain, 1
    while title.casefold() in taken:
        number += 1
        title = f"{plain[: TITLE - 4]} {number}"
    taken.add(title.casefold())
    return title


def _sheet(book: Workbook, title: str, table: Table) -> None:
    page: Any = book.create_sheet(title)
    for number, column in enumerate(table.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = "B2"
    page.sheet_view.rightToLeft = translation.get_language_bidi()
    page.page_setup.orientation = "landscape" if table.wide else "portrait"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.append([_head(page, column) for column in table.columns])
    for row in table.rows:
        page.append(_cells(page, table, row))
    if table.total is not None:
        cells = _cells(page, table, table.total)
        for cell in cells:
            cell.font, cell.border = BOLD, LINE
        page.append(cells)


def _head(page: Any, column: Column) -> Any:
    cell = _text(page, column.title)
    cell.font, cell.fill = BOLD, HEAD
    aligned = "right" if column.numeric else None
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=aligned)
    return cell


def _cells(page: Any, table: Table, row: Row) -> list[Any]:
    return [
        _cell(page, column, value, row.depth if number == 0 else 0)
        for number, (column, value) in enumerate(zip(table.columns, row.cells, strict=True))
    ]


def _cell(page: Any, column: Column, value: Any, depth: int) -> Any:
    kind = column.kind
    if isinstance(value, Figure):
        kind, value = value.kind, value.value
    if kind == Kind.TEXT:
        cell = _text(page, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=depth)
        return cell
    cell = WriteOnlyCell(page, value)
    cell.number_format = FORMATS[kind]
    cell.alignment = Alignment(vertical="top")
    return cell


def _text(page: Any, value: Any) -> Any:
    """A text, whatever it begins with: never a formula, not even once somebody edits it."""
    said = ILLEGAL_CHARACTERS_RE.sub("", str(value or ""))
    cell = WriteOnlyCell(page, said)
    cell.data_type = "s"
    cell.quotePrefix = said.startswith(("=", "+", "-", "@"))
    return cell
