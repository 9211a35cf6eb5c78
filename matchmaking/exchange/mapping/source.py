"""A catalogue seen through a mapping file: rows of ours, and findings about theirs."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matchmaking.exchange.csv_files import read_csv
from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.mapping.findings import Findings
from matchmaking.exchange.mapping.rules import MappingError, Rule, Unreadable, read_rule
from matchmaking.exchange.mapping.theirs import asked_for, has_columns, their_rows
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import SourceError, Table
from matchmaking.exchange.workbooks import Workbook

KEYS = {sheet.name: sheet.key for sheet in SHEETS}


@dataclass(frozen=True)
class MappedSheet:
    """A sheet of ours: named values first, then its columns.

    `distinct` keeps the first row for a ref.
    """

    target: str
    source: str
    values: dict[str, Rule]
    columns: dict[str, Rule]
    distinct: bool


class MappedSource:
    """Rows for an edition that exists; it has no `edition.toml`."""

    def __init__(self, path: Path, mapping: Path) -> None:
        """SourceError for a mapping that is missing or wrong, or a catalogue that is missing."""
        if not path.exists():
            raise SourceError(path, "there is no such file or folder")
        self._path = path
        self._sheets = {sheet.target: sheet for sheet in read_mapping(mapping)}
        self._findings: dict[str, Findings] = {}
        self._books: list[Workbook] = []

    def edition(self, problems: Problems) -> EditionCells | None:  # noqa: ARG002 (the protocol's)
        """None: the edition is named by --edition."""
        return None

    def findings(self) -> dict[str, Any]:
        """By target sheet, as far as it has been read."""
        return {target: found.as_json() for target, found in self._findings.items()}

    def table(self, name: str, problems: Problems) -> Table | None:
        """Their rows as ours."""
        sheet = self._sheets.get(name)
        if sheet is None:
            return None
        path = self._path / sheet.source if self._path.is_dir() else self._path
        if not path.is_file():
            problems.add(str(path), None, "", "", "is missing; the mapping reads it")
            return None
        theirs = self._read(path, problems)
        if theirs is None:
            return None
        asked = asked_for(sheet.values, sheet.columns)
        if not has_columns(name, asked, theirs, problems):
            return None
        found = self._findings[name] = Findings()
        header = list(sheet.columns)
        rows = their_rows(asked, theirs, found, problems)
        return Table(theirs.file, header, _rows(sheet, theirs.file, rows, found, problems))

    def _read(self, path: Path, problems: Problems) -> Table | None:
        if path.suffix.lower() != ".xlsx":
            return read_csv(path, problems)
        try:
            book = Workbook(path)
        except SourceError as error:
            problems.add(error.path, None, "", "", error.message)
            return None
        self._books.append(book)
        return book.first(problems)

    def close(self) -> None:
        """Closes workbooks."""
        for book in self._books:
            book.close()


def read_mapping(path: Path) -> list[MappedSheet]:
    """SourceError that says what to mend."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        maps = content.get("maps", {})
        sheets = [_sheet(given, maps) for given in content.get("sheet", [])]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, MappingError) as error:
        raise SourceError(path, f"the mapping cannot be used: {error}") from error
    if not sheets:
        raise SourceError(path, "the mapping has no [[sheet]]; see docs/mapping.md")
    return sheets


def _sheet(given: Mapping[str, Any], maps: Mapping[str, Mapping[str, str]]) -> MappedSheet:
    target = given.get("target", "")
    if target not in KEYS:
        raise MappingError(f"target = {target!r}; use one of {', '.join(KEYS)}")
    rules: dict[str, dict[str, Rule]] = {"values": {}, "columns": {}}
    for part, kept in rules.items():
        for name, rule in given.get(part, {}).items():
            kept[name] = read_rule(f"{target}.{part}.{name}", rule, maps)
    return MappedSheet(
        target,
        given.get("source", ""),
        rules["values"],
        rules["columns"],
        given.get("distinct", False),
    )


def _rows(
    sheet: MappedSheet,
    file: str,
    rows: Iterator[tuple[int, dict[str, str]]],
    found: Findings,
    problems: Problems,
) -> Iterator[tuple[int, list[str]]]:
    first: dict[str, dict[str, str]] = {}
    for line, row in rows:
        ours = _map(sheet, row, found, problems, (file, line))
        if ours is None:
            found.left_out += 1
            continue
        ref = ours.get(KEYS[sheet.target], "")
        if sheet.distinct and ref:
            if ref in first:
                found.merged += 1
                _tell_differences((file, line), ours, first[ref], found)
                continue
            first[ref] = ours
        found.give(ours)
        yield line, list(ours.values())


def _tell_differences(
    place: tuple[str, int], ours: dict[str, str], first: dict[str, str], found: Findings
) -> None:
    """What the row says and the first does not: cells of two rows in one might not go together."""
    for name, cell in ours.items():
        if cell and cell != first[name]:
            reason = "is not what the first row with this ref says"
            found.warn(place, name, cell, reason, ours=name, outcome="first row kept")


def _map(
    sheet: MappedSheet,
    row: dict[str, str],
    found: Findings,
    problems: Problems,
    place: tuple[str, int],
) -> dict[str, str] | None:
    """Our row; None if it is left out. Adds the sheet's named values to theirs."""
    ours: dict[str, str] = {}
    for part, into in ((sheet.values, row), (sheet.columns, ours)):
        for name, rule in part.items():
            if rule.if_ and not {**row, **ours}.get(rule.if_):
                into[name] = ""
                continue
            try:
                into[name] = rule.apply(row)
            except Unreadable as error:
                into[name] = ""
                found.warn(
                    place,
                    error.column or name,
                    error.text.replace("\x1f", " + "),
                    error.reason,
                    ours=name,
                    outcome="field left empty" if rule.on_error == "empty" else "row left out",
                )
                if rule.on_error == "fail":
                    problems.add(*place, error.column, error.text, error.reason)
                if rule.on_error != "empty":
                    return None
    return ours
