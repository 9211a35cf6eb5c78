"""A file as a header and a stream of rows, whatever it was stored in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.problems import Problems


class Refused(str):
    """A cell that holds something else than a value; `reason` says what to do."""

    __slots__ = ("reason",)
    reason: str

    @classmethod
    def because(cls, text: object, reason: str) -> "Refused":
        """`text` is what the cell shows."""
        cell = cls(text)
        cell.reason = reason
        return cell


@dataclass
class Table:
    """`file` names it in messages; rows come as (line, cells), lines counted from 1."""

    file: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


class Source(Protocol):
    """Where an edition comes from."""

    def edition(self, problems: Problems) -> EditionCells | None:
        """Its own keys; None if the source has none."""
        ...

    def table(self, name: str, problems: Problems) -> Table | None:
        """A sheet by its name (`products`); None if there is none or it cannot be read."""
        ...

    def close(self) -> None:
        """Lets go of open files."""
        ...


class SourceError(Exception):
    """Nothing can be read at all: the file it is about and what to do."""

    def __init__(self, path: Path | str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message = str(path), message
