"""Where an export goes: a folder or a workbook, put in its place only when it is complete."""

import csv
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from matchmaking.exchange.columns import Sheet
from matchmaking.exchange.edition_file import to_toml
from matchmaking.exchange.formulas import escaped
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import SourceError
from matchmaking.exchange.workbook_cells import EXACT_DIGITS
from matchmaking.exchange.writing import numeric

OURS = frozenset({"edition.toml", *(sheet.file for sheet in SHEETS)})
_SHORT_NUMBER = re.compile(r"-?\d{1,14}(\.\d+)?")


class FolderTarget:
    """UTF-8 CSV files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def edition(self, cells: Mapping[str, str]) -> None:
        """`edition.toml`."""
        (self._folder / "edition.toml").write_text(to_toml(cells), encoding="utf-8")

    def sheet(self, sheet: Sheet, rows: Iterable[list[str]]) -> int:
        """A file of its own."""
        iterator = iter(rows)
        header = next(iterator, None)
        if header is None:
            return 0
        count = 0
        with (self._folder / sheet.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for row in iterator:
                writer.writerow(row)
                count += 1
        return count


class WorkbookTarget:
    """One .xlsx file, written row by row."""

    def __init__(self, path: Path, book: Workbook | None = None) -> None:
        self._path = path
        self._book = book or Workbook(write_only=True)

    def edition(self, cells: Mapping[str, str]) -> None:
        """Keys and values."""
        page = self._book.create_sheet("edition")
        page.append(["key", "value"])
        for key, cell in cells.items():
            if cell:
                page.append([key, _legal(escaped(cell))])

    def sheet(self, sheet: Sheet, rows: Iterable[list[str]]) -> int:
        """A sheet of its own; numbers stay numbers as far as Excel keeps all their digits."""
        iterator = iter(rows)
        header = next(iterator, None)
        if header is None:
            return 0
        page = self._book.create_sheet(sheet.name)
        page.append(header)
        numbers = [numeric(sheet, title) for title in header]
        count = 0
        for row in iterator:
            count += 1
            cells = zip(row, numbers, strict=True)
            page.append([_number(cell) if is_number else _legal(cell) for cell, is_number in cells])
        return count

    def save(self) -> None:
        """Writes the file."""
        self._book.save(self._path)


def _legal(cell: str) -> str | None:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) or None


def _number(cell: str) -> int | float | str | None:
    digits = sum(char.isdigit() for char in cell)
    if not _SHORT_NUMBER.fullmatch(cell) or digits > EXACT_DIGITS:
        return _legal(cell)
    return float(cell) if "." in cell else int(cell)


@contextmanager
def new_folder(target: Path) -> Iterator[FolderTarget]:
    """A folder beside `target` that takes its place at the end, or vanishes after an error.

    SourceError if `target` holds anything that no export has written.
    """
    strange = [path.name for path in target.iterdir()] if target.is_dir() else []
    strange = sorted(set(strange) - OURS)
    if strange or (target.exists() and not target.is_dir()):
        advice = f"holds {strange[0]}" if strange else "is a file"
        raise SourceError(target, f"{advice}; give a new folder, or one with an export only")
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        work.chmod(0o755)
        yield FolderTarget(work)
        _exchange(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _exchange(work: Path, target: Path) -> None:
    if not target.exists():
        work.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "old")
    work.rename(target)
    shutil.rmtree(old)


@contextmanager
def new_workbook(target: Path) -> Iterator[WorkbookTarget]:
    """A file beside `target` that takes its place at the end, or vanishes after an error."""
    if target.is_dir():
        raise SourceError(target, "is a folder; give a file name that ends in .xlsx")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".xlsx", dir=target.parent)
    os.close(handle)
    work = Path(name)
    try:
        work.chmod(0o644)
        book = WorkbookTarget(work)
        yield book
        book.save()
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)
