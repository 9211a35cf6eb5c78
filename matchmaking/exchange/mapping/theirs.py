"""Their table, read only where it is certain which cell stands under which name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from matchmaking.exchange.mapping.findings import Findings
from matchmaking.exchange.mapping.rules import Rule
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import Refused, Table


@dataclass(frozen=True)
class Asked:
    """The rule for `ours` asks for `column` of theirs."""

    ours: str
    column: str


def asked_for(values: Mapping[str, Rule], columns: Mapping[str, Rule]) -> list[Asked]:
    """Each column of theirs that a rule reads; a named value hides the column of its name."""
    found: list[Asked] = []
    named: set[str] = set()
    for name, rule in values.items():
        found += [Asked(name, column) for column in rule.names if column not in named]
        named.add(name)
    for name, rule in columns.items():
        found += [Asked(name, column) for column in rule.names if column not in named]
    return found


def has_columns(target: str, asked: list[Asked], theirs: Table, problems: Problems) -> bool:
    """Whether each column asked for stands there once."""
    before = len(problems)
    counts = Counter(_names(theirs))
    for each in asked:
        if each.column not in counts:
            advice = f"is asked for by {target}.{each.ours}; the file has no such column"
            problems.add(theirs.file, 1, each.column, "", advice)
    for column in dict.fromkeys(each.column for each in asked):
        if counts[column] > 1:
            advice = _("stands twice; delete or rename one of the two")
            problems.add(theirs.file, 1, column, "", advice)
    return len(problems) == before


def their_rows(
    asked: list[Asked], theirs: Table, found: Findings, problems: Problems
) -> Iterator[tuple[int, dict[str, str]]]:
    """Cells by name. A row that does not fit the header, or has a bad cell, is a problem."""
    names = _names(theirs)
    wanted = {each.column for each in asked}
    for line, cells in theirs.rows:
        found.read += 1
        place = (theirs.file, line)
        fits = _fits(place, cells, names, found, problems)
        if not fits or _has_refused(place, cells, names, wanted, problems):
            found.left_out += 1
            continue
        padded = (*map(str.strip, cells), *[""] * len(names))
        yield line, dict(zip(names, padded, strict=False))


def _names(theirs: Table) -> list[str]:
    return [cell.strip() for cell in theirs.header]


def _fits(
    place: tuple[str, int],
    cells: list[str],
    names: list[str],
    found: Findings,
    problems: Problems,
) -> bool:
    """Whether the row has a cell for each name; a comma without quotes shifts all after it."""
    file = place[0]
    counts = {"cells": len(cells), "names": len(names)}
    beyond = next((cell for cell in cells[len(names) :] if cell.strip()), None)
    if beyond is not None:
        advice = _("has a value under no column name: %(cells)s cells, %(names)s names")
        problems.add(*place, "", beyond, advice % counts)
        return False
    least = max(index for index, name in enumerate(names, start=1) if name)
    # A workbook leaves empty cells at a row's end out; a CSV file must not.
    if len(cells) < least and not file.rpartition("/")[0]:
        advice = _("has %(cells)s cells, the header names %(names)s; is a comma missing?")
        problems.add(*place, "", "", advice % counts)
        return False
    if len(cells) > len(names):
        reason = "ends with empty cells under no column name; is a comma too many before them?"
        found.warn(place, "", "", reason, outcome="row kept")
    return True


def _has_refused(
    place: tuple[str, int],
    cells: list[str],
    names: list[str],
    wanted: set[str],
    problems: Problems,
) -> bool:
    before = len(problems)
    for name, cell in zip(names, cells, strict=False):
        if isinstance(cell, Refused) and name in wanted:
            problems.add(*place, name, cell, cell.reason)
    return len(problems) > before
