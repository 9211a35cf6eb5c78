"""The rows of a workbook's sheet as they stand in the file, one at a time.

openpyxl reads single rows; the way through the file is ours, because openpyxl would fill every
gap between two rows or cells, and hold whatever stands beside the rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import MERGE_TAG, ROW_TAG, WorkSheetParser

from matchmaking.exchange.workbook_cells import cell_text
from matchmaking.exchange.workbook_parts import too_many

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # to XFD: Excel's own
# Of one row, or of one thing beside the rows: a full row with formulas and texts in it.
MOST_TAGS = 200_000
_DEPTH_OF_ROWS = 3
_MERGED_TAG = MERGE_TAG.replace("mergeCells", "mergeCell")


class BrokenSheetError(Exception):
    """The text says what to do; `line` is where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class SheetRows:
    """Rows that are not empty; `merged` is complete once they are through."""

    most: int
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    line: int = 0
    _scanned: int = 0

    def read(self, content: IO[bytes], parser: WorkSheetParser) -> Iterator[tuple[int, list[str]]]:
        """(line, cells), the empty cells at a row's end left out."""
        for row in self._rows(content):
            number, found = parser.parse_row(row)
            parser.row_dimensions.clear()  # heights and the like, which nobody asks for
            if not self.line < number <= MOST_ROWS:
                raise ValueError(number)
            self.line = number
            cells = self._cells(found)
            if cells:
                yield number, cells

    def _rows(self, content: IO[bytes]) -> Iterator[Any]:
        path: list[Element] = []
        tags = 0
        for event, element in iterparse(content, ("start", "end")):  # noqa: S314 (as openpyxl does)
            if event == "start":
                path.append(element)
                tags += 1
                if tags > MOST_TAGS:
                    raise ValueError(tags)
                continue
            path.pop()
            if element.tag == ROW_TAG:
                yield element
            elif element.tag == _MERGED_TAG:
                self._merge(element)
            if len(path) < _DEPTH_OF_ROWS:
                tags = 0
                # With the parent's own list of it, or a million empty rows would stay.
                (path[-1] if path else element).clear()

    def _cells(self, found: list[dict[str, Any]]) -> list[str]:
        texts = {each["column"]: cell_text(each["value"], each["data_type"]) for each in found}
        wide = max((column for column, text in texts.items() if text), default=0)
        if wide > MOST_COLUMNS:
            raise ValueError(get_column_letter(wide))
        self._scanned += 1 + max(wide, len(found))
        if self._scanned > self.most:
            raise BrokenSheetError(self.line, too_many(self.most))
        return [texts.get(column, "") for column in range(1, wide + 1)]

    def _merge(self, element: Element) -> None:
        left, top, right, bottom = range_boundaries(element.get("ref", ""))
        self.merged.append((left or 1, top or 1, right or MOST_COLUMNS, bottom or MOST_ROWS))
