"""What a workbook may hold, and what it may cost."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book

from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import Refused, SourceError
from matchmaking.exchange.workbook_cells import cell_text
from matchmaking.exchange.workbook_parts import LARGEST_PART, Limits
from matchmaking.exchange.workbooks import Workbook

Change = Callable[[bytes], bytes]
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
LIMITS = Limits(cells=20_000)
TITLES = ["ref", "name", "origin"]


def saved(path: Path, book: Book, **parts: Change) -> Path:
    """The workbook with some parts rewritten: `sheet`, `styles`, `types`."""
    names = {"sheet": SHEET, "styles": STYLES, "types": "[Content_Types].xml"}
    changes = {names[name]: change for name, change in parts.items()}
    plain = io.BytesIO()
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
    return path


def filled(*rows: list[Any]) -> Book:
    book = Book()
    page: Any = book.active
    for row in (TITLES, *rows):
        page.append(row)
    return book


def with_rows(xml: str) -> Change:
    return lambda sheet: sheet.replace(b"</sheetData>", xml.encode() + b"</sheetData>")


def lines(path: Path) -> tuple[list[tuple[int, list[str]]], list[tuple[int | None, str, str]]]:
    """Rows below the header, and (line, column, message) of every problem."""
    problems = Problems()
    book = Workbook(path, LIMITS)
    table = book.first(problems)
    rows = list(table.rows) if table else []
    book.close()
    return rows, [(each.line, each.column, each.message) for each in problems]


def test_a_gap_between_rows_and_cells_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>z</t></is></c></row>'
    rows, problems = lines(saved(tmp_path / "far.xlsx", filled(["a"]), sheet=with_rows(far)))
    assert (rows, problems) == ([(2, ["a"]), (1_048_576, ["z"])], [])


@pytest.mark.parametrize(
    "row",
    [
        '<row r="10000000000"><c t="inlineStr"><is><t>z</t></is></c></row>',
        '<row r="3"><c r="XFE3"><v>1</v></c></row>',
        '<row r="3"><c r="ZZZ3"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row>',
        f'<row r="3">{"<c/>" * 200_001}</row>',
        f'<row r="3">{"<x>" * 200_001}{"</x>" * 200_001}</row>',
    ],
    ids=["row", "column", "wide", "twice", "cells", "depth"],
)
def test_places_that_no_sheet_has(tmp_path: Path, row: str) -> None:
    rows, problems = lines(saved(tmp_path / "far.xlsx", filled(["a"]), sheet=with_rows(row)))
    assert (rows, len(problems)) == ([(2, ["a"])], 1)
    assert "is broken here" in problems[0][2]


@pytest.mark.parametrize(
    "rows",
    [
        "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 9)),
        "".join(f'<row r="{n}">{"<c/>" * 1000}</row>' for n in range(3, 60)),
        "<row/>" * 20_001,
    ],
    ids=["wide", "cells", "rows"],
)
def test_empty_cells_count(tmp_path: Path, rows: str) -> None:
    found, problems = lines(saved(tmp_path / "empty.xlsx", filled(["a"]), sheet=with_rows(rows)))
    assert len(found) <= 2
    assert "more than 20,000 cells" in problems[-1][2]


@pytest.mark.parametrize("kind", ["", "worksheet", "sharedStrings"])
@pytest.mark.parametrize("filling", [b"<xf/>" * 100_000, b" " * (LARGEST_PART + 1)])
def test_only_sheets_and_strings_may_be_large(tmp_path: Path, kind: str, filling: bytes) -> None:
    """Whatever the workbook says that its styles are."""
    path = tmp_path / "large.xlsx"
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    said = f'<Override PartName="/xl/styles.xml" ContentType="{spreadsheet}.{kind}+xml"/></Types>'
    saved(
        path,
        filled(),
        styles=lambda part: part.replace(b"</cellXfs", filling + b"</cellXfs", 1),
        types=lambda part: part.replace(b"</Types>", said.encode()) if kind else part,
    )
    assert path.stat().st_size < 32_000
    with pytest.raises(SourceError, match=r"xl/styles\.xml is too large"):
        Workbook(path, LIMITS)


def test_a_sheet_may_be_larger_than_other_parts(tmp_path: Path) -> None:
    path = saved(tmp_path / "large.xlsx", filled(), sheet=with_rows(" " * (LARGEST_PART + 1)))
    assert lines(path) == ([], [])


def test_shared_strings_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "strings.xlsx"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    said = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    saved(path, filled(), types=lambda part: part.replace(b"</Types>", said))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "<si/>" * 20_001)
    with pytest.raises(SourceError, match="more than 20,000 cells"):
        Workbook(path, LIMITS)


def test_merged_cells_below_the_header_are_told(tmp_path: Path) -> None:
    book = filled(["a", "Lot", "RW"], ["b", "Lot", ""], ["c", "Lot", "RW"])
    for block in ("D1:E1", "B2:B3", "C3:D3", "F2:G2", "A9:C9"):
        book.active.merge_cells(block)
    rows, problems = lines(saved(tmp_path / "merged.xlsx", book))
    assert [line for line, _cells in rows] == [2, 3, 4]
    assert [(line, column) for line, column, _message in problems] == [(2, "name"), (3, "origin")]
    assert all("unmerge it" in message for _line, _column, message in problems)


def test_the_first_sheet_that_people_see(tmp_path: Path) -> None:
    book = filled(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_chartsheet("Chart", 0)
    shown = book.create_sheet("Catalogue")
    for row in (TITLES, ["a"]):
        shown.append(row)
    book.active = shown
    assert lines(saved(tmp_path / "chart.xlsx", book)) == ([(2, ["a"])], [])


def test_numbers_keep_their_digits_or_are_refused() -> None:
    numbers = [1e-7, 0.00004, 123456789012345, 1e14, -0.5, 6.0]
    assert [cell_text(number, "n") for number in numbers] == [
        "0.0000001", "0.00004", "123456789012345", "100000000000000", "-0.5", "6",
    ]  # fmt: skip
    for number in (1234567890123456, 1.2345678901234568e17, float("inf"), float("nan")):
        refused = cell_text(number, "n")
        assert isinstance(refused, Refused)
        assert "as text" in refused.reason
