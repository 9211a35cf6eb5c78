"""A mapping reads a row only where it is certain which cell stands under which name."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exhibitors.models import Exhibitor
from matchmaking.actions.import_edition import ImportReport, import_edition

pytestmark = pytest.mark.django_db
MAPPING = """
[[sheet]]
target = "exhibitors"
distinct = true
[sheet.columns]
ref = "firm"
name = "title"
city = "town"
country = { value = "KE" }
"""
PRODUCTS = """
[[sheet]]
target = "products"
[sheet.columns]
ref = "item"
exhibitor = "firm"
name = "item"
"""


@pytest.fixture
def taken(folder: Path, tmp_path: Path) -> Any:
    """Imports a CSV text, or rows as a workbook, by a mapping."""
    import_edition(folder)

    def take(content: str | list[list[Any]], mapping: str = MAPPING) -> ImportReport:
        (tmp_path / "m.toml").write_text(mapping)
        if isinstance(content, str):
            path = tmp_path / "list.csv"
            path.write_text(content)
        else:
            path = tmp_path / "list.xlsx"
            book = Workbook()
            for row in content:
                book.worksheets[0].append(row)
            book.save(path)
        return import_edition(path, slug="small", mapping=tmp_path / "m.toml")

    return take


def told(report: ImportReport) -> list[tuple[Any, ...]]:
    return [(each.line, each.column, each.value) for each in report.errors]


def test_a_name_that_stands_twice_is_refused_where_a_rule_asks_for_it(taken: Any) -> None:
    report = taken("firm,title,town,note,note\none,One,Nairobi,a,b\n")
    assert report.errors == []
    report = taken("firm,title,town, title\none,One,Nairobi,Uno\n")
    assert told(report) == [(1, "title", "")]
    assert "stands twice" in report.errors[0].message


def test_a_named_value_hides_the_columns_of_its_name(taken: Any) -> None:
    values = '[sheet.values]\ntown = { value = "Nairobi" }\n[sheet.columns]'
    report = taken(
        "firm,title,town,town\none,One,a,b\n", MAPPING.replace("[sheet.columns]", values)
    )
    assert report.errors == []
    assert Exhibitor.objects.get(ref="one").organization.city == "Nairobi"


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        ("two,Two, Ltd.,Mombasa", "", "Mombasa", "4 cells, 3 names"),
        ("two,Two", "", "", "has 2 cells, the header names 3"),
    ],
)
def test_a_row_of_another_length_is_refused(
    taken: Any, row: str, column: str, value: str, message: str
) -> None:
    report = taken(f"firm,title,town\none,One,Nairobi\n{row}\n")
    assert told(report) == [(3, column, value)]
    assert message in report.errors[0].message
    found = report.mapping["exhibitors"]
    assert (found["read"], found["given"], found["left_out"]) == (2, 1, 1)


def test_empty_cells_at_the_end_do_no_harm(taken: Any) -> None:
    report = taken("firm,title,town,,\none,One,Nairobi\ntwo,Two,Mombasa,,\nthree,Three,,,,\n")
    assert (report.errors, report.created > 0) == ([], True)
    [warning] = report.mapping["exhibitors"]["warnings"]
    assert (warning["line"], warning["outcome"]) == (4, "row kept")


def test_a_workbooks_rows_may_be_short(taken: Any) -> None:
    assert taken([["firm", "title", "town"], ["one", "One"]]).errors == []
    report = taken([["firm", "title", "town"], ["one", "One", "Nairobi", "left"]])
    assert told(report) == [(2, "", "left")]


def test_formulas_and_excel_errors_are_refused_where_a_rule_asks_for_them(taken: Any) -> None:
    header = ["firm", "title", "town", "note"]
    report = taken([header, ["one", "=A2", "Nairobi"], ["two", "Two", "#N/A"]])
    assert told(report) == [(2, "title", "=A2"), (3, "town", "#N/A")]
    assert "is a formula" in report.errors[0].message
    assert report.errors[0].file == "list.xlsx/Sheet"
    assert taken([header, ["one", "One", "Nairobi", "=1+1"]]).errors == []


def test_later_sheets_are_read_whatever_is_wrong_in_earlier_ones(taken: Any) -> None:
    rows = "firm,title,town,item\none,One,Nairobi,\ntwo,Two,Mombasa,tea\n"
    report = taken(rows, MAPPING.replace('"KE"', '"Atlantis"') + PRODUCTS)
    assert {each.column for each in report.errors} >= {"country", "ref"}
    assert report.mapping["products"]["read"] == 2


def test_what_later_rows_of_a_ref_say_otherwise_is_told(taken: Any) -> None:
    rows = "firm,title,town\none,One,\none,One,Nairobi\none,,\none,Uno,\n"
    report = taken(rows)
    assert report.errors == []
    found = report.mapping["exhibitors"]
    assert (found["given"], found["merged"]) == (1, 3)
    assert [(w["line"], w["for"], w["value"]) for w in found["warnings"]] == [
        (3, "city", "Nairobi"),
        (5, "name", "Uno"),
    ]
    assert {w["outcome"] for w in found["warnings"]} == {"first row kept"}


def test_rows_without_a_ref_are_not_merged(taken: Any) -> None:
    report = taken("firm,title,town\n,One,Nairobi\n,Two,Mombasa\n")
    assert told(report) == [(2, "ref", ""), (3, "ref", "")]


def test_refs_of_another_name_are_merged(taken: Any) -> None:
    mapping = """
[[sheet]]
target = "categories"
distinct = true
[sheet.columns]
code = "chapter"
name = "words"
"""
    report = taken("chapter,words\n09,Tea\n09,Tea\n10,Cereals\n", mapping)
    assert report.errors == []
    assert (report.mapping["categories"]["given"], report.mapping["categories"]["merged"]) == (2, 1)
