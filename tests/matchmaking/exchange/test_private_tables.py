"""Tables kept for one organization: listed in its row, given back by the export."""

from pathlib import Path

import pytest

from expo.models import Edition, MeetingTable
from matchmaking.actions.export_edition import export_edition
from matchmaking.actions.import_edition import import_edition
from tests.matchmaking.exchange.conftest import read

pytestmark = pytest.mark.django_db
TABLES = "ref,hall,kind,booth\nT1,H2,booth,2B014\nT2,H1,lounge,\nQ1,H1,quiet,\nQ2,H1,quiet,\n"


def parties(folder: Path, exhibitor: str | None, buyer: str | None, other: str = "") -> Path:
    """`kivu` the exhibitor and `kivu-buys` the buyer are one organization."""
    (folder / "tables.csv").write_text(TABLES)
    listed = "" if exhibitor is None else ",private_tables"
    cells = "" if exhibitor is None else f",{exhibitor}"
    head = "ref,name,registration_number,country"
    (folder / "exhibitors.csv").write_text(
        f"{head}{listed}\nkivu,Kivu Coffee,R1,RW{cells}\nmiel,Miel du Sud,,FR{cells and ','}\n"
    )
    listed = "" if buyer is None else ",private_tables"
    one, two = ("", "") if buyer is None else (f",{other}", f",{buyer}")
    (folder / "buyers.csv").write_text(
        f"{head}{listed}\nhualin,Hualin,,CN{one}\nkivu-buys,Kivu Coffee,R1,RW{two}\n"
    )
    return folder


def kept() -> dict[str, str]:
    tables = MeetingTable.objects.exclude(reserved_for=None).select_related("reserved_for")
    return {table.ref: table.reserved_for.name["en"] for table in tables if table.reserved_for}


def test_they_arrive_and_come_back(folder: Path, tmp_path: Path) -> None:
    report = import_edition(parties(folder, "Q2;Q1", "Q1;Q2", other="T2"))
    assert report.errors == []
    assert kept() == {"Q1": "Kivu Coffee", "Q2": "Kivu Coffee", "T2": "Hualin"}
    assert import_edition(folder).updated == 0
    export_edition(Edition.objects.get(slug="small"), tmp_path / "out")
    for name, ref in (("exhibitors", "kivu"), ("buyers", "kivu-buys")):
        rows = {row["ref"]: row["private_tables"] for row in read(tmp_path / "out" / f"{name}.csv")}
        assert rows[ref] == "Q1;Q2"
    assert import_edition(tmp_path / "out").updated == 0
    assert import_edition(tmp_path / "out", slug="copy").errors == []
    assert MeetingTable.objects.exclude(reserved_for=None).count() == 6


def test_a_list_that_changes_takes_gives_and_swaps(folder: Path) -> None:
    import_edition(parties(folder, None, "Q1", other="Q2"))
    assert import_edition(parties(folder, None, None)).updated == 0
    assert kept() == {"Q1": "Kivu Coffee", "Q2": "Hualin"}
    assert import_edition(parties(folder, None, "Q2", other="Q1")).updated == 2
    assert kept() == {"Q2": "Kivu Coffee", "Q1": "Hualin"}
    assert import_edition(parties(folder, None, "", other="Q1")).updated == 1
    assert kept() == {"Q1": "Hualin"}


@pytest.mark.parametrize(
    ("exhibitor", "buyer", "other", "line", "value", "says"),
    [
        (None, "Q1", "Q9", 2, "Q9", "is no ref of tables.csv"),
        (None, "T1", "", 3, "T1", "stands at a booth"),
        (None, "Q1", "Q1;Q2", 3, "Q1", "kept by buyers.csv line 2 already"),
        ("Q1", "", "", 3, "", "others on exhibitors.csv line 2"),
        ("Q1", "Q2", "", 3, "Q2", "make both the same"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    folder: Path, exhibitor: str | None, buyer: str, other: str, line: int, value: str, says: str
) -> None:
    found = import_edition(parties(folder, exhibitor, buyer, other)).errors
    assert [(each.file, each.line, each.column, each.value) for each in found] == [
        ("buyers.csv", line, "private_tables", value)
    ]
    assert says in found[0].message
    assert kept() == {}
