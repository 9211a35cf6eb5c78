"""A catalogue seen through a mapping file: rows of ours, and findings about theirs."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matchmaking.exchange.csv_files import read_csv
from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.mapping.rules import MappingError, Rule, Unreadable, read_rule
from matchmaking.exchange.problems import LIMIT, Problems, shortened
from matchmaking.exchange.sheets import SHEETS
from matchmaking.exchange.tables import SourceError, Table
from matchmaking.exchange.workbooks import Workbook

PREVIEW = 5


@dataclass
class Findings:
    """What came of a sheet: `warnings` are the first 1,000, `reasons` count them all."""

    read: int = 0
    given: int = 0
    merged: int = 0
    left_out: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    preview: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the command's answer."""
        return {**vars(self), "reasons": dict(self.reasons.most_common())}


@dataclass(frozen=True)
class MappedSheet:
    """A sheet of ours: named values first, then its columns. `distinct` keeps one row for a ref."""

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
        if theirs is None or not _has_columns(sheet, theirs, problems):
            return None
        found = self._findings[name] = Findings()
        header = list(sheet.columns)
        return Table(theirs.file, header, _rows(sheet, theirs, found, problems))

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
    names = [sheet.name for sheet in SHEETS]
    if target not in names:
        raise MappingError(f"target = {target!r}; use one of {', '.join(names)}")
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


def _has_columns(sheet: MappedSheet, theirs: Table, problems: Problems) -> bool:
    known = {cell.strip() for cell in theirs.header}
    for part in (sheet.values, sheet.columns):
        for name, rule in part.items():
            for asked in rule.names:
                if asked not in known:
                    advice = f"is asked for by {sheet.target}.{name}; the file has no such column"
                    problems.add(theirs.file, 1, asked, "", advice)
            if part is sheet.values:
                known.add(name)
    return not problems


def _rows(
    sheet: MappedSheet, theirs: Table, found: Findings, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    header = [cell.strip() for cell in theirs.header]
    seen: set[str] = set()
    for line, cells in theirs.rows:
        found.read += 1
        row = dict(zip(header, (*map(str.strip, cells), *[""] * len(header)), strict=False))
        ours = _map(sheet, row, found, problems, (theirs.file, line))
        if ours is None:
            found.left_out += 1
            continue
        if sheet.distinct:
            if ours.get("ref", "") in seen:
                found.merged += 1
                continue
            seen.add(ours.get("ref", ""))
        found.given += 1
        if len(found.preview) < PREVIEW:
            found.preview.append({name: cell for name, cell in ours.items() if cell})
        yield line, list(ours.values())


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
                _warn(found, place, name, error, rule)
                if rule.on_error == "fail":
                    problems.add(*place, error.column, error.text, error.reason)
                if rule.on_error != "empty":
                    return None
    return ours


def _warn(
    found: Findings, place: tuple[str, int], name: str, error: Unreadable, rule: Rule
) -> None:
    outcome = "field left empty" if rule.on_error == "empty" else "row left out"
    text = error.text.replace("\x1f", " + ")
    found.reasons[f"{error.column or name}: {error.reason} ({outcome})"] += 1
    if len(found.warnings) < LIMIT:
        found.warnings.append(
            {
                "file": place[0],
                "line": place[1],
                "column": error.column or name,
                "value": shortened(text),
                "message": error.reason,
                "for": name,
                "outcome": outcome,
            }
        )
