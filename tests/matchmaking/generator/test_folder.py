"""A generated folder is complete, believable in its figures, and repeatable."""

import csv
import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from matchmaking.exchange.columns import Sheet
from matchmaking.exchange.sheets import SHEETS
from matchmaking.generator.columns import COLUMNS
from matchmaking.generator.folder import generate

Rows = dict[str, list[dict[str, str]]]
PAIRS = (
    ("moq", "moq_unit"),
    ("unit_size", "unit_size_unit"),
    ("capacity", "capacity_unit"),
    ("capacity", "capacity_period"),
    ("price_min", "price_currency"),
    ("price_max", "price_unit"),
    ("volume", "volume_unit"),
    ("volume", "volume_period"),
    ("target_price", "target_price_currency"),
    ("target_price", "target_price_unit"),
    ("annual_volume", "annual_volume_currency"),
    ("checked_by", "checked_on"),
)


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "s"
    generate("S", 7, path)
    return path


@pytest.fixture(scope="module")
def rows(folder: Path) -> Rows:
    found: Rows = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def test_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    generate("S", 7, tmp_path / "again")
    assert digest(folder) == digest(tmp_path / "again")


def test_another_seed_writes_others(folder: Path, tmp_path: Path) -> None:
    generate("S", 8, tmp_path / "other")
    assert digest(folder) != digest(tmp_path / "other")


def test_counts_of_size_s(rows: Rows) -> None:
    names = ("exhibitors", "products", "buyers", "needs", "interpreters", "halls", "requests")
    assert [len(rows[name]) for name in names] == [100, 500, 300, 400, 20, 6, 360]
    assert len({row["country"] for row in rows["exhibitors"]}) == 45


def test_96_slots(folder: Path) -> None:
    edition = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
    assert len(edition["days"]) == 6
    day = edition["days"][0]
    assert (day["opens"], day["breaks"], day["closes"]) == ("09:00", ["12:30-13:30"], "18:00")


WRITTEN = [sheet for sheet in SHEETS if sheet.name not in {"categories", "glossary"}]


@pytest.mark.parametrize("sheet", WRITTEN, ids=lambda sheet: sheet.name)
def test_columns_are_those_that_the_import_knows(sheet: Sheet) -> None:
    """All files but the categories, whose tree is shipped, and the glossary, which is optional."""
    written = {re.sub(r"_(zh|en)$", "", column) for column in COLUMNS[sheet.name]}
    assert written <= {column.name for column in sheet.columns}
    assert written >= {column.name for column in sheet.columns if column.required}


def test_references_resolve(rows: Rows) -> None:
    refs = {name: {row["ref"] for row in table} for name, table in rows.items()}
    assert all(len(refs[name]) == len(table) for name, table in rows.items())
    dangling = [
        (name, column, row[column])
        for name, column, target in (
            ("products", "exhibitor", "exhibitors"),
            ("certificates", "exhibitor", "exhibitors"),
            ("certificates", "product", "products"),
            ("exhibitors", "hall", "halls"),
            ("exhibitors", "delegation", "delegations"),
            ("delegations", "parent", "delegations"),
            ("buyers", "delegation", "delegations"),
            ("needs", "buyer", "buyers"),
            ("requests", "buyer", "buyers"),
            ("requests", "exhibitor", "exhibitors"),
            ("tables", "hall", "halls"),
        )
        for row in rows[name]
        if row[column] and row[column] not in refs[target]
    ]
    assert dangling == []


def test_names_booths_and_sign_ins_are_unique(rows: Rows) -> None:
    parties = rows["exhibitors"] + rows["buyers"]
    for column in ("name", "website", "contact_email", "registration_number"):
        assert len({row[column] for row in parties}) == len(parties), column
    assert len({row["booth"] for row in rows["exhibitors"]}) == 100


def test_no_numbered_names(rows: Rows) -> None:
    assert [r["name"] for r in rows["exhibitors"] if re.search(r"\d", r["name"])] == []


def test_certificates_cover_their_own_exhibitors_products(rows: Rows) -> None:
    owner = {row["ref"]: row["exhibitor"] for row in rows["products"]}
    papers = [row for row in rows["certificates"] if row["product"]]
    assert papers
    assert all(owner[row["product"]] == row["exhibitor"] for row in papers)


def test_one_live_request_for_a_pair_and_direction(rows: Rows) -> None:
    live = Counter(
        (row["exhibitor"], row["buyer"], row["asked_by"])
        for row in rows["requests"]
        if row["state"] in {"pending", "accepted"}
    )
    assert max(live.values()) == 1


def test_pending_requests_are_unanswered(rows: Rows) -> None:
    pending = [row for row in rows["requests"] if row["state"] == "pending"]
    assert pending
    assert all(not row["answered_on"] for row in pending)


def test_pairs_of_cells_are_complete(rows: Rows) -> None:
    for table in rows.values():
        for one, other in PAIRS:
            if one in table[0] and other in table[0]:
                assert [r["ref"] for r in table if bool(r[one]) != bool(r[other])] == []


def test_prices_run_from_low_to_high(rows: Rows) -> None:
    assert all(0 < float(r["price_min"]) <= float(r["price_max"]) for r in rows["products"])


def test_skew(rows: Rows) -> None:
    """One popular tenth gets far more than its share, and some exhibitors nothing."""
    asked = Counter(r["exhibitor"] for r in rows["requests"] if r["asked_by"] == "buyer")
    top = sum(count for _, count in asked.most_common(10))
    assert top > 0.3 * asked.total()
    assert len(asked) < 75


def test_half_of_the_needs_are_chinese(rows: Rows) -> None:
    languages = Counter(row["language"] for row in rows["needs"])
    assert 0.4 < languages["zh"] / 400 < 0.6
    assert set(languages) == {"zh", "en", "fr", "es", "ar", "ru"}


def test_tables_for_sixty_percent_of_the_seats(rows: Rows) -> None:
    seats = sum(int(row["team_size"]) for row in rows["exhibitors"])
    assert len(rows["tables"]) == round(0.6 * seats)
