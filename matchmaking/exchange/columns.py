"""How a file is described: its columns, and what has to hold within a row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from matchmaking.exchange.clock import Clock
from matchmaking.exchange.kinds import CODE, REF, Kind, Words

_SEPARATOR = re.compile("[;；]")


@dataclass(frozen=True)
class Text(Words):
    """Text in languages: the column may be repeated with a language suffix."""


@dataclass(frozen=True)
class Link:
    """The ref (a category's code) of a row of another file."""

    to: str
    empty: None = None

    def read(self, cell: str, clock: Clock) -> str:
        return (CODE if self.to == "categories" else REF).read(cell, clock)

    def write(self, value: Any, clock: Clock) -> str:  # noqa: ARG002 (the protocol's)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class ListOf:
    """Values separated by `;`; one that holds it is written with a comma, to stay one value."""

    kind: Kind
    empty: tuple[()] = ()

    def read(self, cell: str, clock: Clock) -> list[Any]:
        parts = [part.strip() for part in _SEPARATOR.split(cell)]
        values = [self.kind.read(part, clock) for part in parts if part]
        return list(dict.fromkeys(values))

    def write(self, value: Any, clock: Clock) -> str:
        words = (self.kind.write(item, clock) for item in value or ())
        return ";".join(_SEPARATOR.sub(",", word) for word in words)


@dataclass(frozen=True)
class Times:
    """Availability."""

    empty: tuple[()] = ()

    def read(self, cell: str, clock: Clock) -> list[Any]:
        parts = [part.strip() for part in _SEPARATOR.split(cell)]
        return [clock.read(part) for part in parts if part]

    def write(self, value: Any, clock: Clock) -> str:
        return ";".join(part for span in value or () for part in clock.write(span))


@dataclass(frozen=True)
class Column:
    """A column. `own` ones are fields of the sheet's model; the loaders place the others.

    `field` is the model's name for it, the column's own unless given.
    """

    name: str
    kind: Kind
    required: bool = False
    own: bool = True
    field: str = ""

    @property
    def attribute(self) -> str:
        """What a model instance calls it."""
        name = self.field or self.name
        return f"{name}_id" if isinstance(self.kind, Link) else name


Rule = Callable[[Any], Iterator[tuple[str, str]]]


@dataclass(frozen=True)
class Sheet:
    """A file's columns; `rules` look at a whole row as it will be stored.

    A rule yields (column, message) for what does not hold.
    """

    name: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    key: str = "ref"
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def file(self) -> str:
        """In a folder."""
        return f"{self.name}.csv"

    @property
    def texts(self) -> list[Column]:
        """Those in languages."""
        return [column for column in self.columns if isinstance(column.kind, Text)]


def together(*names: str) -> Rule:
    """All of them or none: an amount, its unit or currency, its period."""

    def check(row: Any) -> Iterator[tuple[str, str]]:
        given = [name for name in names if getattr(row, name) not in (None, "")]
        if given and len(given) < len(names):
            missing = [name for name in names if name not in given]
            facts = {"missing": ", ".join(missing), "given": ", ".join(given)}
            yield missing[0], _("fill in %(missing)s too, or empty %(given)s") % facts

    return check


def ordered(low: str, high: str) -> Rule:
    """The first is not above the second."""

    def check(row: Any) -> Iterator[tuple[str, str]]:
        first, second = getattr(row, low), getattr(row, high)
        if first is not None and second is not None and first > second:
            facts = {"column": high, "value": second}
            yield low, _("is above %(column)s (%(value)s); exchange the two") % facts

    return check
