"""Each way in which a file can be bad: one clear sentence, never a crash."""

import re
import zipfile
from pathlib import Path

import pytest

from expo.models import Edition
from matchmaking.actions.import_edition import import_edition
from matchmaking.exchange.problems import LIMIT
from tests.matchmaking.exchange.conftest import FILES, TOML, Spoil

pytestmark = pytest.mark.django_db
PRODUCTS = FILES["products.csv"]
REQUESTS = FILES["requests.csv"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_unicode_is_read(import_with: Spoil, encoding: str) -> None:
    assert import_with({"products.csv": PRODUCTS.encode(encoding)}).errors == []


def test_mixed_line_ends_are_read(import_with: Spoil) -> None:
    first, second, third, *_rest = PRODUCTS.split("\n")
    assert import_with({"products.csv": f"{first}\r{second}\r\n{third}\n"}).errors == []


def test_header_only_is_no_problem(import_with: Spoil) -> None:
    files = {"certificates.csv": FILES["certificates.csv"].splitlines()[0]}
    assert import_with(files).errors == []


def in_products(old: str, new: str) -> dict[str, str | bytes]:
    assert old in PRODUCTS
    return {"products.csv": PRODUCTS.replace(old, new)}


HEADER = "ref,exhibitor,name"
CASES: list[tuple[dict[str, str | bytes], tuple[str, int | None, str], str]] = [
    (
        {"halls.csv": "ref,name\nH1,Food\nH2,咖啡厅大会堂与食品展区\n".encode("gb18030")},
        ("halls.csv", 3, ""),
        "GBK",
    ),
    ({"halls.csv": "ref,name\nH1,x\n".encode("utf-16-le")}, ("halls.csv", 1, ""), "UTF-16"),
    ({"halls.csv": b""}, ("halls.csv", 1, ""), "is empty"),
    ({"halls.csv": "ref;name\nH1;a\n"}, ("halls.csv", 1, ""), "semicolons"),
    ({"halls.csv": "ref,nmae\nH1,a\n"}, ("halls.csv", 1, "nmae"), "did you mean name"),
    ({"halls.csv": "ref\nH1\n"}, ("halls.csv", 1, "name"), "is missing"),
    ({"halls.csv": "ref,name,name\nH1,a,b\n"}, ("halls.csv", 1, "name"), "stands twice"),
    ({"halls.csv": "ref,name\nH1,a\nH1,b\nH2,c"}, ("halls.csv", 3, "ref"), "line 2 already"),
    ({"halls.csv": "ref,name\nH1,a,b\nH2,c"}, ("halls.csv", 2, ""), "3 cells, 2 names"),
    ({"halls.csv": "ref,name,x\nH1,a\nH2,c,1"}, ("halls.csv", 2, ""), "has 2 cells"),
    ({"halls.csv": "ref,name\nH1,a\0b\nH2,c"}, ("halls.csv", 2, "name"), r"U\+0000"),
    ({"halls.csv": 'ref,name\nH2,a\nH1,"open\n'}, ("halls.csv", 3, ""), "never closed"),
    (
        {"halls.csv": f"ref,name\nH1,{'a' * 10_000_000}\nH2,c"},
        ("halls.csv", 2, "name"),
        "at most 300",
    ),
    ({"halls.csv": f"ref,name\nH1,{'a' * 17_000_000}\nH2,c"}, ("halls.csv", 2, ""), "16 MB"),
    ({"halls.csv": "ref,name\n,a\nH1,b\nH2,c"}, ("halls.csv", 2, "ref"), "is empty"),
    ({"hals.csv": "ref,name\n"}, ("hals.csv", None, ""), "no file of an edition"),
    ({"edition.toml": "slug = "}, ("edition.toml", None, ""), "not valid TOML"),
    (
        {"edition.toml": TOML.replace("Asia/Shanghai", "Asia/Nowhere")},
        ("edition.toml", 5, "timezone"),
        "zone",
    ),
    ({"edition.toml": TOML.replace("17:00", "07:00")}, ("edition.toml", 11, "days"), "ends before"),
    (
        {"edition.toml": TOML.replace('small"\nname ', 'small"\nnaem ')},
        ("edition.toml", 3, "naem"),
        "did you mean",
    ),
    (
        in_products("0901,090111", "901,090111"),
        ("products.csv", 2, "category"),
        "did you mean 0901",
    ),
    (in_products("090111", "90111"), ("products.csv", 2, "hs_code"), "leading zero"),
    (
        in_products("kivu-2,kivu", "kivu-2,kibu"),
        ("products.csv", 3, "exhibitor"),
        "no ref of exhibitors",
    ),
    (in_products("60,bag", "60,"), ("products.csv", 2, "moq_unit"), "fill in moq_unit"),
    (in_products("6.20,7.40,USD", "6.20,7.40,"), ("products.csv", 2, "price_currency"), "fill in"),
    (in_products("6.20,7.40", "8.20,7.40"), ("products.csv", 2, "price_min"), "above price_max"),
    (in_products("6.20,7.40", '"6,20",7.40'), ("products.csv", 2, "price_min"), "decimal sign"),
    (in_products("RW,60", "RW,-60"), ("products.csv", 2, "moq"), "zero or more"),
    (in_products("RW,60", "RW,60.12345"), ("products.csv", 2, "moq"), "four decimals"),
    (in_products("波旁", "波\x01旁"), ("products.csv", 2, "name_zh"), r"U\+0001"),
    (
        {"requests.csv": REQUESTS.replace("r2,miel", "r2,kivu")},
        ("requests.csv", 3, "ref"),
        "r1 is a live",
    ),
    (
        {"requests.csv": REQUESTS.replace("r2,miel,hualin", "r2,kivu,kivu-buys")},
        ("requests.csv", 3, "buyer"),
        "same organization as the exhibitor",
    ),
    (
        {"requests.csv": REQUESTS.replace("09:30", "09:40")},
        ("requests.csv", 2, "fixed_slot"),
        "no slot",
    ),
    (
        {"requests.csv": REQUESTS.replace(",r2,", ",r1,")},
        ("requests.csv", 2, "after"),
        "after itself",
    ),
    (
        {"delegations.csv": FILES["delegations.csv"].replace("rw,,", "rw,rw-coffee,")},
        ("delegations.csv", 2, "parent"),
        "under itself",
    ),
    (
        {"exhibitors.csv": FILES["exhibitors.csv"].replace("2B014,2", "2B014,61")},
        ("exhibitors.csv", 2, "team_size"),
        "from 1 to 60",
    ),
    (
        {"exhibitors.csv": FILES["exhibitors.csv"].replace(",,FR,", ",R1,RW,")},
        ("exhibitors.csv", 3, "name_zh"),
        "same organization",
    ),
    (
        {"tables.csv": FILES["tables.csv"].replace("T1,H2", "T1,H1")},
        ("exhibitors.csv", 2, "booth"),
        "another hall",
    ),
    (
        {"tables.csv": FILES["tables.csv"].replace("05-10", "05-12")},
        ("tables.csv", 3, "open"),
        "opening hours",
    ),
    (
        {"certificates.csv": FILES["certificates.csv"].replace("2027-03-04", "")},
        ("certificates.csv", 2, "checked_on"),
        "which day",
    ),
    (
        {"certificates.csv": FILES["certificates.csv"].replace("2028-03-31", "46112")},
        ("certificates.csv", 2, "valid_until"),
        "day number",
    ),
    (
        {"certificates.csv": FILES["certificates.csv"].replace("c1,kivu", "c1,miel")},
        ("certificates.csv", 2, "product"),
        "another exhibitor",
    ),
]


@pytest.mark.parametrize(("files", "place", "words"), CASES, ids=lambda case: str(case)[:40])
def test_one_problem_at_its_place(
    import_with: Spoil,
    files: dict[str, str | bytes],
    place: tuple[str, int | None, str],
    words: str,
) -> None:
    report = import_with(files)
    first = report.errors[0]
    assert (first.file, first.line, first.column) == place, first
    assert re.search(words, first.message), first.message
    assert len(first.value) <= 100
    assert not Edition.objects.exists()


@pytest.mark.parametrize("content", ["slug = ", TOML.encode("gb18030")])
def test_an_unread_edition_is_one_problem(import_with: Spoil, content: str | bytes) -> None:
    report = import_with({"edition.toml": content})
    assert [(each.file, each.column) for each in report.errors] == [("edition.toml", "")]
    assert (report.created, report.updated, report.unchanged) == (0, 0, 0)


def test_a_thousand_problems_and_how_many_more(import_with: Spoil) -> None:
    lines = [f"p{n},nobody,Lot" for n in range(LIMIT + 7)]
    report = import_with(
        {"products.csv": "\n".join([HEADER, *lines]), "certificates.csv": "ref,exhibitor,standard"}
    )
    assert (len(report.errors), report.more_errors) == (LIMIT, 7)


def test_days_stay_while_meetings_are_planned(import_with: Spoil) -> None:
    import_with({})
    report = import_with({"edition.toml": TOML.replace("17:00", "16:00").replace("09:00", "10:00")})
    assert "fixed slot of r1" in report.errors[0].message


def test_a_broken_workbook_and_a_bomb(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is none")
    assert "not an .xlsx workbook" in import_edition(broken).errors[0].message
    bomb = tmp_path / "bomb.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts = f'<Types><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", parts)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(270):
                part.write(bytes(1 << 20))
    assert "unpacks to more than" in import_edition(bomb).errors[0].message
    assert "no such" in import_edition(tmp_path / "nowhere").errors[0].message
