"""A report before it becomes a page, a workbook or a PDF: tables of plain values with titles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import formats, numberformat

from expo.models import Edition

DASH = "–"  # there is no such figure
SENTENCE = 50  # characters


class Kind(StrEnum):
    """What a column holds; None stands for no figure in each."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"  # 0 to 1, shown in percent
    RATIO = "ratio"  # two decimals
    MONEY = "money"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True)
class Figure:
    """A value of another kind than its column's."""

    kind: Kind
    value: Any


@dataclass(frozen=True)
class Column:
    """`name` is the same in every language."""

    name: str
    title: str
    kind: Kind = Kind.COUNT
    width: int = 11  # in characters

    @property
    def numeric(self) -> bool:
        """Whether it is set flush at the end."""
        return self.kind in {Kind.COUNT, Kind.SHARE, Kind.RATIO, Kind.MONEY}

    @property
    def wordy(self) -> bool:
        """Whether it holds sentences."""
        return self.width >= SENTENCE

    def said(self, value: Any) -> str:
        """As people of the language in force read it."""
        if value is None:
            return DASH
        if isinstance(value, Figure):
            return DASH if value.value is None else _SAID[value.kind](value.value)
        return _SAID[self.kind](value)


@dataclass(frozen=True)
class Row:
    """Values in the columns' order; `depth` in a tree; `link` is where a page leads from it."""

    cells: Sequence[Any]
    depth: int = 0
    link: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns. `wide` ones are printed across the page, `detail` only in workbooks."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    notes: Sequence[str] = ()
    wide: bool = False
    detail: bool = False

    @property
    def said(self) -> list[tuple[Row, list[str]]]:
        """Rows with their cells in words."""
        return [(row, self.words(row)) for row in self.rows]

    @property
    def said_total(self) -> list[str]:
        """The last line in words; empty where there is none."""
        return self.words(self.total) if self.total else []

    def words(self, row: Row) -> list[str]:
        """A row's cells."""
        return [c.said(value) for c, value in zip(self.columns, row.cells, strict=True)]


@dataclass(frozen=True)
class Report:
    """Tables, and the definition of each figure in them."""

    name: str
    title: str
    edition: Edition
    made_at: datetime
    tables: Sequence[Table]
    definitions: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()

    @property
    def moment(self) -> str:
        """When it was made."""
        return moment(self.made_at)

    @property
    def printed(self) -> Sequence[Table]:
        """Without details."""
        return [table for table in self.tables if not table.detail]

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(len(table.rows) for table in self.tables)


def moment(at: datetime) -> str:
    """Day, time and the zone that they are of."""
    return f"{formats.date_format(at, 'DATE_FORMAT')}, {at:%H:%M} ({at.tzinfo})"


def isolated(text: Any) -> str:
    """A name from somewhere: which way it runs changes nothing around it, nor the other way."""
    return f"\u2068{text}\u2069"


def _number(value: Any, places: int) -> str:
    """In threes, also where Django's formats (Chinese, Arabic) do without groups."""
    return numberformat.format(
        round(value, places),
        formats.get_format("DECIMAL_SEPARATOR"),
        places,
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR") or ",",
        force_grouping=True,
    )


def _money(value: Decimal) -> str:
    return _number(value, 0)


def _share(value: float) -> str:
    return f"{_number(100 * value, 1)} %"


def _date(value: date) -> str:
    return formats.date_format(value, "SHORT_DATE_FORMAT")


def _time(value: datetime | time) -> str:
    return f"{value:%H:%M}"


_SAID: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.COUNT: lambda value: _number(value, 0),
    Kind.SHARE: _share,
    Kind.RATIO: lambda value: _number(value, 2),
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.TIME: _time,
}
