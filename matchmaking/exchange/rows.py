"""From a table's cells to typed rows: matching the header, converting every cell."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from matchmaking.exchange.clock import Clock
from matchmaking.exchange.columns import Column, Sheet, Text
from matchmaking.exchange.formulas import unescaped
from matchmaking.exchange.kinds import language_code
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import Refused, Table

_SPACES = "\u00a0\u3000\ufeff\u200b \t\r\n"


@dataclass(frozen=True, slots=True)
class Bound:
    """A column of the file; `language` is a text's suffix, empty for the row's own language."""

    index: int
    column: Column
    language: str
    title: str


@dataclass(slots=True)
class Row:
    """A row with typed values by column, texts by column and language ("" is the row's own).

    `bad` ones were reported already: their ref is known, nothing is written.
    """

    line: int
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    # What loaders add: attributes of the instance, and whether something beside it changed.
    extra: dict[str, Any] = field(default_factory=dict)
    touched: bool = False
    bad: bool = False


def bind(sheet: Sheet, table: Table, problems: Problems) -> list[Bound] | None:
    """Which column stands where; None, and problems, if a required one is missing."""
    bound: list[Bound] = []
    taken: dict[tuple[str, str], str] = {}
    for index, cell in enumerate(table.header):
        title = cell.strip(_SPACES)
        if not title:
            continue
        found = _find(sheet, title)
        if found is None:
            problems.add(table.file, 1, title, "", _nearest(sheet, title))
        elif found in taken:
            advice = _("stands twice; delete or rename one of the two")
            problems.add(table.file, 1, title, "", advice)
        else:
            taken[found] = title
            bound.append(Bound(index, sheet.by_name[found[0]], found[1], title))
    there = {name for name, _language in taken}
    missing = [
        column.name for column in sheet.columns if column.required and column.name not in there
    ]
    for name in missing:
        advice = _("is missing; add a column %(column)s") % {"column": name}
        problems.add(table.file, 1, name, "", advice)
    return None if missing else bound


def _find(sheet: Sheet, title: str) -> tuple[str, str] | None:
    name = title.lower()
    if name in sheet.by_name:
        return name, ""
    for column in sheet.texts:
        if name.startswith(f"{column.name}_"):
            try:
                return column.name, language_code(title[len(column.name) + 1 :])
            except ValueError:
                return None
    return None


def _nearest(sheet: Sheet, title: str) -> str:
    near = difflib.get_close_matches(title.lower(), list(sheet.by_name), n=1, cutoff=0.5)
    if near:
        facts = {"file": sheet.file, "column": near[0]}
        return _("is no column of %(file)s; did you mean %(column)s?") % facts
    facts = {"file": sheet.file, "columns": ", ".join(sheet.by_name)}
    return _("is no column of %(file)s; its columns are %(columns)s") % facts


def read_rows(
    sheet: Sheet, table: Table, bound: list[Bound], clock: Clock, problems: Problems
) -> Iterator[Row]:
    """Every row that has a key; one without, or with a key seen before, is a problem."""
    lines: dict[str, int] = {}
    width = len(table.header)
    titled = {item.index for item in bound} | {
        index for index, cell in enumerate(table.header) if cell.strip(_SPACES)
    }
    for line, cells in table.rows:
        row = Row(line)
        _check_width(row, cells, width, titled, table, problems)
        for item in bound:
            cell = cells[item.index] if item.index < len(cells) else ""
            _take(row, item, cell, clock, table.file, problems)
        _require(sheet, row, bound, table.file, problems)
        row.key = str(row.values.get(sheet.key) or "")
        if not row.key:
            continue
        if row.key in lines:
            advice = _("stands on line %(line)s already; give each row its own %(key)s")
            facts = {"line": lines[row.key], "key": sheet.key}
            problems.add(table.file, line, sheet.key, row.key, advice % facts)
            continue
        lines[row.key] = line
        yield row


def _check_width(
    row: Row, cells: list[str], width: int, titled: set[int], table: Table, problems: Problems
) -> None:
    counts = {"cells": len(cells), "names": width}
    stray = next((c for i, c in enumerate(cells) if i not in titled and c.strip(_SPACES)), None)
    if stray is not None:
        advice = _("has a value under no column name: %(cells)s cells, %(names)s names")
        problems.add(table.file, row.line, "", stray, advice % counts)
        row.bad = True
    elif len(cells) < width and not table.file.rpartition("/")[0]:
        # A workbook leaves empty cells at a row's end out; a CSV file must not.
        advice = _("has %(cells)s cells, the header names %(names)s; is a comma missing?")
        problems.add(table.file, row.line, "", "", advice % counts)
        row.bad = True


def _take(row: Row, item: Bound, cell: str, clock: Clock, file: str, problems: Problems) -> None:
    column = item.column
    try:
        if isinstance(cell, Refused):
            raise ValueError(cell.reason)  # noqa: TRY301, TRY004 (as any other bad cell)
        text = unescaped(cell.strip(_SPACES))
        value = column.kind.read(text, clock) if text else column.kind.empty
    except ValueError as error:
        problems.add(file, row.line, item.title, cell, str(error))
        row.bad = True
        return
    if isinstance(column.kind, Text):
        row.texts.setdefault(column.name, {})[item.language] = value
    else:
        row.values[column.name] = value


def _require(sheet: Sheet, row: Row, bound: list[Bound], file: str, problems: Problems) -> None:
    if row.bad:
        return
    for name in dict.fromkeys(item.column.name for item in bound if item.column.required):
        if name in row.texts:
            empty = not any(row.texts[name].values())
        else:
            empty = row.values.get(name) in (None, "", (), [])
        if empty:
            advice = _("is empty; every row of %(file)s needs it") % {"file": sheet.file}
            problems.add(file, row.line, name, "", advice)
            row.bad = True
