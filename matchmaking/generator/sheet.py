"""Rows to a CSV file, one at a time."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matchmaking.generator.columns import COLUMNS

Cell = str | int | None


class Sheet:
    """Takes rows by column name; a column that is not named stays empty."""

    def __init__(self, writer: "csv.DictWriter[str]") -> None:
        self.writer = writer
        self.rows = 0

    def add(self, **row: Cell) -> dict[str, Cell]:
        """One row; gives it back."""
        self.writer.writerow(row)
        self.rows += 1
        return row


@contextmanager
def open_sheet(folder: Path, name: str) -> Iterator[Sheet]:
    """The file `name`.csv with its header."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[name], restval="", lineterminator="\n")
        writer.writeheader()
        yield Sheet(writer)


def yes(value: bool) -> str:
    """As the import folder writes it."""
    return "yes" if value else "no"
