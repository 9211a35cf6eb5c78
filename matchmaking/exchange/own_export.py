"""An exhibitor's own products as a file in the import's columns, and an empty one to fill in."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from exhibitors.models import Exhibitor
from expo.models import Edition
from matchmaking.exchange.columns import Text
from matchmaking.exchange.kinds import Choice
from matchmaking.exchange.own_products import OWN_PRODUCTS
from matchmaking.exchange.sheets import PRODUCTS
from matchmaking.exchange.targets import WorkbookTarget
from matchmaking.exchange.writing import WRITERS, sheet_rows

# Excel takes a file for UTF-8 by this.
MARK = "\ufeff"
WIDE, NARROW = 40, 16


def own_rows(exhibitor: Exhibitor) -> list[list[str]]:
    """Header and a row for each product; the header alone if there are none."""
    writer = next(each for each in WRITERS if each.sheet is PRODUCTS)
    own = replace(writer, rows=lambda edition: writer.rows(edition).filter(exhibitor=exhibitor))
    return list(sheet_rows(own, exhibitor.edition)) or [list(PRODUCTS.by_name)]


def as_csv(rows: Iterable[list[str]]) -> bytes:
    """UTF-8, with a mark for spreadsheets."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return (MARK + out.getvalue()).encode()


def as_workbook(rows: Iterable[list[str]]) -> bytes:
    """One sheet, `products`; numbers stay numbers."""
    book = Workbook(write_only=True)
    WorkbookTarget(Path(), book).sheet(PRODUCTS, rows)
    return _saved(book)


def template(edition: Edition) -> bytes:
    """A workbook with the columns, and a second sheet with what each may hold."""
    book = Workbook()
    page: Any = book.active
    page.title = PRODUCTS.name
    others = [key for key in edition.languages if key != edition.language]
    titles: list[str] = []
    for column in OWN_PRODUCTS.columns:
        if column.name == "exhibitor":
            continue
        titles.append(column.name)
        if isinstance(column.kind, Text):
            titles += [f"{column.name}_{key}".replace("-", "_") for key in others]
    _head(page, titles)
    notes = book.create_sheet("values")
    _head(notes, ["column", "may hold"])
    for column in OWN_PRODUCTS.columns:
        if isinstance(column.kind, Choice):
            notes.append([column.name, ", ".join(column.kind.words)])
    notes.append(["category", "a heading of the tree, 4 digits: 0901"])
    notes.append(["hs_code", "4, 6, 8 or 10 digits"])
    notes.append(["price_currency", "three letters: USD"])
    notes.append(["origin", "two letters: RW"])
    for title in ("category", "hs_code", "ref"):  # as text, or a spreadsheet drops leading zeros
        letter = page.cell(1, titles.index(title) + 1).column_letter
        page.column_dimensions[letter].number_format = "@"
    return _saved(book)


def _head(page: Any, titles: list[str]) -> None:
    page.append(titles)
    for cell in page[1]:
        cell.font = Font(bold=True)
        wide = cell.value.startswith(("name", "description", "may"))
        page.column_dimensions[cell.column_letter].width = WIDE if wide else NARROW
    page.freeze_panes = "B2"


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
