"""Reports as workbooks and PDF."""

import io
import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typst
from django.utils import translation
from openpyxl import load_workbook

from expo.models import Edition
from foundation.texts import Text
from matchmaking.exchange.reports.fonts import font_list
from matchmaking.exchange.reports.tables import Column, Figure, Kind, Report, Row, Table
from matchmaking.exchange.reports.typeset import NoFontError, pdf_of
from matchmaking.exchange.reports.workbooks import workbook_of

BARE = typst.Fonts(include_system_fonts=False)
WORDS = {
    "en": "Coffee", "fr": "Café", "es": "Año", "ru": "Кофе", "zh-hans": "咖啡", "ar": "قهوة"
}  # fmt: skip


def report_of(*rows: Row, **fields: Any) -> Report:
    columns = [
        Column("name", "Name", Kind.TEXT, 30),
        Column("count", "Count"),
        Column("share", "Share", Kind.SHARE),
        Column("money", "Value (USD)", Kind.MONEY),
        Column("day", "Day", Kind.DATE),
        Column("at", "From", Kind.TIME),
    ]
    total = Row(["All", 1234567, None, Decimal("0.5"), None, None])
    table = Table("t", "By country: all/some", columns, rows, total, ["A note."], wide=True)
    edition = Edition(name=Text({"en": "Harbour Expo"}), slug="harbour", time_zone="Asia/Shanghai")
    made_at = datetime(2027, 3, 4, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    asked = {"tables": [table], "definitions": [("Count", "What it counts.")], **fields}
    return Report("country", "By country", edition, made_at, **asked)


def row(name: str) -> Row:
    return Row([name, 3, 0.125, Decimal("12.50"), date(2027, 3, 4), time(9, 30)], depth=1)


def opened(report: Report) -> Any:
    return load_workbook(io.BytesIO(workbook_of(report)))


def test_numbers_are_numbers_and_days_are_days() -> None:
    page = opened(report_of(row("Kivu"))).worksheets[0]
    head, first, total = list(page.iter_rows())
    assert [cell.value for cell in head][:2] == ["Name", "Count"]
    assert [cell.value for cell in first] == [
        "Kivu", 3, 0.125, 12.5, datetime(2027, 3, 4), time(9, 30)  # noqa: DTZ001 (a day)
    ]  # fmt: skip
    assert [cell.number_format for cell in first][1:] == [
        "#,##0", "0.0%", "#,##0.00", "yyyy-mm-dd", "hh:mm"
    ]  # fmt: skip
    assert [cell.value for cell in total] == ["All", 1234567, None, 0.5, None, None]
    assert (page.title, page.freeze_panes) == ("By country  all some", "B2")
    assert page.column_dimensions["A"].width == 30
    assert first[0].alignment.indent == 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "=\x07"])
def test_no_text_is_a_formula(name: str) -> None:
    cell = opened(report_of(row(name))).worksheets[0]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", name.replace("\x07", ""), True)


def test_a_sheet_defines_the_figures() -> None:
    book = opened(report_of(row("Kivu"), notes=["Mind this."]))
    assert book.sheetnames == ["By country  all some", "Definitions"]
    said = [[cell.value for cell in line] for line in book["Definitions"].iter_rows(min_row=2)]
    assert said == [
        ["Harbour Expo", "By country"],
        ["As of", "March 4, 2027, 09:30 (Asia/Shanghai)"],
        ["Note", "Mind this."],
        ["Note", "A note."],
        ["Count", "What it counts."],
    ]


def test_a_figure_of_another_kind_than_its_column_keeps_it() -> None:
    share = Row(["Share", Figure(Kind.SHARE, 0.5), None, None, None, None])
    report = report_of(share)
    cell = opened(report).worksheets[0]["B2"]
    assert (cell.value, cell.number_format) == (0.5, "0.0%")
    assert report.tables[0].said[0][1][1] == "50.0 %"


def test_arabic_sheets_run_from_the_right() -> None:
    with translation.override("ar"):
        assert opened(report_of(row("قهوة"))).worksheets[0].sheet_view.rightToLeft
    assert not opened(report_of(row("Kivu"))).worksheets[0].sheet_view.rightToLeft


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_numbers_are_grouped_in_every_language(language: str) -> None:
    with translation.override(language):
        said = report_of(row("x")).tables[0].said_total[1]
    assert said.replace(".", ",") == "1,234,567"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_typst_alone_can_set_latin_and_cyrillic(language: str) -> None:
    with translation.override(language):
        assert pdf_of(report_of(row(WORDS[language])), BARE).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["zh-hans", "ar"])
def test_what_no_font_has_is_said_not_boxed(language: str) -> None:
    with pytest.raises(NoFontError) as lack:
        pdf_of(report_of(row(WORDS[language])), BARE)
    assert str(lack.value) in WORDS[language]


def test_nobodys_text_is_markup() -> None:
    evil = '#panic("x") *bold* $x$ @nobody <label> \\ #import "/etc/passwd" // "quoted" {"a": 1}'
    report = report_of(row(evil), notes=[evil], definitions=[(evil, evil)])
    assert pdf_of(report).startswith(b"%PDF-")


def test_arabic_pages_are_mirrored(monkeypatch: pytest.MonkeyPatch) -> None:
    """In typst the language decides which way pages run."""
    sent: list[Any] = []
    real = typst.Compiler

    class Spy:
        def __init__(self, *args: Any, **options: Any) -> None:
            self.inner = real(*args, **options)

        def compile(self, **options: Any) -> Any:
            sent.append(json.loads(options["sys_inputs"]["data"]))
            return self.inner.compile(**options)

    monkeypatch.setattr(typst, "Compiler", Spy)
    with translation.override("ar"):
        pdf_of(report_of(row("Kivu")))
    assert sent[0]["lang"] == "ar"
    assert sent[0]["tables"][0]["rows"][0]["cells"][:2] == ["\u2068Kivu\u2069", "3"]


def test_only_fonts_that_are_there_are_asked_for() -> None:
    assert font_list(BARE, "en") == ["Libertinus Serif"]
    assert font_list(BARE, "zh-hans") == [{"name": "Libertinus Serif", "covers": "latin-in-cjk"}]
