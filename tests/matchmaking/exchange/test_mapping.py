"""A catalogue of another shape comes in through a mapping."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from exhibitors.models import Certificate, Exhibitor, Product
from matchmaking.actions.import_edition import import_edition
from matchmaking.exchange.mapping import parsing

ROOT = Path(__file__).parents[3]
LOTS = ROOT.parent / "shared" / "data" / "catalogues" / "coffee_lots.csv"
MASL = {"m": 1.0, "ft": 0.3048}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1950-2200", "1950–2200"),
        ("1600 - 1800 m", "1600–1800"),
        ("de 1.600 a 1950 msnm", "1600–1950"),
        ("2000 ft", "610"),
        ("1400", "1400"),
    ],
)
def test_ranges(text: str, meant: str) -> None:
    assert parsing.span_text(*parsing.span(text, MASL, ["de", "msnm"], ".'")) == meant


@pytest.mark.parametrize(
    "text", ["12oo", "100/2000", "-1", "huanuco", "1800 (5900", "1000-", "9-3"]
)
def test_ranges_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"holds|range"):
        parsing.span(text, MASL, [], ".'")


def test_dates_and_seasons() -> None:
    assert parsing.day("June 17th, 2011") == "2011-06-17"
    assert parsing.season("2015 / 2016") == "2015/2016"
    assert parsing.season("Sept 2009 - April 2010") == "2009/2010"
    for text in ("June 2011", "mmm"):
        with pytest.raises(ValueError, match=r"lacks|not a date"):
            parsing.day(text)
    for text in ("08/09 crop", "47/2010", "2010-2014", "TEST"):
        with pytest.raises(ValueError, match=r"year"):
            parsing.season(text)


@pytest.mark.parametrize("day_first", [False, True])
@pytest.mark.parametrize(
    "text",
    ["2027-12-04", "2027/12/4", "2027.12.04", "20271204", "2027-12-04 10:30",
     "2027-12-04T10:30:00+02:00"],
)  # fmt: skip
def test_a_year_in_front_is_followed_by_the_month(text: str, day_first: bool) -> None:
    assert parsing.day(text, day_first=day_first) == "2027-12-04"


@pytest.mark.parametrize(
    ("text", "day_first", "meant"),
    [
        ("04/12/2027", False, "2027-04-12"),
        ("04/12/2027", True, "2027-12-04"),
        ("12/25/2027", False, "2027-12-25"),
        ("25.12.27", True, "2027-12-25"),
        ("10:30 25/12/2027", True, "2027-12-25"),
        ("25 December 2027", False, "2027-12-25"),
        ("Dec 25, 2027 10:30", True, "2027-12-25"),
    ],
)
def test_numbers_are_read_as_day_first_says(text: str, day_first: bool, meant: str) -> None:
    assert parsing.day(text, day_first=day_first) == meant


@pytest.mark.parametrize(
    ("text", "day_first", "reason"),
    [
        ("25/12/2027", False, "set day_first = true"),
        ("Sat 25. 12. 2027", False, "set day_first = true"),
        ("12/25/27 10:30", True, "needs day_first = false"),
        ("13/14/2027", False, "is not a date"),
        ("2027-13-04", True, "is not a date"),
        ("2027-12-04 or later", False, "is not a date"),
        ("041227", True, "is not a date"),
    ],
)
def test_dates_are_not_turned_round(text: str, day_first: bool, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parsing.day(text, day_first=day_first)


def test_quantities() -> None:
    units = {"kg": 1.0, "lbs": 0.4536}
    assert parsing.product(["300", "60 kg"], units) == 18000
    assert str(parsing.quantity("100 lbs", units)) == "45.3600"
    for text in ("6", "2 kg,lbs", "a few"):
        with pytest.raises(ValueError, match="unit"):
            parsing.quantity(text, units)


def test_names_and_refs() -> None:
    assert [parsing.country(name) for name in ("Rwanda", "埃塞俄比亚", "Côte d’Ivoire", "pe")] == [
        "RW", "ET", "CI", "PE",
    ]  # fmt: skip
    assert parsing.slug(["ET", "Métad PLC."]) == "et-metad-plc"
    assert parsing.slug(["a" * 80]) != parsing.slug(["a" * 81])
    assert len(parsing.slug(["咖啡"])) == 8


MAPPING = """
[[sheet]]
target = "exhibitors"
distinct = true
[sheet.columns]
ref = { slug = ["firm"], required = true, on_error = "skip" }
name = "firm"
country = { column = "from", as = "country", on_error = "ON_ERROR" }
"""


@pytest.mark.django_db
@pytest.mark.parametrize(("on_error", "created", "errors"), [("skip", 1, 0), ("fail", 0, 1)])
def test_what_becomes_of_an_unreadable_row(
    folder: Path, tmp_path: Path, on_error: str, created: int, errors: int
) -> None:
    import_edition(folder)
    (tmp_path / "m.toml").write_text(MAPPING.replace("ON_ERROR", on_error))
    lots = tmp_path / "lots.csv"
    lots.write_text("firm,from\nOne,Kenya\nOne,Kenya\nTwo,Atlantis\n,Peru\n")
    report = import_edition(lots, slug="small", mapping=tmp_path / "m.toml")
    assert (len(report.errors), Exhibitor.objects.filter(ref="one").count()) == (errors, created)
    found = report.mapping["exhibitors"]
    assert (found["read"], found["given"], found["merged"], found["left_out"]) == (4, 1, 1, 2)
    assert found["preview"] == [{"ref": "one", "name": "One", "country": "KE"}]
    assert [(w["line"], w["column"], w["value"]) for w in found["warnings"]] == [
        (4, "from", "Atlantis"),
        (5, "firm", ""),
    ]


@pytest.mark.django_db
def test_a_wrong_mapping_says_where(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING.replace("as =", "like ="))
    report = import_edition(folder / "halls.csv", slug="small", mapping=tmp_path / "m.toml")
    assert "exhibitors.columns.country" in report.errors[0].message


@pytest.mark.django_db
@pytest.mark.skipif(not LOTS.exists(), reason="../shared/data is not there")
def test_coffee_lots(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1,339 lots: 46 without a company or country are left out, the rest become products."""
    import_edition(folder)
    mapping = ROOT / "demo" / "mappings" / "coffee_lots.toml"
    call_command("import_edition", str(LOTS), mapping=mapping, edition="small", json=True)
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["errors"] == []
    found = answer["mapping"]["products"]
    assert (found["read"], found["given"], found["left_out"]) == (1339, 1293, 46)
    lot = Product.objects.get(ref="lot-0001")
    assert (lot.origin, lot.hs_code) == ("ET", "090111")
    assert (lot.capacity, lot.unit_size) == (Decimal(18000), Decimal(60))
    assert "grown at 1950–2200 m" in lot.description["en"]
    assert str(Certificate.objects.get(ref="cqi-lot-0001").valid_until) == "2016-04-03"
    again = import_edition(LOTS, slug="small", mapping=mapping)
    assert (again.created, again.updated) == (0, 0)
