"""What is exported comes back as it was."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from exhibitors.models import Product
from expo.models import Edition
from matchmaking.actions.export_edition import export_edition
from matchmaking.actions.import_edition import import_edition
from matchmaking.exchange.columns import Sheet
from matchmaking.exchange.formulas import escaped
from matchmaking.exchange.sheets import EDITION, SHEETS
from matchmaking.exchange.tables import SourceError
from matchmaking.exchange.workbook_cells import cell_text
from tests.matchmaking.exchange.conftest import FILES, ROWS, read

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[3] / "docs" / "import.md"


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_import_of_an_export_changes_nothing(folder: Path, tmp_path: Path, name: str) -> None:
    import_edition(folder)
    edition = Edition.objects.get(slug="small")
    export_edition(edition, tmp_path / name, xlsx=name.endswith("xlsx"))
    report = import_edition(tmp_path / name)
    assert (report.errors, report.created, report.updated) == ([], 0, 0)
    assert report.unchanged == ROWS


def test_another_edition_of_an_export_is_the_same(folder: Path, tmp_path: Path) -> None:
    import_edition(folder)
    export_edition(Edition.objects.get(slug="small"), tmp_path / "one")
    assert import_edition(tmp_path / "one", slug="copy").errors == []
    export_edition(Edition.objects.get(slug="copy"), tmp_path / "two")
    for path in sorted((tmp_path / "one").glob("*.csv")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_formulas_are_escaped_and_come_back(folder: Path, tmp_path: Path) -> None:
    import_edition(folder)
    assert Product.objects.get(ref="kivu-2").name == {"en": "=Robusta"}
    export_edition(Edition.objects.get(slug="small"), tmp_path / "out")
    names = [row["name"] for row in read(tmp_path / "out" / "products.csv")]
    assert names == ["Bourbon", "'=Robusta"]


def test_escaping() -> None:
    cells = ["=1+1", "+49", "-5", "-5.50", "@a", "'=a", "'tis", "a=b", "-a", "\r=a", "\n=a"]
    assert [escaped(cell) for cell in cells] == [
        "'=1+1", "+49", "-5", "-5.50", "'@a", "''=a", "'tis", "a=b", "'-a", "'\n=a", "'\n=a",
    ]  # fmt: skip


def test_a_target_with_other_files_is_left_alone(folder: Path) -> None:
    import_edition(folder)
    (folder / "thesis.doc").write_text("years of work")
    with pytest.raises(SourceError, match=r"thesis\.doc"):
        export_edition(Edition.objects.get(slug="small"), folder)
    assert (folder / "thesis.doc").read_text() == "years of work"


def test_excel_cells(folder: Path, tmp_path: Path) -> None:
    """Dates, numbers as text and as numbers, yes/no pass; a formula and an error are told."""
    import_edition(folder)
    book = tmp_path / "small.xlsx"
    export_edition(Edition.objects.get(slug="small"), book, xlsx=True)
    content = load_workbook(book)
    content["products"]["H2"] = "90111"
    page: Any = content["certificates"]
    titles = [cell.value for cell in page[1]]
    page.cell(2, titles.index("number") + 1).value = '=HYPERLINK("http://x")'
    page.cell(2, titles.index("issuer") + 1).value = "#REF!"
    page.cell(2, titles.index("issuer") + 1).data_type = "e"
    content.save(book)
    found = {(error.column, error.message.split(";")[0]) for error in import_edition(book).errors}
    assert ("number", "is a formula") in found
    assert ("issuer", "is an Excel error") in found


def test_cells_of_a_workbook_are_as_text() -> None:
    midnight = datetime(2027, 5, 10, tzinfo=UTC)
    days = [(midnight, "d"), (date(2027, 5, 10), "d")]
    cells = [
        (6.2, "n"),
        (0.1 + 0.2, "n"),
        (60.0, "n"),
        (True, "b"),
        (None, "n"),
        *days,
        ("0901", "s"),
    ]
    assert [cell_text(value, kind) for value, kind in cells] == [
        "6.2", "0.3", "60", "yes", "", "2027-05-10", "2027-05-10", "0901",
    ]  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_document_names_every_column(sheet: Sheet) -> None:
    text = (
        DOCS.read_text(encoding="utf-8")
        .partition(f"## `{sheet.name}.csv`")[2]
        .partition("\n## ")[0]
    )
    assert [c.name for c in sheet.columns if f"`{c.name}`" not in text] == []
    bold = [c.name for c in sheet.columns if f"**`{c.name}`**" in text]
    assert bold == [c.name for c in sheet.columns if c.required]


def test_the_document_names_every_key() -> None:
    text = DOCS.read_text(encoding="utf-8").partition("## `edition.toml`")[2].partition("\n## ")[0]
    assert [c.name for c in EDITION.columns if c.name not in text] == []
    assert FILES.keys() == {"edition.toml", *(sheet.file for sheet in SHEETS)}


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_small_rates_come_back(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / "edition.toml").write_text(f"{FILES['edition.toml']}VND = 0.00004\nIDR = 6e-5\n")
    assert import_edition(folder).errors == []
    edition = Edition.objects.get(slug="small")
    assert edition.rates == {"EUR": 1.08, "VND": 0.00004, "IDR": 0.00006}
    export_edition(edition, tmp_path / name, xlsx=name.endswith("xlsx"))
    again = import_edition(tmp_path / name)
    assert (again.errors, again.updated) == ([], 0)


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_line_ends_of_what_is_stored_are_written_as_one(
    folder: Path, tmp_path: Path, name: str
) -> None:
    """A lone CR would end the row, and start a formula."""
    import_edition(folder)
    Product.objects.filter(ref="kivu-2").update(description={"en": "One\r=2+3\r\nFour\nFive"})
    edition = Edition.objects.get(slug="small")
    export_edition(edition, tmp_path / name, xlsx=name.endswith("xlsx"))
    if name == "out":
        assert b"\r" not in (tmp_path / "out" / "products.csv").read_bytes()
    assert import_edition(tmp_path / name).errors == []
    assert Product.objects.get(ref="kivu-2").description == {"en": "One\n=2+3\nFour\nFive"}
    assert import_edition(tmp_path / name).updated == 0


def test_line_ends_of_a_file_come_in_as_one(folder: Path) -> None:
    rows = 'ref,exhibitor,name,description\nkivu-2,kivu,Lot,"One\rTwo\r\nThree"\n'
    (folder / "products.csv").write_bytes(rows.encode())
    for name in ("certificates", "requests"):
        (folder / f"{name}.csv").unlink()
    assert import_edition(folder).errors == []
    assert Product.objects.get(ref="kivu-2").description == {"en": "One\nTwo\nThree"}
