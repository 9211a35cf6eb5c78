"""A folder of CSV files, read as a stream."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from matchmaking.exchange.edition_file import EditionCells, read_toml
from matchmaking.exchange.encoding import EncodingError, encoding_of
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import SourceError, Table

# Far above any text, so that a long cell is reported with its column; above it, by its line.
LARGEST_CELL = 16 * 1024 * 1024
_OTHER_SEPARATORS = {
    ";": gettext_noop("separates its cells by semicolons; save it with commas"),
    "\t": gettext_noop("separates its cells by tabs; save it with commas"),
    "|": gettext_noop("separates its cells by bars; save it with commas"),
}


class CsvFolder:
    """`edition.toml` and the CSV files beside it."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        """SourceError if there is no such folder; a file of an unknown name is a problem."""
        if not folder.is_dir():
            raise SourceError(folder, "there is no such folder")
        self._folder = folder
        known = {sheet.file for sheet in SHEETS}
        for path in sorted(folder.glob("*.csv")):
            if path.name not in known:
                names = ", ".join(sorted(known))
                problems.add(path.name, None, "", "", f"is no file of an edition; use {names}")

    def edition(self, problems: Problems) -> EditionCells | None:
        """Keys of `edition.toml`."""
        path = self._folder / "edition.toml"
        return read_toml(path, problems) if path.exists() else None

    def table(self, name: str, problems: Problems) -> Table | None:
        """`name.csv`."""
        path = self._folder / f"{name}.csv"
        return read_csv(path, problems) if path.exists() else None

    def close(self) -> None:
        """Each file is closed with its last row."""


def read_csv(path: Path, problems: Problems) -> Table | None:
    """None, and a problem, for a file that is empty or not UTF-8."""
    try:
        encoding = encoding_of(path)
    except EncodingError as error:
        problems.add(path.name, error.line, "", "", str(error))
        return None
    except OSError as error:
        advice = _("cannot be read: %(why)s") % {"why": error.strerror}
        problems.add(path.name, None, "", "", advice)
        return None
    rows = _rows(path, encoding, problems)
    _first, header = next(rows, (1, []))
    if not any(cell.strip() for cell in header):
        problems.add(path.name, 1, "", "", _("is empty; its first line must name the columns"))
        return None
    for sign, advice in _OTHER_SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            problems.add(path.name, 1, "", header[0], _(advice))
            return None
    return Table(path.name, header, rows)


def _rows(path: Path, encoding: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.add(path.name, line, "", "", _advice(str(error)))
                if "unexpected end" in str(error):
                    return
                continue
            if any(cells):
                yield line, cells


def _advice(error: str) -> str:
    if "field limit" in error:
        advice = _("has a cell of more than %(most)s MB; is a quotation mark not closed?")
        return advice % {"most": LARGEST_CELL >> 20}
    if "unexpected end" in error:
        return _("a quotation mark that opens here is never closed")
    return _("has a quotation mark inside a cell; write it twice and put the cell in quotes")
