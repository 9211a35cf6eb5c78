"""Judged searches from a folder of three CSV files: needs, offers and graded judgments."""

import csv
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path


class JudgedSetError(ValueError):
    """The folder cannot be read; the text names file and line and says what to do."""


@dataclass(frozen=True, slots=True)
class JudgedNeed:
    """What is searched for; `category` is a code of the tree, or empty."""

    id: str
    text: str
    language: str
    category: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be found."""

    id: str
    title: str
    description: str
    language: str
    category: str


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """`grades[need id][offer id]` is a grade of 0-1."""

    needs: tuple[JudgedNeed, ...]
    offers: tuple[Offer, ...]
    grades: dict[str, dict[str, float]]


def read_judged_set(folder: Path, limit: int | None = None) -> JudgedSet:
    """Read `needs.csv`, `offers.csv` and `judgments.csv`; keep the first `limit` needs.

    Raises JudgedSetError for an absent file, a missing column, a doubled or unknown id, a grade
    outside 0-1.
    """
    needs: dict[str, JudgedNeed] = {}
    for where, row in _rows(folder / "needs.csv", ("need_id", "text")):
        need_id = _new(row["need_id"], needs, where, "need_id")
        language, category = row.get("language", ""), row.get("category", "")
        needs[need_id] = JudgedNeed(need_id, row["text"], language, category)
    offers: dict[str, Offer] = {}
    for where, row in _rows(folder / "offers.csv", ("offer_id", "title")):
        offer_id = _new(row["offer_id"], offers, where, "offer_id")
        description, language = row.get("description", ""), row.get("language", "")
        category = row.get("category", "")
        offers[offer_id] = Offer(offer_id, row["title"], description, language, category)
    grades = _grades(folder / "judgments.csv", needs, offers)
    kept = tuple(needs.values())[:limit]
    return JudgedSet(
        needs=kept,
        offers=tuple(offers.values()),
        grades={need.id: grades.get(need.id, {}) for need in kept},
    )


def _grades(
    path: Path, needs: dict[str, JudgedNeed], offers: dict[str, Offer]
) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = {}
    for where, row in _rows(path, ("need_id", "offer_id", "grade")):
        need_id, offer_id = row["need_id"], row["offer_id"]
        if need_id not in needs:
            raise JudgedSetError(f"{where}: need_id {need_id!r} is not in needs.csv; add it there.")
        if offer_id not in offers:
            raise JudgedSetError(
                f"{where}: offer_id {offer_id!r} is not in offers.csv; add it there."
            )
        _new(offer_id, grades.setdefault(need_id, {}), where, "offer_id for the same need_id")
        grades[need_id][offer_id] = _grade(row["grade"], where)
    return grades


def _grade(value: str, where: str) -> float:
    try:
        grade = float(value)
    except ValueError:
        grade = -1.0
    if not 0 <= grade <= 1:
        raise JudgedSetError(f"{where}: grade {value!r} is not a number from 0 to 1; correct it.")
    return grade


def _new(key: str, known: Container[str], where: str, column: str) -> str:
    if not key:
        raise JudgedSetError(f"{where}: {column} is empty; give every row one.")
    if key in known:
        raise JudgedSetError(f"{where}: {column} {key!r} stands there twice; remove one row.")
    return key


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with where it stands (file and line), cells stripped, absent cells empty."""
    if not path.is_file():
        raise JudgedSetError(f"{path}: no such file; a judged set has needs, offers, judgments.")
    begins = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            # Else a quote that nobody closes would swallow the rest of the file.
            reader = csv.DictReader(lines, strict=True)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise JudgedSetError(f"{path}, line 1: column {missing[0]!r} is missing; add it.")
            begins = reader.line_num + 1
            for row in reader:
                cells = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
                yield f"{path}, line {reader.line_num}", cells
                begins = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise JudgedSetError(f"{path}: {error}; save the file as UTF-8.") from error
    except csv.Error as error:
        raise JudgedSetError(
            f"{path}, line {begins}: {error} in the row that begins here; check its quotes and"
            " save it as a plain CSV file."
        ) from error
